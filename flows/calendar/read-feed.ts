import { createHash } from 'node:crypto';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { FORECAST_DAYS, readForecast } from '../forecast/read-forecast.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { later } from '../minutes.ts';
import type { Language, LocalDay, Localised, Organisation } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import type { DaySpan } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import type { FeedKind } from './feed-store.ts';
import { uidOfBooking } from './feed-uid.ts';
import { mayHaveFeed, sectionOf } from './keep-feeds.ts';
import { stageShown } from './sync-calendar.ts';

/** What has been stays in a feed for so many days. */
const DAYS_BACK = 31;
const BOOKINGS_AT_MOST = 1_000;
const NAMED_DAYS_AHEAD = 366;

/** One entry of a feed, without a word of any language. */
export interface FeedEntry {
  uid: string;
  /** Grows with every change of the entry. */
  sequence: number;
  status: 'tentative' | 'confirmed' | 'cancelled';
  /** Instants, or days, the last one not included. */
  time: { startsAt: Date; endsAt: Date } | { firstDay: LocalDay; endDay: LocalDay };
  /** Null: when the feed itself changed last. */
  changedAt: Date | null;
  says:
    | { what: 'own'; part: Booking['part'] }
    | { what: 'away'; name: string; part: Booking['part']; place: Booking['place'] }
    | { what: 'peak'; pool: Localised; sessions: number; hosts: number; seats: number }
    | { what: 'shortage'; pool: Localised; missing: number; certain: boolean }
    | { what: 'closed'; name: Localised; half: 'am' | 'pm' | null }
    | { what: 'named'; kind: 'worked' | 'election' | 'training'; name: Localised };
}

export interface FeedFile {
  /** Of whoever reads it: what bounds the rate goes by it. */
  feedId: string;
  kind: FeedKind;
  section: Localised | null;
  language: Language;
  timeZone: string;
  entries: FeedEntry[];
  contentHash: string;
  changedAt: Date;
}

/**
 * What stands behind a secret address now; null where it is unknown, ended, or its owner is gone or may not see it any
 * more: all the same to whoever asks. Free of reasons, approvers and comments. Notes that it was read.
 */
export function readFeed(deps: Deps, secret: string): Promise<FeedFile | null> {
  return deps.store.transaction(async (tx) => {
    const feed = await tx.feeds.bySecret(secret);
    const person = feed && (await tx.people.byId(feed.personId));
    if (!feed || !person || !mayHaveFeed(deps, person, feed.kind)) return null;
    const now = deps.clock.now();
    const { timeZone } = deps.organisation();
    const language = languageOf(person);
    const section = feed.kind === 'section' ? (sectionOf(deps, person)?.name ?? null) : null;
    const entries = await entriesOf(tx, deps, person, feed.kind, now);
    const content = JSON.stringify({ kind: feed.kind, section, language, timeZone, entries });
    const contentHash = createHash('sha256').update(content).digest('base64url');
    const same = feed.contentHash === contentHash && feed.changedAt !== null;
    const changedAt = wholeSeconds(same ? feed.changedAt! : now);
    await tx.feeds.noteRead(feed.id, { contentHash, changedAt, readAt: now });
    return { feedId: feed.id, kind: feed.kind, section, language, timeZone, entries, contentHash, changedAt };
  });
}

function entriesOf(tx: Tx, deps: Deps, person: Person, kind: FeedKind, now: Date): Promise<FeedEntry[]> {
  if (kind === 'own') return ownEntries(tx, deps, person, now);
  return kind === 'section' ? sectionEntries(tx, deps, person, now) : capacityEntries(tx, deps, now);
}

async function ownEntries(tx: Tx, deps: Deps, person: Person, now: Date): Promise<FeedEntry[]> {
  const { out } = deps.organisation().calendar;
  const from = dayStart(deps, now, -DAYS_BACK);
  const bookings = await tx.bookings.ofPerson(person.id, from, BOOKINGS_AT_MOST);
  const shown = bookings.flatMap((booking): { booking: Booking; status: FeedEntry['status'] }[] => {
    const stage = stageShown(booking, out);
    if (stage !== null) return [{ booking, status: stage === 'requested' ? 'tentative' : 'confirmed' }];
    // What a program has once taken over is taken back there; what never stood anywhere is not.
    const stood = !['pending', 'waitlisted'].includes(booking.status) && (out.requested || booking.decidedAt !== null);
    return stood ? [{ booking, status: 'cancelled' }] : [];
  });
  const says = (booking: Booking): FeedEntry['says'] => ({ what: 'own', part: booking.part });
  return bookingEntries(tx, shown, says);
}

