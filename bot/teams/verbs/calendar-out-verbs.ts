import { z } from 'zod';
import { FEED_KINDS } from '../../../flows/calendar/feed-store.ts';
import { makeFeed, showFeeds, stopFeed } from '../../../flows/calendar/keep-feeds.ts';
import { followEdit, keepBooking } from '../../../flows/calendar/own-event.ts';
import { uuid, verb, version, type Verb } from './verb.ts';

const answer = z.object({ bookingId: uuid, questionId: uuid, version });
const feed = z.object({ feed: z.enum(FEED_KINDS) });

/** An edit of our event in the person's calendar, and the person's feeds. Whose they are comes from the activity alone. */
export const calendarOutVerbs: Record<string, Verb> = {
  'calendar.follow': verb(answer, followEdit),
  'calendar.restore': verb(answer, keepBooking),
  'calendar.feeds': verb(z.object({ own: z.literal(true) }), (tx, deps, person) => showFeeds(tx, deps, person)),
  'calendar.feed-make': verb(feed, makeFeed),
  'calendar.feed-stop': verb(feed, stopFeed),
};
