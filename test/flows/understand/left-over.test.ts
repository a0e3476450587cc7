import assert from 'node:assert/strict';
import { leftOver } from '../../../flows/understand/left-over.ts';
import { readUtterances } from './utterance-files.ts';

const context = { now: new Date('2026-12-01T10:00:00+09:00'), timeZone: 'Asia/Tokyo' };

describe('leftOver', () => {
  const examples: [text: string, words: string | null][] = [
    ['13/45に在宅お願いします', '13/45'],
    ['2月30日在宅', '2月30日'],
    ['11/10（月）在宅希望', '11/10(月)'],
    ['年末に在宅したい', '年末'],
    ['週末と12/5に在宅', '週末'],
    ['12/5と13/7在宅', '13/7'],
    ['火曜か水曜に在宅', '火曜か水曜'],
    ['明日14時在宅', '14時'],
    ['明日カフェから在宅', 'カフェ'],
    ['12/10から12/5まで在宅', '12/10から12/5まで'],
    ['年末か中旬に、2/30でもいいので在宅', '年末、中旬、2/30'],
    ['wfh sometime next week', 'sometime'],
    ['wfh on Feb 30', 'Feb 30'],
    ['wfh the week of Dec 7', 'the week of Dec 7'],
    ['年明けの5日在宅', null],
    ['年末調整のため明日在宅', null],
    ['明日13時から17時まで在宅', null],
    ['来週在宅', null],
    ['wfh tomorrow', null],
  ];
  for (const [text, words] of examples)
    it(`of ${text} says ${words ?? 'nothing'}`, () => {
      assert.equal(leftOver(text, context), words);
    });

  it('says nothing of requests whose days were all read', () => {
    const read = readUtterances(new URL('./voices-utterances.jsonl', import.meta.url)).filter(
      ({ expect, accept }) => expect.intent === 'book' && expect.days && !accept,
    );

    const told = read.filter(({ text, now, tz }) => leftOver(text, { now: new Date(now), timeZone: tz }) !== null);

    assert.ok(read.length > 300);
    assert.deepEqual(
      told.map(({ text }) => text),
      [],
    );
  });
});
