import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timeSaid } from '../../../flows/work/time-said.ts';

describe('the time that a message about work names', () => {
  const said: [message: string, time: string][] = [
    ['9:00に業務開始しました', '09:00'],
    ['９時に業務開始', '09:00'],
    ['8時半から始めています。業務開始', '08:30'],
    ['17時15分に業務終了', '17:15'],
    ['午後5時に業務を終了しました', '17:00'],
    ['午前0時10分に業務終了', '00:10'],
    ['夜8時に業務終了', '20:00'],
    ['午後12時に中断', '12:00'],
    ['finished work at 5:15 pm', '17:15'],
    ['started work at 9', '09:00'],
    ['clock out 12 am', '00:00'],
    ['業務終了 17:15\n> 9:00に業務開始しました', '17:15'],
    ['9:00に、つまり9時に業務開始しました', '09:00'],
  ];
  for (const [message, time] of said)
    it(`is ${time} in ${JSON.stringify(message)}`, () => {
      assert.deepEqual(timeSaid(message), { kind: 'at', time });
    });

  for (const message of [
    '業務開始します',
    '8時間働きました。業務終了',
    '今日は3件終えました。業務終了',
    '12/2 業務開始',
    'start work',
    'done for today, 2 calls left',
  ])
    it(`is not there in ${JSON.stringify(message)}`, () => {
      assert.deepEqual(timeSaid(message), { kind: 'none' });
    });

  for (const message of [
    '5時に業務終了',
    '夜1時に業務終了',
    '9時と10時に業務開始',
    '九時に業務開始しました',
    '30分前に業務開始しました',
    '25時に業務終了',
    '業務開始を8:30に直して',
    'finished work an hour ago',
    'started work at 5',
  ])
    it(`is not guessed in ${JSON.stringify(message)}`, () => {
      assert.deepEqual(timeSaid(message), { kind: 'unclear' });
    });

  it('is a time of day, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'午前後夜朝0123456789:時分半apm at'.split('')) }), (message) => {
        const found = timeSaid(message);

        if (found.kind === 'at') assert.match(found.time, /^([01]\d|2[0-3]):[0-5]\d$/);
      }),
    );
  });
});
