import type { Interval } from '../booking/booked-time.ts';
import type { AskedDay, RuleReason, Wish } from '../booking/proposal.ts';
import { addDays, instantOf, localDayOf, weekdayOf } from '../local-time.ts';
import { later, earlier } from '../minutes.ts';
import { addOfficeDays, closureAt, isDayOff, officeDaysBetween, spanOf } from '../office-days.ts';
import type { Organisation } from '../organisation.ts';
import { isWorkingDay } from '../working-days.ts';
import { daysUsed, monthOf, weekOf, yearOf, type CountedBooking, type Period } from './counted-days.ts';
import { mostAtOnce, type Away } from './people-at-once.ts';
import { WEEKDAYS, type Rules } from './rules.ts';

/** One day as the rules of a profile look at it. */
export interface DayInQuestion {
  asked: AskedDay;
  /** The time as it would be booked. */
  time: Interval;
  wish: Pick<Wish, 'place' | 'device'>;
  /** Bookings of the person that count in their limits, without this day's own and those it takes the place of. */
  counted: readonly CountedBooking[];
  /** The person's section without them: how many they are, and who of them is away. */
  section: { people: number; away: readonly Away[] };
}

type Check = (day: DayInQuestion, rules: Rules, organisation: Organisation, now: Date) => RuleReason | null;

/**
 * Every rule of the profile that a day lies beyond, in the order in which people should read them. Pure. Whether that
 * is a stop or takes the approver's word is for the profile to say.
 */
export function touchedRules(day: DayInQuestion, rules: Rules, organisation: Organisation, now: Date): RuleReason[] {
  return CHECKS.flatMap((check) => check(day, rules, organisation, now) ?? []);
}

const horizon: Check = ({ asked }, { horizonDays }, { timeZone }, now) =>
  asked.day > addDays(localDayOf(now, timeZone), horizonDays) ? { rule: 'horizon', limit: horizonDays } : null;

const excluded: Check = (_day, rules) => (rules.excluded ? { rule: 'excluded' } : null);

const closure: Check = ({ asked, time }, _rules, organisation) => {
  const found = closureAt(asked.day, time, organisation);
  return found && { rule: 'closure', name: found.name };
};

const dayOff: Check = ({ asked }, rules, { workedDays }) =>
  rules.daysOff || isWorkingDay(asked.day) || spanOf(workedDays, asked.day) ? null : { rule: 'day-off' };

const forbiddenDay: Check = ({ asked }, { forbiddenDays }) => {
  const found = spanOf(forbiddenDays, asked.day);
  return found && { rule: 'forbidden-day', name: found.name };
};

const weekday: Check = ({ asked }, { forbiddenWeekdays }) => {
  const name = WEEKDAYS[weekdayOf(asked.day) - 1]!;
  return forbiddenWeekdays.includes(name) ? { rule: 'weekday', weekday: name } : null;
};

const part: Check = ({ asked }, { parts }) =>
  asked.part === 'half' || parts.includes(asked.part) ? null : { rule: 'part', parts };

const leadTime: Check = ({ asked }, { lead }, organisation, now) => {
  const { timeZone } = organisation;
  if (lead.workingDays === 0 && lead.until === null) return null;
  const lastDay = addOfficeDays(asked.day, -lead.workingDays, organisation);
  const deadline =
    lead.until === null ? instantOf(addDays(lastDay, 1), '00:00', timeZone) : instantOf(lastDay, lead.until, timeZone);
  return now < deadline ? null : { rule: 'lead-time', ...lead };
};

const quietHours: Check = ({ asked, time }, _rules, { quietHours: quiet, timeZone }) => {
  if (!quiet) return null;
  const crosses = quiet.to <= quiet.from;
  const touches = [-1, 0, 1].some((shift) => {
    const day = addDays(asked.day, shift);
    const startsAt = instantOf(day, quiet.from, timeZone);
    const endsAt = instantOf(crosses ? addDays(day, 1) : day, quiet.to, timeZone);
    return startsAt < time.endsAt && time.startsAt < endsAt;
  });
  return touches ? { rule: 'quiet-hours', from: quiet.from, to: quiet.to } : null;
};

