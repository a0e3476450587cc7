import type { BookingPart, Place } from '../booking/booking.ts';
import { addDays, instantOf, localDayOf, wallTimeOf } from '../local-time.ts';
import type { LocalDay, Organisation, WallTime, WorkingHours } from '../organisation.ts';
import { isDayOff } from '../office-days.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { folded, partSaid, saysOf } from './subject-words.ts';

/** A day of an entry, as a request says it. Wall-clock times with `hours` alone. */
export interface EntryDay {
  day: LocalDay;
  part: BookingPart;
  from: WallTime | null;
  to: WallTime | null;
}

export type EntrySays =
  /** The person works from home. `looks-like`: the word is there, but it may be about something else. */
  | { kind: 'telework' | 'looks-like'; days: EntryDay[]; place: Place | null }
  /** The person is away. */
  | { kind: 'absence'; days: EntryDay[]; startsAt: Date; endsAt: Date }
  | { kind: 'none' };

type ReadSettings = Pick<Organisation, 'timeZone' | 'workingHours' | 'closures' | 'workedDays' | 'calendar'>;

/**
 * Minutes by which an entry may miss the ends of a working day or half and still stand for it. Outlook and the other
 * calendars draw in half hours: in an office that works from 8:30 to 17:15 the whole day is drawn to 17:00 or 17:30.
 */
const TOLERANCE_MINUTES = 30;
/** Days of one entry that are looked at: more is a state of affairs, not a request. */
const MOST_DAYS = 62;
const MIDNIGHT = '24:00';

/**
 * What an entry says of its person's work place. All day is the full working day, or the part that the subject names; hours are a half or the full day where
 * they fit one, else these hours. Of an entry over several days, and of a series, days off are left out, as a sentence
 * that names a range leaves them out; a single day is kept, and the rules say what they say. Pure.
 */
export function readEntry(entry: CalendarEntry, settings: ReadSettings): EntrySays {
  const { telework, absence } = settings.calendar;
  const said = saysOf(entry.subject, telework.words.map(folded));
  // Not so any more, whatever category it has kept.
  if (said === 'cancelled') return { kind: 'none' };
  const categories = telework.categories.map(folded);
  const marked =
    entry.categories.some((one) => categories.includes(folded(one))) ||
    (telework.workingElsewhere && entry.showAs === 'workingElsewhere' && !entry.invited);
  if (said !== 'nothing' || marked) {
    const days = daysOf(entry, settings);
    if (days.length === 0) return { kind: 'none' };
    const sure = (said === 'clearly' || (said === 'nothing' && marked)) && !entry.invited;
    const open = entry.showAs === 'tentative' || hasNoLength(entry) || isHalfUnsaid(entry);
    const kind = sure && !open ? 'telework' : 'looks-like';
    return { kind, days, place: /在宅|自宅|home|wfh/u.test(folded(entry.subject)) ? 'home' : null };
  }
  if (entry.invited) return { kind: 'none' };
  const away = saysOf(entry.subject, absence.words.map(folded));
  const outOfOffice = absence.outOfOffice && entry.showAs === 'oof';
  if (away === 'cancelled' || (away !== 'clearly' && !outOfOffice)) return { kind: 'none' };
  const days = daysOf(entry, settings);
  return days.length === 0 ? { kind: 'none' } : { kind: 'absence', days, ...timeAway(entry, settings) };
}

/** Half a day, and which half is not said. */
function isHalfUnsaid({ allDay, subject }: CalendarEntry): boolean {
  return allDay && partSaid(subject) === 'half';
}

/** The time of an absence: of an all-day entry of one day that says 「午前」 or hours, that part of it. */
function timeAway(
  { startsAt, endsAt, allDay, subject }: CalendarEntry,
  { timeZone, workingHours: { lunch } }: ReadSettings,
): { startsAt: Date; endsAt: Date } {
  const part = allDay ? partSaid(subject) : null;
  const day = localDayOf(startsAt, timeZone);
  if (part === null || part === 'half' || localDayOf(new Date(endsAt.getTime() - 1), timeZone) !== day)
    return { startsAt, endsAt };
  if (part === 'am') return { startsAt, endsAt: instantOf(day, lunch.start, timeZone) };
  if (part === 'pm') return { startsAt: instantOf(day, lunch.end, timeZone), endsAt };
  return { startsAt: instantOf(day, part.from, timeZone), endsAt: instantOf(day, part.to, timeZone) };
}

