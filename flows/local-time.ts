import { TZDate, tzOffset } from '@date-fns/tz';
import type { LocalDay, WallTime } from './organisation.ts';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The calendar day of an instant in a zone. */
export function localDayOf(instant: Date, timeZone: string): LocalDay {
  const local = new TZDate(instant.getTime(), timeZone);
  return `${pad(local.getFullYear(), 4)}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`;
}

/** The wall-clock time of an instant in a zone, to the minute. */
export function wallTimeOf(instant: Date, timeZone: string): WallTime {
  const local = new TZDate(instant.getTime(), timeZone);
  return `${pad(local.getHours())}:${pad(local.getMinutes())}`;
}

/**
 * The instant at which a zone's clocks show this day and time. Where clocks are put forward over it, as much later as
 * they are put forward (2:30 becomes 3:30); where they show it twice, the first of the two.
 */
export function instantOf(day: LocalDay, time: WallTime, timeZone: string): Date {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  const shown = utcOf(day) + (hours * 60 + minutes) * MINUTE_MS;
  // The zone's offsets on either side of any change near by; TZDate itself takes the second of two times.
  const [before, after] = [shown - DAY_MS, shown + DAY_MS].map(
    (around) => shown - tzOffset(timeZone, new Date(around)) * MINUTE_MS,
  ) as [number, number];
  const real = [before, after].filter((at) => at + tzOffset(timeZone, new Date(at)) * MINUTE_MS === shown);
  return new Date(real.length > 0 ? Math.min(...real) : before);
}

/** The day so many days later (earlier, if negative). */
export function addDays(day: LocalDay, days: number): LocalDay {
  return dayOfUtc(utcOf(day) + days * DAY_MS);
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: LocalDay): number {
  return new Date(utcOf(day)).getUTCDay() || 7;
}

/** The Monday of the day's week. */
export function mondayOf(day: LocalDay): LocalDay {
  return addDays(day, 1 - weekdayOf(day));
}

/** True for a day that the calendar has. */
export function isRealDay(text: string): text is LocalDay {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utcOf(text)) && dayOfUtc(utcOf(text)) === text;
}

/** True for `00:00` to `23:59`. */
export function isWallTime(text: string): text is WallTime {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * An instant as ISO 8601 writes it, to the minute or finer: with an offset or `Z`, or without one in the zone's own time.
 * Null for anything else, a day or time that there is not, too.
 */
export function instantSaid(text: string, timeZone: string): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    text.trim(),
  );
  if (!found) return null;
  const [, day = '', time = '', seconds = '0', part = '0', offset] = found;
  if (!isRealDay(day) || !isWallTime(time) || Number(seconds) > 59) return null;
  const more = Number(seconds) * 1000 + Number(part.padEnd(3, '0'));
  if (offset === undefined) return new Date(instantOf(day, time, timeZone).getTime() + more);
  const written = offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const instant = Date.parse(`${day}T${time}:00${written}`);
  return Number.isNaN(instant) ? null : new Date(instant + more);
}

function utcOf(day: LocalDay): number {
  const [year, month, date] = parts(day);
  return Date.UTC(year, month - 1, date);
}

function dayOfUtc(utc: number): LocalDay {
  return new Date(utc).toISOString().slice(0, 10);
}

function parts(day: LocalDay): [number, number, number] {
  return day.split('-').map(Number) as [number, number, number];
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
