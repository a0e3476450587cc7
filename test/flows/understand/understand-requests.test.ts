import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, localDayOf, weekdayOf } from '../../../flows/local-time.ts';
import type { LocalDay } from '../../../flows/organisation.ts';
import { understand } from '../../../flows/understand/understand.ts';
import type { Understanding } from '../../../flows/understand/understanding.ts';
import { workingDaysBetween } from '../../../flows/working-days.ts';

const timeZone = 'Asia/Tokyo';
const RUNS = { numRuns: 700 };
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
type Language = 'ja' | 'en';

/** Mondays, month ends, a leap day, a holiday, the last day of the year. */
const moments = fc.constantFrom(
  ...['2026-12-01', '2026-12-28', '2026-12-31', '2027-01-31', '2027-05-03', '2028-02-29', '2027-08-31'].map(
    (day) => new Date(`${day}T09:30:00+09:00`),
  ),
);
const languages = fc.constantFrom<Language>('ja', 'en');
const month = (day: LocalDay) => Number(day.slice(5, 7));
const date = (day: LocalDay) => Number(day.slice(8));
const letter = (day: LocalDay) => '月火水木金土日'.charAt(weekdayOf(day) - 1);

/** One way to write a day in each language. */
const writers: fc.Arbitrary<Record<Language, (day: LocalDay) => string>> = fc.record({
  ja: fc.constantFrom(
    (day: LocalDay) => `${month(day)}月${date(day)}日`,
    (day: LocalDay) => `${month(day)}/${date(day)}`,
    (day: LocalDay) => `${month(day)}/${date(day)}(${letter(day)})`,
    (day: LocalDay) => `${day.slice(0, 4)}年${month(day)}月${date(day)}日`,
    (day: LocalDay) => `${month(day)}月${date(day)}日（${letter(day)}）`,
  ),
  en: fc.constantFrom(
    (day: LocalDay) => `${MONTHS[month(day) - 1]} ${date(day)}`,
    (day: LocalDay) => `${date(day)} ${MONTHS[month(day) - 1]}`,
    (day: LocalDay) => `${month(day)}/${date(day)}`,
    (day: LocalDay) => `${MONTHS[month(day) - 1]} ${date(day)}, ${day.slice(0, 4)}`,
    (day: LocalDay) => day,
  ),
});

/** Days ahead of a moment, far enough apart from its own year's end for a date without a year to be the next one. */
const ahead = fc.integer({ min: 1, max: 300 });

function reads(text: string, now: Date, expected: Partial<Understanding>): void {
  const { reason, ...answer } = understand(text, { now, timeZone });
  assert.deepEqual({ ...answer, ...(reason ? { reason } : {}) }, expected, text);
}

