import type { CalendarEntry } from './calendar-entry.ts';
import type { CalendarFeed, OrganisationCalendar } from './calendar-sources.ts';
import type { FeedState } from './calendar-sources-store.ts';

/** By which a server, or a file, says that nothing has changed since it was read. */
export type FeedMarks = Pick<FeedState, 'etag' | 'lastModified' | 'hash'>;

/** An entry of a feed, and whose it is as the feed says: UPNs in small letters, none where it says nothing. */
export interface SeenEntry extends CalendarEntry {
  owners: string[];
  /** UPN of who invites, in small letters. */
  organizer: string | null;
}

export type FeedReading =
  | { state: 'unchanged' }
  | {
      state: 'read';
      marks: FeedMarks;
      /** Those that touch the time asked for. */
      entries: SeenEntry[];
      /** What could not be read: `line 7: …`, or an entry's id and why. The rest is among `entries`. */
      wrong: string[];
    };

export interface ReadOptions {
  window: { from: Date; to: Date };
  /** Of times without a zone, and of whole days. */
  timeZone: string;
  /** Of the last reading; null reads whatever the source says. */
  marks: FeedMarks | null;
}

/**
 * Reads a feed of another groupware. A reading changes nothing outside. Throws ProviderError, or an Error whose message
 * says in a sentence what is wrong with the file, where it cannot be read as a whole.
 */
export interface FeedReader {
  read(feed: CalendarFeed, options: ReadOptions): Promise<FeedReading>;
}

/** Reads the organisation's own calendar, from a file or a mailbox. Throws as FeedReader does. */
export interface OrganisationCalendarReader {
  read(calendar: OrganisationCalendar, options: ReadOptions): Promise<FeedReading>;
}
