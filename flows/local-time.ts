import { TZDate } from '@date-fns/tz';
import type { LocalDay, WallTime } from './organisation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

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
 * The instant at which a zone's clocks show this day and time. Where clocks are put forward over it, the first instant
 * after the gap; where they show it twice, the first of the two.
 */
export function instantOf(day: LocalDay, time: WallTime, timeZone: string): Date {
  const [year, month, date] = parts(day);
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return new Date(new TZDate(year, month - 1, date, hours, minutes, timeZone).getTime());
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
