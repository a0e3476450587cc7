import { addMinutes } from '../minutes.ts';
import type { Tx } from '../store.ts';
import { MEMORY_VERSION, type PoolMemory } from './capacity-memory.ts';
import type { LastRound } from './capacity-round.ts';
import type { CapacityMemory, PlanFault } from './capacity.ts';
import { memoryFromJournal } from './memory-after-outcomes.ts';
import type { ShadowState } from './shadow/shadow-round.ts';
import type { HostCount } from '../cost/host-day.ts';
import type { KeptPicture } from './pool-picture.ts';

/** What is kept of a pool from round to round: the planner's memory, and what the round itself must know. */
export interface RoundMemory {
  planner: CapacityMemory | null;
  /** Readings that failed in a row, and since when (ms). */
  failures: number;
  unreadableSince: number | null;
  /** Since when (ms) each fault has been found in every round, by `code/subject`. */
  faultSince: Record<string, number>;
  /** The last round that was kept for whoever asks later. */
  lastRound: LastRound | null;
  /** The virtual pool beside a pool in shadow; null where zaitaku scales. */
  shadow: ShadowState | null;
  /** The last reading of which hosts were on, from which their hours are counted on. */
  counted: HostCount | null;
  /** When the picture of people and sessions was last written (ms). */
  pictureAt: number | null;
}

/** Our marks on hosts may be as old as this and still be ours: a drain outlives the night and the holidays. */
const JOURNAL_DAYS = 30;
/** The picture is written this often where this process has it in hand: at 1,000 people it is most of a round's work. */
const PICTURE_MINUTES = 10;

/**
 * The pictures that this process wrote last, so that a round neither reads nor writes all of its people. Each is known by
 * the stamp that its round wrote beside the hosts: another process's round, or one that was rolled back, has another.
 */
export class PictureCache {
  readonly #pictures = new Map<string, { stamp: string; picture: KeptPicture | null }>();
  readonly #newStamp: () => string;

  constructor(newStamp: () => string) {
    this.#newStamp = newStamp;
  }

  of(poolId: string, stamp: unknown): KeptPicture | null | undefined {
    const known = this.#pictures.get(poolId);
    return known !== undefined && known.stamp === stamp ? known.picture : undefined;
  }

  put(poolId: string, picture: KeptPicture | null): string {
    const stamp = this.#newStamp();
    this.#pictures.set(poolId, { stamp, picture });
    return stamp;
  }
}

/** Where the planner's memory is lost or of another version, it is made anew from the journal of our actions. */
export async function loadRoundMemory(
  tx: Tx,
  poolId: string,
  now: Date,
  pictures: PictureCache | null = null,
): Promise<RoundMemory> {
  const stored = (await tx.capacity.loadMemory(poolId)) as (Partial<RoundMemory> & { stamp?: string }) | null;
  const known = stored?.planner?.version === MEMORY_VERSION ? (stored.planner ?? null) : null;
  const picture = known && (pictures?.of(poolId, stored?.stamp) ?? (await tx.capacity.loadPicture(poolId)));
  const since = addMinutes(now, -JOURNAL_DAYS * 24 * 60);
  return {
    planner: known ? { ...known, picture } : memoryFromJournal(await tx.capacity.journalSince(poolId, since)),
    failures: stored?.failures ?? 0,
    unreadableSince: stored?.unreadableSince ?? null,
    faultSince: stored?.faultSince ?? {},
    lastRound: stored?.lastRound ?? null,
    shadow: stored?.shadow ?? null,
    counted: stored?.counted ?? null,
    pictureAt: stored?.pictureAt ?? null,
  };
}

/**
 * Hosts and faults are written at every round, in its transaction. The picture is written with them unless it is kept in
 * this process and was written some minutes ago: after a crash, who came and left since is seen in the next reading.
 */
export function saveRoundMemory(
  tx: Tx,
  poolId: string,
  { planner, pictureAt, ...round }: RoundMemory,
  now: Date,
  pictures: PictureCache | null = null,
): Promise<void> {
  const picture = (planner as PoolMemory | null)?.picture ?? null;
  const at = now.getTime();
  const young = pictureAt !== null && pictureAt <= at && at < pictureAt + PICTURE_MINUTES * 60_000;
  const stamp = pictures?.put(poolId, picture) ?? null;
  const written = {
    version: MEMORY_VERSION,
    ...round,
    planner: planner && { ...planner, picture: null },
    pictureAt: young && stamp !== null ? pictureAt : at,
    stamp,
  };
  return tx.capacity.saveMemory(poolId, written, young && stamp !== null ? undefined : picture);
}

/** The instants of the faults found now: kept where the last round found them too. */
export function sinceWhen(
  before: Readonly<Record<string, number>>,
  found: readonly PlanFault[],
  now: Date,
): Record<string, number> {
  const at = now.getTime();
  return Object.fromEntries(
    found.map(({ code, subject }) => {
      const key = `${code}/${subject}`;
      return [key, Math.min(before[key] ?? at, at)];
    }),
  );
}
