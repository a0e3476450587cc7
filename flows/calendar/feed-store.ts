/** `own`: a person's bookings. `section`: who of their section is away. `capacity`: desktops, shortages, closures. */
export type FeedKind = 'own' | 'section' | 'capacity';
export const FEED_KINDS: readonly FeedKind[] = ['own', 'section', 'capacity'];

/** A calendar behind a secret address. */
export interface Feed {
  id: string;
  kind: FeedKind;
  /** Whose address it is. What it shows follows what they may see now. */
  personId: string;
  madeAt: Date;
  readAt: Date | null;
  revokedAt: Date | null;
  /** Hash of what was read last, and since when it is so. */
  contentHash: string | null;
  changedAt: Date | null;
}

export interface FeedStore {
  /** Answers the feed's secret: 256 random bits. Its hash alone is kept. One that counts a person and kind. */
  add(feed: { id: string; kind: FeedKind; personId: string }, now: Date): Promise<string>;
  /** The feed that counts under this secret, or null. */
  bySecret(secret: string): Promise<Feed | null>;
  byId(id: string): Promise<Feed | null>;
  /** Those of a person that count. */
  ofPerson(personId: string): Promise<Feed[]>;
  /** Those of a person that count, and those that ended and are still kept, the oldest first. */
  everOf(personId: string): Promise<Feed[]>;
  /** All that ever were, newest first. */
  all(): Promise<Feed[]>;
  revoke(id: string, by: string, now: Date): Promise<void>;
  noteRead(id: string, read: { contentHash: string; changedAt: Date; readAt: Date }): Promise<void>;
  /** When each of these bookings was last changed by somebody or by time, as the audit log knows. */
  changesOf(bookingIds: string[]): Promise<Map<string, Date>>;
}
