import { csvRecords } from '../csv-records.ts';
import { addDays, instantOf, isRealDay, isWallTime } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { ReadOptions, SeenEntry } from './feed-reader.ts';

/** Columns by the names that a header may give them, in small letters. */
const COLUMNS = {
  person: ['person', 'mail', 'email', 'user', '職員', 'メール', 'メールアドレス', 'ユーザー'],
  day: ['day', 'date', 'start date', '日付', '日', '開始日', '開始日付'],
  lastDay: ['last day', 'end date', '終了日', '終了日付'],
  from: ['from', 'start time', '開始', '開始時刻', '開始時間'],
  to: ['to', 'end time', '終了', '終了時刻', '終了時間'],
  subject: ['subject', 'title', '件名', '予定', 'タイトル', '予定詳細'],
  category: ['category', '分類', '予定メニュー', '区分'],
  id: ['id', 'key', '番号', '予定id'],
} as const;
type Column = keyof typeof COLUMNS;

const MOST_LINES = 100_000;
const MOST_DAYS = 366;

/**
 * The entries of a CSV file that touch a time: a line each, the columns by the names in its first line (COLUMNS, in
 * Japanese or English); `day` and `subject` must be there. Without times an entry is all day. A line that cannot be read is
 * named by its number, and the others are taken. Throws an Error in a sentence where the file as a whole is none. Pure.
 */
export function csvEntries(
  text: string,
  { window, timeZone }: Pick<ReadOptions, 'window' | 'timeZone'>,
): { entries: SeenEntry[]; wrong: string[] } {
  const [header, ...rows] = csvRecords(text.replace(/^\uFEFF/, ''));
  const places = columnsOf(header?.fields ?? []);
  for (const needed of ['day', 'subject'] as const)
    if (places[needed] === undefined)
      throw new Error(`line 1: no column for the ${needed}; expected one of ${COLUMNS[needed].join(', ')}`);
  if (rows.length > MOST_LINES) throw new Error(`${rows.length} lines; expected at most ${MOST_LINES}`);
  const entries: SeenEntry[] = [];
  const wrong: string[] = [];
  const keys = new Map<string, number>();
  for (const { line, fields } of rows) {
    const read = entryOf((column) => fields[places[column] ?? -1]?.trim() ?? '', timeZone);
    if (typeof read === 'string') {
      wrong.push(`line ${line}: ${read}`);
      continue;
    }
    // Two lines that say the same are two entries, told apart by their order.
    const count = (keys.get(read.key) ?? 0) + 1;
    keys.set(read.key, count);
    if (read.startsAt >= window.to || read.endsAt <= window.from) continue;
    entries.push(count === 1 ? read : { ...read, key: `${read.key}#${count}` });
  }
  return { entries, wrong };
}

function columnsOf(header: readonly string[]): Partial<Record<Column, number>> {
  const names = header.map((name) => name.normalize('NFKC').toLowerCase().trim());
  const found: Partial<Record<Column, number>> = {};
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const place = names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
    if (place >= 0) found[column] = place;
  }
  return found;
}

/** The entry of a line, or what is wrong with it. */
function entryOf(field: (column: Column) => string, timeZone: string): SeenEntry | string {
  const day = daySaid(field('day'));
  if (day === null) return `"${field('day').slice(0, 40)}" is no day; expected one like 2026-12-02 or 2026/12/2`;
  const last = field('lastDay') === '' ? day : daySaid(field('lastDay'));
  if (last === null || last < day)
    return `"${field('lastDay').slice(0, 40)}" is no last day; expected ${day} or a later day`;
  if (last > addDays(day, MOST_DAYS)) return `${day} to ${last} is more than a year`;
  const [from, to] = [timeSaid(field('from')), timeSaid(field('to'))];
  if (from === null || to === null)
    return `"${field(from === null ? 'from' : 'to').slice(0, 40)}" is no time; expected one like 8:30, or nothing for the whole day`;
  if ((from === '') !== (to === '')) return 'one of the two times is missing; expected both, or none for the whole day';
  const person = field('person').toLowerCase();
  if (person !== '' && !/^[^\s@]+@[^\s@]+$/.test(person))
    return `"${person.slice(0, 60)}" is no mail address of a person`;
  const allDay = from === '';
  const startsAt = instantOf(day, allDay ? '00:00' : from, timeZone);
  const endsAt = allDay ? instantOf(addDays(last, 1), '00:00', timeZone) : instantOf(last, to, timeZone);
  if (endsAt <= startsAt) return `${from} to ${to}: expected an end after the beginning`;
  const subject = field('subject').slice(0, 255);
  return {
    key: field('id') === '' ? [person, day, last, from, to, subject].join(' ') : `${field('id')} ${person}`,
    series: null,
    subject,
    categories: field('category') === '' ? [] : [field('category')],
    showAs: 'unknown',
    startsAt,
    endsAt,
    allDay,
    invited: false,
    owners: person === '' ? [] : [person],
    organizer: null,
  };
}

/** `2026-12-02`, `2026/12/2`, `2026年12月2日`, a weekday behind it; null for anything else. */
function daySaid(said: string): LocalDay | null {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*[(（].{1,3}[)）])?$/.exec(said.normalize('NFKC'));
  if (!found) return null;
  const day = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
  return isRealDay(day) ? day : null;
}

/** `8:30`, `08:30:00`, `8時30分`; empty where nothing is said; null for anything else. */
function timeSaid(said: string): string | null {
  if (said === '') return '';
  const found = /^(\d{1,2})[:時](?:(\d{1,2})分?)?(?::\d{2})?$/.exec(said.normalize('NFKC'));
  const time = found && `${found[1]!.padStart(2, '0')}:${(found[2] ?? '0').padStart(2, '0')}`;
  return time && isWallTime(time) ? time : null;
}
