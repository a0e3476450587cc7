import type { DayForecast, HalfHour, PoolForecast } from '../flows/forecast/forecast.ts';
import type { ForecastView } from '../flows/forecast/show-forecast.ts';
import type { Language } from '../flows/organisation.ts';
import { formatDay, formatShortDay, formatTime, weekdayOf } from './day-and-time.ts';
import { plainText } from './plain-text.ts';
import { number, shortDay } from './short-days.ts';
import { forecastTextIn, type ForecastText } from './texts/forecast.ts';

/** Columns of a terminal, of which Japanese characters take two. */
const TERMINAL_WIDTH = 100;
const DAY_WIDTH = 22;
const BAR_WIDTH = 50;

/** The forecast for a terminal of 100 columns: a line a day, and what is to know of the short ones. */
export function forecastTable({ pools, timeZone }: ForecastView, language: Language): string {
  const words = forecastTextIn(language);
  return pools.map((pool) => poolTable(pool, timeZone, language, words).join('\n')).join('\n\n');
}

/** One day by half hours, each with a bar. */
export function forecastOfDay({ pools, timeZone }: ForecastView, language: Language): string {
  const words = forecastTextIn(language);
  return pools
    .flatMap((pool) => pool.days.map((day) => dayTable(pool, day, timeZone, language, words).join('\n')))
    .join('\n\n');
}

function poolTable(pool: PoolForecast, timeZone: string, language: Language, words: ForecastText): string[] {
  const head = heading(pool, language, words);
  if (pool.days.every(isEmpty)) {
    const named = pool.days.filter(({ holiday, half }) => holiday !== null || half !== null);
    const days = named.map((day) => dayCell(day, language, words, TERMINAL_WIDTH));
    return [head, words.nothing(pool.days.length), ...(days.length > 0 ? ['', words.named, ...days] : [])];
  }
  const rows = pool.days.map((day) => cellsOf(day, timeZone, language, words));
  const names = Object.keys(words.columns) as (keyof ForecastText['columns'])[];
  const widths = names.map((name) => Math.max(...[words.columns, ...rows].map((cells) => widthOf(cells[name]))));
  const flags = pool.days.map(({ shortage }) => (shortage ? words.flags[shortage.certainty] : ''));
  const flagged = Math.max(...flags.map(widthOf));
  const full = widths.reduce((sum, width) => sum + width + 2, flagged);
  const gap = ' '.repeat(full <= TERMINAL_WIDTH ? 2 : 1);
  const line = (cells: Cells, flag: string) =>
    [...names.map((name, index) => (name === 'day' ? padded : right)(cells[name], widths[index]!)), flag]
      .join(gap)
      .trimEnd();
  const short = shortLines(pool, pool.days, timeZone, language);
  const table = rows.map((cells, index) => line(cells, flags[index]!));
  return [head, line(words.columns, ''), ...table, words.legend, ...(short.length > 0 ? ['', ...short] : [])];
}

type Cells = Record<keyof ForecastText['columns'], string>;

function cellsOf(day: DayForecast, timeZone: string, language: Language, words: ForecastText): Cells {
  const { peak, hostHours } = day;
  const empty = isEmpty(day);
  return {
    day: dayCell(day, language, words),
    booked: number(day.booked),
    pending: day.pending > 0 ? number(day.pending) : '-',
    toCome: day.stillToCome >= 0.5 ? `+${number(Math.round(day.stillToCome))}` : '-',
    peak: empty ? '-' : `${sessionsOf(peak, words)} ${formatTime(peak.at, timeZone).padStart(5)}`,
    hosts: empty ? '-' : words.range(number(peak.hosts.low), number(peak.hosts.high)),
    hostHours: hostHours.expected >= 0.05 ? hostHours.expected.toFixed(1) : '-',
    yen: day.yen ? number(day.yen) : '-',
  };
}

