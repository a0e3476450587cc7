import { addDays, instantOf } from './local-time.ts';
import type { LocalDay, Organisation } from './organisation.ts';
import type { Closure, DaySpan } from './rules/rules.ts';
import { isWorkingDay } from './working-days.ts';

/** What the organisation says of days, beside weekends and public holidays: from its file and from the calendar it keeps. */
export type OfficeDays = Pick<Organisation, 'closures' | 'workedDays'>;

/** A day on which nobody works: a weekend, a public holiday, the turn of the year, unless it is worked; a closure. */
export function isDayOff(day: LocalDay, office: OfficeDays): boolean {
  if (!isWorkingDay(day) && !spanOf(office.workedDays, day)) return true;
  return closedOn(day, office) === 'full';
}

/** What of a day is closed: all of it, one half, or nothing. Weekends and holidays are not asked here. */
export function closedOn(day: LocalDay, { closures }: Pick<OfficeDays, 'closures'>): 'full' | 'am' | 'pm' | null {
  const halves = closures.flatMap(({ from, to, half }) =>
    from <= day && day <= to ? [half ?? ('full' as const)] : [],
  );
  if (halves.length === 0) return null;
  return halves.every((half) => half === halves[0]) ? halves[0]! : 'full';
}

/** The closure that a time of a day lies in, or null. The morning of a half day ends, its afternoon begins, at lunch. */
export function closureAt(
  day: LocalDay,
  time: { startsAt: Date; endsAt: Date },
  { closures, workingHours, timeZone }: Pick<Organisation, 'closures' | 'workingHours' | 'timeZone'>,
): Closure | null {
  const within = ({ half }: Closure) => {
    if (half === 'am') return time.startsAt < instantOf(day, workingHours.lunch.start, timeZone);
    if (half === 'pm') return time.endsAt > instantOf(day, workingHours.lunch.end, timeZone);
    return true;
  };
  return closures.find((one) => one.from <= day && day <= one.to && within(one)) ?? null;
}

/** The day so many days of work later (earlier, where negative). Where there is none within two years, the day reached. */
export function addOfficeDays(day: LocalDay, count: number, office: OfficeDays): LocalDay {
  const step = Math.sign(count);
  let reached = day;
  for (let left = Math.abs(count), looked = 0; left > 0 && looked < 731; looked += 1) {
    reached = addDays(reached, step);
    if (!isDayOff(reached, office)) left -= 1;
  }
  return reached;
}

/** So many days of work, the first of them on or after the given day; fewer where two years have no more. */
export function officeDaysFrom(first: LocalDay, count: number, office: OfficeDays): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = first, looked = 0; days.length < count && looked < 731; day = addDays(day, 1), looked += 1)
    if (!isDayOff(day, office)) days.push(day);
  return days;
}

/** The days of work from the first to the last, both included. */
export function officeDaysBetween(first: LocalDay, last: LocalDay, office: OfficeDays): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) if (!isDayOff(day, office)) days.push(day);
  return days;
}

/** The first of these that a day lies in, or null. */
export function spanOf<Span extends DaySpan>(spans: readonly Span[], day: LocalDay): Span | null {
  return spans.find(({ from, to }) => from <= day && day <= to) ?? null;
}
