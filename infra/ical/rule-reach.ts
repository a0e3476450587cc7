/** A rule that names no day in so many years from its beginning names none: leap years and every interval in use lie within. */
const YEARS = 40;
/** Steps of a counted rule from its beginning to the time that is read: eleven years of days. */
const MOST_STEPS = 4_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** The shortest that a step takes. */
const STEP_DAYS: Record<string, number> = { DAILY: 1, WEEKLY: 7, MONTHLY: 28, YEARLY: 365 };

/** Days since 1970, both counted. */
interface Span {
  from: number;
  to: number;
}

interface Rule {
  freq: string;
  interval: number;
  count: number | null;
  until: number;
  months: number[];
  ofMonth: number[];
  ofYear: number[];
  weeks: number[];
  weekdays: { nth: number; weekday: number }[];
  /** Days that their month does not have move to another (RFC 7529). */
  skips: boolean;
  places: number[];
  /** Occurrences of a day. */
  times: number;
  weekStart: number;
}

/** A day as the parts of a rule speak of it. */
interface Day {
  at: number;
  year: number;
  month: number;
  day: number;
  monthLength: number;
  ofYear: number;
  yearLength: number;
  /** From Monday, 0. */
  weekday: number;
}

/**
 * Whether a rule (`FREQ=…`, RFC 5545) that begins on this day (`20261202`) names any day of a time; words for the
 * operator where it never names one, or counts too far. node-ical looks for the next occurrence of a rule that has none,
 * such as the 30th of February, for ten thousand periods, which takes seconds and holds everybody: it is asked only where
 * there is something to find. What every occurrence must satisfy is looked at day by day, BYSETPOS by how many such days
 * a period has. Pure.
 */
export function ruleReach(text: string, start: string, window: { from: Date; to: Date }): boolean | { wrong: string } {
  const rule = ruleOf(text);
  const first = dayOf(daysOf(start));
  // A day of slack on either side: the days of rule and window lie in different zones.
  const from = Math.max(first.at, Math.floor(window.from.getTime() / DAY_MS) - 1);
  const to = Math.min(Math.ceil(window.to.getTime() / DAY_MS) + 1, rule.until + 1);
  if (to < from) return false;
  if (!names(rule, first, { from, to })) {
    if (names(rule, first, { from: first.at, to: daysOf(`${first.year + YEARS}1231`) })) return false;
    return { wrong: `its repetition never names a day (${text.slice(0, 80)})` };
  }
  const steps = (to - first.at) / (STEP_DAYS[rule.freq] ?? 1) / rule.interval;
  const most = /BY[A-Z]+=/i.test(text) ? Infinity : (rule.count ?? Infinity);
  if (rule.count !== null && Math.min(steps, most) > MOST_STEPS)
    return { wrong: `its repetition counts more than ${MOST_STEPS} times from its beginning (${text.slice(0, 80)})` };
  return true;
}

function ruleOf(text: string): Rule {
  const parts = new Map(
    text
      .toUpperCase()
      .split(';')
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), value.trim()];
      }),
  );
  const list = (name: string) => (parts.get(name) ?? '').split(',').filter(Boolean);
  const numbers = (name: string) => list(name).map(Number);
  const until = /^\d{8}/.exec(parts.get('UNTIL') ?? '')?.[0];
  return {
    freq: parts.get('FREQ') ?? '',
    interval: Math.max(1, Number(parts.get('INTERVAL')) || 1),
    count: Number(parts.get('COUNT')) || null,
    until: until ? daysOf(until) : Infinity,
    months: numbers('BYMONTH'),
    ofMonth: numbers('BYMONTHDAY'),
    ofYear: numbers('BYYEARDAY'),
    weeks: numbers('BYWEEKNO').filter((week) => Math.abs(week) >= 1 && Math.abs(week) <= 53),
    weekdays: list('BYDAY').map((one) => ({
      nth: Number.parseInt(one, 10) || 0,
      weekday: WEEKDAYS.indexOf(one.slice(-2)),
    })),
    skips: /^(?:FORWARD|BACKWARD)$/.test(parts.get('SKIP') ?? ''),
    places: numbers('BYSETPOS').map(Math.abs),
    times: ['BYHOUR', 'BYMINUTE', 'BYSECOND'].reduce((product, name) => product * Math.max(1, list(name).length), 1),
    weekStart: Math.max(0, WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')),
  };
}

