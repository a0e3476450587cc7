import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { followBookingChange } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import { showRequest } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import { grantSeat } from './grant-seat.ts';
import { judgeAgain } from './judge-again.ts';
import { showWaitlist, type WaitlistView } from './waitlist-view.ts';

interface OfferCommand {
  bookingId: string;
  version: number;
}

type Answered = RequestView | WaitlistView | SentenceView;

/**
 * The person takes the seat that is kept for them, in the transaction of the tap: it goes on as any other request would.
 * Pressed again, or after the offer has lapsed, it shows the request as it is. Somebody else's is refused without a word.
 */
export function takeOffer(tx: Tx, deps: Deps, person: Person, command: OfferCommand): Promise<Answered> {
  return answer(tx, deps, person, command, async (booking, now) => {
    const judged = await judgeAgain(tx, deps, booking, person, { turn: true });
    if (!judged.verdict.ok) return giveBack(tx, booking, { kind: 'offer-not-possible', by: 'system' }, now);
    tx.audit.add({ kind: 'offer-taken', by: person.id, subject: booking.id, facts: {} }, now);
    await grantSeat(tx, deps, { booking, whose: person, judged, now });
  });
}

/** The person lets the seat go; the next in line is asked. Repeating it shows the request as it is. */
export function declineOffer(tx: Tx, deps: Deps, person: Person, command: OfferCommand): Promise<Answered> {
  return answer(tx, deps, person, command, (booking, now) =>
    giveBack(tx, booking, { kind: 'offer-declined', by: person.id }, now),
  );
}

async function answer(
  tx: Tx,
  deps: Deps,
  person: Person,
  { bookingId, version }: OfferCommand,
  act: (booking: Booking, now: Date) => Promise<void>,
): Promise<Answered> {
  const now = deps.clock.now();
  const refusal = neutralRefusal(deps);
  const [booking] = await tx.bookings.lock([bookingId]);
  if (!booking || booking.personId !== person.id) return refusal;
  const open = booking.status === 'pending' && booking.offeredUntil !== null && booking.version === version;
  // Its time may have passed a moment ago, before anything has noticed.
  if (open && booking.offeredUntil! <= now) return (await showWaitlist(tx, deps, booking.id, 'lapsed')) ?? refusal;
  if (open) await act(booking, now);
  return (await showRequest(tx, deps, booking.requestId)) ?? refusal;
}

async function giveBack(tx: Tx, booking: Booking, { kind, by }: { kind: string; by: string }, now: Date) {
  const cancelled: Booking = { ...booking, status: 'cancelled', offeredUntil: null, version: booking.version + 1 };
  await tx.bookings.save(cancelled);
  tx.audit.add({ kind, by, subject: booking.id, facts: {} }, now);
  await followBookingChange(tx, [cancelled], now, { grants: false, cards: true });
}
