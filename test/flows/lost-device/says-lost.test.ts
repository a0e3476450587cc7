import assert from 'node:assert/strict';
import { saysLost } from '../../../flows/lost-device/says-lost.ts';

describe('a sentence about a lost device', () => {
  for (const text of [
    'iPadをなくしました',
    'パソコンを電車に忘れた。盗まれたみたい',
    '私物のPCを盗まれました!',
    'どこかで端末を失くした',
    'I lost my laptop on the train',
    'My iPad was stolen this morning.',
  ])
    it(`says so: ${text}`, () => assert.ok(saysLost(text)));

  for (const text of [
    '',
    'iPadをなくしたらどうすればいいですか',
    '端末をなくした場合の手続き',
    '紛失したときは？',
    'パソコンをなくしたかもしれません',
    'なくしたiPadが見つかりました',
    'PCは盗まれていません',
    '端末を失くさないように気をつけます',
    'What if I lose my laptop?',
    'I found the laptop that I lost',
    "I haven't lost my iPad",
    'I might have lost my phone',
  ])
    it(`leaves a doubt, and gets the form: ${text}`, () => assert.ok(!saysLost(text)));
});
