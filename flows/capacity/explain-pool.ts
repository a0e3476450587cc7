import { addDays, instantOf, localDayOf } from '../local-time.ts';
import type { HostMaintenance } from '../maintenance/maintenance-store.ts';
import { addMinutes } from '../minutes.ts';
import type { LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { STARTS_AFTER_MINUTES, STARTS_BEFORE_MINUTES, startsByQuarter } from './capacity-round.ts';
import type { HostEvent } from './host-events.ts';
import type { KeptAction, KeptRound } from './round-store.ts';

/** Why a pool was treated as it was, around an instant. Instants; the zone is the caller's to show. */
export interface PoolExplanation {
  pool: string;
  timeZone: string;
  at: Date;
  /** The last look kept at or before that instant, and the first after it. */
  round: KeptRound | null;
  next: KeptRound | null;
  /** Actions from `minutes` before to `minutes` after it, ascending. */
  minutes: number;
  actions: KeptAction[];
  /** Bookings that start around it, by quarter hour: as that look counted them, and as they stand now. */
  bookings: { quarter: Date; counted: number; ids: string[] }[];
  /** Hosts in maintenance at that time. */
  maintenance: HostMaintenance[];
}

/** What is kept of a pool around `at`, for `zaitaku explain`. Reads only. */
export async function explainPool(
  tx: Tx,
  poolId: string,
  at: Date,
  { timeZone, minutes }: { timeZone: string; minutes: number },
): Promise<PoolExplanation> {
  const { last: round, next } = await tx.rounds.around(poolId, at);
  const looked = round?.at ?? at;
  const [from, to] = [addMinutes(looked, -STARTS_BEFORE_MINUTES), addMinutes(looked, STARTS_AFTER_MINUTES)];
  const bookings = (await tx.capacity.plannedBookings(poolId, from, to)).filter(
    ({ startsAt, knownAt }) => startsAt >= from && startsAt < to && knownAt <= looked,
  );
  const counted = new Map(round?.starts.map(({ at: quarter, bookings: count }) => [quarter.getTime(), count]));
  const standing = startsByQuarter(bookings, looked).map((one) => one.at.getTime());
  const quarters = [...new Set([...counted.keys(), ...standing])].sort((a, b) => a - b);
  return {
    pool: poolId,
    timeZone,
    at,
    round,
    next,
    minutes,
    actions: await tx.rounds.actions(poolId, addMinutes(at, -minutes), addMinutes(at, minutes), null),
    bookings: quarters.map((quarter) => ({
      quarter: new Date(quarter),
      counted: counted.get(quarter) ?? 0,
      ids: bookings.filter(({ startsAt }) => quarterOf(startsAt) === quarter).map(({ id }) => id),
    })),
    maintenance: (await tx.maintenance.between(poolId, at, new Date(at.getTime() + 1), null)).filter(
      ({ doneAt }) => doneAt === null || doneAt > at,
    ),
  };
}

/** The life of one host on a local day. */
export interface HostExplanation {
  pool: string;
  host: string;
  timeZone: string;
  day: LocalDay;
  /** The last action before the day: how it came into it. */
  before: KeptAction | null;
  /** What was asked of it and what was seen to happen to it, ascending. */
  life: HostMoment[];
  maintenance: HostMaintenance[];
}

export type HostMoment = { at: Date; action: KeptAction } | { at: Date; event: HostEvent };

/** Everything that is kept of a host on the local day of `at`, for `zaitaku explain --host`. Reads only. */
export async function explainHost(
  tx: Tx,
  poolId: string,
  host: string,
  at: Date,
  timeZone: string,
): Promise<HostExplanation> {
  const day = localDayOf(at, timeZone);
  const [from, to] = [instantOf(day, '00:00', timeZone), instantOf(addDays(day, 1), '00:00', timeZone)];
  const actions = await tx.rounds.actions(poolId, from, to, host);
  const rounds = await tx.rounds.ofHost(poolId, host, from, to);
  const seen = rounds.flatMap((round) =>
    round.events.flatMap((event): HostMoment[] => (event.host === host ? [{ at: round.at, event }] : [])),
  );
  // What was seen at a look comes before what the look decided.
  const life = [...seen, ...actions.map((action): HostMoment => ({ at: action.at, action }))];
  return {
    pool: poolId,
    host,
    timeZone,
    day,
    before: await tx.rounds.lastActionBefore(poolId, host, from),
    life: life.sort((a, b) => a.at.getTime() - b.at.getTime()),
    maintenance: await tx.maintenance.between(poolId, from, to, host),
  };
}

function quarterOf(instant: Date): number {
  return Math.floor(instant.getTime() / (15 * 60_000)) * 15 * 60_000;
}
