import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import { followBookingChange } from './booking-changes.ts';
import { HOLDING, type Booking } from './booking.ts';
import { showRequest } from './request-view.ts';

export type CancelOutcome = { ok: true; booking: Booking } | { ok: false; refusal: 'not-holding' | 'changed-since' };

/** Takes a booking back. One that has begun gives up the rest of its time. */
export function decideCancel(booking: Booking, version: number): CancelOutcome {
  if (!HOLDING.includes(booking.status)) return { ok: false, refusal: 'not-holding' };
  if (booking.version !== version) return { ok: false, refusal: 'changed-since' };
  return { ok: true, booking: { ...booking, status: 'cancelled', version: booking.version + 1 } };
}

/**
 * The person's own booking, cancelled in the transaction of the tap. A second tap, or one on an older card, changes
 * nothing and shows the request as it is. Somebody else's booking is refused without a word about it.
 */
export async function cancelBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookingId: string; version: number },
): Promise<RequestView | SentenceView> {
  const now = deps.clock.now();
  const refusal: SentenceView = {
    kind: 'sentence',
    sentence: 'neutral-refusal',
    timeZone: deps.organisation().timeZone,
  };
  const [booking] = await tx.bookings.lock([command.bookingId]);
  if (!booking || booking.personId !== person.id) return refusal;
  const outcome = decideCancel(booking, command.version);
  if (outcome.ok) {
    await tx.bookings.save(outcome.booking);
    tx.audit.add(
      { kind: 'booking-cancelled', by: person.id, subject: booking.id, facts: { from: booking.status } },
      now,
    );
    const granted = booking.status !== 'pending';
    await followBookingChange(tx, [outcome.booking], now, { grants: granted, cards: true });
    // Who was asked sees it on their card; who had decided is told.
    if (granted && booking.decidedBy)
      await tx.outbox.add(
        {
          kind: 'tell',
          personId: booking.decidedBy,
          notice: { kind: 'cancelled', requestId: booking.requestId, bookingIds: [booking.id] },
        },
        now,
      );
  }
  return (await showRequest(tx, deps, booking.requestId)) ?? refusal;
}
