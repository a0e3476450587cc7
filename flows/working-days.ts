import holidayJp from '@holiday-jp/holiday_jp';
import { addDays, weekdayOf } from './local-time.ts';
import type { LocalDay, Localised } from './organisation.ts';

/** 1 is Monday, 7 is Sunday, as ISO 8601 counts. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const NAMES: Record<string, { name: string; name_en: string } | undefined> = holidayJp.holidays;
const HOLIDAYS = new Set(Object.keys(NAMES));

/** The day with this year, month (1 to 12) and date, or undefined where the calendar has none (30 February). */
export function dayFrom(year: number, month: number, date: number): LocalDay | undefined {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || date < 1) return undefined;
  const time = Date.UTC(year, month - 1, date);
  return new Date(time).getUTCDate() === date ? toDay(time) : undefined;
}

/** Year, month (1 to 12) and date of a day. */
export function partsOf(day: LocalDay): { year: number; month: number; date: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), date: Number(day.slice(8, 10)) };
}

export function lastDayOfMonth(year: number, month: number): LocalDay {
  return toDay(Date.UTC(year, month, 0));
}

/** Monday to Friday without Japanese public holidays and without 29 December to 3 January, when public offices rest. */
export function isWorkingDay(day: LocalDay): boolean {
  if (weekdayOf(day) > 5 || HOLIDAYS.has(day)) return false;
  const monthAndDate = day.slice(5);
  return monthAndDate < '12-29' && monthAndDate > '01-03';
}

/** The name of a Japanese public holiday, or null. */
export function holidayName(day: LocalDay): Localised | null {
  const found = NAMES[day];
  return found === undefined ? null : { ja: found.name, en: found.name_en };
}

/** The working days from the first to the last day, both included. */
export function workingDaysBetween(first: LocalDay, last: LocalDay): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) if (isWorkingDay(day)) days.push(day);
  return days;
}

/** So many working days, the first of them on or after the given day. */
export function workingDaysFrom(first: LocalDay, count: number): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = first; days.length < count; day = addDays(day, 1)) if (isWorkingDay(day)) days.push(day);
  return days;
}

/** The working day that comes so many working days after a day (before it, where negative). */
export function addWorkingDays(day: LocalDay, count: number): LocalDay {
  const step = Math.sign(count);
  let reached = day;
  for (let left = Math.abs(count); left > 0;) {
    reached = addDays(reached, step);
    if (isWorkingDay(reached)) left -= 1;
  }
  return reached;
}

export function firstWorkingDayOfMonth(year: number, month: number): LocalDay {
  return workingDaysFrom(toDay(Date.UTC(year, month - 1, 1)), 1)[0] as LocalDay;
}

export function lastWorkingDayOfMonth(year: number, month: number): LocalDay {
  return addWorkingDays(toDay(Date.UTC(year, month, 1)), -1);
}

function toDay(time: number): LocalDay {
  return new Date(time).toISOString().slice(0, 10);
}
