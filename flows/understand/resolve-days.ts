import { addDays, mondayOf, weekdayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import {
  addWorkingDays,
  dayFrom,
  firstWorkingDayOfMonth,
  lastDayOfMonth,
  lastWorkingDayOfMonth,
  partsOf,
  workingDaysBetween,
  workingDaysFrom,
  type Weekday,
} from '../working-days.ts';
import type { DaySaid, MonthSaid } from './tokens.ts';

/** Longer stretches are no request for days: they give none, and the bot asks. */
const LONGEST_RANGE_DAYS = 1500;

/** What has been spoken of so far in a sentence: later words lean on it. */
export interface Spoken {
  today: LocalDay;
  /** Monday of the week spoken of: 来週の月曜と水曜. */
  monday?: LocalDay;
  month?: MonthSaid;
  /** The day named last: 翌日, その次の週. */
  previous?: LocalDay;
}

export interface Resolved {
  days: LocalDay[];
  /** Several days told by their ends, so that exceptions can be taken out of them. */
  stretch: boolean;
}

/** The days that words mean, free days left out where a stretch is told by its ends. Remembers in `spoken` what was named. */
export function resolveDays(said: DaySaid, spoken: Spoken): Resolved {
  switch (said.kind) {
    case 'several':
      return { days: resolveEach(said.each, spoken), stretch: false };
    case 'range':
      return stretch(between(said.first, said.last, spoken));
    case 'span': {
      const first = resolveOne(said.first, spoken);
      if (!first) return stretch([]);
      const { unit, count } = said.length;
      if (unit === 'working-days') return stretch(count > 1000 ? [] : workingDaysFrom(first, count));
      return stretch(count > 200 ? [] : workingDaysBetween(first, addDays(first, count * 7 - 1)));
    }
    case 'whole-week': {
      const monday = addDays(mondayOf(spoken.today), said.week * 7);
      spoken.monday = monday;
      return stretch(workingDaysBetween(said.week === 0 ? spoken.today : monday, addDays(monday, 6)));
    }
    case 'week-of': {
      if (said.weekday) break;
      const inside = resolveOne(said.day, spoken);
      return stretch(inside ? workingDaysBetween(mondayOf(inside), addDays(mondayOf(inside), 6)) : []);
    }
    case 'whole-month': {
      const { year, month } = monthOf(said.month, spoken.today);
      const first = dayFrom(year, month, 1) as LocalDay;
      const last = lastDayOfMonth(year, month);
      return stretch(workingDaysBetween(first < spoken.today && last >= spoken.today ? spoken.today : first, last));
    }
    default:
  }
  const found = resolveOne(said, spoken);
  return { days: found ? [found] : [], stretch: false };
}

/** What follows a range lies after it: 「月曜から水曜と金曜」. */
function resolveEach(said: DaySaid[], spoken: Spoken): LocalDay[] {
  let after: LocalDay | undefined;
  return said.flatMap((each) => {
    if (each.kind === 'weekday' && each.week === undefined && after) return resolveOne(each, spoken, after) ?? [];
    const { days } = resolveDays(each, spoken);
    if (each.kind === 'range') after = days.at(-1);
    return days;
  });
}

/** The single day that words mean; undefined where the calendar has none. Never a past one, unless the words say so. */
export function resolveOne(said: DaySaid, spoken: Spoken, onOrAfter: LocalDay = spoken.today): LocalDay | undefined {
  const found = findOne(said, spoken, onOrAfter);
  if (found) spoken.previous = found;
  return found;
}

function findOne(said: DaySaid, spoken: Spoken, onOrAfter: LocalDay): LocalDay | undefined {
  switch (said.kind) {
    case 'day':
      return said.day;
    case 'month-day': {
      spoken.month = { month: said.month };
      return nextMonthDay(said.month, said.date, onOrAfter);
    }
    case 'day-of-month': {
      if (said.month) spoken.month = said.month;
      return said.date > 31 ? undefined : dateOfMonth(said.date, said.month ?? spoken.month, spoken, onOrAfter);
    }
    case 'weekday': {
      if (said.week !== undefined) spoken.monday = addDays(mondayOf(spoken.today), said.week * 7);
      if (said.week !== undefined && said.week < 0 && spoken.monday) return addDays(spoken.monday, said.weekday - 1);
      if (spoken.monday !== undefined && onOrAfter <= addDays(spoken.monday, 6)) {
        const inWeek = addDays(spoken.monday, said.weekday - 1);
        if (said.week !== undefined || onOrAfter === spoken.today || inWeek >= onOrAfter) return inWeek;
      }
      return onOrAfter === spoken.today
        ? weekdayAfter(spoken.today, said.weekday)
        : weekdayAfter(addDays(onOrAfter, -1), said.weekday);
    }
    case 'nth-weekday':
      return nthWeekday(said.nth, said.weekday, said.month ?? spoken.month, spoken.today);
    case 'month-edge': {
      if (said.month) spoken.month = said.month;
      return monthEdge(said.edge, said.month ?? spoken.month, spoken.today, onOrAfter);
    }
    case 'month-start': {
      const { year, month } = monthOf(said.month, spoken.today);
      return dayFrom(year, month, 1);
    }
    case 'later': {
      const from = spoken.previous ?? spoken.today;
      return said.working ? addWorkingDays(from, said.days) : addDays(from, said.days);
    }
    case 'later-week': {
      if (said.weeks < 0 && said.weekday) return addDays(weekdayAfter(spoken.today, said.weekday), 7);
      const from = addDays(spoken.previous ?? spoken.today, said.weeks * 7);
      return said.weekday
        ? addDays(mondayOf(from), said.weekday - 1)
        : spoken.previous || said.weeks > 0
          ? from
          : undefined;
    }
    case 'fitting': {
      const found = findOne(said.said, spoken, onOrAfter);
      return found && weekdayOf(found) === said.weekday ? found : undefined;
    }
    case 'week-of': {
      const inside = findOne(said.day, spoken, onOrAfter);
      return inside && addDays(mondayOf(inside), (said.weekday ?? 1) - 1);
    }
    case 'several':
      return said.each[0] && findOne(said.each[0], spoken, onOrAfter);
    case 'whole-week':
      return addDays(mondayOf(spoken.today), said.week * 7 + 6);
    case 'whole-month': {
      const { year, month } = monthOf(said.month, spoken.today);
      return lastDayOfMonth(year, month);
    }
    default:
      return undefined;
  }
}

function between(first: DaySaid, last: DaySaid, spoken: Spoken): LocalDay[] {
  const from = resolveOne(first, spoken);
  if (!from) return [];
  const to = resolveOne(last, spoken, from);
  if (!to || to < from || to > addDays(from, LONGEST_RANGE_DAYS)) return [];
  // 12/15〜12/10: the ends are the wrong way round; nobody means nearly a year.
  if (to > addDays(from, 300) && last.kind === 'month-day') return [];
  return workingDaysBetween(from, to);
}

function stretch(days: LocalDay[]): Resolved {
  return { days, stretch: true };
}

/** The next such weekday after a day. */
export function weekdayAfter(day: LocalDay, weekday: Weekday): LocalDay {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

/** The next such date on or after a day; undefined for a date that no year has. 29 February waits for a leap year. */
function nextMonthDay(month: number, date: number, onOrAfter: LocalDay): LocalDay | undefined {
  if (!dayFrom(2028, month, date)) return undefined;
  const { year } = partsOf(onOrAfter);
  for (let at = year; at <= year + 8; at += 1) {
    const found = dayFrom(at, month, date);
    if (found && found >= onOrAfter) return found;
  }
  return undefined;
}

function dateOfMonth(
  date: number,
  said: MonthSaid | undefined,
  spoken: Spoken,
  onOrAfter: LocalDay,
): LocalDay | undefined {
  if (said) {
    const leansOn = spoken.previous;
    const { year, month } = monthOf(
      said,
      leansOn && 'month' in said && said.year === undefined ? startOfMonth(leansOn) : spoken.today,
    );
    const found = dayFrom(year, month, date);
    const wraps = found !== undefined && leansOn !== undefined && found < leansOn && partsOf(leansOn).date - date > 14;
    if (found && found < spoken.today && !leansOn && 'month' in said && said.year === undefined) {
      return dayFrom(year + 1, month, date);
    }
    if (found && !wraps) return found;
    if (!wraps) return undefined;
    return dayFrom(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, date);
  }
  const { year, month } = partsOf(onOrAfter);
  for (let ahead = 0; ahead <= 12; ahead += 1) {
    const index = month - 1 + ahead;
    const found = dayFrom(year + Math.floor(index / 12), (index % 12) + 1, date);
    if (found && found >= onOrAfter) return found;
  }
  return undefined;
}

function startOfMonth(day: LocalDay): LocalDay {
  return `${day.slice(0, 7)}-01`;
}

/** The month that is meant: an offset from today's, or the next such month, this one included. */
export function monthOf(said: MonthSaid, today: LocalDay): { year: number; month: number } {
  const now = partsOf(today);
  if ('month' in said) {
    return { year: said.year ?? (said.month >= now.month ? now.year : now.year + 1), month: said.month };
  }
  const index = now.month - 1 + said.offset;
  return { year: now.year + Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
}

function nthWeekday(nth: number, weekday: Weekday, said: MonthSaid | undefined, today: LocalDay): LocalDay | undefined {
  const start = monthOf(said ?? { offset: 0 }, today);
  for (let ahead = 0; ahead <= (said ? 0 : 12); ahead += 1) {
    const index = start.month - 1 + ahead;
    const year = start.year + Math.floor(index / 12);
    const month = (index % 12) + 1;
    if (nth < 0) {
      const last = lastDayOfMonth(year, month);
      const found = addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
      if (said || found > today) return found;
      continue;
    }
    const found = addDays(weekdayAfter(addDays(dayFrom(year, month, 1) as LocalDay, -1), weekday), (nth - 1) * 7);
    if (partsOf(found).month === month && (said || found > today)) return found;
  }
  return undefined;
}

/** The last working day of the month, of the next one said on or after it; the first one of the next month. */
function monthEdge(
  edge: 'first' | 'last',
  said: MonthSaid | undefined,
  today: LocalDay,
  onOrAfter: LocalDay,
): LocalDay {
  const find = edge === 'last' ? lastWorkingDayOfMonth : firstWorkingDayOfMonth;
  if (said) {
    const { year, month } = monthOf(said, today);
    const found = find(year, month);
    return found < today && 'month' in said && said.year === undefined ? find(year + 1, month) : found;
  }
  if (onOrAfter > today && edge === 'last') {
    const { year, month } = partsOf(onOrAfter);
    return find(year, month);
  }
  const { year, month } = monthOf({ offset: edge === 'first' ? 1 : 0 }, today);
  const found = find(year, month);
  if (edge === 'first' || found > today) return found;
  const next = monthOf({ offset: 1 }, today);
  return find(next.year, next.month);
}
