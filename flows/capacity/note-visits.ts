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
  const visits = [];
  for (const { upn, ...times } of ended)
    visits.push({ poolId, personId: ids.get(upn) ?? (await tx.people.byUpn(upn))?.id ?? null, ...times });
  await tx.visits.add(visits);
}
