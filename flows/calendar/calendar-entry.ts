import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';

/**
 * An entry of a person's calendar, whatever it was read from: Outlook, an iCalendar feed, a file. One occurrence of a
 * series is one entry.
 */
export interface CalendarEntry {
  /** The source's own name for it, kept over every change: Graph's event id; UID and RECURRENCE-ID of iCalendar. */
  key: string;
  /** The series that it is an occurrence of, or null. */
  series: string | null;
  subject: string;
  categories: string[];
  showAs: 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere' | 'unknown';
  /** Instants. All day: midnight to midnight in the organisation's zone, whatever zone the source wrote. */
  startsAt: Date;
  endsAt: Date;
  allDay: boolean;
  /** The person was invited to it by somebody else. */
  invited: boolean;
  /** A UID of ours that its own UID or its text has: it was copied, by whatever way, of something that we wrote. */
  ourUid?: string | null;
  /** Its person has marked it as private: its words are kept nowhere, not even until they have answered. */
  isPrivate?: boolean;
}

/** What a source says has changed since it was last asked. Repeating it changes nothing more. */
export interface EntryChanges {
  /** As they are now. */
  entries: CalendarEntry[];
  /** Keys of entries that are not there any more (also of some that nobody here ever knew). */
  gone: string[];
  /**
   * Everything that the source has in this time is among `entries`: whatever else was known of it there is gone. Null
   * where only changes were read.
   */
  whole: { from: Date; to: Date } | null;
}

/** What is done with the changes of a person's calendar: `source` names where they were read (`outlook`, a feed's id). */
export type TakeEntries = (tx: Tx, deps: Deps, person: Person, source: string, changes: EntryChanges) => Promise<void>;
