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
