import type { Deps } from '../deps.ts';
import { askFeedback } from '../feedback/feedback.ts';
import type { Tx } from '../store.ts';
import { followBookingChange } from './booking-changes.ts';
import type { Booking } from './booking.ts';

/** Bookings moved in one transaction, so that a morning of a thousand starts holds no lock for long. */
const BATCH = 200;

/** The state that time alone brings, or null where it brings none yet. */
export function stateByTime(booking: Booking, now: Date): 'expired' | 'active' | 'completed' | null {
  const { status, startsAt, endsAt, offeredUntil } = booking;
  if (status === 'pending') return endsAt <= now || hasPassed(offeredUntil, now) ? 'expired' : null;
  if (status === 'waitlisted') return endsAt <= now ? 'expired' : null;
  if (status === 'approved') return startsAt <= now ? 'active' : null;
  if (status === 'active') return endsAt <= now ? 'completed' : null;
  return null;
}

/** A request that is still undecided gives its seat back, and goes on waiting for its decision. */
export function givesSeatBack({ status, seatHeld, holdUntil }: Booking, now: Date): boolean {
  return status === 'pending' && seatHeld && hasPassed(holdUntil, now);
}

function hasPassed(instant: Date | null, now: Date): boolean {
  return instant !== null && instant <= now;
}

/**
 * Moves bookings whose time has come: undecided ones and offers expire, seats of undecided ones go back, approved ones
 * begin, begun ones end. Answers how many moved. Ends when nothing moves any more, whatever stays due.
 */
export async function advanceBookings(deps: Deps): Promise<number> {
  let moved = 0;
  for (;;) {
    const count = await deps.store.transaction((tx) => advanceBatch(tx, deps, deps.clock.now()));
    moved += count;
    if (count === 0) return moved;
  }
}

async function advanceBatch(tx: Tx, deps: Deps, now: Date): Promise<number> {
  const due = await tx.bookings.lockDue(now, BATCH);
  const ended: Booking[] = [];
  const freed: Booking[] = [];
  const completed: Booking[] = [];
  let moved = 0;
  for (const booking of due) {
    const status = stateByTime(booking, now);
    const back = status === null && givesSeatBack(booking, now);
    if (!status && !back) continue;
    moved += 1;
    // Time alone makes no card old: who cancels on the morning's card means this booking.
    const next: Booking = status ? { ...booking, status } : { ...booking, seatHeld: false };
    await tx.bookings.save(next);
    const offer = status === 'expired' && booking.offeredUntil !== null;
    const kind = back ? 'seat-given-back' : offer ? 'offer-lapsed' : `booking-${status}`;
    tx.audit.add({ kind, by: 'system', subject: booking.id, facts: {} }, now);
    if (status === 'expired') ended.push(next);
    if (status === 'completed') completed.push(next);
    if (back) freed.push(next);
  }
  if (freed.length > 0) await followBookingChange(tx, freed, now, { grants: false, cards: true });
  if (ended.length > 0) await tellEnded(tx, ended, now);
  await askFeedback(tx, deps, completed, now);
  return moved;
}

async function tellEnded(tx: Tx, ended: Booking[], now: Date): Promise<void> {
  await followBookingChange(tx, ended, now, { grants: false, cards: true });
  const undecided = new Map<string, Booking[]>();
  for (const booking of ended) {
    const { id: bookingId, personId, requestId, offeredUntil } = booking;
    if (offeredUntil) await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'offer-lapsed', bookingId } }, now);
    else undecided.set(requestId, [...(undecided.get(requestId) ?? []), booking]);
  }
  for (const [requestId, bookings] of undecided) {
    const bookingIds = bookings.map((one) => one.id);
    const { personId } = bookings[0]!;
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'expired', requestId, bookingIds } }, now);
  }
}
