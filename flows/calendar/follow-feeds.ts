import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { CalendarEntry, TakeEntries } from './calendar-entry.ts';
import type { FeedReader, FeedReading, SeenEntry } from './feed-reader.ts';
import type { CalendarFeed } from './calendar-sources.ts';
import { marksFor, noteFailure, noteRead, ORGANISATION_FEED, unreadFeed } from './feed-state.ts';
import { DAYS_READ } from './office-calendar.ts';

export interface FeedDeps extends Deps {
  feedReader: FeedReader;
  takeEntries: TakeEntries;
}

/** Every feed of the settings is looked at now, and what was known of others is forgotten. Safe to repeat. */
export async function wakeFeeds(tx: Tx, deps: Deps): Promise<void> {
  const { feeds, organisation } = deps.organisation().calendar;
  const known = new Set([...feeds.map(({ id }) => id), ...(organisation ? [ORGANISATION_FEED] : [])]);
  for (const { id } of await tx.feedReadings.all()) if (!known.has(id)) await tx.feedReadings.remove(id);
  for (const { id } of feeds) await tx.due.noLaterThan('feed', id, deps.clock.now());
}

/**
 * Reads a feed, and hands on what it says of its people's calendars; answers when to look again, null where the settings
 * have it no more. The next 400 days are read. A feed that cannot be read, or not altogether, takes nothing away from what
 * is known. Repeating changes nothing.
 */
export async function followFeed(deps: FeedDeps, id: string): Promise<Date | null> {
  const { store, clock } = deps;
  const { calendar, timeZone } = deps.organisation();
  const feed = calendar.feeds.find((one) => one.id === id);
  if (!feed) return null;
  const now = clock.now();
  const today = localDayOf(now, timeZone);
  const before = (await store.transaction((tx) => tx.feedReadings.of(id))) ?? unreadFeed(id);
  const window = {
    from: instantOf(today, '00:00', timeZone),
    to: instantOf(addDays(today, DAYS_READ), '00:00', timeZone),
  };
  const next = addMinutes(now, feed.everyMinutes);
  let reading: FeedReading;
  try {
    reading = await deps.feedReader.read(feed, { window, timeZone, marks: marksFor(before, today) });
  } catch (error) {
    await store.transaction((tx) => noteFailure(tx, deps, before, error));
    return next;
  }
  if (reading.state === 'read') {
    const { entries } = reading;
    const whole = reading.wrong.length === 0 ? window : null;
    const people = await store.transaction((tx) => peopleOf(tx, deps, feed));
    // Person by person, each in a transaction of their own: between them others get their turn, and a repeat goes on.
    for (const person of people)
      await store.transaction((tx) =>
        deps.takeEntries(tx, deps, person, id, { entries: entriesOf(feed, person, entries), gone: [], whole }),
      );
  }
  // Last: a crash before it reads everything once more.
  await store.transaction((tx) => noteRead(tx, deps, before, reading, today));
  return next;
}

async function peopleOf(tx: Tx, deps: Deps, { for: whose }: CalendarFeed): Promise<Person[]> {
  if (whose.person !== null) {
    const person = await tx.people.byUpn(whose.person);
    return person && !person.goneAt ? [person] : [];
  }
  const section = deps.organisation().sections.find(({ id }) => id === whose.section);
  const people = section ? await tx.people.byIds(await tx.people.inDepartment(section.department)) : [];
  return people.filter(({ goneAt }) => !goneAt);
}

/** Of a person's own feed all entries are theirs; of a section's, those that name them. Pure. */
export function entriesOf(
  feed: Pick<CalendarFeed, 'for'>,
  { upn }: Pick<Person, 'upn'>,
  entries: readonly SeenEntry[],
): CalendarEntry[] {
  const own = upn.toLowerCase();
  return entries
    .filter(({ owners }) => feed.for.person !== null || owners.includes(own))
    .map(({ owners: _, organizer, ...entry }) => ({ ...entry, invited: organizer !== null && organizer !== own }));
}
