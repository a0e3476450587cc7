import type { Place } from '../booking/booking.ts';
import type { LocalDay } from '../organisation.ts';
import type { EntryDay } from './read-entry.ts';

/**
 * A day of an entry, and how far it has come:
 *
 *   new ──a card asks──▶ asked ──sent──▶ sent
 *    │                     └─declined─▶ settled
 *    └─lies within a booking─▶ settled
 *
 * A day whose time changes is new again, with the bookings that came of it.
 */
export interface KeptDay extends EntryDay {
  state: 'new' | 'asked' | 'sent' | 'settled';
  /** The draft that asks, or asked. */
  draftId: string | null;
  /** Bookings that came of it, a change after the booking that it takes the place of. */
  bookingIds: string[];
  /**
   * Instant (ISO) since which its time is booked otherwise: it was moved there, or (`settled`) could not be had because of
   * it and is asked about once that booking goes.
   */
  coveredSince?: string | null;
}

/**
 * What is kept of an entry that says telework, looks like it, or says that its person is away: times and what came of
 * them. Nobody invited, no text; of any other entry nothing at all.
 */
export interface KeptEntry {
  personId: string;
  source: string;
  key: string;
  series: string | null;
  kind: 'telework' | 'looks-like' | 'absence';
  place: Place | null;
  /** Of an entry that looks like telework, until its person has answered: the card quotes it. */
  subject: string | null;
  /** It is not in the calendar any more; kept so that its coming back is known as such. */
  gone: boolean;
  days: KeptDay[];
}

export interface CalendarEntryStore {
  /**
   * The entries of a person with a day on or after this one, by source and key. Whoever changes this person's entries
   * waits until the end of the transaction.
   */
  lock(personId: string, from: LocalDay): Promise<KeptEntry[]>;
  /** Those of which a day was asked about by this draft, locked. */
  lockOfDraft(draftId: string): Promise<KeptEntry[]>;
  save(entries: KeptEntry[]): Promise<void>;
  remove(entries: Pick<KeptEntry, 'personId' | 'source' | 'key'>[]): Promise<void>;
  /** All that is kept of a person's entries, by their last day, source and key. Reads only. */
  ofPerson(personId: string): Promise<KeptEntry[]>;
  /** Ids of people of whose calendars anything is kept: entries, times away, questions, or a feed that counts; by id. */
  peopleKept(): Promise<string[]>;
  /** Deletes a person's entries and times away. Repeating changes nothing. */
  forgetPerson(personId: string): Promise<void>;
}
