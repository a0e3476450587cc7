import type { Booking } from '../booking/booking.ts';
import { bookingLines, connectUrlOf } from '../booking/request-view.ts';
import { poolOf, type Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import { canTakeAgain } from './no-show.ts';

/**
 * A booking whose seat went back because nobody used it. `again`: it is the person's again. `back`: they are at a desktop
 * after all. `no-room`: it cannot be taken now. `late`: they said that they come later, and are waited for.
 */
export interface NoShowView {
  kind: 'no-show';
  state: 'returned' | 'again' | 'back' | 'no-room' | 'booked-otherwise' | 'over' | 'late';
  booking: BookingLine;
  connectUrl: string;
  /** Minutes from taking it again until the desktop is promised. */
  noticeMinutes: number;
  /** With `late`: until when the seat is kept; null: until the end. */
  keptUntil: Date | null;
  timeZone: string;
}

/** Bookings of a person that are looked at: far more than anybody has in a day. */
const MOST_BOOKINGS = 100;

/** As things are now. Null where the booking is gone. */
export async function showNoShow(
  tx: Tx,
  deps: Deps,
  bookingId: string,
  state: NoShowView['state'],
  keptUntil: Date | null = null,
): Promise<NoShowView | null> {
  const booking = await tx.bookings.byId(bookingId);
  if (!booking) return null;
  const [line] = await bookingLines(tx, deps, [booking]);
  const organisation = deps.organisation();
  return {
    kind: 'no-show',
    state,
    booking: line!,
    connectUrl: connectUrlOf(deps, booking),
    noticeMinutes: poolOf(organisation, booking.poolId)?.noticeMinutes ?? 0,
    keptUntil,
    timeZone: organisation.timeZone,
  };
}

/** What the person is told; null where time has overtaken it. */
export async function showNoShowTold(
  tx: Tx,
  deps: Deps,
  notice: { kind: 'no-show' | 'come-after-all'; bookingId: string },
): Promise<NoShowView | null> {
  const booking = await tx.bookings.byId(notice.bookingId);
  if (!booking || booking.endsAt <= deps.clock.now()) return null;
  if (notice.kind === 'come-after-all')
    return booking.status === 'active' ? showNoShow(tx, deps, booking.id, 'back') : null;
  return booking.status === 'no-show' ? showNoShow(tx, deps, booking.id, 'returned') : null;
}

/** The card of a booking that the person could take again now; null where there is none, or another one is on. */
export async function showReturned(tx: Tx, deps: Deps, person: Person): Promise<NoShowView | null> {
  const now = deps.clock.now();
  const all = await tx.bookings.ofPerson(person.id, now, MOST_BOOKINGS);
  if (all.some((one) => one.status === 'active')) return null;
  const found = all.find((one: Booking) => canTakeAgain(one, now));
  return found ? showNoShow(tx, deps, found.id, 'returned') : null;
}
