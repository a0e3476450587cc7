import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { hasRole, type Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Localised, Section } from '../organisation.ts';
import type { Person } from '../person.ts';
import { takesPart } from '../registration/takes-part.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import { FEED_KINDS, type FeedKind } from './feed-store.ts';

/** A tap's answer is kept so long for a repeat of the tap. Teams repeats within a minute; then the address is nowhere. */
export const ADDRESS_KEPT_MINUTES = 10;

/** 「予定表の購読アドレス」, “calendar address”. */
const ASKS_FEEDS =
  /(?:予定表|カレンダー).{0,6}(?:購読|アドレス|URL|フィード)|iCal|(?:calendar|feed) (?:address|link|url|feed|subscription)|subscribe to .{0,20}calendar/i;

export function asksFeeds(text: string): boolean {
  return ASKS_FEEDS.test(text);
}

/** A person's calendar feeds, without their addresses; right after one was made, with that one. */
export interface FeedsView {
  kind: 'feeds';
  /** Those that the person may have; `madeAt` null: there is none yet. */
  feeds: { feed: FeedKind; section: Localised | null; madeAt: Date | null; readAt: Date | null }[];
  made: { feed: FeedKind; address: string } | null;
  timeZone: string;
}

/** What a person may subscribe to. Asked when a feed is made and each time it is read. */
export function mayHaveFeed(deps: Pick<Deps, 'organisation' | 'roles'>, person: Person, kind: FeedKind): boolean {
  if (person.goneAt) return false;
  if (kind === 'capacity') return hasRole(deps, person, 'ict');
  const organisation = deps.organisation();
  if (kind === 'own') return takesPart(organisation, person);
  const section = sectionOf(deps, person);
  const { sectionFeeds } = organisation.calendar.out;
  return (
    section !== null &&
    (sectionFeeds === 'members' ||
      (sectionFeeds === 'head' && section.head?.toLowerCase() === person.upn.toLowerCase()))
  );
}

export function sectionOf({ organisation }: Pick<Deps, 'organisation'>, { department }: Person): Section | null {
  return organisation().sections.find((one) => one.department === department) ?? null;
}

/** The person's feeds, as they are. Reads only. */
export async function showFeeds(
  tx: Tx,
  deps: Deps,
  person: Person,
  made: FeedsView['made'] = null,
): Promise<FeedsView> {
  const kept = await tx.feeds.ofPerson(person.id);
  return {
    kind: 'feeds',
    feeds: FEED_KINDS.filter((kind) => mayHaveFeed(deps, person, kind)).map((feed) => {
      const one = kept.find(({ kind }) => kind === feed);
      const section = feed === 'section' ? (sectionOf(deps, person)?.name ?? null) : null;
      return { feed, section, madeAt: one?.madeAt ?? null, readAt: one?.readAt ?? null };
    }),
    made,
    timeZone: deps.organisation().timeZone,
  };
}

/**
 * Makes a feed and shows its address, this once, in the transaction of the tap. The one before of its kind ends: whoever
 * has its address sees nothing more. The answer is kept for a repeat of the tap, and forgotten after some minutes.
 */
export async function makeFeed(
  tx: Tx,
  deps: Deps,
  person: Person,
  { feed }: { feed: FeedKind },
): Promise<FeedsView | SentenceView> {
  if (!mayHaveFeed(deps, person, feed)) return neutralRefusal(deps);
  const now = deps.clock.now();
  await endFeed(tx, person, feed, now);
  const id = deps.newId();
  const secret = await tx.feeds.add({ id, kind: feed, personId: person.id }, now);
  tx.audit.add({ kind: 'calendar-feed-made', by: person.id, subject: person.id, facts: { feed, id } }, now);
  const address = `${deps.publicUrl}/ical/${secret}.ics`;
  await tx.due.noLaterThan('feed-address', id, addMinutes(now, ADDRESS_KEPT_MINUTES));
  return showFeeds(tx, deps, person, { feed, address });
}

/** Ends a feed of the person's, in the transaction of the tap. Repeating changes nothing. */
export async function stopFeed(tx: Tx, deps: Deps, person: Person, { feed }: { feed: FeedKind }): Promise<FeedsView> {
  await endFeed(tx, person, feed, deps.clock.now());
  return showFeeds(tx, deps, person);
}

async function endFeed(tx: Tx, person: Person, feed: FeedKind, now: Date): Promise<void> {
  const old = (await tx.feeds.ofPerson(person.id)).find(({ kind }) => kind === feed);
  if (old) await revokeFeed(tx, old.id, person.id, now);
}

/** Ends a feed. In the audit log. Answers false where it is not known or has ended already. */
export async function revokeFeed(tx: Tx, id: string, by: string, now: Date): Promise<boolean> {
  const feed = await tx.feeds.byId(id);
  if (!feed || feed.revokedAt) return false;
  await tx.feeds.revoke(id, by, now);
  const facts = { feed: feed.kind, id };
  tx.audit.add({ kind: 'calendar-feed-revoked', by, subject: feed.personId, facts }, now);
  return true;
}

/** The answer in which a feed's address was shown is kept no more: from now on its reader alone has it. */
export async function forgetAddress(deps: Deps, feedId: string): Promise<null> {
  await deps.store.transaction(async (tx) => {
    const feed = await tx.feeds.byId(feedId);
    if (feed)
      await tx.activities.forget(`${deps.publicUrl}/ical/`, addMinutes(feed.madeAt, -1), addMinutes(feed.madeAt, 1));
  });
  return null;
}
