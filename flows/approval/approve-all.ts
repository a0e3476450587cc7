import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { decideBookings, withPartOf } from './record-decision.ts';
import { showWaiting, type WaitingView } from './waiting-view.ts';

/**
 * Approves what the list showed, request by request, each as by its own card. Without `beyond` only what lies within all
 * rules of now; the rest stays on the list and is asked about once more. What has changed since stays as well.
 */
export async function approveAll(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookings: { bookingId: string; version: number }[]; beyond: boolean; page: number },
): Promise<WaitingView> {
  const locked = await tx.bookings.lock(command.bookings.map((one) => one.bookingId));
  const requests = new Map<string, Booking[]>();
  for (const one of locked) requests.set(one.requestId, [...(requests.get(one.requestId) ?? []), one]);
  let approved = 0;
  for (const bookings of requests.values()) {
    // Of what is none of theirs nothing is told.
    const own = await withPartOf(tx, deps, person, bookings);
    const { decided } = await decideBookings(tx, deps, person, own, {
      bookings: command.bookings,
      verdict: 'approved',
      comment: null,
      withinRules: !command.beyond,
    });
    approved += decided.length;
  }
  const left = command.bookings.length - approved;
  return showWaiting(tx, deps, person, { page: command.page, done: { approved, left } });
}
