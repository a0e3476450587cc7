import { readMemory } from './capacity-memory.ts';
import type { CapacityMemory } from './capacity.ts';
import type { KnownSession } from './known-people.ts';

/** A session in a shared desktop that is over, as the readings saw it: to the minutes between two lists. */
export interface EndedVisit {
  upn: string;
  cameAt: Date;
  /** When its person closed the window for the last time without signing out; null: they signed out. */
  leftOpenAt: Date | null;
  endedAt: Date;
}

/** Lists further apart say little of when a session ended: it ended when it was seen last. */
const LISTS_APART_MS = 30 * 60_000;

/** Sessions that the planner's memory had before a reading and has no more after it. */
export function visitsEnded(before: CapacityMemory | null, after: CapacityMemory, now: Date): EndedVisit[] {
  const at = now.getTime();
  const [known, current] = [readMemory(before, at), readMemory(after, at)];
  if (known.picture === null || current.picture === null) return [];
  const open = new Map(current.picture.sessions.map((one) => [one.upn, one]));
  const gone = known.picture.sessions.filter((one) => !isSame(one, open.get(one.upn)));
  const { listAt } = known;
  const seenLast = listAt !== null && at - listAt > LISTS_APART_MS ? listAt : at;
  return gone.map(({ upn, since, disconnectedAt }) => ({
    upn,
    cameAt: new Date(since),
    leftOpenAt: disconnectedAt === null ? null : new Date(disconnectedAt),
    endedAt: new Date(Math.max(since, disconnectedAt ?? since, seenLast)),
  }));
}

function isSame(one: KnownSession, other: KnownSession | undefined): boolean {
  return other !== undefined && one.since === other.since && one.host === other.host;
}
