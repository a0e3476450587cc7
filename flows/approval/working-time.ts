import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { later } from '../minutes.ts';
import type { Organisation, WorkingHours } from '../organisation.ts';
import { isWorkingDay } from '../working-days.ts';

/**
 * The instant at which so many hours of working time (lunch not counted) have passed since `from`; with 0 hours, the
 * next instant of working time. On closed days nobody works. Looks a year ahead at most.
 */
export function addWorkingHours(
  from: Date,
  hours: number,
  workingHours: WorkingHours,
  timeZone: string,
  closures: Organisation['closures'] = [],
): Date {
  let left = hours * 3_600_000;
  let day = localDayOf(from, timeZone);
  for (let passed = 0; passed < 366; passed += 1, day = addDays(day, 1)) {
    const today = day;
    if (!isWorkingDay(today) || closures.some((one) => one.from <= today && today <= one.to)) continue;
    const { start, lunch, end } = workingHours;
    for (const [begin, finish] of [
      [start, lunch.start],
      [lunch.end, end],
    ] as const) {
      const begins = later(instantOf(day, begin, timeZone), from);
      const span = instantOf(day, finish, timeZone).getTime() - begins.getTime();
      if (span >= left && span > 0) return new Date(begins.getTime() + left);
      left -= Math.max(0, span);
    }
  }
  return instantOf(day, workingHours.start, timeZone);
}

/** The same by the organisation's settings. */
export function inWorkingHours(
  organisation: Pick<Organisation, 'workingHours' | 'timeZone' | 'closures'>,
  from: Date,
  hours: number,
): Date {
  const { workingHours, timeZone, closures } = organisation;
  return addWorkingHours(from, hours, workingHours, timeZone, closures);
}
