import type { Language } from './organisation.ts';
import type { DirectoryPerson } from './store.ts';

/** The organisation's directory (Microsoft Graph). Every call may throw ProviderError and is a reading. */
export interface Directory {
  /** Everybody, page by page, with their managers. */
  people(): AsyncIterable<DirectoryPerson[]>;
  /** One person with manager, or null where the directory does not know the id. */
  person(id: string): Promise<DirectoryPerson | null>;
  mailboxLanguage(personId: string): Promise<Language | null>;
  /** Ids of the people in a group, nested groups included. */
  membersOf(groupId: string): Promise<Set<string>>;
}

/** Direct membership of a pool's group. */
export interface AccessGroups {
  /** Ids of the direct members, all pages. */
  members(groupId: string): Promise<Set<string>>;
  /**
   * Adds people, as many at once as the vendor allows, and answers for each on its own: `null` is success, also where
   * they were members already; an error is theirs alone. Throws only where nothing could be asked.
   */
  add(groupId: string, personIds: string[]): Promise<Map<string, Error | null>>;
  /** Removes people. Not being a member is a success. */
  remove(groupId: string, personIds: string[]): Promise<Map<string, Error | null>>;
}

/** People's own calendars. */
export interface Calendar {
  /**
   * Makes the event of a booking exist as told and answers its id. `known`: the id kept, or null. `search`: an earlier
   * attempt may have made it without our knowing: look for it by the booking's id before making one. Never makes two.
   */
  put(event: CalendarEvent, options: { known: string | null; search: boolean }): Promise<string>;
  /** Removes it; an event that is gone already is a success. With no id it is looked for by the booking's id. */
  remove(personId: string, bookingId: string, eventId: string | null): Promise<void>;
}

/** Shown as working elsewhere. Carries no reason and no approver. */
export interface CalendarEvent {
  personId: string;
  bookingId: string;
  subject: string;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
}
