import { localDayOf, wallTimeOf } from '../local-time.ts';
import type { LocalDay, Localised, Organisation } from '../organisation.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import type { OfficeWord, OrganisationCalendar } from './calendar-sources.ts';

export type OfficeDayKind = 'closure' | 'worked' | 'election' | 'training' | 'emergency';

/** What an entry of the organisation's calendar says of days, both ends included. */
export interface OfficeDay {
  key: string;
  kind: OfficeDayKind;
  from: LocalDay;
  to: LocalDay;
  /** A closure of mornings or afternoons alone. */
  half: 'am' | 'pm' | null;
  name: string;
  startsAt: Date;
  endsAt: Date;
}

/** So many days ahead the organisation's calendar and the feeds are read. */
export const DAYS_READ = 400;

type Times = Pick<Organisation, 'timeZone' | 'workingHours'>;

/** The first that fits counts: a drill of an emergency is none, a holiday that is worked names the holiday too. */
const ORDER: readonly { kind: OfficeDayKind; word: OfficeWord }[] = [
  { kind: 'training', word: 'training' },
  { kind: 'emergency', word: 'emergency' },
  { kind: 'worked', word: 'worked' },
  { kind: 'election', word: 'election' },
  { kind: 'closure', word: 'closure' },
];

/**
 * What entries of the organisation's calendar mean; `unknown` are the subjects of those that say nothing known. Words are
 * looked for in the subject and among the categories, without regard to width and case. A closure with times closes the
 * halves of the working day that lie in it altogether; one of a few hours within a half closes nothing. Pure.
 */
export function officeDaysOf(
  entries: readonly CalendarEntry[],
  words: OrganisationCalendar['words'],
  times: Times,
): { days: OfficeDay[]; unknown: string[] } {
  const days: OfficeDay[] = [];
  const unknown: string[] = [];
  for (const entry of entries) {
    const has = (word: OfficeWord) => says(entry, words[word]);
    const kind = ORDER.find(({ word }) => has(word))?.kind;
    const part = kind === 'closure' ? closedPart(entry, has, times) : 'full';
    if (!kind || part === null || entry.endsAt <= entry.startsAt) {
      unknown.push(entry.subject);
      continue;
    }
    const from = localDayOf(entry.startsAt, times.timeZone);
    const to = localDayOf(new Date(entry.endsAt.getTime() - 1), times.timeZone);
    const { key, startsAt, endsAt } = entry;
    const half = part === 'full' ? null : part;
    days.push({ key, kind, from, to, half, name: entry.subject.trim().slice(0, 100), startsAt, endsAt });
  }
  return { days: [...new Map(days.map((day) => [day.key, day])).values()], unknown };
}

/** What of its days a closure closes; null where its times close no half altogether. */
function closedPart(
  entry: CalendarEntry,
  has: (word: OfficeWord) => boolean,
  { timeZone, workingHours: { start, end, lunch } }: Times,
): 'full' | 'am' | 'pm' | null {
  const [morning, afternoon] = [has('morning'), has('afternoon')];
  if (morning !== afternoon) return morning ? 'am' : 'pm';
  if (entry.allDay) return 'full';
  const days = localDayOf(entry.startsAt, timeZone) !== localDayOf(new Date(entry.endsAt.getTime() - 1), timeZone);
  if (days) return 'full';
  const from = wallTimeOf(entry.startsAt, timeZone);
  const until = wallTimeOf(entry.endsAt, timeZone);
  const to = until === '00:00' ? '24:00' : until;
  const am = from <= start && to >= lunch.start;
  const pm = from <= lunch.end && to >= end;
  return am && pm ? 'full' : am ? 'am' : pm ? 'pm' : null;
}

function says({ subject, categories }: CalendarEntry, words: readonly string[]): boolean {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase();
  const said = plain(subject);
  const named = new Set(categories.map(plain));
  return words.some((word) => said.includes(plain(word)) || named.has(plain(word)));
}

/** The organisation with what its calendar says beside its file. Pure. */
export function withOfficeDays(organisation: Organisation, days: readonly OfficeDay[]): Organisation {
  const named = (one: OfficeDay) => ({
    from: one.from,
    to: one.to,
    name: { ja: one.name, en: one.name } satisfies Localised,
  });
  const of = (kind: OfficeDayKind) => days.filter((one) => one.kind === kind);
  return {
    ...organisation,
    closures: [
      ...organisation.closures,
      ...of('closure').map((one) => ({ ...named(one), ...(one.half ? { half: one.half } : {}) })),
    ],
    workedDays: [...organisation.workedDays, ...of('worked').map(named)],
    specialDays: [
      ...organisation.specialDays,
      ...days.flatMap((one) =>
        one.kind === 'election' || one.kind === 'training' ? [{ ...named(one), kind: one.kind }] : [],
      ),
    ],
  };
}

/** The organisation as it is now: its file, which may be read anew, and what its calendar said last. */
export class OfficeCalendarNow {
  private days: readonly OfficeDay[] = [];
  private made: { of: Organisation; with: readonly OfficeDay[]; organisation: Organisation } | null = null;

  set(days: readonly OfficeDay[]): void {
    this.days = days;
  }

  merged(of: Organisation): Organisation {
    if (this.made?.of !== of || this.made.with !== this.days)
      this.made = { of, with: this.days, organisation: withOfficeDays(of, this.days) };
    return this.made.organisation;
  }
}
