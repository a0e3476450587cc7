import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { later } from '../minutes.ts';
import { closedOn, isDayOff, type OfficeDays } from '../office-days.ts';
import type { Organisation, WorkingHours } from '../organisation.ts';

const NOTHING_BESIDE: OfficeDays = { closures: [], workedDays: [] };

/**
 * The instant at which so many hours of working time (lunch not counted) have passed since `from`; with 0 hours, the
 * next instant of working time. On closed days and halves nobody works. Looks a year ahead at most.
 */
export function addWorkingHours(
  from: Date,
  hours: number,
  workingHours: WorkingHours,
  timeZone: string,
  office: OfficeDays = NOTHING_BESIDE,
): Date {
  let left = hours * 3_600_000;
  let day = localDayOf(from, timeZone);
  for (let passed = 0; passed < 366; passed += 1, day = addDays(day, 1)) {
    if (isDayOff(day, office)) continue;
    const closed = closedOn(day, office);
    const { start, lunch, end } = workingHours;
    const halves = [
      { half: 'am', begin: start, finish: lunch.start },
      { half: 'pm', begin: lunch.end, finish: end },
    ] as const;
    for (const { begin, finish } of halves.filter(({ half }) => half !== closed)) {
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
  organisation: Pick<Organisation, 'workingHours' | 'timeZone'> & OfficeDays,
  from: Date,
  hours: number,
): Date {
  return addWorkingHours(from, hours, organisation.workingHours, organisation.timeZone, organisation);
}
