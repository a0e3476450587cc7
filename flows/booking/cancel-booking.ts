import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { lookAtReadiness } from '../readiness/judge-day.ts';
import type { Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import { followBookingChange } from './booking-changes.ts';
import { HOLDING, type Booking } from './booking.ts';
import { showRequest } from './request-view.ts';

export type CancelOutcome = { ok: true; booking: Booking } | { ok: false; refusal: 'not-holding' | 'changed-since' };

/** Takes a booking back. One that has begun gives up the rest of its time. */
export function decideCancel(booking: Booking, version: number): CancelOutcome {
  if (!HOLDING.includes(booking.status) && booking.status !== 'waitlisted')
    return { ok: false, refusal: 'not-holding' };
  if (booking.version !== version) return { ok: false, refusal: 'changed-since' };
  return { ok: true, booking: { ...booking, status: 'cancelled', version: booking.version + 1 } };
}

/**
 * The person's own booking, or one that they asked for in somebody's place, cancelled in the transaction of the tap. A
 * second tap, or one on an older card, changes nothing and shows the request as it is. Somebody else's booking is
 * refused without a word about it.
 */
export async function cancelBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookingId: string; version: number },
): Promise<RequestView | SentenceView> {
  const refusal = neutralRefusal(deps);
  const [booking] = await tx.bookings.lock([command.bookingId]);
  if (!booking || (booking.personId !== person.id && booking.requestedBy !== person.id)) return refusal;
  if (decideCancel(booking, command.version).ok) await giveBack(tx, deps, person, [booking]);
  return (await showRequest(tx, deps, booking.requestId)) ?? refusal;
}

/**
 * Gives back bookings that `decideCancel` allows, or whose seat went back by itself, locked and as they stand: states, audit, calendar, access, capacity
 * and cards follow, and who had decided them is told.
 */
export async function giveBack(tx: Tx, deps: Deps, person: Person, bookings: Booking[]): Promise<void> {
  const now = deps.clock.now();
  const granted = bookings.filter(({ status }) => ['approved', 'active', 'no-show'].includes(status));
  const cancelled = bookings.map((one): Booking => ({ ...one, status: 'cancelled', version: one.version + 1 }));
  for (const [index, booking] of cancelled.entries()) {
    await tx.bookings.save(booking);
    const facts = { from: bookings[index]!.status };
    tx.audit.add({ kind: 'booking-cancelled', by: person.id, subject: booking.id, facts }, now);
  }
  const wasGranted = (booking: Booking) => granted.some((one) => one.id === booking.id);
  await lookAtReadiness(
    tx,
    deps,
    cancelled.map(({ personId }) => personId),
  );
  await followBookingChange(tx, cancelled.filter(wasGranted), now, { grants: true, cards: true });
  await followBookingChange(
    tx,
    cancelled.filter((one) => !wasGranted(one)),
    now,
    { grants: false, cards: true },
  );
  // Who was asked sees it on their card; who had decided is told, and whose day it was where another gave it back.
  const tell = new Map<string, Booking[]>();
  for (const booking of granted) {
    const others = [booking.decidedBy, booking.personId].filter(
      (id) => id !== null && id !== 'rule' && id !== person.id,
    );
    for (const id of others) {
      const key = `${id}/${booking.requestId}`;
      tell.set(key, [...(tell.get(key) ?? []), booking]);
    }
  }
  for (const [key, told] of tell)
    await tx.outbox.add(
      {
        kind: 'tell',
        personId: key.split('/')[0]!,
        notice: { kind: 'cancelled', requestId: told[0]!.requestId, bookingIds: told.map((one) => one.id) },
      },
      now,
    );
}
