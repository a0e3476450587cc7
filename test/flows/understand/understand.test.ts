import assert from 'node:assert/strict';
import { understand } from '../../../flows/understand/understand.ts';
import { HARD_SENTENCES } from './hard-sentences.ts';
import { differences, readUtterances } from './utterance-files.ts';

const files = {
  'the contract’s examples': new URL('../../utterances.jsonl', import.meta.url),
  'our own examples': new URL('./own-utterances.jsonl', import.meta.url),
  'sentences of every kind, whose answers were read and found right': new URL(
    './reviewed-utterances.jsonl',
    import.meta.url,
  ),
  'people of many kinds, written down before they were read': new URL('./voices-utterances.jsonl', import.meta.url),
  'fresh words for every rule, answers settled before they were read': new URL(
    './second-utterances.jsonl',
    import.meta.url,
  ),
};

describe('understand', () => {
  for (const [name, url] of Object.entries(files)) {
    describe(name, () => {
      for (const utterance of readUtterances(url)) {
        it(`${utterance.id}: ${utterance.text.slice(0, 80).replaceAll('\n', ' / ')}`, () => {
          const answer = understand(utterance.text, { now: new Date(utterance.now), timeZone: utterance.tz });

          assert.deepEqual(differences(utterance, answer), []);
        });
      }
    });
  }

  it('takes the day from the zone it is asked in', () => {
    const now = new Date('2026-12-01T20:00:00Z');

    const [tokyo, london] = ['Asia/Tokyo', 'Europe/London'].map(
      (timeZone) => understand('wfh tomorrow', { now, timeZone }).days,
    );

    assert.deepEqual(tokyo, ['2026-12-03']);
    assert.deepEqual(london, ['2026-12-02']);
  });

  // How long it takes, and that the time grows with the length, is measured by the bench.
  it('answers 50,000 characters of what is hard to read', () => {
    const context = { now: new Date('2026-12-01T10:00:00+09:00'), timeZone: 'Asia/Tokyo' };
    for (const hard of HARD_SENTENCES) {
      const text = hard.repeat(Math.ceil(50_000 / hard.length));

      assert.ok(understand(text, context).intent, hard);
    }
  });
});
