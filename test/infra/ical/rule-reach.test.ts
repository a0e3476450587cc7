import assert from 'node:assert/strict';
import fc from 'fast-check';
import ical from 'node-ical';
import { ruleReach } from '../../../infra/ical/rule-reach.ts';

const year = { from: new Date('2026-12-01T00:00:00Z'), to: new Date('2027-12-31T00:00:00Z') };
const reach = (rule: string, start = '20250202') => ruleReach(`FREQ=${rule}`, start, year);
const DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

describe('a rule of repetition', () => {
  it('that names no day at all is told in words, whichever parts contradict each other', () => {
    const rules = [
      'YEARLY;BYMONTH=2;BYMONTHDAY=30',
      'YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3',
      'MONTHLY;BYMONTH=4,6;BYMONTHDAY=31',
      'YEARLY;BYMONTH=2;BYMONTHDAY=-30',
      'MONTHLY;BYDAY=6MO',
      'YEARLY;BYDAY=53MO;BYMONTH=2',
      'MONTHLY;BYDAY=MO;BYSETPOS=9',
      'WEEKLY;BYDAY=MO;BYSETPOS=3',
      'YEARLY;BYYEARDAY=1;BYMONTH=2',
      'YEARLY;BYWEEKNO=53;BYMONTH=6',
      'YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29',
      'MONTHLY;INTERVAL=12;BYMONTHDAY=30',
      'DAILY;INTERVAL=7;BYDAY=TU',
    ];

    for (const rule of rules)
      assert.deepEqual(reach(rule), { wrong: `its repetition never names a day (FREQ=${rule})` }, rule);
  });

  it('that names days at other times alone is no fault', () => {
    for (const rule of ['YEARLY;BYMONTH=2;BYMONTHDAY=29', 'YEARLY;INTERVAL=1000', 'YEARLY;UNTIL=20260101T000000Z'])
      assert.equal(reach(rule, '20240229'), false, rule);
    assert.equal(reach('DAILY', '20290101'), false);
  });

  it('that counts further than a working life is told in words', () => {
    assert.deepEqual(reach('DAILY;COUNT=100000', '19700101'), {
      wrong: 'its repetition counts more than 4000 times from its beginning (FREQ=DAILY;COUNT=100000)',
    });
    assert.equal(reach('WEEKLY;COUNT=1000', '20100101'), true);
    assert.equal(reach('DAILY;COUNT=800', '20250202'), true);
  });

  it('reaches wherever node-ical finds an occurrence of it', () => {
    const parts = fc.record({
      freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      start: fc.integer({ min: 0, max: 1_500 }).map((days) => new Date(Date.UTC(2024, 0, 1) + days * DAY_MS)),
      interval: fc.integer({ min: 1, max: 4 }),
      byMonth: fc.boolean(),
      byMonthDay: fc.constantFrom(0, 1, -1),
      byDay: fc.boolean(),
      nth: fc.constantFrom(0, 1, -1),
      wkst: fc.constantFrom('MO', 'SU'),
    });
    fc.assert(
      fc.property(parts, ({ freq, start, interval, byMonth, byMonthDay, byDay, nth, wkst }) => {
        const rule = [`FREQ=${freq}`, `INTERVAL=${interval}`, `WKST=${wkst}`];
        const day = start.getUTCDate();
        const length = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)).getUTCDate();
        if (byMonth) rule.push(`BYMONTH=${start.getUTCMonth() + 1}`);
        if (byMonthDay !== 0 && freq !== 'WEEKLY') rule.push(`BYMONTHDAY=${byMonthDay > 0 ? day : day - length - 1}`);
        else if (byDay) {
          const ordinal = nth > 0 ? Math.ceil(day / 7) : -Math.ceil((length - day + 1) / 7);
          const ofMonth = nth !== 0 && (freq === 'MONTHLY' || (freq === 'YEARLY' && byMonth));
          rule.push(`BYDAY=${ofMonth ? ordinal : ''}${WEEKDAYS[start.getUTCDay()]}`);
        }
        const text = rule.join(';');
        const stamp = start.toISOString().slice(0, 10).replaceAll('-', '');
        const lines = ['BEGIN:VEVENT', 'UID:x', `DTSTART:${stamp}T010000Z`, `RRULE:${text}`, 'END:VEVENT'];
        const parsed = ical.sync.parseICS(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n'));
        const series = parsed['x'] as { rrule: { between(from: Date, to: Date, inclusive: boolean): Date[] } };

        const found = series.rrule.between(start, new Date(start.getTime() + 500 * DAY_MS), true);

        for (const at of found)
          assert.equal(ruleReach(text, stamp, { from: at, to: at }), true, `${text} ${stamp} ${at.toISOString()}`);
      }),
      {
        numRuns: 60,
        examples: [
          [
            {
              freq: 'MONTHLY',
              start: new Date('2024-07-29T00:00:00Z'),
              interval: 1,
              byMonth: false,
              byMonthDay: 0,
              byDay: false,
              nth: 0,
              wkst: 'MO',
            },
          ],
        ],
      },
    );
  });
});