function dayTable(
  pool: PoolForecast,
  day: DayForecast,
  timeZone: string,
  language: Language,
  words: ForecastText,
): string[] {
  const head = [heading(pool, language, words), dayCell(day, language, words, TERMINAL_WIDTH)];
  const busy = day.halfHours.filter((one) => one.booked > 0 || one.sessions.high > 0);
  if (isEmpty(day) || busy.length === 0) return [...head, words.nothingOn(formatDay(day.day, language))];
  const [first, last] = [busy[0]!.at, busy.at(-1)!.at];
  const shown = day.halfHours.filter(({ at }) => at >= first && at <= last);
  const scale = Math.max(pool.supply.seats, ...shown.map(({ sessions }) => sessions.high)) / BAR_WIDTH;
  const { times } = words;
  const line = (time: string, booked: string, sessions: string, hosts: string, bar: string) =>
    `${padded(time, 6)}${right(booked, 7)}${right(sessions, 20)}${right(hosts, 9)}  ${bar}`.trimEnd();
  const rows = shown.map((one) =>
    line(
      formatTime(one.at, timeZone),
      number(one.booked),
      sessionsOf(one, words),
      words.range(number(one.hosts.low), number(one.hosts.high)),
      barOf(one, pool.supply.seats, scale),
    ),
  );
  const short = shortLines(pool, [day], timeZone, language);
  return [...head, line(times.time, times.booked, times.sessions, times.hosts, ''), ...rows, words.barLegend, ...short];
}

function heading({ name, pool, supply, hostHourYen }: PoolForecast, language: Language, words: ForecastText): string {
  const { seats, hosts, maxSessions, licences } = supply;
  return [
    words.pool(plainText(name[language], 60), pool),
    words.supply(number(seats), number(hosts), number(maxSessions)),
    ...(licences === null ? [] : [words.licencesHeld(number(licences))]),
    words.price(number(hostHourYen)),
  ].join('  ');
}

function shortLines(
  { supply }: PoolForecast,
  days: readonly DayForecast[],
  timeZone: string,
  language: Language,
): string[] {
  return days.flatMap(({ day, peak, shortage }) => {
    const { low, high } = peak.sessions;
    return shortage ? [shortDay({ day, low, high, seats: supply.seats, shortage }, timeZone, language)] : [];
  });
}

/** `11/23(月) 勤労感謝の日`, `Wed 2 Dec`, `Mon 28 Dec pm closed, Last day of work`. */
function dayCell(
  { day, holiday, closed, half }: DayForecast,
  language: Language,
  words: ForecastText,
  width = DAY_WIDTH,
): string {
  const weekday = weekdayOf(day, language);
  const date = formatShortDay(day, language);
  const name = plainText(holiday?.[language] ?? (closed ? words.closed : ''), TERMINAL_WIDTH);
  const said = half === null ? name : words.half[half](name);
  const cell = language === 'ja' ? `${date}(${weekday}) ${said}` : `${weekday} ${date} ${said}`;
  return clipped(cell.trim(), width);
}

function sessionsOf({ sessions }: HalfHour, words: ForecastText): string {
  const { expected, low, high } = sessions;
  return `${number(Math.round(expected))} (${words.range(number(low), number(high))})`;
}

function barOf({ sessions }: HalfHour, seats: number, scale: number): string {
  const at = (people: number) => Math.round(people / scale);
  const [expected, high, limit] = [at(sessions.expected), at(sessions.high), at(seats)];
  const bar = '█'.repeat(expected) + '░'.repeat(Math.max(0, high - expected));
  return bar.length <= limit
    ? `${bar}${' '.repeat(limit - bar.length)}│`
    : `${bar.slice(0, limit)}│${bar.slice(limit)}`;
}

function isEmpty({ booked, pending, waiting, peak }: DayForecast): boolean {
  return booked + pending + waiting === 0 && peak.sessions.expected < 0.5;
}

/** Columns that a text takes at a terminal. */
function widthOf(text: string): number {
  let width = 0;
  for (const char of text)
    width += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(char)
      ? 2
      : 1;
  return width;
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function right(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

function clipped(text: string, width: number): string {
  let kept = '';
  for (const char of text) {
    if (widthOf(kept) + widthOf(char) > width) return kept;
    kept += char;
  }
  return kept;
}
