import type { Tx } from '../store.ts';
import type { CapacityMemory, PlannedBooking } from './capacity.ts';
import { visitsEnded } from './visits.ts';

/** Keeps the sessions that a round found ended: written once, when they are over. Most rounds write nothing. */
export async function noteVisits(
  tx: Tx,
  poolId: string,
  before: CapacityMemory | null,
  after: CapacityMemory,
  bookings: readonly PlannedBooking[],
  now: Date,
): Promise<void> {
  const ended = visitsEnded(before, after, now);
  if (ended.length === 0) return;
  const ids = new Map(bookings.map(({ upn, personId }) => [upn.toLowerCase(), personId]));
  const others = await tx.people.byUpns(ended.map(({ upn }) => upn).filter((upn) => !ids.has(upn)));
  await tx.visits.add(
    ended.map(({ upn, ...times }) => ({ poolId, personId: ids.get(upn) ?? others.get(upn)?.id ?? null, ...times })),
  );
}
