import { HOLDING, type Booking } from '../booking/booking.ts';
import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import type { KeptDay } from './calendar-entry-store.ts';
import type { EditQuestion } from './calendar-out-store.ts';

/**
 * A person has moved or deleted our event in their calendar: does the booking follow? `settled`: nothing is asked (any
 * more), the calendar shows the booking as it stands.
 */
export interface CalendarQuestionView {
  kind: 'calendar-question';
  state: 'asked' | 'settled';
  booking: BookingLine;
  questionId: string;
  version: number;
  /** Where the event stands by now; null where it was deleted. */
  moved: EditQuestion['moved'];
  /** An entry of the person's own says the same day: it stays as it is, whatever the answer. */
  ownEntry: boolean;
  /** One that waits for a seat, or is offered one, keeps its time: it can be given up, not moved. */
  canFollow: boolean;
  timeZone: string;
}

/** The card of a question, by its booking and its own id. */
export function questionSubject({ bookingId, id }: Pick<EditQuestion, 'bookingId' | 'id'>): string {
  return `${bookingId}/${id}`;
}

/** A booking that its person may move: what chat could change as well. */
export function canBeMoved({ status, offeredUntil }: Booking): boolean {
  return HOLDING.includes(status) && offeredUntil === null;
}

/** A question as it is to be shown now; null where there is no such booking. */
export async function showQuestion(
  tx: Tx,
  deps: Deps,
  { bookingId, questionId }: { bookingId: string; questionId: string },
): Promise<CalendarQuestionView | null> {
  const booking = await tx.bookings.byId(bookingId);
  if (!booking) return null;
  const question = await tx.calendar.questionOf(bookingId);
  const stands = question?.id === questionId && isOpen(booking, question, deps.clock.now());
  const [line] = await bookingLines(tx, deps, [booking]);
  return {
    kind: 'calendar-question',
    state: stands ? 'asked' : 'settled',
    booking: line!,
    questionId,
    version: stands ? question.version : 0,
    moved: stands ? question.moved : null,
    ownEntry: stands && (await hasOwnEntry(tx, booking)),
    canFollow: stands && (question.moved === null || canBeMoved(booking)),
    timeZone: deps.organisation().timeZone,
  };
}

async function hasOwnEntry(tx: Tx, { personId, day, id }: Booking): Promise<boolean> {
  const says = (one: KeptDay) => one.day === day && (one.bookingIds.includes(id) || one.state === 'settled');
  const entries = await tx.calendarEntries.ofPerson(personId);
  return entries.some(({ gone, kind, days }) => !gone && kind === 'telework' && days.some(says));
}

/** Whether a question still waits for its answer: the booking is as it was when it was asked, and not over. */
export function isOpen(booking: Booking, { bookingVersion }: EditQuestion, now: Date): boolean {
  return (
    (HOLDING.includes(booking.status) || booking.status === 'waitlisted') &&
    booking.version === bookingVersion &&
    booking.endsAt > now
  );
}

/** Bookings of a person whose event was moved, about which a question waits for its answer. */
export async function questionedMoves(tx: Tx, personId: string, now: Date): Promise<Set<string>> {
  const found = new Set<string>();
  for (const id of await tx.calendar.questionsOf(personId)) {
    const [question, booking] = [await tx.calendar.questionOf(id), await tx.bookings.byId(id)];
    if (question?.moved && booking && isOpen(booking, question, now)) found.add(id);
  }
  return found;
}

/** Ends the question about a booking's event, if one stands; its card says so. */
export async function lapseQuestion(tx: Tx, bookingId: string, now: Date): Promise<void> {
  const question = await tx.calendar.endQuestion(bookingId);
  if (question) await refreshQuestion(tx, question, now);
}

/** Cards that show the question are brought up to date. Answers how many there are. */
export async function refreshQuestion(tx: Tx, question: EditQuestion, now: Date): Promise<number> {
  const cards = await tx.postedCards.of('calendar-question', questionSubject(question));
  for (const card of cards) await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, now);
  return cards.length;
}
