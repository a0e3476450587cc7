import type { EntryChanges } from './calendar-entry.ts';

/** A mailbox to be looked at, within these instants. */
export interface MailboxQuestion {
  personId: string;
  window: { from: Date; to: Date };
  /** Where the last look left off, bound to the window it began with; null reads everything within the window. */
  token: string | null;
  /** Series known to have occurrences within the window. */
  series: string[];
}

export interface MailboxAnswer {
  changes: EntryChanges;
  /** Where the next look goes on. */
  token: string;
  /** Series with occurrences within the window: all of them after everything was read, else those that were met. */
  series: string[];
}

/** A subscription to the changes of one mailbox, made by this application. */
export interface MailboxSubscription {
  id: string;
  /** Whose mailbox it is about, or null where it is about something else. */
  personId: string | null;
  notificationUrl: string;
  until: Date;
}

/** People's Outlook calendars, read by changes. Throws ProviderError. */
export interface CalendarReader {
  /**
   * What changed in each of at most MOST_AT_ONCE mailboxes; asked together where there are several, and answered each on
   * its own: an error is that mailbox's alone. `begin-anew`: the token is known no more, or a series changed, of which
   * only everything read again tells which occurrences are gone; ask with token null. Reads only. Throws where nothing
   * could be asked at all.
   */
  look(questions: MailboxQuestion[]): Promise<Map<string, MailboxAnswer | 'begin-anew' | Error>>;
  /** All subscriptions of this application. */
  subscriptions(): Promise<MailboxSubscription[]>;
  /**
   * Asks to be told of changes in a mailbox. `secret` comes back with each of them. Where Graph says that there is one
   * already (409), the error's kind is `conflict`: list, and take that one.
   */
  subscribe(wish: {
    personId: string;
    notificationUrl: string;
    secret: string;
    until: Date;
  }): Promise<MailboxSubscription>;
  /** Lets it live on, and vouches for it anew. Null where it is not there any more. */
  renew(id: string, until: Date): Promise<Date | null>;
  /** One that is not there any more is a success. */
  unsubscribe(id: string): Promise<void>;
}

/** Mailboxes asked together: Graph's largest $batch (json-batching). */
export const MOST_AT_ONCE = 20;
