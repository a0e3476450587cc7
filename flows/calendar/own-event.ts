import { timeAsked } from '../booking/booked-time.ts';
import { HOLDING, type Booking } from '../booking/booking.ts';
import { cancelBooking } from '../booking/cancel-booking.ts';
import { confirmBooking } from '../booking/confirm-booking.ts';
import type { AskedDay } from '../booking/proposal.ts';
import { proposeBooking } from '../booking/propose-booking.ts';
import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf, wallTimeOf } from '../local-time.ts';
import { officeDaysBetween } from '../office-days.ts';
import type { Organisation } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { View } from '../views.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import type { EditQuestion, KeptEvent } from './calendar-out-store.ts';
import { canBeMoved, isOpen, lapseQuestion, refreshQuestion, showQuestion } from './edit-question.ts';

/** An event drawn over several days asks for so many of them at most, and for the first alone where it ends so far off. */
const DAYS_AT_MOST = 10;
const FARTHEST_DAYS = 60;

/**
 * The event of a booking was read in its person's calendar as it is there now; null: it is not there any more. As the
 * booking has it: nothing, and whatever was asked is settled. Moved, made shorter or longer, or deleted: the person is
 * asked whether the booking follows, once; a further edit changes that question. Words, category and reminder are the
 * person's. What is over or not on any more asks nothing, nor does what waits to be put back. Repeating changes nothing.
 */
export async function ownEventChanged(
  tx: Tx,
  deps: Deps,
  person: Person,
  bookingId: string,
  entry: CalendarEntry | null,
): Promise<void> {
  const now = deps.clock.now();
  const [booking] = await tx.bookings.lock([bookingId]);
  if (!booking || booking.personId !== person.id) return;
  const kept = await tx.calendar.eventOf(bookingId);
  if (!kept) return;
  if (entry) await tx.calendar.setOwnWords(bookingId, !isOurs(entry.subject, kept));
  const question = await tx.calendar.questionOf(bookingId);
  const lives = (HOLDING.includes(booking.status) || booking.status === 'waitlisted') && booking.endsAt > now;
  if (!lives || (entry && isAsBooked(entry, booking, deps.organisation()))) {
    if (question) await lapseQuestion(tx, bookingId, now);
    return;
  }
  // Answered, and about to stand as booked: what was read is the edit that the answer was about.
  if (await tx.calendar.isPuttingBack(bookingId)) return;
  const moved = entry && { startsAt: entry.startsAt, endsAt: entry.endsAt, allDay: entry.allDay };
  // A question that a change of the booking has overtaken is gone: this edit came after it.
  const open = question && isOpen(booking, question, now) ? question : null;
  if (question && !open) await lapseQuestion(tx, bookingId, now);
  if (open && isSameMove(open.moved, moved)) return;
  const next: EditQuestion = {
    id: open?.id ?? deps.newId(),
    bookingId,
    personId: person.id,
    moved,
    bookingVersion: booking.version,
    version: (open?.version ?? 0) + 1,
    askedAt: now,
  };
  await tx.calendar.saveQuestion(next);
  const facts = {
    edit: moved ? 'moved' : 'deleted',
    ...(moved && { startsAt: moved.startsAt.toISOString(), endsAt: moved.endsAt.toISOString() }),
  };
  tx.audit.add({ kind: 'calendar-edit-asked', by: person.id, subject: bookingId, facts }, now);
  if (open && (await refreshQuestion(tx, next, now)) > 0) return;
  const notice = { kind: 'calendar-question' as const, bookingId, questionId: next.id };
  await tx.outbox.add({ kind: 'tell', personId: person.id, notice }, now);
}

/** A button of the question: a claim of the client's. */
export interface AnswerToEdit {
  bookingId: string;
  questionId: string;
  version: number;
}

/**
 * The booking follows the calendar, in the transaction of the tap: it is given back, or changed by a request like any
 * other, with the same rules and approvals. Until that is approved the booking stands, and so the calendar shows it
 * again, with the new time beside it. A day that cannot be had is shown as a draft that says why.
 */
export async function followEdit(tx: Tx, deps: Deps, person: Person, answer: AnswerToEdit): Promise<View> {
  const found = await openQuestion(tx, deps, person, answer);
  if ('view' in found) return found.view;
  const { booking, question } = found;
  if (question.moved !== null && !canBeMoved(booking)) return putBack(tx, deps, person, booking, question);
  await settle(tx, deps, person, question, 'calendar-edit-followed');
  if (question.moved === null)
    return cancelBooking(tx, deps, person, { bookingId: booking.id, version: booking.version });
  await showAsBooked(tx, deps, booking);
  const proposal = await proposeBooking(
    tx,
    deps,
    person,
    { intent: 'change', language: languageOf(person) },
    {
      asked: askedOf(question.moved, booking, deps.organisation()),
      place: booking.place,
      device: booking.device,
      poolId: booking.poolId,
      reason: (await tx.bookings.texts([booking.id])).get(booking.id)?.reason ?? null,
    },
  );
  if (!proposal.days.every(({ verdict }) => verdict.ok)) return proposal;
  return confirmBooking(tx, deps, person, { draftId: proposal.draftId, version: proposal.version });
}

