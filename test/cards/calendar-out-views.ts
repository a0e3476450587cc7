import fc from 'fast-check';
import type { CalendarQuestionView } from '../../flows/calendar/edit-question.ts';
import { FEED_KINDS } from '../../flows/calendar/feed-store.ts';
import type { FeedsView } from '../../flows/calendar/keep-feeds.ts';
import type { View } from '../../flows/views.ts';
import type { Parts } from './arbitrary-approvals.ts';
import { aLine } from './asking-views.ts';

const timeZone = 'Asia/Tokyo';

function aCalendarQuestion(more: Partial<CalendarQuestionView> = {}): CalendarQuestionView {
  return {
    kind: 'calendar-question',
    state: 'asked',
    booking: aLine('2026-12-02'),
    questionId: '9d5a3c1e-0000-4000-8000-00000000000d',
    version: 1,
    moved: {
      startsAt: new Date('2026-12-03T08:30:00+09:00'),
      endsAt: new Date('2026-12-03T12:00:00+09:00'),
      allDay: false,
    },
    canFollow: true,
    ownEntry: false,
    timeZone,
    ...more,
  };
}

function someFeeds(more: Partial<FeedsView> = {}): FeedsView {
  const madeAt = new Date('2026-11-20T09:00:00+09:00');
  return {
    kind: 'feeds',
    feeds: [
      { feed: 'own', section: null, madeAt, readAt: new Date('2026-11-24T08:00:00+09:00') },
      { feed: 'section', section: { ja: '総務課', en: 'General Affairs' }, madeAt: null, readAt: null },
      { feed: 'capacity', section: null, madeAt, readAt: null },
    ],
    made: null,
    timeZone,
    ...more,
  };
}

const address = `https://zaitaku.city.example/ical/${'A'.repeat(43)}.ics`;

export const CALENDAR_OUT_VIEWS: Record<string, View> = {
  'calendar-question': aCalendarQuestion(),
  'calendar-question-deleted': aCalendarQuestion({ moved: null }),
  'calendar-question-days': aCalendarQuestion({
    moved: {
      startsAt: new Date('2026-12-03T00:00:00+09:00'),
      endsAt: new Date('2026-12-05T00:00:00+09:00'),
      allDay: true,
    },
  }),
  'calendar-question-own-entry': aCalendarQuestion({ ownEntry: true }),
  'calendar-question-waiting': aCalendarQuestion({ canFollow: false }),
  'calendar-question-settled': aCalendarQuestion({ state: 'settled', moved: null, version: 0, canFollow: false }),
  feeds: someFeeds(),
  'feeds-made': someFeeds({ made: { feed: 'own', address } }),
};

/** Any question about an edit in the calendar, and any standing of a person's feeds. */
export function anyCalendarOut({
  line,
  instant,
  said,
}: Pick<Parts, 'line' | 'instant' | 'said'>): fc.Arbitrary<View>[] {
  const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
  const question = fc.record({
    kind: fc.constant('calendar-question' as const),
    state: fc.constantFrom('asked' as const, 'settled' as const),
    booking: line,
    questionId: fc.uuid(),
    version: fc.nat(1000),
    moved: maybe(fc.record({ startsAt: instant, endsAt: instant, allDay: fc.boolean() })),
    canFollow: fc.boolean(),
    ownEntry: fc.boolean(),
    timeZone: fc.constant(timeZone),
  });
  const feeds = fc.record({
    kind: fc.constant('feeds' as const),
    feeds: fc.uniqueArray(
      fc.record({
        feed: fc.constantFrom(...FEED_KINDS),
        section: maybe(fc.record({ ja: said(60), en: said(60) })),
        madeAt: maybe(instant),
        readAt: maybe(instant),
      }),
      { selector: ({ feed }) => feed },
    ),
    made: maybe(fc.record({ feed: fc.constantFrom(...FEED_KINDS), address: fc.constant(address) })),
    timeZone: fc.constant(timeZone),
  });
  return [question, feeds];
}