describe('understand, reading back what was asked of several days', () => {
  it('several days named one by one', () => {
    const sentences = {
      ja: [
        (days: string[]) => `${days.join('、')}に在宅をお願いします`,
        (days: string[]) => `在宅希望：${days.join('と')}`,
        (days: string[]) => `${days.join('・')}は在宅勤務したいです`,
      ],
      en: [
        (days: string[]) => `wfh on ${days.join(' and ')} please`,
        (days: string[]) => `Can I work from home ${days.join(', ')}?`,
      ],
    };
    fc.assert(
      fc.property(
        moments,
        languages,
        writers,
        fc.uniqueArray(ahead, { minLength: 2, maxLength: 4 }),
        fc.nat(),
        (now, language, write, distances, choice) => {
          const today = localDayOf(now, timeZone);
          const days = distances.map((distance) => addDays(today, distance)).sort();

          const text = pick(sentences[language], choice)(days.map(write[language]));

          reads(text, now, { intent: 'book', language, days, part: 'full', place: 'home' });
        },
      ),
      RUNS,
    );
  });

  it('a range, less a day', () => {
    const ranges = {
      ja: [(a: string, b: string) => `${a}〜${b}`, (a: string, b: string) => `${a}から${b}まで`],
      en: [
        (a: string, b: string) => `from ${a} to ${b}`,
        (a: string, b: string) => `${a} through ${b}`,
        (a: string, b: string) => `${a} until ${b}`,
      ],
    };
    const sentences = {
      ja: [
        (range: string, out: string) => `${range}テレワークを希望します${out && `。ただし${out}は除きます`}`,
        (range: string, out: string) => `${range}、リモートでお願いします${out && `（${out}を除く）`}`,
        (range: string, out: string) => `お疲れ様です。${range}テレワーク申請します${out && `。${out}は出勤します。`}`,
      ],
      en: [
        (range: string, out: string) => `Please book telework ${range}${out && ` except ${out}`}`,
        (range: string, out: string) => `remote ${range}${out && `, but not on ${out}`}`,
      ],
    };
    fc.assert(
      fc.property(
        moments,
        languages,
        writers,
        ahead,
        fc.integer({ min: 1, max: 14 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        (now, language, write, distance, length, range, choice, less) => {
          const first = addDays(localDayOf(now, timeZone), distance);
          const last = addDays(first, length);
          const all = workingDaysBetween(first, last);
          fc.pre(all.length > 1);
          const out = less ? all[choice % all.length] : undefined;

          const text = pick(sentences[language], choice)(
            pick(ranges[language], range)(write[language](first), write[language](last)),
            out ? write[language](out) : '',
          );

          reads(text, now, {
            intent: 'book',
            language,
            days: all.filter((day) => day !== out),
            part: 'full',
            ...(out ? { except_days: [out] } : {}),
          });
        },
      ),
      RUNS,
    );
  });

  it('a repetition with its pace, bounds and exceptions', () => {
    const paces = {
      ja: ['毎週', '隔週', '3週間ごとに'],
      en: ['every ', 'every other ', 'every 3 weeks on '],
    };
    const bounds = {
      ja: { until: (day: string) => `${day}まで`, count: (count: number) => `${count}回` },
      en: { until: (day: string) => `until ${day}`, count: (count: number) => `${count} times` },
    };
    const outs = {
      ja: [
        (day: string) => `、ただし${day}は除く`,
        (day: string) => `（${day}は除く）`,
        (day: string) => `。${day}は除いてください`,
      ],
      en: [(day: string) => ` except ${day}`, (day: string) => `, but not ${day}`],
    };
    fc.assert(
      fc.property(
        moments,
        languages,
        writers,
        fc.subarray([1, 2, 3, 4, 5], { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('open', 'until', 'count'),
        fc.integer({ min: 2, max: 9 }),
        fc.boolean(),
        fc.nat(),
        (now, language, write, weekdays, interval, bound, times, less, choice) => {
          const today = localDayOf(now, timeZone);
          let first = addDays(today, 1);
          while (!weekdays.includes(weekdayOf(first))) first = addDays(first, 1);
          const last = addDays(first, times * interval * 7);
          const out = less ? addDays(first, interval * 7) : undefined;
          const named =
            language === 'ja'
              ? weekdays.map((weekday) => `${'月火水木金'.charAt(weekday - 1)}曜`).join('と')
              : weekdays.map((weekday) => WEEKDAYS[weekday - 1]).join(' and ');
          const limit =
            bound === 'until'
              ? bounds[language].until(write[language](last))
              : bound === 'count'
                ? bounds[language].count(times)
                : '';
          const less_ = out ? pick(outs[language], choice)(write[language](out)) : '';

          const text =
            language === 'ja'
              ? `${paces.ja[interval - 1]}${named}${limit && `、${limit}`}在宅でお願いします${less_}`
              : `work from home ${paces.en[interval - 1]}${named}${limit && ` ${limit}`}${less_}`;

          reads(text, now, {
            intent: 'book',
            language,
            days: [first],
            part: 'full',
            place: 'home',
            rrule: [
              'FREQ=WEEKLY',
              ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
              `BYDAY=${weekdays.map((weekday) => NAMES[weekday - 1]).join(',')}`,
              ...(bound === 'count' ? [`COUNT=${times}`] : []),
              ...(bound === 'until' ? [`UNTIL=${last.replaceAll('-', '')}`] : []),
            ].join(';'),
            ...(out ? { except_days: [out] } : {}),
          });
        },
      ),
      RUNS,
    );
  });
});

describe('understand, reading back what was asked of a booking or of approvals', () => {
  it('a booking moved to another day, or to a part of it', () => {
    const sentences = {
      ja: [
        (from: string, to: string) => `${from}のテレワークを${to}に変更してください`,
        (from: string, to: string) => `${from}に入れたテレワークを${to}にずらしたいです`,
        (from: string, to: string) => `すみません、${from}の予約を${to}へ移していただけますか`,
        (from: string, to: string) => `${from}のを${to}に`,
      ],
      en: [
        (from: string, to: string) => `please move my telework from ${from} to ${to}`,
        (from: string, to: string) => `can you reschedule ${from} to ${to}`,
      ],
    };
    const halves = { ja: { am: 'の午前', pm: 'の午後', '': '' }, en: { am: ' morning', pm: ' afternoon', '': '' } };
    fc.assert(
      fc.property(
        moments,
        languages,
        writers,
        fc.uniqueArray(ahead, { minLength: 2, maxLength: 2 }),
        fc.constantFrom<'am' | 'pm' | ''>('am', 'pm', ''),
        fc.nat(),
        (now, language, write, distances, half, choice) => {
          const [from, to] = distances.map((distance) => addDays(localDayOf(now, timeZone), distance)) as [
            string,
            string,
          ];

          const text = pick(sentences[language], choice)(
            write[language](from),
            `${write[language](to)}${halves[language][half]}`,
          );

          reads(text, now, {
            intent: 'change',
            language,
            days: [from],
            to_days: [to],
            ...(half ? { part: half } : {}),
          });
        },
      ),
      RUNS,
    );
  });

  it('one day or one half of a day cancelled', () => {
    const sentences = {
      ja: [
        (day: string, half: string) => `${day}${half && `の${half}`}だけ取り消してください`,
        (day: string, half: string) => `${day}${half && `の${half}`}のテレワークをキャンセルします`,
        (day: string, half: string) => `お世話になっております。${day}${half && `の${half}`}の予約を取り消したいです。`,
      ],
      en: [
        (day: string, half: string) => `please cancel ${day}${half && ` ${half}`}`,
        (day: string, half: string) => `cancel only my telework on ${day}${half && ` in the ${half}`}`,
      ],
    };
    const halves = { ja: { am: '午前', pm: '午後', '': '' }, en: { am: 'morning', pm: 'afternoon', '': '' } };
    fc.assert(
      fc.property(
        moments,
        languages,
        writers,
        ahead,
        fc.constantFrom<'am' | 'pm' | ''>('am', 'pm', ''),
        fc.nat(),
        (now, language, write, distance, half, choice) => {
          const day = addDays(localDayOf(now, timeZone), distance);

          const text = pick(sentences[language], choice)(write[language](day), halves[language][half]);

          reads(text, now, { intent: 'cancel', language, days: [day], ...(half ? { part: half } : {}) });
        },
      ),
      RUNS,
    );
  });

  it('who stands in for how long', () => {
    const sentences = {
      ja: [
        (a: string, b: string) => `${a}から${b}まで田中課長に代決をお願いします`,
        (a: string, b: string) => `${a}〜${b}は不在のため、田中さんに代理承認をお願いします`,
        (a: string, b: string) => `${a}から${b}の承認は田中係長に任せます`,
      ],
      en: [
        (a: string, b: string) => `Tanaka will approve for me from ${a} to ${b}`,
        (a: string, b: string) => `Please make Tanaka my deputy from ${a} until ${b}`,
      ],
    };
    fc.assert(
      fc.property(
        moments,
        languages,
        writers,
        ahead,
        fc.integer({ min: 1, max: 20 }),
        fc.nat(),
        (now, language, write, distance, length, choice) => {
          const first = addDays(localDayOf(now, timeZone), distance);
          const last = addDays(first, length);
          const days = workingDaysBetween(first, last);
          fc.pre(days.length > 0);

          const text = pick(sentences[language], choice)(write[language](first), write[language](last));

          const { intent, days: read, for: named } = understand(text, { now, timeZone });
          assert.deepEqual(
            { intent, days: read, named },
            { intent: 'deputy', days, named: language === 'ja' ? '田中' : 'Tanaka' },
            text,
          );
        },
      ),
      RUNS,
    );
  });
});

function pick<Choice>(choices: readonly Choice[], index: number): Choice {
  return choices[index % choices.length] as Choice;
}
