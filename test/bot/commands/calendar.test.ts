import assert from 'node:assert/strict';
import { inWords } from '../../../bot/commands/calendar.ts';
import type { CalendarStanding } from '../../../flows/calendar/calendar-standing.ts';

const standing: CalendarStanding = {
  on: true,
  notifications: true,
  timeZone: 'Asia/Tokyo',
  counts: {
    mailboxes: 3,
    upToDate: 2,
    waiting: 1,
    neverRead: 0,
    subscribed: 3,
    notSubscribed: 0,
    failing: 1,
    lastLookAt: '2026-12-02T00:14:00.000Z',
    oldestLookAt: '2026-12-01T18:30:00.000Z',
  },
  failing: [
    {
      personId: 'a',
      upn: 'hanako@city.example',
      since: '2026-12-01T18:30:00.000Z',
      attempts: 1,
      message: 'does not exist',
    },
  ],
  subscriptionFailures: [],
};

describe('zaitaku calendar', () => {
  it('says how many are up to date, when they were read, and which fail with the reason', () => {
    assert.deepEqual(inWords(standing).split('\n'), [
      'up to date     2 of 3 mailboxes (66 %), 1 waiting, 0 never read',
      'last look      2026-12-02 09:14 (oldest 2026-12-02 03:30)',
      'subscriptions  3 of 3',
      'failing        1',
      'hanako@city.example: since 2026-12-02 03:30, 1 try: does not exist',
    ]);
  });

  it('says what to set where calendars are not read, and why notifications do not come', () => {
    const none = { ...standing.counts, mailboxes: 0 };

    assert.match(inWords({ ...standing, on: false, counts: none }), /calendar\.outlook: true/);
    assert.match(inWords({ ...standing, counts: none }), /not read yet: it begins some seconds after a start/);
    assert.match(inWords({ ...standing, notifications: false }), /PUBLIC_URL is not https/);
    assert.match(
      inWords({ ...standing, subscriptionFailures: [{ message: 'ValidationError', mailboxes: 3 }] }),
      /not subscribed \(3\): ValidationError/,
    );
  });
});
