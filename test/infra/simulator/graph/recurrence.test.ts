import assert from 'node:assert/strict';
import fc from 'fast-check';
import { daysOf, recurrenceOf } from '../../../../infra/simulator/graph/recurrence.ts';

const end = Date.parse('2027-12-31T00:00:00Z');
const days = (pattern: object, range: object) => [
  ...daysOf(recurrenceOf({ pattern, range: { startDate: '2026-12-02', ...range } })!, end),
];

describe('repetitions of the simulated Exchange', () => {
  const cases: [string, object, object, string[]][] = [
    [
      'every second day',
      { type: 'daily', interval: 2 },
      { type: 'numbered', numberOfOccurrences: 3 },
      ['2026-12-02', '2026-12-04', '2026-12-06'],
    ],
    [
      'Wednesdays and Fridays',
      { type: 'weekly', interval: 1, daysOfWeek: ['wednesday', 'friday'] },
      { type: 'endDate', endDate: '2026-12-11' },
      ['2026-12-02', '2026-12-04', '2026-12-09', '2026-12-11'],
    ],
    [
      'every other week, by weeks from Sunday',
      { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'wednesday'] },
      { type: 'endDate', endDate: '2026-12-20' },
      ['2026-12-02', '2026-12-13', '2026-12-16'],
    ],
    [
      'every other week, by weeks from Monday',
      { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'wednesday'], firstDayOfWeek: 'monday' },
      { type: 'endDate', endDate: '2026-12-20' },
      ['2026-12-02', '2026-12-06', '2026-12-16', '2026-12-20'],
    ],
    [
      'the 2nd of every third month',
      { type: 'absoluteMonthly', interval: 3, dayOfMonth: 2 },
      { type: 'numbered', numberOfOccurrences: 3 },
      ['2026-12-02', '2027-03-02', '2027-06-02'],
    ],
  ];
  for (const [name, pattern, range, expected] of cases)
    it(`are ${name}`, () => {
      assert.deepEqual(days(pattern, range), expected);
    });

  it('never go beyond what is asked for, come in order, and keep their weekdays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 300 }), (interval, ahead) => {
        const to = Date.parse('2026-12-02T00:00:00Z') + ahead * 86_400_000;
        const recurrence = recurrenceOf({
          pattern: { type: 'weekly', interval, daysOfWeek: ['wednesday'] },
          range: { type: 'noEnd', startDate: '2026-12-02' },
        })!;

        const found = [...daysOf(recurrence, to)].map((day) => Date.parse(`${day}T00:00:00Z`));

        found.forEach((at, n) => assert.equal(at, found[0]! + n * interval * 7 * 86_400_000));
        assert.equal(found.length, Math.floor((ahead + 1) / (7 * interval)) + 1);
      }),
    );
  });

  it('are refused where they are none', () => {
    const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['monday'] };
    const range = { type: 'noEnd', startDate: '2026-12-02' };
    const wrong = [
      {},
      { pattern },
      { pattern: { ...pattern, type: 'relativeYearly' }, range },
      { pattern: { ...pattern, interval: 0 }, range },
      { pattern: { ...pattern, daysOfWeek: ['someday'] }, range },
      { pattern, range: { ...range, startDate: 'soon' } },
      { pattern, range: { ...range, type: 'endDate', endDate: '2026-12-01' } },
      { pattern, range: { ...range, type: 'numbered' } },
    ];

    for (const one of wrong) assert.throws(() => recurrenceOf(one), /recurrence is not valid/, JSON.stringify(one));
  });
});
