import type { LocalDay } from '../organisation.ts';
import type { OfficeDay } from './office-calendar.ts';

/** What the organisation's calendar said last: it counts for as long as the calendar cannot be read. */
export interface OfficeDayStore {
  all(): Promise<OfficeDay[]>;
  replace(days: OfficeDay[]): Promise<void>;
}

/** How far a feed, or the organisation's calendar (ORGANISATION_FEED), has been read. */
export interface FeedState {
  id: string;
  /** By which the server, or the file, says that nothing has changed. */
  etag: string | null;
  lastModified: string | null;
  hash: string | null;
  /** The local day for which it was read as a whole last: repeated entries come into sight with every day. */
  readFor: LocalDay | null;
  readAt: Date | null;
  /** Failures in a row, since when, and the last one's words. */
  failures: number;
  failingSince: Date | null;
  error: string | null;
  /** Entries of the last reading; lines or entries that could not be read. */
  entries: number;
  wrong: string[];
}

export interface FeedReadingStore {
  of(id: string): Promise<FeedState | null>;
  all(): Promise<FeedState[]>;
  save(state: FeedState): Promise<void>;
  remove(id: string): Promise<void>;
}

/** A time at which a person's own calendar says that they are away. */
export interface Absence {
  personId: string;
  key: string;
  startsAt: Date;
  endsAt: Date;
  /** Bookings about which the person has been asked because of it. */
  asked: string[];
}

export interface AbsenceStore {
  /** Locks it until the end of the transaction. */
  lock(personId: string, key: string): Promise<Absence | null>;
  save(absence: Absence): Promise<void>;
  remove(personId: string, key: string): Promise<void>;
  /** Those of a person that touch [from, to), by start. */
  ofPerson(personId: string, from: Date, to: Date): Promise<Absence[]>;
  /** All that are kept of a person, by start. */
  allOf(personId: string): Promise<Absence[]>;
}
