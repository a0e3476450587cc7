import ical from 'node-ical';
import { ourUidIn } from '../../flows/calendar/feed-uid.ts';
import type { ReadOptions, SeenEntry } from '../../flows/calendar/feed-reader.ts';
import { addDays, instantOf, localDayOf, wallTimeOf } from '../../flows/local-time.ts';
import { setImmediate as othersTurn } from 'node:timers/promises';
import {
  isLongOver,
  prepareEvents,
  seriesOf,
  unreasonable,
  zonesOf,
  type EventGroup,
  type PreparedCalendar,
} from './prepare-events.ts';
import { ruleReach } from './rule-reach.ts';

const DAY_MS = 86_400_000;
/** Far more than a section's calendar has; more is a wrong file, or one made to hurt. */
const MOST_EVENTS = 50_000;
/** Occurrences of one series within the time read; eight a day for 400 days are fewer. */
const MOST_OCCURRENCES = 4_000;
const MOST_ENTRIES = 100_000;
/** Whoever books must not wait for somebody's calendar: after so long others get their turn. */
const TURN_MS = 20;
/** From the first event to the last, with the turns of others. A section's calendar takes some seconds. */
const MOST_MS = 60_000;

type Parsed = ReturnType<typeof ical.sync.parseICS>;
type Event = Extract<NonNullable<Parsed[string]>, { type: 'VEVENT' }>;
type Options = Omit<ReadOptions, 'marks'>;
/** The occurrences of a rule from one instant to another. Never asked for a rule without any there. */
type Expand = (rule: NonNullable<Event['rrule']>, span: { from: Date; to: Date }) => Date[];

/**
 * The entries of an iCalendar text (RFC 5545) that touch a time, each occurrence of a series for itself; what is
 * cancelled is left out. An event that cannot be read is named, and spoils no other. Throws an Error in a sentence where
 * the text as a whole is no calendar, or takes too long: rules can be written that never come to an end.
 */
