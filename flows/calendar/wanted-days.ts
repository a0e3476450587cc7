import { overlaps, timeAsked, type Interval } from '../booking/booked-time.ts';
import type { Booking, BookingStatus } from '../booking/booking.ts';
import { HOLDING } from '../booking/booking.ts';
import { addDays, instantOf } from '../local-time.ts';
import type { LocalDay, WorkingHours } from '../organisation.ts';
import type { KeptDay, KeptEntry } from './calendar-entry-store.ts';

/** Occurrences of a series that was sent before are sent so many at a time, or so many days ahead. */
export const SERIES_AT_ONCE = 4;
export const SERIES_DAYS_AHEAD = 14;

/** States of a booking within which an entry asks for nothing: the day is the person's, or was. */
const COVERING: readonly BookingStatus[] = [...HOLDING, 'waitlisted', 'no-show', 'completed'];

export interface WantedFacts {
  now: Date;
  today: LocalDay;
  /** The last day that may be booked. */
  lastDay: LocalDay;
  workingHours: WorkingHours;
  timeZone: string;
  send: 'ask' | 'at-once';
  /** Series of which something was sent, and is not gone, before this reading (`seriesSent`). */
  seriesSent: ReadonlySet<string>;
  /** The person's bookings, as they stand. */
  bookings: readonly Booking[];
}

/** A day that an entry asks for. */
export interface Wanted {
  entry: KeptEntry;
  day: KeptDay;
  time: Interval;
  /** The booking in whose place it would be. */
  replaces: string | null;
  how: 'at-once' | 'sure' | 'looks-like';
  /** It lies within another one that is wanted, and is answered with that. */
  within: boolean;
}

/**
 * What entries ask for: days that are new, or asked about and not answered. Marks what asks for nothing as settled: what
 * lies within a booking, is over, or belongs to a series that was declined. `lookAt`: when something that waits is to be
 * looked at again; `soon`: within the hour. Changes the entries' days alone.
 */
export function wantedDays(
  entries: readonly KeptEntry[],
  facts: WantedFacts,
): { wanted: Wanted[]; changed: KeptEntry[]; lookAt: Date | null; soon: boolean } {
  const { now, today, timeZone, workingHours } = facts;
  const wanted: Wanted[] = [];
  const changed = new Set<KeptEntry>();
  const waits: LocalDay[] = [];
  const replaced = new Set<string>();
  let soon = false;
  const series = seriesAnswers(entries, facts.seriesSent);
  for (const entry of entries) {
    if (entry.gone || entry.kind === 'absence') continue;
    for (const day of entry.days) {
      if (day.day < today || (day.state !== 'new' && day.state !== 'asked')) continue;
      const time = timeAsked(day, workingHours, timeZone);
      const settle = () => {
        day.state = 'settled';
        changed.add(entry);
      };
      const own = ownOf(day, facts);
      const fresh = day.state === 'new' && own.length === 0;
      const before = series.get(seriesOf(entry));
      const covering = fresh ? coveringOf(time, facts) : null;
      const others = facts.bookings.filter((one) => overlaps(one, time) && !own.includes(one));
      // A booking moves away once its change is sent and approved: what lies there is looked at then.
      if (day.coveredSince || others.some((one) => isLeft(one, entries, facts))) {
        soon = true;
        // It is on no card meanwhile.
        if (day.state === 'asked') changed.add(entry);
        day.state = 'new';
        if (entry.series === null) day.draftId = null;
      } else if (covering && isShared(covering.id, day, entries)) {
        // A second entry for a day that another one has: the booking stands as long as either of them does.
        day.bookingIds = [covering.id];
        day.state = 'sent';
        changed.add(entry);
      } else if (time.endsAt <= now) settle();
      else if (covering) settle();
      else if (fresh && before === 'declined') settle();
      else if (day.state === 'new' && day.day > facts.lastDay)
        waits.push(addDays(today, daysFrom(facts.lastDay, day.day)));
      else {
        // An occurrence that was asked about before and has moved is asked about.
        const known = fresh && day.draftId === null && before === 'sent';
        const sure = entry.kind === 'telework' || own.length > 0;
        // What a card asks about already waits for its answer.
        const atOnce = day.state === 'new' && (known || (sure && facts.send === 'at-once'));
        const how = atOnce ? 'at-once' : sure ? 'sure' : 'looks-like';
        const old = own.filter(({ id }) => !isShared(id, day, entries) && !replaced.has(id)).at(-1);
        const other = old ?? overlapped(time, entries, facts);
        if (other) replaced.add(other.id);
        wanted.push({ entry, day, time, replaces: other?.id ?? null, how, within: false });
      }
    }
  }
  // Later occurrences come together, not one card each time that a day comes within reach.
  const held = wanted.filter(({ entry, day, how }) => {
    if (how !== 'at-once' || day.draftId !== null || series.get(seriesOf(entry)) !== 'sent') return false;
    const together = wanted.filter((one) => seriesOf(one.entry) === seriesOf(entry) && one.day.state === 'new');
    return (
      together.length < SERIES_AT_ONCE && !together.some((one) => one.day.day <= addDays(today, SERIES_DAYS_AHEAD))
    );
  });
  waits.push(...held.map(({ day }) => addDays(day.day, -SERIES_DAYS_AHEAD)));
  const first = waits.filter((day) => day > today).sort()[0];
  return {
    wanted: markWithin(wanted.filter((one) => !held.includes(one))),
    changed: [...changed],
    soon,
    lookAt: first === undefined ? null : instantOf(first, workingHours.start, timeZone),
  };
}

