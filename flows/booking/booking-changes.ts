import { capacityDueAfterChange } from '../capacity/capacity-due.ts';
import { forecastAfterChange } from '../forecast/forecast-due.ts';
import { wakeGateway } from '../gateway/gateway-due.ts';
import { addMinutes, later } from '../minutes.ts';
import type { Tx } from '../store.ts';
import { HOLDING, type Booking } from './booking.ts';

/** Changes within a minute share a look at who has come: it reads the pool, and hundreds may be approved at once. */
const NO_SHOW_SHARED_MINUTES = 1;

/**
 * What follows from any change of a booking, written in the transaction that changes it: the calendar is brought up to
 * date, access, the gateway, capacity, forecast and unused bookings are looked at again, whoever waits for a seat that it gives up,
 * and every card that shows the request.
 */
export async function followBookingChange(
  tx: Tx,
  bookings: Booking[],
  now: Date,
  options: { grants: boolean; cards: boolean },
): Promise<void> {
  for (const booking of bookings) await tx.outbox.add({ kind: 'calendar', bookingId: booking.id }, now);
  if (options.grants) {
    if (bookings.length > 0) await wakeGateway(tx, now);
    for (const poolId of new Set(bookings.flatMap((one) => one.poolId ?? []))) {
      await tx.due.noLaterThan('access', poolId, now);
      await tx.due.noLaterThan('capacity', poolId, capacityDueAfterChange(now));
      await tx.due.noLaterThan('no-show', poolId, addMinutes(now, NO_SHOW_SHARED_MINUTES));
    }
    for (const booking of bookings)
      if (booking.poolId) await tx.due.noLaterThan('sessions', booking.poolId, sessionsDue(booking, now));
  }
  await forecastAfterChange(tx, bookings, now);
  await askTheLine(tx, bookings, now);
  if (options.cards)
    for (const requestId of new Set(bookings.map((one) => one.requestId))) await refreshCards(tx, requestId, now);
}

/** Seats that nobody holds any more go to those who wait for them, at once. The caps of these times are locked by now. */
async function askTheLine(tx: Tx, bookings: Booking[], now: Date): Promise<void> {
  const free = bookings.filter(({ status, seatHeld }) => !HOLDING.includes(status) || !seatHeld);
  for (const poolId of new Set(free.flatMap((one) => one.poolId ?? []))) {
    const times = free.filter((one) => one.poolId === poolId);
    const from = new Date(Math.min(...times.map((one) => one.startsAt.getTime())));
    const to = new Date(Math.max(...times.map((one) => one.endsAt.getTime())));
    // Whoever waits in a pool that overflows to this one is in line for its seats as well.
    if ((await tx.bookings.waitlisted(null, from, to)).length > 0) await tx.due.noLaterThan('waitlist', poolId, now);
  }
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
