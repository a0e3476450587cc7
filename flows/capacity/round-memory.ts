import { addMinutes } from '../minutes.ts';
import type { Tx } from '../store.ts';
import { MEMORY_VERSION } from './capacity-memory.ts';
import type { LastRound } from './capacity-round.ts';
import type { CapacityMemory, PlanFault } from './capacity.ts';
import { memoryFromJournal } from './memory-after-outcomes.ts';
import type { ShadowState } from './shadow/shadow-round.ts';

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
}

/** Our marks on hosts may be as old as this and still be ours: a drain outlives the night and the holidays. */
const JOURNAL_DAYS = 30;

/** Where the planner's memory is lost or of another version, it is made anew from the journal of our actions. */
export async function loadRoundMemory(tx: Tx, poolId: string, now: Date): Promise<RoundMemory> {
  const stored = (await tx.capacity.loadMemory(poolId)) as Partial<RoundMemory> | null;
  const known = stored?.planner?.version === MEMORY_VERSION ? stored.planner : null;
  const since = addMinutes(now, -JOURNAL_DAYS * 24 * 60);
  return {
    planner: known ?? memoryFromJournal(await tx.capacity.journalSince(poolId, since)),
    failures: stored?.failures ?? 0,
    unreadableSince: stored?.unreadableSince ?? null,
    faultSince: stored?.faultSince ?? {},
    lastRound: stored?.lastRound ?? null,
    shadow: stored?.shadow ?? null,
  };
}

export function saveRoundMemory(tx: Tx, poolId: string, memory: RoundMemory): Promise<void> {
  return tx.capacity.saveMemory(poolId, { version: MEMORY_VERSION, ...memory });
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