/** The series of which something was sent. */
export function seriesSent(entries: readonly KeptEntry[]): Set<string> {
  const sent = (entry: KeptEntry) => !entry.gone && entry.series !== null && entry.days.some(isSent);
  return new Set(entries.filter(sent).map(seriesOf));
}

/** How a series was answered before; one of which nothing was asked yet is not in it. */
function seriesAnswers(
  entries: readonly KeptEntry[],
  sent: ReadonlySet<string>,
): ReadonlyMap<string, 'sent' | 'declined'> {
  const answers = new Map<string, 'sent' | 'declined'>([...sent].map((key) => [key, 'sent']));
  for (const entry of entries) {
    const key = seriesOf(entry);
    // What a card asked about and nobody sent; what lay within a booking was never asked.
    const declined = entry.days.some(({ state, draftId }) => state === 'settled' && draftId !== null);
    if (entry.series !== null && declined && !answers.has(key)) answers.set(key, 'declined');
  }
  return answers;
}

function isSent({ state }: KeptDay): boolean {
  return state === 'sent';
}

function seriesOf({ source, series, key }: KeptEntry): string {
  return series === null ? `one ${source} ${key}` : `series ${source} ${series}`;
}

/** The booking within which all of a time lies that is still ahead. */
export function coveringOf(time: Interval, { bookings, now }: Pick<WantedFacts, 'bookings' | 'now'>): Booking | null {
  const begins = time.startsAt > now ? time.startsAt : now;
  return (
    bookings.find((one) => COVERING.includes(one.status) && one.startsAt <= begins && time.endsAt <= one.endsAt) ?? null
  );
}

/** The bookings that a day stands on; none that another entry's change is about to take away. */
function ownOf({ bookingIds }: KeptDay, facts: WantedFacts): Booking[] {
  const own = facts.bookings.filter(({ id, status }) => bookingIds.includes(id) && HOLDING.includes(status));
  return own.filter((one) => !isMoving(one, facts) || own.some((two) => two.replacesId === one.id));
}

/** A change takes this booking's place, or an entry that stood on it asks for another time. */
function isLeft(booking: Booking, entries: readonly KeptEntry[], facts: WantedFacts): boolean {
  if (!HOLDING.includes(booking.status)) return false;
  const asks = ({ state, bookingIds }: KeptDay) =>
    (state === 'new' || state === 'asked') && bookingIds.includes(booking.id);
  return isMoving(booking, facts) || entries.some((entry) => !entry.gone && entry.days.some(asks));
}

/** A change of this booking is on its way. */
export function isMoving({ id }: Booking, { bookings }: Pick<WantedFacts, 'bookings'>): boolean {
  return bookings.some((one) => one.replacesId === id && HOLDING.includes(one.status));
}

/** Another day of the entries, or of another entry, stands on this booking. */
function isShared(bookingId: string, day: KeptDay, entries: readonly KeptEntry[]): boolean {
  return entries.some(
    (entry) =>
      !entry.gone &&
      entry.days.some((one) => one !== day && one.state === 'sent' && one.bookingIds.includes(bookingId)),
  );
}

/** The one booking that a longer time overlaps, where that has room for all that other entries say of it: it would be changed. */
function overlapped(time: Interval, entries: readonly KeptEntry[], facts: WantedFacts): Booking | null {
  const { bookings, workingHours, timeZone } = facts;
  const found = bookings.filter((one) => HOLDING.includes(one.status) && overlaps(one, time));
  const [only] = found;
  if (!only || found.length > 1) return null;
  const stands = ({ state, bookingIds }: KeptDay) => state !== 'settled' && bookingIds.includes(only.id);
  const others = entries.flatMap((entry) => (entry.gone ? [] : entry.days.filter(stands)));
  const fits = (said: Interval) => time.startsAt <= said.startsAt && said.endsAt <= time.endsAt;
  return others.every((one) => fits(timeAsked(one, workingHours, timeZone))) ? only : null;
}

/** Two entries for the same time ask once: the longer one, or the first. */
function markWithin(wanted: Wanted[]): Wanted[] {
  const length = ({ time }: Wanted) => time.endsAt.getTime() - time.startsAt.getTime();
  const rank = { 'at-once': 0, sure: 1, 'looks-like': 2 };
  const sorted = wanted.toSorted(
    (a, b) =>
      Number(b.replaces !== null) - Number(a.replaces !== null) || rank[a.how] - rank[b.how] || length(b) - length(a),
  );
  const kept: Wanted[] = [];
  for (const one of sorted) {
    const outer = kept.find(({ time }) => time.startsAt <= one.time.startsAt && one.time.endsAt <= time.endsAt);
    if (!outer) {
      kept.push(one);
      continue;
    }
    one.within = true;
    one.how = outer.how;
  }
  return wanted.toSorted((a, b) => a.time.startsAt.getTime() - b.time.startsAt.getTime());
}

function daysFrom(a: LocalDay, b: LocalDay): number {
  return Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
}
