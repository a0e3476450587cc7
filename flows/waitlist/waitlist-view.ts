import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';

/** A seat from the waiting list: it has come back, it is offered, or the offer has lapsed. */
export interface WaitlistView {
  kind: 'waitlist';
  state: 'returned' | 'offered' | 'lapsed';
  booking: BookingLine;
  /** Who decides it now; empty where nobody has to. */
  approverNames: string[];
  timeZone: string;
}

/** As things are now; null where they have moved on and another card says it. */
export async function showWaitlist(
  tx: Tx,
  deps: Deps,
  bookingId: string,
  state: WaitlistView['state'],
): Promise<WaitlistView | null> {
  const booking = await tx.bookings.byId(bookingId);
  if (!booking) return null;
  const offered = booking.status === 'pending' && booking.offeredUntil !== null;
  const granted = booking.status === 'approved' || booking.status === 'active';
  if (state === 'offered' && !(offered && booking.offeredUntil! > deps.clock.now())) return null;
  if (state === 'returned' && !granted && !(booking.status === 'pending' && !offered)) return null;
  const [line] = await bookingLines(tx, deps, [booking]);
  const approvers = booking.status === 'pending' && !offered ? await tx.people.byIds(booking.approverIds) : [];
  const { timeZone } = deps.organisation();
  const approverNames = approvers.map((one) => one.displayName);
  return { kind: 'waitlist', state, booking: line!, approverNames, timeZone };
}
