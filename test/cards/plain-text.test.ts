import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inputText, plainText } from '../../cards/plain-text.ts';

describe('people’s texts on cards', () => {
  const cases: [string, string, string][] = [
    ['HTML', '<b>太字</b> <img src=x onerror=alert(1)>', '＜b＞太字＜/b＞ ＜img src=x onerror=alert(1)＞'],
    ['HTML entities', '&lt;b&gt; R&D &#60;', '＆lt;b＆gt; R&D ＆#60;'],
    ['Markdown links', '[押して](https://evil.example)', '［押して］(https：//evil.example)'],
    ['Markdown pictures', '![](http://evil.example/x.png)', '!［］(http：//evil.example/x.png)'],
    ['bold, italics, code and strokes', '**a** _b_ `c` ~~d~~', '＊＊a＊＊ ＿b＿ ｀c｀ ～～d～～'],
    ['a heading at the start', '# 見出し', '＃ 見出し'],
    ['a list at the start', '- 一つ', '－ 一つ'],
    ['a numbered list at the start', '1. 一つ', '1． 一つ'],
    ['lines', '一行目\r\n- 二行目\n\n三行目', '一行目 - 二行目 三行目'],
    ['date functions of cards', '{{DATE(2026-12-02T00:00:00Z)}}', '｛｛DATE(2026-12-02T00:00:00Z)｝｝'],
    ['template expressions', '${secret}', '$｛secret｝'],
    ['marks that turn the writing round', 'a\u202egnp.exe\u202c \u2066x\u2069 \u200f\u061cy', 'agnp.exe x y'],
    ['control characters', 'a\u0000b\u001b[31mc\u0007', 'ab［31mc'],
    ['zero-width characters', 'a\u200bb\u200d\u2060\ufeffc\u00ad', 'abc'],
    ['tags', 'a\u{e0041}\u{e007f}b', 'ab'],
    ['half characters', 'a\ud83db', 'ab'],
    ['piles of accents', `a${'\u0301'.repeat(50)}b`, `a${'\u0301'.repeat(4)}b`],
  ];
  for (const [what, written, shown] of cases)
    it(`show ${what} as plain text`, () => {
      assert.equal(plainText(written, 200), shown);
    });

  it('leave ordinary words, names and emoji as they are', () => {
    for (const words of [
      '山田 花子',
      '葛󠄀城さん',
      '通院 (午前)、10:30~ではなく10:30から',
      '👨‍👩‍👧の送り迎え👍🏽',
      'avd-kmk_017 R&D',
      'O’Neil-Sato',
    ])
      assert.equal(plainText(words, 200), words.replace('~', '～'));
  });

  it('cut at the length asked for, never inside a character', () => {
    assert.equal(plainText('あいうえお', 3), 'あい…');
    assert.equal(plainText('ab👨‍👩‍👧cd', 6), 'ab…');
    assert.equal(plainText('あいう', 3), 'あいう');
  });

  it('take 100,000 characters in no time', () => {
    const started = performance.now();

    for (const one of ['介護', '*', '\u200d', '\u0301', '👨‍👩‍👧', '\u202e<', ' ']) {
      const shown = plainText(one.repeat(100_000 / one.length), 500);
      assert.ok(shown.length <= 500);
    }

    assert.ok(performance.now() - started < 2_000, 'slower than a turn may be');
  });

  it('come out harmless and within their length, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 2, max: 100 }), (written, max) => {
        const shown = plainText(written, max);

        assert.ok(shown.length <= max);
        assert.doesNotMatch(shown, /\p{Surrogate}/u);
        assert.doesNotMatch(shown, /[*`~[\]<>{}\\|\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|:\/\//u);
        assert.equal(plainText(shown, max), shown);
      }),
      { numRuns: 1000 },
    );
  });

  it('go back into an input as they were written, without what is not seen', () => {
    assert.equal(inputText('一行目\r\n*二*\u202e行目\u0000', 500), '一行目\n*二*行目');
    assert.equal(inputText('あ'.repeat(600), 500).length, 500);
  });
});
