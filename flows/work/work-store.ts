import type { LocalDay } from '../organisation.ts';
import type { WorkDay, WorkEntry } from './work-record.ts';

/** Working time by person and day. Entries are added, never changed; whole days go when their time is over. */
export interface WorkStore {
  of(personId: string, day: LocalDay): Promise<WorkDay | null>;
  /** The same, locked until the end of the transaction. */
  lock(personId: string, day: LocalDay): Promise<WorkDay | null>;
  /** The day's record, locked; an empty one on this booking where there was none. Repeating it changes nothing. */
  begin(personId: string, day: LocalDay, bookingId: string): Promise<WorkDay>;
  /** Adds entries to a record that this transaction has locked. Throws where one of these numbers is taken. */
  add(entries: WorkEntry[]): Promise<void>;
  /** Writes that the person was asked, that the day counts as open, that it was shown. The first instant stays. */
  mark(personId: string, day: LocalDay, step: 'asked' | 'open' | 'shown', at: Date): Promise<void>;
  /** Days from the first to the last, both ends included, of everybody or one person; by day, then person. */
  between(from: LocalDay | null, to: LocalDay | null, personId: string | null): Promise<WorkDay[]>;
  /** All that is kept of a person, for them to read. Ascending by day. */
  ofPerson(personId: string): Promise<WorkDay[]>;
  /** Deletes the records of all days before this one, entries included. Answers how many days. Safe to repeat. */
  deleteBefore(day: LocalDay): Promise<number>;
}
