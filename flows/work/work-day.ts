import type { Booking, BookingStatus } from '../booking/booking.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import { addOfficeDays, type OfficeDays } from '../office-days.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { Bounds } from './decide-work.ts';
import { runOfDay, type WorkDay } from './work-record.ts';
import { WORK_SETTINGS } from './work-settings.ts';

/** States of a booking on which work is recorded. After its end it is `completed`: overtime is told, not refused. */
const GRANTED: readonly BookingStatus[] = ['approved', 'active', 'completed', 'no-show'];

/** The time that a day's work lies in: from its midnight until early the next morning. Half-open. */
export function windowOf(day: LocalDay, timeZone: string): { from: Date; to: Date } {
  return {
    from: instantOf(day, '00:00', timeZone),
    to: instantOf(addDays(day, 1), WORK_SETTINGS.dayEndsAt, timeZone),
  };
}

/** Neither before the day, nor in the future, nor into the work of the day before or after. */
export async function boundsOf(tx: Tx, personId: string, day: LocalDay, now: Date, timeZone: string): Promise<Bounds> {
  const { from, to } = windowOf(day, timeZone);
  const before = await tx.work.of(personId, addDays(day, -1));
  const after = await tx.work.of(personId, addDays(day, 1));
  const ended = before && runOfDay(before.entries).entries.at(-1)?.at;
  const begun = after && runOfDay(after.entries).entries[0]?.at;
  return {
    earliest: ended ? later(from, ended) : from,
    latest: earlier(now, begun ? earlier(to, begun) : to),
  };
}

/** The day that work of this instant belongs to: yesterday while yesterday's work goes on over midnight, else today. */
export async function dayAtWork(tx: Tx, personId: string, now: Date, timeZone: string): Promise<LocalDay> {
  const today = localDayOf(now, timeZone);
  const yesterday = addDays(today, -1);
  if (now >= windowOf(yesterday, timeZone).to) return today;
  const record = await tx.work.of(personId, yesterday);
  return record && isGoingOn(record) ? yesterday : today;
}

/** Whether the person corrects this day's record themselves. */
export function mayCorrect(day: LocalDay, today: LocalDay): boolean {
  return day <= today && today <= addDays(day, WORK_SETTINGS.correctionDays);
}

/** Work has begun and no finish was told. */
export function isGoingOn(record: WorkDay): boolean {
  const { state } = runOfDay(record.entries);
  return state === 'working' || state === 'paused';
}

/** What is booked on a person's day. */
export interface BookedDay {
  /** `cancelled`: work was recorded, and the booking was taken back. */
  standing: 'granted' | 'pending' | 'cancelled' | 'none';
  /** The bookings that count for the day's times, ascending. */
  bookings: Booking[];
  startsAt: Date | null;
  endsAt: Date | null;
}

export async function bookedDay(tx: Tx, personId: string, day: LocalDay, record: WorkDay | null): Promise<BookedDay> {
  return bookedOf(await tx.bookings.between(day, day, personId), record);
}

/** The same from the day's bookings, ascending by start. */
export function bookedOf(ofDay: Booking[], record: WorkDay | null): BookedDay {
  const granted = ofDay.filter(({ status }) => GRANTED.includes(status));
  const begunOn = ofDay.filter(({ id }) => record?.bookingId === id);
  const bookings = granted.length > 0 ? granted : begunOn;
  const pending = ofDay.some(({ status }) => status === 'pending');
  return {
    standing: granted.length > 0 ? 'granted' : begunOn.length > 0 ? 'cancelled' : pending ? 'pending' : 'none',
    bookings,
    startsAt: bookings[0]?.startsAt ?? null,
    endsAt: bookings.map(({ endsAt }) => endsAt).reduce<Date | null>((a, b) => (a ? later(a, b) : b), null),
  };
}

/** The booking that is on, else the next one of the day, else its last. */
export function bookingFor(booked: BookedDay, now: Date): Booking {
  return booked.bookings.find(({ endsAt }) => endsAt > now) ?? booked.bookings.at(-1)!;
}

/** What is done about a missing finish, one after the other, each once. */
export interface OpenStep {
  step: 'asked' | 'open' | 'shown';
  at: Date;
}

/**
 * What is still to be done about a day whose finish is missing, the earliest first: asked a while after the booked end,
 * counted as open when the day is over, shown on the next working day's morning. Nothing where work is finished.
 */
export function openSteps(
  record: WorkDay,
  bookedEnd: Date | null,
  organisation: Pick<Organisation, 'workingHours' | 'timeZone' | 'work'> & OfficeDays,
): OpenStep[] {
  const { workingHours, timeZone, work } = organisation;
  if (!isGoingOn(record)) return [];
  const last = runOfDay(record.entries).entries.at(-1)!.at;
  const over = windowOf(record.day, timeZone).to;
  const ask = addMinutes(bookedEnd ? later(bookedEnd, last) : last, work.askAfterMinutes);
  const morning = addOfficeDays(record.day, 1, organisation);
  const steps: OpenStep[] = [];
  if (!record.askedAt) steps.push({ step: 'asked', at: ask });
  if (!record.openAt) steps.push({ step: 'open', at: over });
  if (!record.shownAt) steps.push({ step: 'shown', at: later(instantOf(morning, workingHours.start, timeZone), over) });
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Subject of a day's due entry. */
export function subjectOf(personId: string, day: LocalDay): string {
  return `${personId}/${day}`;
}
