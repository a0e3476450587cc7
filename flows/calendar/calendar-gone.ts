import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';

/** Entries that bookings came of are gone. */
export interface CalendarGone {
  kind: 'calendar-gone';
  /** These bookings stand, and their person is asked. */
  askIds: string[];
  /** These went back. */
  backIds: string[];
  /** These were sent with the same change of the calendar. */
  sentIds: string[];
}

export interface CalendarGoneView {
  kind: 'calendar-gone';
  asked: BookingLine[];
  takenBack: BookingLine[];
  sent: BookingLine[];
  /** The person has answered: those asked about stay. */
  kept: boolean;
  timeZone: string;
}

/** As things are now; null where there is nothing left to say or to ask. */
export async function showCalendarGone(tx: Tx, deps: Deps, notice: CalendarGone): Promise<CalendarGoneView | null> {
  const lines = async (ids: string[]) => bookingLines(tx, deps, await tx.bookings.byIds(ids));
  const { timeZone } = deps.organisation();
  const asked = (await lines(notice.askIds)).filter((line) => line.canCancel);
  const takenBack = (await lines(notice.backIds)).filter((line) => line.status === 'cancelled');
  const sent = await lines(notice.sentIds);
  if (asked.length + takenBack.length + sent.length === 0) return null;
  return { kind: 'calendar-gone', asked, takenBack, sent, kept: false, timeZone };
}
