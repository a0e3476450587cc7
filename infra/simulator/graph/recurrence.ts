import { badRequest } from './wire.ts';
import { type DateTimeTimeZone, instantOf } from './zones.ts';

/** Graph's `patternedRecurrence`, as far as this tenant keeps it. https://learn.microsoft.com/graph/api/resources/patternedrecurrence */
export interface Recurrence {
  pattern: {
    type: 'daily' | 'weekly' | 'absoluteMonthly';
    interval: number;
    daysOfWeek?: string[];
    firstDayOfWeek?: string;
    dayOfMonth?: number;
  };
  range: {
    type: 'endDate' | 'noEnd' | 'numbered';
    startDate: string;
    endDate?: string;
    numberOfOccurrences?: number;
    recurrenceTimeZone?: string;
  };
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DATE = /^\d{4}-\d\d-\d\d$/;
/** A series without an end is followed for so many days. */
const MOST_DAYS = 3_660;

/** Reads what a caller sent; null takes the repetition away. Throws Exchange's refusal. */
export function recurrenceOf(value: unknown): Recurrence | null {
  if (value === null || value === undefined) return null;
  const wrong = (what: string) => badRequest(`The recurrence is not valid: ${what}.`, 'ErrorPropertyValidationFailure');
  const { pattern, range } = value as { pattern?: Record<string, unknown>; range?: Record<string, unknown> };
  const type = String(pattern?.['type']);
  if (type !== 'daily' && type !== 'weekly' && type !== 'absoluteMonthly')
    throw wrong(`this tenant keeps daily, weekly and absoluteMonthly patterns, not '${type}'`);
  const interval = Number(pattern?.['interval'] ?? 0);
  if (!Number.isInteger(interval) || interval < 1) throw wrong('interval');
  const days = Array.isArray(pattern?.['daysOfWeek'])
    ? pattern['daysOfWeek'].map((day) => String(day).toLowerCase())
    : [];
  if (type === 'weekly' && (days.length === 0 || days.some((day) => !WEEKDAYS.includes(day))))
    throw wrong('daysOfWeek');
  const rangeType = String(range?.['type']);
  if (rangeType !== 'endDate' && rangeType !== 'noEnd' && rangeType !== 'numbered') throw wrong('range/type');
  const startDate = String(range?.['startDate']);
  const endDate = String(range?.['endDate'] ?? '');
  if (!DATE.test(startDate) || (rangeType === 'endDate' && (!DATE.test(endDate) || endDate < startDate)))
    throw wrong('startDate or endDate');
  const count = Number(range?.['numberOfOccurrences'] ?? 0);
  if (rangeType === 'numbered' && (!Number.isInteger(count) || count < 1)) throw wrong('numberOfOccurrences');
  return {
    pattern: {
      type,
      interval,
      ...(type === 'weekly'
        ? { daysOfWeek: days, firstDayOfWeek: String(pattern?.['firstDayOfWeek'] ?? 'sunday').toLowerCase() }
        : {}),
      ...(type === 'absoluteMonthly' ? { dayOfMonth: Number(pattern?.['dayOfMonth'] ?? startDate.slice(8)) } : {}),
    },
    range: {
      type: rangeType,
      startDate,
      ...(rangeType === 'endDate' ? { endDate } : {}),
      ...(rangeType === 'numbered' ? { numberOfOccurrences: count } : {}),
    },
  };
}

/** The days on which it repeats, in order, up to the one that holds `to` (epoch milliseconds). */
export function* daysOf({ pattern, range }: Recurrence, to: number): Generator<string> {
  const first = Date.parse(`${range.startDate}T00:00:00Z`);
  const weekBegins = WEEKDAYS.indexOf(pattern.firstDayOfWeek ?? 'sunday');
  const weekOf = (at: number) => Math.floor((at / DAY_MS + 4 - weekBegins) / 7);
  let found = 0;
  for (let n = 0; n < MOST_DAYS; n += 1) {
    const at = first + n * DAY_MS;
    const day = new Date(at).toISOString().slice(0, 10);
    if (at > to + DAY_MS || (range.endDate !== undefined && day > range.endDate)) return;
    const months =
      (Number(day.slice(0, 4)) - Number(range.startDate.slice(0, 4))) * 12 +
      Number(day.slice(5, 7)) -
      Number(range.startDate.slice(5, 7));
    const fits = {
      daily: () => n % pattern.interval === 0,
      weekly: () =>
        (weekOf(at) - weekOf(first)) % pattern.interval === 0 &&
        (pattern.daysOfWeek ?? []).includes(WEEKDAYS[new Date(at).getUTCDay()]!),
      absoluteMonthly: () => months % pattern.interval === 0 && Number(day.slice(8)) === pattern.dayOfMonth,
    }[pattern.type];
    if (!fits()) continue;
    yield day;
    found += 1;
    if (found === range.numberOfOccurrences) return;
  }
}

/** A wall-clock time moved to another day. */
export function onDay({ dateTime, timeZone }: DateTimeTimeZone, day: string): { value: DateTimeTimeZone; at: number } {
  const value = { dateTime: `${day}T${dateTime.split('T')[1] ?? '00:00:00'}`, timeZone };
  return { value, at: instantOf(value, 'start').getTime() };
}
