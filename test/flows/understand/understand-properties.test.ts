import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, isRealDay, localDayOf } from '../../../flows/local-time.ts';
import { understand } from '../../../flows/understand/understand.ts';
import { readUtterances } from './utterance-files.ts';

const timeZone = 'Asia/Tokyo';
const now = new Date('2026-12-01T10:00:00+09:00');
const moments = fc.date({ min: new Date('2025-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });
const snippets = [
  '明日', '来週', '水曜', '12/10', '2月30日', '〜', 'から', 'まで', '毎週', '隔週', '3日間', '月末', '午前', '13時', '1:00', 'テレワーク', '在宅', 'ので', 'ため',
  'every ', 'next ', 'Friday ', 'until ', 'Dec 10 ', 'to ', 'except ', 'wfh ', 'for ', 'because ', 'cancel ', 'move ', '2-5pm ', '、', '。', ' ', '\n', '(', ')',
]; // prettier-ignore
const broken = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5000 }),
  fc.array(fc.constantFrom(...snippets), { maxLength: 60 }).map((words) => words.join('')),
);

describe('understand, whatever it is told', () => {
  it('never throws and answers with real days in ascending order, each once', () => {
    fc.assert(
      fc.property(broken, moments, (text, at) => {
        const {
          intent,
          days = [],
          to_days = [],
          except_days = [],
          from,
          to,
          part,
        } = understand(text, { now: at, timeZone });

        assert.ok(intent);
        for (const named of [days, to_days, except_days]) {
          assert.ok(named.every(isRealDay));
          assert.deepEqual(named, [...new Set(named)].sort());
        }
        for (const time of [from, to]) assert.match(time ?? '00:00', /^([01]\d|2[0-4]):[0-5]\d$/);
        assert.ok((!from && !to) || part === 'hours' || part === 'full');
      }),
      { numRuns: 300 },
    );
  });

  it('answers lone surrogates and 100,000 characters', () => {
    for (const text of ['\ud800', '\udc00明日在宅\ud83d', '明日在宅'.repeat(25_000)]) {
      assert.ok(understand(text, { now, timeZone }).intent);
    }
  });

  it('hears the same in full and half width, in composed and decomposed kana, and with spaces round it', () => {
    const examples = readUtterances(new URL('./own-utterances.jsonl', import.meta.url)).filter(
      ({ text }) => !/[<>\n@-]/.test(text),
    );
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    for (const { text } of examples) {
      const { reason: _, for: __, ...plain } = understand(text, { now, timeZone });

      for (const variant of [
        text.normalize('NFD'),
        text.normalize('NFKC'),
        `  ${text.replaceAll(' ', '   ')}\u3000`,
        wide(text),
      ]) {
        const { reason: ___, for: ____, ...answer } = understand(variant, { now, timeZone });
        assert.deepEqual(answer, plain, variant);
      }
    }
  });
});

interface Request {
  day: string;
  part: 'full' | 'am' | 'pm' | 'hours';
  place: 'home' | 'satellite' | undefined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const requests: fc.Arbitrary<Request> = fc.record({
  day: fc.integer({ min: 1, max: 360 }).map((days) => addDays(localDayOf(now, timeZone), days)),
  part: fc.constantFrom('full', 'am', 'pm', 'hours'),
  place: fc.constantFrom('home', 'satellite', undefined),
});

describe('understand, reading back what a sentence was written from', () => {
  const month = (day: string) => Number(day.slice(5, 7));
  const date = (day: string) => Number(day.slice(8));
  const japaneseDays = [
    (day: string) => `${month(day)}月${date(day)}日`,
    (day: string) => `${month(day)}/${date(day)}`,
    (day: string) => `${day.slice(0, 4)}年${month(day)}月${date(day)}日`,
    (day: string) => `${day.slice(0, 4)}/${month(day)}/${date(day)}`,
    (day: string) => `令和${Number(day.slice(0, 4)) - 2018}年${month(day)}月${date(day)}日`,
    (day: string) => `${month(day)}月${date(day)}日(${'日月火水木金土'[new Date(day).getUTCDay()]})`,
    (day: string) => day,
  ];
  const englishDays = [
    (day: string) => `${MONTHS[month(day) - 1]} ${date(day)}`,
    (day: string) => `${date(day)} ${MONTHS[month(day) - 1]}`,
    (day: string) => `${month(day)}/${date(day)}`,
    (day: string) => `${MONTHS[month(day) - 1]} ${date(day)}, ${day.slice(0, 4)}`,
    (day: string) => day,
  ];

  it('in Japanese', () => {
    const parts = {
      full: ['', '終日', '一日中'],
      am: ['午前', '午前中'],
      pm: ['午後'],
      hours: ['13時から17時半', '午後1時〜5時半', '13:00-17:30'],
    };
    const places = {
      home: ['在宅勤務', '自宅で仕事'],
      satellite: ['サテライト勤務'],
      none: ['テレワーク', 'リモートワーク', 'てれわーく'],
    };
    const sentences = [
      (day: string, part: string, place: string) => `${day}${part && `の${part}`}、${place}をお願いします`,
      (day: string, part: string, place: string) =>
        `お疲れ様です。${place}を希望します。${day}${part && `、${part}`}です。`,
      (day: string, part: string, place: string) => `${day} ${part} ${place}`,
      (day: string, part: string, place: string) =>
        `${day}は${part && `${part}のみ`}${place}したいのですが、よろしいでしょうか`,
    ];
    fc.assert(
      fc.property(requests, fc.nat(), fc.nat(), fc.nat(), fc.nat(), ({ day, part, place }, a, b, c, d) => {
        const text = pick(sentences, a)(
          pick(japaneseDays, b)(day),
          pick(parts[part], c),
          pick(places[place ?? 'none'], d),
        );

        const answer = understand(text, { now, timeZone });

        assert.deepEqual(answer, expected({ day, part, place }, 'ja'), text);
      }),
      { numRuns: 500 },
    );
  });

  it('in English', () => {
    const parts = {
      full: ['', ' all day'],
      am: [' in the morning', ' morning'],
      pm: [' in the afternoon', ' afternoon only'],
      hours: [' from 13:00 to 17:30', ', 1pm-5:30pm', ' from 1 to 5:30'],
    };
    const places = {
      home: ['wfh', 'work from home'],
      satellite: ['the satellite office'],
      none: ['telework', 'remote work', 'remote'],
    };
    const sentences = [
      (day: string, part: string, place: string) => `Please book ${place} on ${day}${part}`,
      (day: string, part: string, place: string) => `Hi, I'd like ${place} ${day}${part}, thanks`,
      (day: string, part: string, place: string) => `${place}: ${day}${part}`,
    ];
    fc.assert(
      fc.property(requests, fc.nat(), fc.nat(), fc.nat(), fc.nat(), ({ day, part, place }, a, b, c, d) => {
        const text = pick(sentences, a)(
          pick(englishDays, b)(day),
          pick(parts[part], c),
          pick(places[place ?? 'none'], d),
        );

        const answer = understand(text, { now, timeZone });

        assert.deepEqual(answer, expected({ day, part, place }, 'en'), text);
      }),
      { numRuns: 500 },
    );
  });

  function expected({ day, part, place }: Request, language: 'ja' | 'en') {
    return {
      intent: 'book',
      language,
      days: [day],
      part,
      ...(part === 'hours' ? { from: '13:00', to: '17:30' } : {}),
      ...(place ? { place } : {}),
    };
  }
  function pick<Choice>(choices: readonly Choice[], index: number): Choice {
    return choices[index % choices.length] as Choice;
  }
});
