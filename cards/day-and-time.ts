import type { Language, LocalDay } from '../flows/organisation.ts';

const WEEKDAYS = {
  ja: ['日', '月', '火', '水', '木', '金', '土'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `水`, `Wed`. */
export function weekdayOf(day: LocalDay, language: Language): string {
  return WEEKDAYS[language][new Date(`${day}T00:00:00Z`).getUTCDay()]!;
}

/** `12月2日(水)`, `Wed 2 Dec`; with the year `2027年12月2日(木)`, `Thu 2 Dec 2027`. The weekday is the calendar's, whatever the machine's zone. */
export function formatDay(day: LocalDay, language: Language, withYear = false): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const weekday = weekdayOf(day, language);
  if (language === 'ja') return `${withYear ? `${year}年` : ''}${month}月${date}日(${weekday})`;
  return `${weekday} ${date} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ''}`;
}

/** `12/2`, `2 Dec`: for lists in passing. */
export function formatShortDay(day: LocalDay, language: Language): string {
  const [, month, date] = day.split('-').map(Number) as [number, number, number];
  return language === 'ja' ? `${month}/${date}` : `${date} ${MONTHS[month - 1]}`;
}

/** `12月`, `December`; with the year `2027年12月`, `December 2027`. */
export function formatMonth(day: LocalDay, language: Language, withYear = false): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  if (language === 'ja') return `${withYear ? `${year}年` : ''}${month}月`;
  return `${MONTH_NAMES[month - 1]}${withYear ? ` ${year}` : ''}`;
}

/** Whether days need their year to be told apart: they lie in several years, or not in the year of `today` where that is known. */
export function yearsDiffer(days: readonly LocalDay[], today?: LocalDay): boolean {
  const years = new Set(days.map((day) => day.slice(0, 4)));
  if (today !== undefined && days.length > 0) years.add(today.slice(0, 4));
  return years.size > 1;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Wall-clock parts of an instant in a zone. */
function partsIn(at: Date, timeZone: string): Record<string, string> {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** The calendar day of an instant in a zone. */
export function localDayOf(at: Date, timeZone: string): LocalDay {
  const { year, month, day } = partsIn(at, timeZone);
  return `${year!.padStart(4, '0')}-${month}-${day}`;
}

/** `8:30`, `17:15`: 24 hours, in both languages. */
export function formatTime(at: Date, timeZone: string): string {
  const { hour, minute } = partsIn(at, timeZone);
  return `${Number(hour)}:${minute}`;
}

/** `8:30-17:15`. An end at midnight is `24:00`. */
export function formatTimes(startsAt: Date, endsAt: Date, timeZone: string): string {
  const end = formatTime(endsAt, timeZone);
  return `${formatTime(startsAt, timeZone)}-${end === '0:00' && endsAt > startsAt ? '24:00' : end}`;
}

/** `8:30`, or with its day where that is not the day spoken of: `12月3日(木) 8:30`. */
export function formatInstant(at: Date, timeZone: string, language: Language, spokenOf: LocalDay | null): string {
  const day = localDayOf(at, timeZone);
  const time = formatTime(at, timeZone);
  return day === spokenOf ? time : `${formatDay(day, language)} ${time}`;
}

/** Value of a time input: `08:30`. */
export function inputTime(at: Date, timeZone: string): string {
  const { hour, minute } = partsIn(at, timeZone);
  return `${hour}:${minute}`;
}
