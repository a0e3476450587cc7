import type { LocalDay, Organisation } from '../organisation.ts';
import { daysUsed, monthOf, weekOf, yearOf, type CountedBooking, type Period } from './counted-days.ts';
import type { Rules } from './rules.ts';

/** What is left of one limit. Days; halves are 0.5. */
export interface Allowance extends Period {
  period: 'week' | 'month' | 'year';
  limit: number;
  used: number;
  left: number;
}

/** What a person has left in the week, month and year of a day, for each limit that they have. Pure. */
export function allowanceOf(
  counted: readonly CountedBooking[],
  rules: Rules,
  { workingHours }: Pick<Organisation, 'workingHours'>,
  day: LocalDay,
): Allowance[] {
  const periods = [
    { period: 'week', limit: rules.daysPerWeek, ...weekOf(day) },
    { period: 'month', limit: rules.daysPerMonth, ...monthOf(day) },
    { period: 'year', limit: rules.daysPerYear, ...yearOf(day, rules.yearBegins) },
  ] as const;
  return periods.flatMap(({ limit, ...rest }) => {
    if (limit === null) return [];
    const { used } = daysUsed(counted, rest, workingHours, rules.halfCounts);
    return [{ ...rest, limit, used, left: Math.max(0, limit - used) }];
  });
}
