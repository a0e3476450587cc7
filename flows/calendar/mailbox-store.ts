/** An Outlook calendar that is followed: of somebody who takes part, or who did until now. */
export interface Mailbox {
  personId: string;
  /** Where the last look left off, and the window that this is bound to; null before the first look. */
  token: string | null;
  window: { from: Date; to: Date } | null;
  /** Ids of the series that have occurrences within the window. */
  series: string[];
  subscription: { id: string; until: Date } | null;
  /** What a notification must carry (clientState). Kept before the subscription is made. */
  secret: string;
  /** When the calendar is to be read. */
  lookAt: Date;
  /** When the subscription is to be made, or to be renewed. */
  attendAt: Date;
  /** How often somebody wished for a look: one that comes while we look is not lost. */
  wishes: number;
  /** A notification came that was not followed yet. */
  notified: boolean;
  lookedAt: Date | null;
  wholeAt: Date | null;
  failing: { since: Date; attempts: number; message: string } | null;
  /** Why there is no subscription, where one was tried. */
  subscriptionFailure: string | null;
  /** Takes part no more: the subscription is removed, then the row. */
  leaving: boolean;
}

/** Figures for the operator. */
export interface MailboxCounts {
  mailboxes: number;
  /** Read since the last of them was due, and nothing waits. */
  upToDate: number;
  waiting: number;
  neverRead: number;
  subscribed: number;
  failing: number;
  /** Without a subscription although one was tried: looked at every quarter of an hour. */
  notSubscribed: number;
  lastLookAt: Date | null;
  /** The oldest last look of any that was ever read. */
  oldestLookAt: Date | null;
}

export interface FailingMailbox {
  personId: string;
  upn: string | null;
  since: Date;
  attempts: number;
  message: string;
}

export interface MailboxStore {
  /** Adds mailboxes of people who have none yet; those who were leaving stay. Repeating adds nothing. */
  add(mailboxes: { personId: string; secret: string }[], now: Date): Promise<void>;
  personIds(): Promise<string[]>;
  /** Everybody is to be looked at: something may have been missed. */
  wishAll(now: Date): Promise<void>;
  byIds(personIds: string[]): Promise<Mailbox[]>;
  /** Locks the rows until the end of the transaction, ascending; answers those that are there. */
  lock(personIds: string[]): Promise<Mailbox[]>;
  save(mailboxes: Mailbox[]): Promise<void>;
  /** Those marked take part no more; from now on only their subscriptions are looked after. */
  markLeaving(personIds: string[], now: Date): Promise<void>;
  remove(personIds: string[]): Promise<void>;
  /** Of these people, those of whose calendars nothing is kept: no entry of theirs, no event of ours. */
  blank(personIds: string[]): Promise<Set<string>>;
  /**
   * Mailboxes for which something is due, at most `limit`: those that a notification came for, then whoever holds the
   * nearest booking, then whom the bot has a chat with, then everybody else; among these by who waits longest.
   */
  due(now: Date, limit: number): Promise<Mailbox[]>;
  /** When anything of any mailbox is due, or null. */
  nextAt(): Promise<Date | null>;
  /** Mailboxes by the subscriptions that a notification names. */
  bySubscriptions(ids: string[]): Promise<Mailbox[]>;
  subscribed(): Promise<{ personId: string; subscriptionId: string | null; leaving: boolean }[]>;
  counts(now: Date): Promise<MailboxCounts>;
  /** Those that cannot be read, the longest first, at most `limit`. */
  failing(limit: number): Promise<FailingMailbox[]>;
  /** Why subscriptions cannot be made, with how many of each. */
  subscriptionFailures(): Promise<{ message: string; mailboxes: number }[]>;
}
