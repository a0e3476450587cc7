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

/** A subscription to be made. `secret` comes back with each notification. */
export interface SubscriptionWish {
  personId: string;
  notificationUrl: string;
  secret: string;
  until: Date;
}

/**
 * People's Outlook calendars, read by changes. What is asked for several, at most MOST_AT_ONCE, is asked together and
 * answered each on its own: an error is that one's alone. Throws ProviderError where nothing could be asked at all.
 */
export interface CalendarReader {
  /**
   * What changed in each of these mailboxes. `begin-anew`: the token is known no more, or a series changed, of which
   * only everything read again tells which occurrences are gone; ask with token null. Reads only.
   */
  look(questions: MailboxQuestion[]): Promise<Map<string, MailboxAnswer | 'begin-anew' | Error>>;
  /** All subscriptions of this application. */
  subscriptions(): Promise<MailboxSubscription[]>;
  /**
   * Asks to be told of changes, by person. Where Graph says that there is one already (409), the error's kind is
   * `conflict`: list, and take that one.
   */
  subscribe(wishes: SubscriptionWish[]): Promise<Map<string, MailboxSubscription | Error>>;
  /** Lets these live on, and vouches for them anew; by id. Null where one is not there any more. */
  renew(ids: string[], until: Date): Promise<Map<string, Date | null | Error>>;
  /** Ends these, and answers the errors by id. One that is not there any more is a success. */
  unsubscribe(ids: string[]): Promise<Map<string, Error>>;
}

/** Mailboxes asked together: Graph's largest $batch (json-batching). */
export const MOST_AT_ONCE = 20;

/** The same in groups of so many. */
export function inGroups<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MOST_AT_ONCE) }, (_, n) =>
    all.slice(n * MOST_AT_ONCE, (n + 1) * MOST_AT_ONCE),
  );
}
