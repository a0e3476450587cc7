import type { Language } from './organisation.ts';
import type { DirectoryPerson } from './store.ts';

/** The organisation's directory (Microsoft Graph). Every call may throw ProviderError and is a reading. */
export interface Directory {
  /** Everybody, page by page, with their managers. */
  people(): AsyncIterable<DirectoryPerson[]>;
  /** One person with manager, or null where the directory does not know the id or the account is disabled or a guest's. */
  person(id: string): Promise<DirectoryPerson | null>;
  /**
   * Who changed since the reading that gave `token`: everybody concerned as they are now, and who is gone (deleted,
   * disabled, no member of staff). `token` null asks for a place to begin at, and names nobody: read everybody after it,
   * so that nothing between the two is missed. Answers null where the token is known no more: begin anew.
   */
  changes(token: string | null): Promise<DirectoryChanges | null>;
  mailboxLanguage(personId: string): Promise<Language | null>;
  /** The automatic replies of a mailbox, or null where there is no mailbox or they may not be read. */
  automaticReplies(personId: string): Promise<AutomaticReplies | null>;
  /** Ids of the people in a group, nested groups included. */
  membersOf(groupId: string): Promise<Set<string>>;
}

export interface DirectoryChanges {
  people: DirectoryPerson[];
  /** Ids; also of some whom nobody here ever knew. */
  gone: string[];
  /** Where the next reading goes on. */
  token: string;
}

/** Whether a mailbox answers by itself that its owner is away. Both instants are null where no period is set. */
export interface AutomaticReplies {
  on: boolean;
  from: Date | null;
  to: Date | null;
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

/** People's own calendars, and those of sections. */
export interface Calendar {
  /**
   * Makes the event of a booking exist as told and answers its id. `known`: the id kept, or null. `search`: an earlier
   * attempt may have made it without our knowing: look for it by the booking's id before making one. Never makes two.
   */
  put(event: CalendarEvent, options: { known: string | null; search: boolean }): Promise<string>;
  /**
   * Removes it; an event that is gone already is a success. With no id it is looked for by the booking's id. Throws
   * `not-found` where there is no such mailbox, for good or for a while.
   */
  remove(mailbox: string, bookingId: string, eventId: string | null): Promise<void>;
}

/** Carries no reason and no approver. */
export interface CalendarEvent {
  /** Whose calendar: a person's Entra object id, or the address of a shared mailbox. */
  mailbox: string;
  bookingId: string;
  subject: string;
  /** The person has words of their own there: ours are written only where the event is made anew. */
  keepSubject?: boolean;
  /** Tentative while it waits for a decision or a seat. */
  showAs: 'tentative' | 'workingElsewhere';
  /** It was ours last time already: whatever the person shows instead is theirs. */
  keepShowAs?: boolean;
  startsAt: Date;
  endsAt: Date;
  timeZone: string;
}
