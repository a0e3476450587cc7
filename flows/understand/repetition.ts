import { addDays, mondayOf, weekdayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import { dayFrom, lastDayOfMonth, partsOf, type Weekday } from '../working-days.ts';
import { loneWeekday, onlyBareWeekdays } from './combine-days.ts';
import { type Found, type Message, tokensOf } from './read-message.ts';
import { monthOf, resolveDays, resolveOne, type Spoken } from './resolve-days.ts';
import type { DaySaid, MonthSaid, Token } from './tokens.ts';

const NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface Repetition {
  rrule: string;
  first: LocalDay;
  exceptDays: LocalDay[];
}

type DayFound = Found<Extract<Token, { type: 'day' }>>;

/**
 * Reads a repetition as RFC 5545 writes it, its parts in the order FREQ, INTERVAL, BYDAY, COUNT, UNTIL. Undefined where the
 * text asks for none: 「来週は毎日」 is a week and not a repetition.
 */
export function readRepetition(message: Message, today: LocalDay): Repetition | undefined {
  const days = tokensOf(message, 'day').filter(({ place }) => place !== 'reason');
  const repeat = tokensOf(message, 'repeat')[0];
  const plural = days.find(({ token }) => weekdaysOf(token.said).some((each) => each.plural));
  const manyOfMonth = days.find(
    ({ token }) =>
      token.said.kind === 'several' && token.said.each.length > 1 && token.said.each[0]?.kind === 'nth-weekday',
  );
  if (!repeat && !plural && !manyOfMonth) return undefined;

  const spoken: Spoken = { today };
  const starts = startOf(message, days, today, spoken);
  const nth = days.find(({ token }) => isNth(token.said));
  if (repeat?.token.every === 'month' || manyOfMonth || (repeat && nth)) return monthly(message, days, starts, today);

  if (repeat?.token.every === 'working-day') {
    const fixed = days.some(
      ({ token }) => token.said.kind !== 'weekday' && (!token.starts || resolveDays(token.said, { today }).stretch),
    );
    const week = tokensOf(message, 'week').some(({ token }) => !token.starts);
    if (fixed || (week && tokensOf(message, 'until').length === 0)) return undefined;
  }
  let weekdays = byDay(message, days, repeat, plural);
  const excepted = tokensOf(message, 'except').flatMap(({ token }) => token.days);
  const without = excepted.flatMap((said) => weekdaysOf(said).map((each) => each.weekday));
  weekdays = weekdays.filter((each) => !without.includes(each));
  if (weekdays.length === 0 && starts?.day) weekdays = [weekdayOf(starts.day) as Weekday];
  if (weekdays.length === 0) return undefined;

  const from = starts?.day ?? starts?.onOrAfter ?? addDays(today, 1);
  let first = from;
  while (!weekdays.includes(weekdayOf(first) as Weekday)) first = addDays(first, 1);
  const interval = repeat?.token.interval ?? 1;
  const parts = ['FREQ=WEEKLY'];
  if (interval > 1) parts.push(`INTERVAL=${interval}`);
  parts.push(`BYDAY=${weekdays.map((each) => NAMES[each - 1]).join(',')}`);
  parts.push(...limits(message, days, first, today, { interval, times: weekdays.length }));
  return { rrule: parts.join(';'), first, exceptDays: exceptDays(excepted, first, today, weekdays) };
}

function monthly(
  message: Message,
  days: DayFound[],
  starts: Start | undefined,
  today: LocalDay,
): Repetition | undefined {
  const from = starts?.day ?? starts?.onOrAfter ?? addDays(today, 1);
  // 「第2金曜と第4金曜」 are told one by one.
  const ranks = days.flatMap(({ token: { said } }) =>
    isNth(said) ? (said.kind === 'several' ? said.each : [said]) : [],
  );
  for (const { token } of days) {
    const each = isNth(token.said) ? ranks : token.said.kind === 'several' ? token.said.each : [token.said];
    const candidates: { by: string; first: LocalDay }[] = [];
    for (const said of each) {
      const firstFrom = (find: (month: MonthSaid) => LocalDay | undefined): LocalDay | undefined => {
        const { year, month } = partsOf(from);
        for (let ahead = 0; ahead < 14; ahead += 1) {
          const index = month - 1 + ahead;
          const found = find({ year: year + Math.floor(index / 12), month: (index % 12) + 1 });
          if (found && found >= from) return found;
        }
        return undefined;
      };
      if (said.kind === 'nth-weekday') {
        const first = firstFrom((month) => resolveOne({ ...said, month }, { today }));
        if (first) candidates.push({ by: `BYDAY=${said.nth}${NAMES[said.weekday - 1]}`, first });
      } else if (said.kind === 'day-of-month') {
        const first = firstFrom((month) => resolveOne({ ...said, month }, { today }));
        if (first) candidates.push({ by: `BYMONTHDAY=${said.date}`, first });
      } else if (said.kind === 'month-edge') {
        const first = firstFrom((month) => resolveOne({ ...said, month }, { today }));
        if (first) candidates.push({ by: `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${said.edge === 'last' ? -1 : 1}`, first });
      }
    }
    const [head] = candidates;
    if (!head) continue;
    const by = candidates
      .map((candidate, index) => (index === 0 ? candidate.by : candidate.by.slice(candidate.by.indexOf('=') + 1)))
      .join(',');
    const first = candidates.map((candidate) => candidate.first).sort()[0] as LocalDay;
    const excepted = tokensOf(message, 'except').flatMap((found) => found.token.days);
    const parts = ['FREQ=MONTHLY', by, ...limits(message, days, first, today, { interval: 0, times: 1 })];
    return { rrule: parts.join(';'), first, exceptDays: exceptDays(excepted, first, today) };
  }
  return undefined;
}

interface Start {
  /** A day that was named as the first. */
  day?: LocalDay;
  /** A week or month from which on it repeats. */
  onOrAfter?: LocalDay;
}

function startOf(message: Message, days: DayFound[], today: LocalDay, spoken: Spoken): Start | undefined {
  for (const { token } of days) {
    const { said } = token;
    if (said.kind === 'range' && !onlyBareWeekdays(said)) {
      const day = resolveOne(said.first, spoken);
      return day ? { onOrAfter: day } : undefined;
    }
    if (said.kind === 'whole-month') {
      const { year, month } = monthOf(said.month, today);
      const day = dayFrom(year, month, 1) as LocalDay;
      return { onOrAfter: day > today ? day : addDays(today, 1) };
    }
    if (said.kind === 'month-start') {
      const day = resolveOne(said, spoken);
      return day ? { onOrAfter: day > today ? day : addDays(today, 1) } : undefined;
    }
    const lone = loneWeekday(said);
    if (token.starts && !(lone && lone.week === undefined)) {
      const day = resolveOne(said, spoken);
      return day
        ? lone
          ? { day }
          : { onOrAfter: day, ...(tokensOf(message, 'repeat').length > 0 ? {} : { day }) }
        : undefined;
    }
    if (lone?.week !== undefined) {
      const day = resolveOne(lone, spoken);
      return day && day > today ? { day } : undefined;
    }
  }
  const week = tokensOf(message, 'week')[0];
  if (week) {
    const monday = addDays(mondayOf(today), week.token.week * 7);
    return { onOrAfter: monday > today ? monday : addDays(today, 1) };
  }
  const repeat = tokensOf(message, 'repeat')[0];
  const month = tokensOf(message, 'month').find(({ place }) => place !== 'reason');
  if (month) {
    const { year, month: number } = monthOf(month.token.month, today);
    const first = dayFrom(year, number, 1) as LocalDay;
    return { onOrAfter: first > today ? first : addDays(today, 1) };
  }
  if (repeat?.token.every === 'month') return undefined;
  const said = days.find(
    ({ token }) =>
      token.said.kind === 'day' ||
      token.said.kind === 'month-day' ||
      token.said.kind === 'day-of-month' ||
      token.said.kind === 'fitting',
  );
  const day = said && resolveOne(said.token.said, spoken);
  return day ? { onOrAfter: day } : undefined;
}

function byDay(
  message: Message,
  days: DayFound[],
  repeat: Found<Extract<Token, { type: 'repeat' }>> | undefined,
  plural: DayFound | undefined,
): Weekday[] {
  if (repeat?.token.every === 'working-day') return [1, 2, 3, 4, 5];
  const bare = days.filter(
    ({ token }) =>
      weekdaysOf(token.said).length > 0 &&
      !(token.starts && weekdaysOf(token.said).some((each) => each.week !== undefined)),
  );
  const after = bare.filter(({ at }) => at > (repeat?.at ?? plural?.at ?? 0) - 1);
  const chosen = after.length > 0 ? after : bare;
  const found = new Set(chosen.flatMap(({ token }) => weekdaysOf(token.said).map((each) => each.weekday)));
  if (found.size === 0 && repeat) {
    const dated = days.find(({ token }) => token.said.kind !== 'range');
    const lone = dated && loneWeekday(dated.token.said);
    if (lone) found.add(lone.weekday);
    else if (dated) {
      const day = resolveOne(dated.token.said, { today: message.today });
      if (day) found.add(weekdayOf(day) as Weekday);
    }
  }
  return [...found].sort((a, b) => a - b);
}

function limits(
  message: Message,
  days: DayFound[],
  first: LocalDay,
  today: LocalDay,
  pace: { interval: number; times: number },
): string[] {
  const count = tokensOf(message, 'count')[0];
  if (count && count.token.count > 0) return [`COUNT=${count.token.count}`];
  const weeks = tokensOf(message, 'length').find(({ token }) => token.length.unit === 'weeks');
  if (weeks && pace.interval > 0) return [`COUNT=${Math.ceil(weeks.token.length.count / pace.interval) * pace.times}`];
  const until = tokensOf(message, 'until')[0];
  const within = tokensOf(message, 'month').find(({ place }) => place !== 'reason');
  const ranged = days.find(({ token }) => token.said.kind === 'range' && !onlyBareWeekdays(token.said));
  let last: LocalDay | undefined;
  const months = days.find(({ token }) => token.said.kind === 'whole-month')?.token.said;
  if (months?.kind === 'whole-month' && !until) {
    const { year, month } = monthOf(months.month, today);
    last = lastDayOfMonth(year, month);
  } else if (within && !until) {
    const { year, month } = monthOf(within.token.month, today);
    last = lastDayOfMonth(year, month);
  } else if (until?.token.month) {
    const { year, month } = monthOf(until.token.month, today);
    const end = lastDayOfMonth(year, month);
    last = end >= first ? end : lastDayOfMonth(year + 1, month);
  } else if (until?.token.day) {
    last =
      until.token.day.kind === 'month-edge'
        ? endOfMonthSaid(until.token.day, today)
        : resolveOne(until.token.day, { today }, first);
  } else if (ranged?.token.said.kind === 'range') {
    last = resolveOne(ranged.token.said.last, { today }, first);
  }
  return last && last >= first ? [`UNTIL=${last.replaceAll('-', '')}`] : [];
}

function endOfMonthSaid(said: Extract<DaySaid, { kind: 'month-edge' }>, today: LocalDay): LocalDay | undefined {
  if (said.edge === 'first') return resolveOne(said, { today });
  const { year, month } = monthOf(said.month ?? { offset: 0 }, today);
  return lastDayOfMonth(year, month);
}

/** A date alone (「25日を除く」) is the first of that date, from the first occurrence on, on which the repetition falls. */
function exceptDays(
  excepted: DaySaid[],
  first: LocalDay,
  today: LocalDay,
  weekdays: readonly number[] = [1, 2, 3, 4, 5, 6, 7],
): LocalDay[] {
  const resolved = (said: DaySaid): LocalDay[] => {
    if (said.kind === 'several') return said.each.flatMap(resolved);
    if (said.kind !== 'day-of-month' || said.month) return resolveDays(said, { today } satisfies Spoken).days;
    const { year, month } = partsOf(first);
    for (let ahead = month - 1; ahead < month + 12; ahead += 1) {
      const day = dayFrom(year + Math.floor(ahead / 12), (ahead % 12) + 1, said.date);
      if (day && day >= first && weekdays.includes(weekdayOf(day))) return [day];
    }
    return [];
  };
  const days = excepted.filter((said) => weekdaysOf(said).length === 0).flatMap(resolved);
  return [...new Set(days)].filter((day) => day >= first).sort();
}

function isNth(said: DaySaid): boolean {
  return said.kind === 'nth-weekday' || (said.kind === 'several' && said.each.some(isNth));
}

/** The weekdays named, a range of them spelt out. */
export function weekdaysOf(said: DaySaid): Extract<DaySaid, { kind: 'weekday' }>[] {
  if (said.kind === 'weekday') return [said];
  if (said.kind === 'several') return said.each.flatMap(weekdaysOf);
  if (said.kind === 'range' && onlyBareWeekdays(said)) {
    const from = weekdaysOf(said.first)[0];
    const to = weekdaysOf(said.last)[0];
    if (!from || !to) return [];
    return ([1, 2, 3, 4, 5, 6, 7] as const)
      .filter((weekday) => weekday >= from.weekday && weekday <= to.weekday)
      .map((weekday) => ({ ...from, weekday }));
  }
  return [];
}