/** The booking stays, and the calendar shows it again. */
export async function keepBooking(tx: Tx, deps: Deps, person: Person, answer: AnswerToEdit): Promise<View> {
  const found = await openQuestion(tx, deps, person, answer);
  if ('view' in found) return found.view;
  return putBack(tx, deps, person, found.booking, found.question);
}

/** The booking and its question, locked; or what is shown instead: the question as it is now, or that it is settled. */
async function openQuestion(
  tx: Tx,
  deps: Deps,
  person: Person,
  { bookingId, questionId, version }: AnswerToEdit,
): Promise<{ booking: Booking; question: EditQuestion } | { view: View }> {
  const refusal = neutralRefusal(deps);
  const [booking] = await tx.bookings.lock([bookingId]);
  if (!booking || booking.personId !== person.id) return { view: refusal };
  const question = await tx.calendar.questionOf(bookingId);
  const stands = question?.id === questionId && isOpen(booking, question, deps.clock.now());
  if (stands && question.version === version) return { booking, question };
  if (question && !isOpen(booking, question, deps.clock.now())) {
    await lapseQuestion(tx, bookingId, deps.clock.now());
    await showAsBooked(tx, deps, booking);
  }
  return { view: (await showQuestion(tx, deps, { bookingId, questionId })) ?? refusal };
}

async function putBack(tx: Tx, deps: Deps, person: Person, booking: Booking, question: EditQuestion): Promise<View> {
  await settle(tx, deps, person, question, 'calendar-edit-undone');
  await showAsBooked(tx, deps, booking);
  const shown = { bookingId: booking.id, questionId: question.id };
  return (await showQuestion(tx, deps, shown)) ?? neutralRefusal(deps);
}

async function settle(tx: Tx, deps: Deps, person: Person, question: EditQuestion, kind: string): Promise<void> {
  await lapseQuestion(tx, question.bookingId, deps.clock.now());
  tx.audit.add({ kind, by: person.id, subject: question.bookingId, facts: {} }, deps.clock.now());
  // What the person's own entries say of it has waited for the answer.
  await tx.due.noLaterThan('calendar-entries', person.id, deps.clock.now());
}

function showAsBooked(tx: Tx, deps: Deps, { id: bookingId }: Booking): Promise<void> {
  return tx.outbox.add({ kind: 'calendar', bookingId, anew: true }, deps.clock.now());
}

function isOurs(subject: string, { subjects }: KeptEvent): boolean {
  return subjects.length === 0 || subjects.includes(subject);
}

/** The times are the booking's; an event of the whole day says no more than a booking of the full day. */
function isAsBooked(entry: CalendarEntry, booking: Booking, { timeZone }: Organisation): boolean {
  if (entry.allDay && booking.part === 'full')
    return (
      localDayOf(entry.startsAt, timeZone) === booking.day &&
      entry.endsAt.getTime() === instantOf(addDays(booking.day, 1), '00:00', timeZone).getTime()
    );
  return entry.startsAt.getTime() === booking.startsAt.getTime() && entry.endsAt.getTime() === booking.endsAt.getTime();
}

function isSameMove(a: EditQuestion['moved'], b: EditQuestion['moved']): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.startsAt.getTime() === b.startsAt.getTime() && a.endsAt.getTime() === b.endsAt.getTime() && a.allDay === b.allDay
  );
}

/** The days that a moved event asks for: the first in place of the booking, further working days besides. */
export function askedOf(
  { startsAt, endsAt, allDay }: NonNullable<EditQuestion['moved']>,
  booking: Pick<Booking, 'id'>,
  organisation: Pick<Organisation, 'timeZone' | 'workingHours' | 'closures' | 'workedDays'>,
): AskedDay[] {
  const { timeZone, workingHours } = organisation;
  const day = localDayOf(startsAt, timeZone);
  const last = localDayOf(new Date(Math.max(startsAt.getTime(), endsAt.getTime() - 1)), timeZone);
  const replaces = booking.id;
  if (day !== last) {
    const others = officeDaysBetween(addDays(day, 1), last < addDays(day, FARTHEST_DAYS) ? last : day, organisation);
    const days = [day, ...others].slice(0, DAYS_AT_MOST);
    return days.map((one) => ({ day: one, part: 'full', from: null, to: null, ...(one === day ? { replaces } : {}) }));
  }
  if (allDay) return [{ day, part: 'full', from: null, to: null, replaces }];
  for (const part of ['full', 'am', 'pm'] as const) {
    const asked: AskedDay = { day, part, from: null, to: null, replaces };
    const time = timeAsked(asked, workingHours, timeZone);
    if (time.startsAt.getTime() === startsAt.getTime() && time.endsAt.getTime() === endsAt.getTime()) return [asked];
  }
  return [{ day, part: 'hours', from: wallTimeOf(startsAt, timeZone), to: wallTimeOf(endsAt, timeZone), replaces }];
}