/** Who of the section is away from today on: approved days alone. */
async function sectionEntries(tx: Tx, deps: Deps, person: Person, now: Date): Promise<FeedEntry[]> {
  const ids = person.department === null ? [] : await tx.people.inDepartment(person.department);
  const names = new Map((await tx.people.byIds(ids)).map((one) => [one.id, one.displayName]));
  const found = await tx.sectionCalendars.bookingsOf(ids, dayStart(deps, now, 0));
  const bookings = (await tx.bookings.byIds(found.map(({ id }) => id)))
    .filter((one) => stageShown(one, { requested: false }) !== null)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1))
    .slice(0, BOOKINGS_AT_MOST);
  const says = (one: Booking): FeedEntry['says'] => ({
    what: 'away',
    name: names.get(one.personId) ?? '',
    part: one.part,
    place: one.place,
  });
  return bookingEntries(
    tx,
    bookings.map((booking) => ({ booking, status: 'confirmed' })),
    says,
  );
}

async function bookingEntries(
  tx: Tx,
  shown: { booking: Booking; status: FeedEntry['status'] }[],
  says: (booking: Booking) => FeedEntry['says'],
): Promise<FeedEntry[]> {
  const changes = await tx.feeds.changesOf(shown.map(({ booking }) => booking.id));
  return shown.map(({ booking, status }) => ({
    uid: uidOfBooking(booking.id),
    // Time alone makes no new version of a booking, and yet takes an undecided one out of the calendar.
    sequence: booking.version + (booking.status === 'expired' ? 1 : 0),
    status,
    time: { startsAt: booking.startsAt, endsAt: booking.endsAt },
    changedAt: wholeSeconds(
      later(booking.decidedAt ?? booking.createdAt, changes.get(booking.id) ?? booking.createdAt),
    ),
    says: says(booking),
  }));
}

/** Of the coming days and each pool the most sessions expected at once, shortages, and days that are unlike others. */
async function capacityEntries(tx: Tx, deps: Deps, now: Date): Promise<FeedEntry[]> {
  const organisation = deps.organisation();
  const today = localDayOf(now, organisation.timeZone);
  const entries: FeedEntry[] = [];
  const all = { sequence: 0, status: 'confirmed' as const, changedAt: null };
  for (const pool of organisation.pools) {
    const forecast = await readForecast(tx, organisation, pool, { now, days: FORECAST_DAYS });
    for (const { day, peak, closed, shortage } of forecast.days) {
      const { sessions, hosts } = peak;
      const expected = Math.ceil(sessions.expected);
      const time = { firstDay: day, endDay: addDays(day, 1) };
      if (!closed || expected > 0)
        entries.push({
          ...all,
          uid: `zaitaku-peak-${pool.id}-${day}`,
          time,
          says: {
            what: 'peak',
            pool: pool.name,
            sessions: expected,
            hosts: Math.ceil(hosts.expected),
            seats: forecast.supply.seats,
          },
        });
      if (shortage)
        entries.push({
          ...all,
          uid: `zaitaku-short-${pool.id}-${day}`,
          time,
          says: {
            what: 'shortage',
            pool: pool.name,
            missing: Math.ceil(shortage.missing),
            certain: shortage.certainty === 'likely',
          },
        });
    }
  }
  return [...entries, ...namedDays(organisation, today).map((one) => ({ ...all, ...one }))];
}

/** Closures, half ones as well, worked days off, elections and trainings: from the organisation's file and its calendar. */
function namedDays(
  { closures, workedDays, specialDays }: Organisation,
  today: LocalDay,
): Pick<FeedEntry, 'uid' | 'time' | 'says'>[] {
  const last = addDays(today, NAMED_DAYS_AHEAD);
  const entryOf = ({ from, to }: DaySpan, kind: string, says: FeedEntry['says']) => ({
    uid: `zaitaku-${kind}-${from}-${to}`,
    time: { firstDay: from, endDay: addDays(to, 1) },
    says,
    ahead: to >= today && from <= last,
  });
  const found = [
    ...closures.map((one) => {
      const half = one.half ?? null;
      return entryOf(one, half === null ? 'closed' : `closed-${half}`, { what: 'closed', name: one.name, half });
    }),
    ...workedDays.map((one) => entryOf(one, 'worked', { what: 'named', kind: 'worked', name: one.name })),
    ...specialDays.map((one) => entryOf(one, one.kind, { what: 'named', kind: one.kind, name: one.name })),
  ].filter(({ ahead }) => ahead);
  // What the file and the calendar both say stands there once.
  const once = new Map(found.map(({ uid, time, says }) => [uid, { uid, time, says }]));
  return [...once.values()];
}

function dayStart(deps: Deps, now: Date, days: number): Date {
  const { timeZone } = deps.organisation();
  return instantOf(addDays(localDayOf(now, timeZone), days), '00:00', timeZone);
}

/** As HTTP and iCalendar write instants. */
function wholeSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
