import { addDays, mondayOf, weekdayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import { WEEKDAYS } from '../rules/rules.ts';
import { lastDayOfMonth } from '../working-days.ts';

/** Days of a repetition, ascending. `cut`: it goes on beyond what is given. */
export interface Series {
  days: LocalDay[];
  cut: boolean;
}

/**
 * The days of a repetition as `understand` writes it: FREQ=WEEKLY with INTERVAL and BYDAY, or FREQ=MONTHLY with BYDAY
 * (1MO, or weekdays with BYSETPOS) or BYMONTHDAY, with COUNT or UNTIL (RFC 5545, 3.3.10). From its first day to `last`,
 * at most `most`. A month that lacks the day is left out, as the standard says.
 */
export function expandSeries(rrule: string, first: LocalDay, { last, most }: { last: LocalDay; most: number }): Series {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]));
  const until = dayOfUntil(parts.get('UNTIL'));
  const count = Number(parts.get('COUNT') ?? Infinity);
  const occurs = parts.get('FREQ') === 'MONTHLY' ? monthly(parts) : weekly(parts, first);
  const days: LocalDay[] = [];
  let occurrences = 0;
  // One day beyond what is given tells whether the repetition goes on.
  for (let day = first; day <= addDays(last, 366) && occurrences < count; day = addDays(day, 1)) {
    if (until !== null && day > until) break;
    if (day !== first && !occurs(day)) continue;
    occurrences += 1;
    if (day > last || days.length === most) return { days, cut: true };
    days.push(day);
  }
  return { days, cut: false };
}

function weekly(parts: Map<string, string>, first: LocalDay): (day: LocalDay) => boolean {
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const named = (parts.get('BYDAY') ?? WEEKDAYS[weekdayOf(first) - 1]!).split(',');
  const start = Date.parse(mondayOf(first));
  return (day) => {
    const weeks = Math.round((Date.parse(mondayOf(day)) - start) / (7 * 86_400_000));
    return weeks % interval === 0 && named.includes(WEEKDAYS[weekdayOf(day) - 1]!);
  };
}

function monthly(parts: Map<string, string>): (day: LocalDay) => boolean {
  const dates = (parts.get('BYMONTHDAY') ?? '').split(',').map(Number);
  const named = (parts.get('BYDAY') ?? '').split(',');
  const position = Number(parts.get('BYSETPOS') ?? 0);
  return (day) => {
    const date = Number(day.slice(8));
    if (parts.has('BYMONTHDAY')) return dates.includes(date);
    const name = WEEKDAYS[weekdayOf(day) - 1]!;
    if (position !== 0) return named.includes(name) && day === edgeOfMonth(day, named, position);
    const fromEnd = Math.ceil((lengthOfMonth(day) - date + 1) / 7);
    return named.includes(`${Math.ceil(date / 7)}${name}`) || named.includes(`-${fromEnd}${name}`);
  };
}

function edgeOfMonth(day: LocalDay, named: string[], position: number): LocalDay {
  const month = day.slice(0, 8);
  const days = Array.from(
    { length: lengthOfMonth(day) },
    (_, index) => `${month}${String(index + 1).padStart(2, '0')}`,
  );
  return days
    .filter((one) => named.includes(WEEKDAYS[weekdayOf(one) - 1]!))
    .at(position < 0 ? position : position - 1)!;
}

function lengthOfMonth(day: LocalDay): number {
  return Number(lastDayOfMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7))).slice(8));
}

/** `20270331`, or with a time behind it. */
function dayOfUntil(until: string | undefined): LocalDay | null {
  return until ? `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` : null;
}