const place: Check = ({ wish }, { places }) =>
  wish.place === null || places.includes(wish.place) ? null : { rule: 'place', places };

const device: Check = ({ wish }, { devices }) =>
  wish.device === null || devices.includes(wish.device) ? null : { rule: 'device', devices };

const perWeek: Check = (day, rules, organisation) => {
  const over = overLimit(day, weekOf(day.asked.day), rules.daysPerWeek, rules, organisation);
  return over && { rule: 'days-per-week', ...over };
};

const perMonth: Check = (day, rules, organisation) => {
  const over = overLimit(day, monthOf(day.asked.day), rules.daysPerMonth, rules, organisation);
  return over && { rule: 'days-per-month', ...over };
};

const perYear: Check = (day, rules, organisation) => {
  const over = overLimit(day, yearOf(day.asked.day, rules.yearBegins), rules.daysPerYear, rules, organisation);
  return over && { rule: 'days-per-year', ...over };
};

const officeDays: Check = (day, rules, organisation) => {
  const { workingHours } = organisation;
  const limit = rules.officeDaysPerWeek;
  if (limit === null || isDayOff(day.asked.day, organisation)) return null;
  const week = weekOf(day.asked.day);
  const opened = officeDaysBetween(week.first, addDays(week.first, 6), organisation);
  const onWorkingDays = [...day.counted, counted(day)].filter((one) => opened.includes(one.day));
  // A booked half leaves half a day for the office, whatever it counts in the limits.
  const away = daysUsed(onWorkingDays, week, workingHours, 'half').used;
  return opened.length - away < Math.min(limit, opened.length) ? { rule: 'office-days', limit } : null;
};

const mostAway: Check = ({ asked, time, section }, { mostAway: most }, organisation) => {
  const limits = [
    ...(most.people === null ? [] : [most.people]),
    // A share of a very small section would leave nobody: one may always go.
    ...(most.percent === null ? [] : [Math.max(1, Math.floor(((section.people + 1) * most.percent) / 100))]),
  ];
  if (limits.length === 0 || isDayOff(asked.day, organisation)) return null;
  const limit = Math.min(...limits);
  const away = mostAtOnce(section.away, time);
  return away + 1 > limit ? { rule: 'most-away', limit, away } : null;
};

const counter: Check = ({ asked, time, section }, rules, organisation) => {
  const { timeZone } = organisation;
  if (isDayOff(asked.day, organisation)) return null;
  for (const { from, to, people } of rules.counter) {
    const open = { startsAt: instantOf(asked.day, from, timeZone), endsAt: instantOf(asked.day, to, timeZone) };
    const within = { startsAt: later(open.startsAt, time.startsAt), endsAt: earlier(open.endsAt, time.endsAt) };
    if (within.startsAt >= within.endsAt) continue;
    if (section.people - mostAtOnce(section.away, within) < people) return { rule: 'counter', from, to, people };
  }
  return null;
};

const CHECKS: readonly Check[] = [
  horizon,
  excluded,
  closure,
  dayOff,
  forbiddenDay,
  weekday,
  part,
  leadTime,
  quietHours,
  place,
  device,
  perWeek,
  perMonth,
  perYear,
  officeDays,
  mostAway,
  counter,
];

function counted({ asked, time }: DayInQuestion): CountedBooking {
  return { day: asked.day, part: asked.part === 'half' ? 'am' : asked.part, ...time };
}

function overLimit(day: DayInQuestion, period: Period, limit: number | null, rules: Rules, organisation: Organisation) {
  if (limit === null) return null;
  const { workingHours } = organisation;
  const before = daysUsed(day.counted, period, workingHours, rules.halfCounts);
  const after = daysUsed([...day.counted, counted(day)], period, workingHours, rules.halfCounts);
  return after.used > limit && after.used > before.used ? { limit, held: before.days } : null;
}
