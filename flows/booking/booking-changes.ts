import { capacityDueAfterChange } from '../capacity/capacity-due.ts';
import { later } from '../minutes.ts';
import type { Tx } from '../store.ts';
import type { Booking } from './booking.ts';

/**
 * What follows from any change of a booking, written in the transaction that changes it: the calendar is brought up to
 * date, access and capacity are looked at again, and every card that shows the request.
 */
export async function followBookingChange(
  tx: Tx,
  bookings: Booking[],
  now: Date,
  options: { grants: boolean; cards: boolean },
): Promise<void> {
  if (options.grants) {
    for (const booking of bookings) await tx.outbox.add({ kind: 'calendar', bookingId: booking.id }, now);
    for (const poolId of new Set(bookings.flatMap((one) => one.poolId ?? []))) {
      await tx.due.noLaterThan('access', poolId, now);
      await tx.due.noLaterThan('capacity', poolId, capacityDueAfterChange(now));
    }
    for (const booking of bookings)
      if (booking.poolId) await tx.due.noLaterThan('sessions', booking.poolId, sessionsDue(booking, now));
  }
  if (options.cards)
    for (const requestId of new Set(bookings.map((one) => one.requestId))) await refreshCards(tx, requestId, now);
}

/** Sessions are looked at when the booked time ends; where it has been taken back, now. */
function sessionsDue(booking: Booking, now: Date): Date {
  return booking.status === 'cancelled' ? now : later(booking.endsAt, now);
}

/** Every card of a request that stands in a chat is shown anew. */
export async function refreshCards(tx: Tx, requestId: string, now: Date): Promise<void> {
  for (const kind of ['request', 'approval'] as const)
    for (const card of await tx.postedCards.of(kind, requestId))
      await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, now);
}