/** The days of an entry, ascending, each with its part. */
function daysOf(entry: CalendarEntry, settings: ReadSettings): EntryDay[] {
  const { timeZone, workingHours } = settings;
  const pieces = piecesOf(entry, timeZone);
  const several = pieces.length > 1;
  // A night's shift ends on the next day, before anybody begins: that is still one day.
  const within = pieces.filter(({ from, to }) => from < workingHours.end && to > workingHours.start);
  const clip = several && within.length > 0;
  const meant = clip ? within : pieces.slice(0, 1);
  const single = meant.length === 1 && entry.series === null;
  return meant
    .filter(({ day }) => single || !isDayOff(day, settings))
    .slice(0, MOST_DAYS)
    .map((piece) => {
      if (entry.allDay) return wholeDay(piece.day, entry, workingHours);
      return hasNoLength(entry) ? full(piece.day) : partOf(piece, workingHours, clip);
    });
}

/** A day of an all-day entry: all of it, or the part that its subject names. */
function wholeDay(day: LocalDay, { subject }: CalendarEntry, workingHours: WorkingHours): EntryDay {
  const part = partSaid(subject);
  if (part === null || part === 'half') return full(day);
  return part === 'am' || part === 'pm'
    ? { day, part, from: null, to: null }
    : partOf({ day, ...part }, workingHours, false);
}

/** A moment without an end: how much of the day is meant is not said. */
function hasNoLength({ startsAt, endsAt, allDay }: CalendarEntry): boolean {
  return !allDay && endsAt <= startsAt;
}

interface Piece {
  day: LocalDay;
  from: WallTime;
  /** Until `24:00`. */
  to: WallTime;
}

/** The time of an entry cut at midnight, in the organisation's zone. An entry without a length is its first day's. */
function piecesOf({ startsAt, endsAt, allDay }: CalendarEntry, timeZone: string): Piece[] {
  const first = localDayOf(startsAt, timeZone);
  const end = endsAt > startsAt ? endsAt : startsAt;
  const last = end > startsAt ? localDayOf(new Date(end.getTime() - 1), timeZone) : first;
  const pieces: Piece[] = [];
  for (let day = first; day <= last && pieces.length < 2 * MOST_DAYS; day = addDays(day, 1)) {
    const from = day === first && !allDay ? wallTimeOf(startsAt, timeZone) : '00:00';
    const ends = day === localDayOf(end, timeZone) && !allDay ? wallTimeOf(end, timeZone) : MIDNIGHT;
    pieces.push({ day, from, to: ends });
  }
  return pieces;
}

function full(day: LocalDay): EntryDay {
  return { day, part: 'full', from: null, to: null };
}

/** Which part of the working day a piece of time stands for. `clip`: what lies outside working hours is nothing but the way to the next day. */
function partOf({ day, from, to }: Piece, { start, end, lunch }: WorkingHours, clip: boolean): EntryDay {
  const begins = clip && from < start ? start : from;
  const ends = clip && to > end ? end : to;
  const part = (name: BookingPart): EntryDay => ({ day, part: name, from: null, to: null });
  if (near(begins, start) && near(ends, end)) return part('full');
  // A morning may be drawn up to lunch or to its end, an afternoon from lunch or from its end.
  if (near(begins, start) && between(ends, lunch.start, lunch.end)) return part('am');
  if (near(ends, end) && between(begins, lunch.start, lunch.end)) return part('pm');
  return { day, part: 'hours', from: begins, to: ends === MIDNIGHT ? '23:59' : ends };
}

function near(a: WallTime, b: WallTime): boolean {
  return Math.abs(minutesOf(a) - minutesOf(b)) <= TOLERANCE_MINUTES;
}

function between(time: WallTime, from: WallTime, to: WallTime): boolean {
  return minutesOf(time) >= minutesOf(from) - TOLERANCE_MINUTES && minutesOf(time) <= minutesOf(to) + TOLERANCE_MINUTES;
}

function minutesOf(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
