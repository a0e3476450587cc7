import { userInfo } from 'node:os';
import type { Feed } from '../../flows/calendar/feed-store.ts';
import { revokeFeed } from '../../flows/calendar/keep-feeds.ts';
import type { Tx } from '../../flows/store.ts';
import type { FeedAnswer, FeedRow, FeedWish } from '../commands/calendar-feeds.ts';
import { withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
import { readSettings } from './settings.ts';

/** `zaitaku calendar-feeds …`. What has ended shows nothing from the next reading on. */
export function keepFeeds(wish: FeedWish): Promise<FeedAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => feedsIn(tx, wish, now));
  });
}

/** The same within a transaction. Repeating a revocation ends nothing more. */
export async function feedsIn(tx: Tx, wish: FeedWish, now: Date): Promise<FeedAnswer> {
  const person = wish.person === null ? null : await tx.people.byUpn(wish.person);
  if (wish.person !== null && !person)
    return { ok: false, said: `--person: nobody is called ${wish.person}; expected a user principal name` };
  const all = (await tx.feeds.all()).filter((feed) => !person || feed.personId === person.id);
  if (wish.do === 'list') {
    const shown = all.filter(({ revokedAt }) => wish.ended || !revokedAt);
    return { ok: true, feeds: await rowsOf(tx, shown), said: null };
  }
  const meant = all.filter(({ id, revokedAt }) => (wish.feed === null ? !revokedAt : id === wish.feed));
  if (wish.feed !== null && meant.length === 0)
    return { ok: false, said: `--feed: ${wish.feed} is not known; see zaitaku calendar-feeds` };
  let ended = 0;
  for (const { id } of meant) if (await revokeFeed(tx, id, userInfo().username, now)) ended += 1;
  const after = (await tx.feeds.all()).filter(({ id }) => meant.some((one) => one.id === id));
  return { ok: true, feeds: await rowsOf(tx, after), said: `Ended: ${ended}.` };
}

async function rowsOf(tx: Tx, feeds: readonly Feed[]): Promise<FeedRow[]> {
  const people = await tx.people.byIds([...new Set(feeds.map(({ personId }) => personId))]);
  const upns = new Map(people.map(({ id, upn }) => [id, upn]));
  return feeds.map(({ id, kind, personId, madeAt, readAt, revokedAt }) => ({
    id,
    kind,
    person: upns.get(personId) ?? personId,
    madeAt: madeAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }));
}
