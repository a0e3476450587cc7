import assert from 'node:assert/strict';
import { entryOf, type DeltaEvent } from '../../../infra/graph/calendar-entries.ts';
import { at, TOKYO } from '../../support/builders.ts';

const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
const event: DeltaEvent = {
  id: 'a',
  type: 'singleInstance',
  subject: '在宅',
  start: utc('2026-12-02T23:30:00.0000000'),
  end: utc('2026-12-03T08:15:00.0000000'),
};

describe('an event of Outlook', () => {
  it('is no time of the person when it is cancelled, declined or cannot be read', () => {
    const none: DeltaEvent[] = [
      { ...event, isCancelled: true },
      { ...event, responseStatus: { response: 'declined' } },
      { ...event, start: null },
      { ...event, start: utc('soon') },
      { ...event, end: utc('2026-12-01T00:00:00') },
      { ...event, start: { dateTime: '2026-12-02T08:30:00', timeZone: 'Nowhere Standard Time' } },
      { ...event, isAllDay: true, start: utc('2026-13-40T00:00:00') },
    ];

    for (const one of none) assert.equal(entryOf(one, null, TOKYO), null, JSON.stringify(one));
  });

  it('is read in whatever zone it is told', () => {
    for (const [dateTime, timeZone] of [
      ['2026-12-03T08:30:00.0000000', 'Tokyo Standard Time'],
      ['2026-12-03T08:30:00', 'Asia/Tokyo'],
      ['2026-12-02T15:30:00.0000000', 'Pacific Standard Time'],
    ] as const)
      assert.deepEqual(
        entryOf({ ...event, start: { dateTime, timeZone } }, null, TOKYO)?.startsAt,
        at('2026-12-03 08:30'),
      );
  });

  it('of all day keeps its date, also where it is told as an instant', () => {
    const told: DeltaEvent[] = [
      { start: utc('2026-12-03T00:00:00.0000000'), end: utc('2026-12-04T00:00:00.0000000') },
      {
        start: utc('2026-12-02T15:00:00.0000000'),
        end: utc('2026-12-03T15:00:00.0000000'),
        originalStartTimeZone: 'Tokyo Standard Time',
        originalEndTimeZone: 'Tokyo Standard Time',
      },
      {
        start: utc('2026-12-03T08:00:00.0000000'),
        end: utc('2026-12-04T08:00:00.0000000'),
        originalStartTimeZone: 'Pacific Standard Time',
        originalEndTimeZone: 'Pacific Standard Time',
      },
      // Zones whose names are not known: half past ten hours east, three hours west.
      {
        start: utc('2026-12-02T13:30:00.0000000'),
        end: utc('2026-12-03T13:30:00.0000000'),
        originalStartTimeZone: 'Cen. Australia Standard Time',
        originalEndTimeZone: 'Cen. Australia Standard Time',
      },
      {
        start: utc('2026-12-03T03:00:00.0000000'),
        end: utc('2026-12-04T03:00:00.0000000'),
        originalStartTimeZone: 'E. South America Standard Time',
        originalEndTimeZone: 'E. South America Standard Time',
      },
    ];

    for (const one of told) {
      const entry = entryOf({ ...event, ...one, isAllDay: true }, null, TOKYO);
      assert.deepEqual([entry?.startsAt, entry?.endsAt], [at('2026-12-03 00:00'), at('2026-12-04 00:00')]);
    }
  });

  it('takes from its series what it leaves out, and nothing that it says itself', () => {
    const master: DeltaEvent = { id: 'm', subject: 'テレワーク', categories: ['x'], showAs: 'oof', isOrganizer: false };
    const slim: DeltaEvent = { id: 'o', type: 'occurrence', seriesMasterId: 'm', start: event.start!, end: event.end! };

    const [occurrence, exception] = [
      entryOf(slim, master, TOKYO),
      entryOf({ ...slim, subject: '出勤' }, master, TOKYO),
    ];

    assert.deepEqual(
      [occurrence?.key, occurrence?.series, occurrence?.subject, occurrence?.showAs, occurrence?.invited],
      ['o', 'm', 'テレワーク', 'oof', true],
    );
    assert.equal(exception?.subject, '出勤');
  });
});
