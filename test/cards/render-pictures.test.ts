import assert from 'node:assert/strict';
import { chromiumPath, renderPictures } from './render-pictures.ts';
import { aProposal, SAMPLE_VIEWS } from './sample-views.ts';

describe('pictures of the cards', function () {
  this.timeout(300_000);
  let chromium: string;

  before(() => {
    const found = chromiumPath();
    assert.ok(found, 'no Chromium: install it or name it in CHROMIUM_PATH');
    chromium = found;
  });

  it('show every character and cut off nothing, on a phone and on a PC', async () => {
    const findings = await renderPictures(chromium, null);

    assert.ok(findings.pictures >= Object.keys(SAMPLE_VIEWS).length * 4);
    assert.deepEqual(findings.missingGlyphs, [], 'no font has these; Japanese needs fonts-noto-cjk');
    assert.deepEqual(findings.overflows, []);
  });

  it('would tell a character that no font has, and break a word too long for a phone', async () => {
    const strange = aProposal({ reason: '理由\ue123\u0378' });
    const long = aProposal({ reason: 'W'.repeat(400) });

    const { missingGlyphs, overflows } = await renderPictures(chromium, null, { strange, long });

    assert.deepEqual(new Set(missingGlyphs), new Set(['\ue123', '\u0378']));
    assert.deepEqual(overflows, [], 'a long word is broken, not cut');
  });
});
