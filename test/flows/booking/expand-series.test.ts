import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expandSeries } from '../../../flows/booking/expand-series.ts';
import { addDays, weekdayOf } from '../../../flows/local-time.ts';
import { WEEKDAYS } from '../../../flows/rules/rules.ts';

const bounds = { last: '2027-12-01', most: 366 };
const expand = (rrule: string, first: string, limits: Partial<typeof bounds> = {}) =>
  expandSeries(rrule, first, { ...bounds, ...limits });

describe('the days of a repetition', () => {
  it('are the same weekday every week until its end', () => {
    assert.deepEqual(expand('FREQ=WEEKLY;BYDAY=WE;UNTIL=20261223', '2026-12-02'), {
      days: ['2026-12-02', '2026-12-09', '2026-12-16', '2026-12-23'],
      cut: false,
    });
  });

  it('skip weeks, and know several weekdays', () => {
    assert.deepEqual(expand('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=5', '2026-12-03').days, [
      '2026-12-03',
      '2026-12-14',
      '2026-12-17',
      '2026-12-28',
      '2026-12-31',
    ]);
  });

  it('know the nth weekday of a month, the last, and the date that not every month has', () => {
    assert.deepEqual(expand('FREQ=MONTHLY;BYDAY=1MO;COUNT=3', '2026-12-07').days, [
      '2026-12-07',
      '2027-01-04',
      '2027-02-01',
    ]);
    assert.deepEqual(expand('FREQ=MONTHLY;BYDAY=-1FR;COUNT=2', '2026-12-25').days, ['2026-12-25', '2027-01-29']);
    assert.deepEqual(expand('FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', '2026-12-31').days, [
      '2026-12-31',
      '2027-01-31',
      '2027-03-31',
    ]);
    assert.deepEqual(expand('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2', '2026-12-31').days, [
      '2026-12-31',
      '2027-01-29',
    ]);
  });

  it('end at the last bookable day and say that it goes on', () => {
    assert.deepEqual(expand('FREQ=WEEKLY;BYDAY=WE', '2026-12-02', { last: '2026-12-15' }), {
      days: ['2026-12-02', '2026-12-09'],
      cut: true,
    });
    assert.deepEqual(expand('FREQ=WEEKLY;BYDAY=WE', '2026-12-02', { most: 1 }), { days: ['2026-12-02'], cut: true });
    assert.equal(expand('FREQ=WEEKLY;BYDAY=WE;COUNT=2', '2026-12-02', { most: 2 }).cut, false);
  });

  it('ascend, begin with the first, fit the weekdays, and are never more than asked for', () => {
    const start = fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-01-01', days));
    fc.assert(
      fc.property(
        start,
        fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 40 }),
        (first, named, interval, count) => {
          const own = WEEKDAYS[weekdayOf(first) - 1]!;
          const byDay = [...new Set([own, ...named])];
          const rrule = `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${byDay.join()};COUNT=${count}`;

          const { days } = expandSeries(rrule, first, { last: '2040-01-01', most: 366 });

          assert.equal(days.length, count);
          assert.equal(days[0], first);
          assert.deepEqual(days, [...new Set(days)].sort());
          for (const day of days) assert.ok(byDay.includes(WEEKDAYS[weekdayOf(day) - 1]!));
        },
      ),
    );
  });
});