/** Whether any day of the span can be an occurrence. */
function names(rule: Rule, first: Day, { from, to }: Span): boolean {
  const least = rule.places.length === 0 ? 1 : Math.min(...rule.places);
  if (least <= rule.times) return someDay({ from, to }, (day) => fits(rule, first, day));
  const found = new Map<number, number>();
  // A period that lies only partly within counts as a whole.
  return someDay({ from: from - 366, to: to + 366 }, (day) => {
    if (!fits(rule, first, day)) return false;
    const so = (found.get(periodOf(rule, day)) ?? 0) + rule.times;
    found.set(periodOf(rule, day), so);
    return so >= least;
  });
}

function someDay({ from, to }: Span, is: (day: Day) => boolean): boolean {
  for (let at = from; at <= to; at += 1) if (is(dayOf(at))) return true;
  return false;
}

/** What every occurrence satisfies: each part of the rule, or else what its beginning says; and the interval. */
function fits(rule: Rule, first: Day, day: Day): boolean {
  const { freq, months, ofYear, weeks, weekdays } = rule;
  const ofMonth = rule.skips ? [] : rule.ofMonth;
  const has = (list: number[], at: number, length: number) =>
    list.length === 0 || list.includes(at) || list.includes(at - length - 1);
  if (months.length > 0 && !months.includes(day.month)) return false;
  if (!has(ofMonth, day.day, day.monthLength) || !has(ofYear, day.ofYear, day.yearLength)) return false;
  if (weekdays.length > 0 && !weekdays.some((one) => isWeekday(one, rule, day))) return false;
  const named = rule.ofMonth.length + ofYear.length + weeks.length + weekdays.length > 0;
  // node-ical puts what begins on the 31st on an earlier day after a shorter month.
  const sameDay = day.day === first.day || (first.day > 28 && day.day >= 28);
  if (!named && (freq === 'MONTHLY' || freq === 'YEARLY') && !sameDay) return false;
  if (!named && freq === 'YEARLY' && months.length === 0 && day.month !== first.month) return false;
  if (!named && freq === 'WEEKLY' && day.weekday !== first.weekday) return false;
  // Weeks of a year reach into the years beside it.
  if (weeks.length > 0) return isNearWeek(weeks, day);
  return (periodOf(rule, day) - periodOf(rule, first)) % rule.interval === 0;
}

/** `MO`, or the second or the last one of a month or year: `2MO`, `-1MO`. */
function isWeekday({ nth, weekday }: Rule['weekdays'][number], { freq, months }: Rule, day: Day): boolean {
  if (weekday !== day.weekday) return false;
  if (nth === 0 || (freq !== 'MONTHLY' && freq !== 'YEARLY')) return true;
  const ofMonth = freq === 'MONTHLY' || months.length > 0;
  const [at, length] = ofMonth ? [day.day, day.monthLength] : [day.ofYear, day.yearLength];
  return Math.ceil((nth > 0 ? at : length - at + 1) / 7) === Math.abs(nth);
}

/** Whichever day weeks begin with: a week more on either side. */
function isNearWeek(weeks: number[], day: Day): boolean {
  const about = Math.ceil(day.ofYear / 7);
  return weeks.some((week) => {
    const away = Math.abs((week > 0 ? week : 54 + week) - about);
    return away <= 1 || away >= 51;
  });
}

/** The number of the step in which a day lies. */
function periodOf({ freq, weekStart }: Rule, { at, year, month }: Day): number {
  if (freq === 'YEARLY') return year;
  if (freq === 'MONTHLY') return year * 12 + month;
  // The first of January 1970 was a Thursday.
  return freq === 'WEEKLY' ? Math.floor((at + 3 - weekStart) / 7) : at;
}

/** `20261202` as days since 1970. */
function daysOf(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8))) / DAY_MS;
}

function dayOf(at: number): Day {
  const date = new Date(at * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const newYear = Date.UTC(year, 0, 1) / DAY_MS;
  return {
    at,
    year,
    month,
    day: date.getUTCDate(),
    monthLength: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    ofYear: at - newYear + 1,
    yearLength: Date.UTC(year + 1, 0, 1) / DAY_MS - newYear,
    weekday: (date.getUTCDay() + 6) % 7,
  };
}
