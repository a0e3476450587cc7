import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvEntries } from '../../../flows/calendar/csv-entries.ts';
import { at, TOKYO } from '../../support/builders.ts';

const WINDOW = { from: at('2026-12-01 00:00'), to: at('2027-01-01 00:00') };
const read = (...lines: string[]) => csvEntries(lines.join('\r\n'), { window: WINDOW, timeZone: TOKYO });

describe('a calendar in CSV', () => {
  it('has its columns by their Japanese names, in any order, with whole days, times and several days', () => {
    const { entries, wrong } = read(
      '件名,メール,開始日,終了日,開始時刻,終了時刻,メモ',
      'テレワーク,Hanako@city.example,2026/12/2,,,,',
      '在宅（午後）,jiro@city.example,2026年12月3日(木),,13時00分,17:15,"a, b"',
      '在宅,hanako@city.example,2026-12-07,2026-12-08,,,',
    );

    assert.deepEqual(wrong, []);
    assert.deepEqual(
      entries.map(({ subject, owners, startsAt, endsAt, allDay }) => [subject, owners, startsAt, endsAt, allDay]),
      [
        ['テレワーク', ['hanako@city.example'], at('2026-12-02 00:00'), at('2026-12-03 00:00'), true],
        ['在宅（午後）', ['jiro@city.example'], at('2026-12-03 13:00'), at('2026-12-03 17:15'), false],
        ['在宅', ['hanako@city.example'], at('2026-12-07 00:00'), at('2026-12-09 00:00'), true],
      ],
    );
  });

  it('has them by their English names', () => {
    const { entries } = read(
      'Person,Date,From,To,Subject,Category,ID',
      'a@b.example,2026-12-02,08:30:00,12:00,x,Telework,7',
    );

    assert.deepEqual(
      entries.map(({ key, categories, startsAt }) => [key, categories, startsAt]),
      [['7 a@b.example', ['Telework'], at('2026-12-02 08:30')]],
    );
  });

  for (const [line, said] of [
    ['x,2026-02-30,,,a@b.example', /^line 2: "2026-02-30" is no day/],
    ['x,tomorrow,,,a@b.example', /^line 2: "tomorrow" is no day/],
    ['x,2026-12-02,25:00,26:00,a@b.example', /^line 2: "25:00" is no time/],
    ['x,2026-12-02,08:30,,a@b.example', /^line 2: one of the two times is missing/],
    ['x,2026-12-02,12:00,08:30,a@b.example', /^line 2: 12:00 to 08:30/],
    ['x,2026-12-02,,,hanako', /^line 2: "hanako" is no mail address/],
  ] as const)
    it(`names the line: ${line}`, () => {
      const { entries, wrong } = read('subject,day,from,to,person', line, 'good,2026-12-03,,,a@b.example');

      assert.match(wrong.join('; '), said);
      assert.deepEqual(
        entries.map(({ subject }) => subject),
        ['good'],
      );
    });

  it('that has no column for the day or the subject is refused', () => {
    assert.throws(() => read('subject,when', 'x,2026-12-02'), /line 1: no column for the day/);
    assert.throws(() => read('day', '2026-12-02'), /line 1: no column for the subject/);
  });

  it('gives every line a key of its own, the same one each time', () => {
    const line = fc.record({ day: fc.integer({ min: 1, max: 28 }), subject: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = [
          'day,subject',
          ...lines.map(({ day, subject }) => `2026-12-${String(day).padStart(2, '0')},${subject}`),
        ];

        const keys = read(...text).entries.map(({ key }) => key);

        assert.equal(new Set(keys).size, lines.length);
        assert.deepEqual(
          read(...text).entries.map(({ key }) => key),
          keys,
        );
      }),
    );
  });
});