export async function readIcal(
  text: string,
  options: Options,
  { mostMs = MOST_MS, expand = expanded }: { mostMs?: number; expand?: Expand } = {},
): Promise<{ entries: SeenEntry[]; wrong: string[] }> {
  const { groups, zones } = prepareEvents(text, options.timeZone);
  if (groups.length > MOST_EVENTS)
    throw new Error(`the calendar has ${groups.length} events; expected at most ${MOST_EVENTS}`);
  const entries: SeenEntry[] = [];
  const wrong: string[] = [];
  const begun = performance.now();
  let turn = begun;
  for (const group of groups) {
    if (isLongOver(group, options.window.from)) continue;
    if (performance.now() - turn > TURN_MS) {
      await othersTurn();
      turn = performance.now();
      if (turn - begun > mostMs)
        throw new Error(
          `the calendar takes longer than ${mostMs / 1000} seconds to read; look for an event without end`,
        );
    }
    try {
      for (const entry of entriesOf(group, zones, options, expand)) entries.push(entry);
    } catch (error) {
      wrong.push(`event ${group.uid.slice(0, 80)}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (entries.length > MOST_ENTRIES) throw new Error(`the calendar has more than ${MOST_ENTRIES} entries ahead`);
  }
  return { entries, wrong };
}

function entriesOf(
  { uid, events }: EventGroup,
  zones: PreparedCalendar['zones'],
  options: Options,
  expand: Expand,
): SeenEntry[] {
  const bad = unreasonable(events);
  if (bad) throw new Error(bad);
  const lines = events.flatMap((event) => ['BEGIN:VEVENT', ...event, 'END:VEVENT']);
  const parsed = ical.sync.parseICS(
    ['BEGIN:VCALENDAR', ...zonesOf(events, zones), ...lines, 'END:VCALENDAR'].join('\r\n'),
  );
  const event = Object.values(parsed).find((one): one is Event => one?.type === 'VEVENT');
  if (!event) throw new Error('it has no beginning');
  const changed = new Map<string, Event>();
  for (const one of Object.values(event.recurrences ?? {}) as Event[])
    if (one.recurrenceid) changed.set(occurrenceKey(one.recurrenceid), one);
  const found: { key: string; event: Event; startsAt: Date; endsAt: Date; allDay: boolean }[] = [];
  // An occurrence may stand in the file without the series that it is of: the person was invited to it alone.
  if (!event.recurrenceid) {
    const times = timesOf(event, options.timeZone);
    if (!event.rrule) found.push({ key: uid, event, ...times });
    else
      for (const date of occurrences(event, times, { events, options, expand })) {
        const key = occurrenceKey(date);
        if (changed.has(key) || isExcluded(event, date)) continue;
        found.push({ key: `${uid}/${key}`, event, ...timesAt(date, event, times, options.timeZone) });
      }
  }
  for (const [key, one] of changed) found.push({ key: `${uid}/${key}`, event: one, ...timesOf(one, options.timeZone) });
  const { from, to } = options.window;
  const series = event.rrule || changed.size > 0 ? uid : null;
  return found.flatMap(({ key, event: one, ...times }) => {
    if (one.status === 'CANCELLED' || (one as { method?: string }).method === 'CANCEL') return [];
    // One without a length (its end is not said) stands at its moment.
    const over = times.endsAt > times.startsAt ? times.endsAt <= from : times.endsAt < from;
    if (times.startsAt >= to || over || times.endsAt < times.startsAt) return [];
    const ourUid = ourUidIn(uid, textOf(one.description ?? event.description));
    return [{ key, series, ...wordsOf(one, event), ourUid, ...wholeDays(times, options.timeZone) }];
  });
}

interface Times {
  startsAt: Date;
  endsAt: Date;
  allDay: boolean;
}

function timesOf(event: Event, timeZone: string): Times {
  const { start, end } = event as { start?: unknown; end?: unknown };
  if (!isInstant(start)) throw new Error('its beginning is no day or time');
  if (end !== undefined && !isInstant(end)) throw new Error('its end is no day or time');
  const allDay = event.datetype === 'date';
  const last = end ?? start;
  if (!allDay) return { startsAt: new Date(start), endsAt: new Date(last), allDay };
  return { startsAt: midnight(start, timeZone), endsAt: midnight(last, timeZone), allDay };
}

/** An occurrence lasts as long as the first one: in days where it is of whole days. */
function timesAt(date: Date, event: Event, first: Times, timeZone: string): Times {
  if (!first.allDay) {
    const length = first.endsAt.getTime() - first.startsAt.getTime();
    return { startsAt: new Date(date), endsAt: new Date(date.getTime() + length), allDay: false };
  }
  const days = Math.round((first.endsAt.getTime() - first.startsAt.getTime()) / DAY_MS);
  const day = dayOf(date);
  return {
    startsAt: instantOf(day, '00:00', timeZone),
    endsAt: instantOf(addDays(day, days), '00:00', timeZone),
    allDay: true,
  };
}

function occurrences(
  event: Event,
  first: Times,
  { events, options: { window }, expand }: { events: readonly string[][]; options: Options; expand: Expand },
): Date[] {
  const length = first.endsAt.getTime() - first.startsAt.getTime();
  const span = { from: new Date(window.from.getTime() - length - DAY_MS), to: new Date(window.to.getTime() + DAY_MS) };
  const series = seriesOf(events);
  const reach = series === null || ruleReach(series.rule, series.start, span);
  if (typeof reach === 'object') throw new Error(reach.wrong);
  const dates = reach ? expand(event.rrule!, span) : [];
  if (dates.length > MOST_OCCURRENCES) throw new Error(`it repeats ${dates.length} times`);
  return dates;
}

function expanded(rule: Parameters<Expand>[0], { from, to }: Parameters<Expand>[1]): Date[] {
  return rule.between(from, to, true);
}

function isExcluded(event: Event, date: Date): boolean {
  const days = Object.values((event.exdate ?? {}) as Record<string, Date & { dateOnly?: true }>);
  const ofDay = event.datetype === 'date';
  // Exchange writes the exceptions of whole days as times at midnight.
  return days.some((one) =>
    ofDay
      ? dayOf(one) === dayOf(date)
      : one.dateOnly
        ? dayOf(one) === dayIn(date, event)
        : one.getTime() === date.getTime(),
  );
}

function occurrenceKey(date: Date & { dateOnly?: true }): string {
  return date.dateOnly ? dayOf(date) : date.toISOString();
}

/** The day of a value of whole days: node-ical gives its midnight on the machine's clock. */
function dayOf(date: Date & { tz?: string; dateOnly?: true }): string {
  if (!date.dateOnly && date.tz) return localDayOf(date, zoneOf(date.tz));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function dayIn(date: Date, event: Event): string {
  return localDayOf(date, zoneOf((event.start as Date & { tz?: string }).tz));
}

function zoneOf(tz: string | undefined): string {
  return tz && tz !== 'Etc/UTC' ? tz : 'UTC';
}

function midnight(date: Date, timeZone: string): Date {
  return instantOf(dayOf(date), '00:00', timeZone);
}

function isInstant(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** Midnight to midnight is all day, as Exchange writes it. */
function wholeDays(times: Times, timeZone: string): Times {
  const atMidnight = (at: Date) => wallTimeOf(at, timeZone) === '00:00';
  return { ...times, allDay: times.allDay || (atMidnight(times.startsAt) && atMidnight(times.endsAt)) };
}

type Words = Pick<SeenEntry, 'subject' | 'categories' | 'showAs' | 'invited' | 'isPrivate' | 'owners' | 'organizer'>;

const SHOWN: Record<string, SeenEntry['showAs']> = {
  FREE: 'free',
  TENTATIVE: 'tentative',
  BUSY: 'busy',
  OOF: 'oof',
  WORKINGELSEWHERE: 'workingElsewhere',
};

function wordsOf(event: Event, series: Event): Words {
  const said = event as unknown as Record<string, unknown>;
  const base = series as unknown as Record<string, unknown>;
  const of = (name: string) => said[name] ?? base[name];
  const busy = textOf(said['MICROSOFT-CDO-BUSYSTATUS'] ?? base['MICROSOFT-CDO-BUSYSTATUS']);
  const organizer = mailOf(of('organizer'));
  const attendees = listOf(of('attendee'))
    .filter((one) => !['RESOURCE', 'ROOM'].includes(paramOf(one, 'CUTYPE')) && paramOf(one, 'PARTSTAT') !== 'DECLINED')
    .flatMap((one) => mailOf(one) ?? []);
  const named = mailOf(of('ZAITAKU-PERSON'));
  const plain = said['transparency'] === 'TRANSPARENT' ? 'free' : said['status'] === 'TENTATIVE' ? 'tentative' : 'busy';
  return {
    subject: textOf(of('summary')).replace(/\s+/g, ' ').trim().slice(0, 255),
    categories: listOf(of('categories')).map((one) => textOf(one)),
    showAs: SHOWN[busy.toUpperCase()] ?? plain,
    invited: false,
    ...(/^(?:PRIVATE|CONFIDENTIAL)$/i.test(textOf(of('class'))) ? { isPrivate: true } : {}),
    owners: named ? [named] : attendees.length > 0 ? [...new Set(attendees)] : organizer ? [organizer] : [],
    organizer,
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'val' in value) return textOf(value.val);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

function paramOf(value: unknown, name: string): string {
  const params = (value as { params?: Record<string, unknown> } | null)?.params;
  return textOf(params?.[name]).toUpperCase();
}

function mailOf(value: unknown): string | null {
  const found = /^(?:mailto:)?([^\s@:]+@[^\s@:]+)$/i.exec(textOf(value).trim());
  return found ? found[1]!.toLowerCase() : null;
}
