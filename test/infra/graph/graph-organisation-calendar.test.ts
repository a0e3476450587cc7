import assert from 'node:assert/strict';
import { GraphOrganisationCalendar } from '../../../infra/graph/graph-organisation-calendar.ts';
import { at, OFFICE_WORDS_SAID, TOKYO } from '../../support/builders.ts';

const CALENDAR = { file: null, mailbox: 'office-days@city.example', everyMinutes: 5, words: OFFICE_WORDS_SAID };
const OPTIONS = {
  window: { from: at('2026-12-01 00:00'), to: at('2028-01-05 00:00') },
  timeZone: TOKYO,
  marks: null,
};
const event = (id: string, more = {}) => ({
  id,
  subject: '閉庁',
  start: { dateTime: '2026-12-02T00:00:00.0000000' },
  end: { dateTime: '2026-12-03T00:00:00.0000000' },
  isAllDay: true,
  categories: ['閉庁'],
  showAs: 'oof',
  ...more,
});

describe("the organisation's calendar in Outlook", () => {
  it('is read page by page in its own zone, without what is cancelled', async () => {
    const asked: { path: string; headers: unknown }[] = [];
    const pages = [
      {
        value: [event('a'), event('b', { isCancelled: true })],
        '@odata.nextLink': 'https://graph.microsoft.com/v1.0/next',
      },
      { value: [event('c', { seriesMasterId: 'series', showAs: 'somethingNew' })] },
    ];
    const graph = {
      get: <T>(path: string, headers?: Record<string, string>) => {
        asked.push({ path, headers });
        return Promise.resolve(pages[asked.length - 1] as T);
      },
    };

    const reading = await new GraphOrganisationCalendar(graph).read(CALENDAR, OPTIONS);

    assert.match(
      asked[0]!.path,
      /^\/users\/office-days%40city\.example\/calendarView\?startDateTime=2026-11-30T15%3A00/,
    );
    assert.deepEqual(
      asked.map(({ headers }) => headers),
      [{ Prefer: 'outlook.timezone="Asia/Tokyo"' }, { Prefer: 'outlook.timezone="Asia/Tokyo"' }],
    );
    assert.deepEqual(
      reading.entries.map(({ key, series, startsAt, endsAt, allDay, showAs }) => ({
        key,
        series,
        startsAt,
        endsAt,
        allDay,
        showAs,
      })),
      [
        {
          key: 'a',
          series: null,
          startsAt: at('2026-12-02 00:00'),
          endsAt: at('2026-12-03 00:00'),
          allDay: true,
          showAs: 'oof',
        },
        {
          key: 'c',
          series: 'series',
          startsAt: at('2026-12-02 00:00'),
          endsAt: at('2026-12-03 00:00'),
          allDay: true,
          showAs: 'unknown',
        },
      ],
    );
  });

  it('that may not be read says which permission mends it', async () => {
    const graph = {
      get: () =>
        Promise.reject(Object.assign(new Error('Access is denied'), { statusCode: 403, code: 'ErrorAccessDenied' })),
    };

    await assert.rejects(new GraphOrganisationCalendar(graph).read(CALENDAR, OPTIONS), {
      kind: 'denied',
      message: /Calendars\.Read/,
    });
  });
});
