import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { followBookingChange } from './booking-changes.ts';
import type { Booking } from './booking.ts';

/** Bookings moved in one transaction, so that a morning of a thousand starts holds no lock for long. */
const BATCH = 200;

/** The state that time alone brings, or null where it brings none yet. */
export function stateByTime(booking: Booking, now: Date): 'expired' | 'active' | 'completed' | null {
  if (booking.status === 'pending') return booking.endsAt <= now ? 'expired' : null;
  if (booking.status === 'approved') return booking.startsAt <= now ? 'active' : null;
  if (booking.status === 'active') return booking.endsAt <= now ? 'completed' : null;
  return null;
}

/** Moves bookings whose time has come: undecided ones expire, approved ones begin, begun ones end. Answers how many. */
export async function advanceBookings(deps: Deps): Promise<number> {
  let moved = 0;
  for (;;) {
    const count = await deps.store.transaction((tx) => advanceBatch(tx, deps.clock.now()));
    moved += count;
    if (count === 0) return moved;
  }
}

async function advanceBatch(tx: Tx, now: Date): Promise<number> {
  const due = await tx.bookings.lockDue(now, BATCH);
  const expired = new Map<string, Booking[]>();
  for (const booking of due) {
    const status = stateByTime(booking, now);
    if (!status) continue;
    // Time alone makes no card old: who cancels on the morning's card means this booking.
    const moved = { ...booking, status };
    await tx.bookings.save(moved);
    tx.audit.add({ kind: `booking-${status}`, by: 'system', subject: booking.id, facts: {} }, now);
    if (status === 'expired') expired.set(booking.requestId, [...(expired.get(booking.requestId) ?? []), moved]);
  }
  for (const [requestId, bookings] of expired) {
    await followBookingChange(tx, bookings, now, { grants: false, cards: true });
    const bookingIds = bookings.map((one) => one.id);
    const { personId } = bookings[0]!;
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'expired', requestId, bookingIds } }, now);
  }
  return due.length;
}
