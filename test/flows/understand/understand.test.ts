import assert from 'node:assert/strict';
import { understand } from '../../../flows/understand/understand.ts';
import { differences, readUtterances } from './utterance-files.ts';

const files = {
  'the contract’s examples': new URL('../../utterances.jsonl', import.meta.url),
  'our own examples': new URL('./own-utterances.jsonl', import.meta.url),
  'sentences of every kind, whose answers were read and found right': new URL(
    './reviewed-utterances.jsonl',
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

  it('answers a message of 500 characters within 5 ms, a hundredfold one in time that grows with its length', () => {
    const context = { now: new Date('2026-12-01T10:00:00+09:00'), timeZone: 'Asia/Tokyo' };
    const sentences = [
      '12/10から12/15まで在宅、ただし12日は除く。毎週水曜の13時から17時、子どもの通院のため。',
      'please book telework from Dec 10 to Dec 15, 2-5pm, because my son is ill. ',
      '1日1日1日、月火水木金土日、2/2/2/2-2-2~2~2時時時から',
      'a'.repeat(60),
      '(((((((((((((((((((((((',
    ];
    const elapsed = (text: string, times: number) => {
      let best = Number.POSITIVE_INFINITY; // of the processor's time, since the machine may be busy with other things
      for (let time = 0; time < times; time += 1) {
        const start = process.cpuUsage();
        understand(text, context);
        best = Math.min(best, process.cpuUsage(start).user / 1000);
      }
      return best;
    };

    for (const sentence of sentences) {
      const short = sentence.repeat(Math.ceil(500 / sentence.length)).slice(0, 500);
      elapsed(short, 20);

      assert.ok(elapsed(short, 30) < 5, `500 characters of ${sentence}`);
      assert.ok(elapsed(short.repeat(100), 2) < 1500, `50,000 characters of ${sentence}`);
    }
  });
});
