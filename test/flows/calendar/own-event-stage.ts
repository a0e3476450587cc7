import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import type { CalendarQuestionView } from '../../../flows/calendar/edit-question.ts';
import { showQuestion } from '../../../flows/calendar/edit-question.ts';
import { followEdit, keepBooking, ownEventChanged } from '../../../flows/calendar/own-event.ts';
import { syncCalendar } from '../../../flows/calendar/sync-calendar.ts';
import { calendarSubject } from '../../../cards/outside-words.ts';
import type { View } from '../../../flows/views.ts';
import { idOf } from '../../support/builders.ts';
import type { Stage } from '../../support/flow-harness.ts';

/** Our events in Hanako's calendar, and what she does to them. */
export function ownEvents(open: () => Stage) {
  /** Writes what waits for the calendar, as the outbox does. */
  async function deliver(): Promise<void> {
    const queue = `calendar:${idOf('hanako')}`;
    for (;;) {
      const entry = await open().tx((tx) => tx.outbox.take(queue, open().clock.now()));
      if (entry?.work.kind !== 'calendar') return;
      await syncCalendar(
        { ...open().deps, calendar: open().calendar, subject: calendarSubject },
        entry.work,
        entry.attempts,
      );
      await open().tx((tx) => tx.outbox.done(entry.id, open().clock.now()));
    }
  }

  const events = () => open().calendar.eventsOf(idOf('hanako'));
  const shown = () => events().map(({ subject, showAs, startsAt, endsAt }) => ({ subject, showAs, startsAt, endsAt }));

  /** The event of a booking as it stands in the calendar; null where it is not there. */
  function read(bookingId: string): CalendarEntry | null {
    const found = [...open().calendar.events].find(([, one]) => one.bookingId === bookingId);
    if (!found) return null;
    const [key, { subject, showAs, startsAt, endsAt }] = found;
    const allDay = endsAt.getTime() - startsAt.getTime() === 24 * 3_600_000;
    return { key, series: null, subject, categories: [], showAs, startsAt, endsAt, allDay, invited: false };
  }

  function edit(bookingId: string, change: (event: { startsAt: Date; endsAt: Date; subject: string }) => void): void {
    const event = events().find((one) => one.bookingId === bookingId);
    if (event) change(event);
  }

  const byHours = (hours: number) => (event: { startsAt: Date; endsAt: Date }) => {
    event.startsAt = new Date(event.startsAt.getTime() + hours * 3_600_000);
    event.endsAt = new Date(event.endsAt.getTime() + hours * 3_600_000);
  };

  function remove(bookingId: string): void {
    for (const [key, event] of open().calendar.events)
      if (event.bookingId === bookingId) open().calendar.events.delete(key);
  }

  async function notice(bookingId: string, entry = read(bookingId)): Promise<void> {
    const person = await open().person('hanako');
    await open().tx((tx) => ownEventChanged(tx, open().deps, person, bookingId, entry));
  }

  async function question(bookingId: string): Promise<CalendarQuestionView | null> {
    return open().tx(async (tx) => {
      const asked = await tx.calendar.questionOf(bookingId);
      return asked && showQuestion(tx, open().deps, { bookingId, questionId: asked.id });
    });
  }

  async function answer(what: 'follow' | 'keep', view: CalendarQuestionView, name = 'hanako'): Promise<View> {
    const person = await open().person(name);
    const data = { bookingId: view.booking.bookingId, questionId: view.questionId, version: view.version };
    return open().tx((tx) => (what === 'follow' ? followEdit : keepBooking)(tx, open().deps, person, data));
  }

  return { deliver, events, shown, read, edit, byHours, remove, notice, question, answer };
}
