import assert from 'node:assert/strict';
import { aboutPage } from '../../bot/about.ts';

const KEPT = {
  reasons: 1095,
  contacts: 30,
  workingTimes: 730,
  conversations: 14,
  audit: 400,
  feedback: 365,
  visits: 60,
  warnings: 7,
  journal: 90,
  deputies: 31,
};
const NAME = { ja: '鎌倉市', en: 'City of <b>K</b>' };

describe('the page about the bot', () => {
  it('has the places that the manifest links to, once each', () => {
    const page = aboutPage('ja', NAME, KEPT);

    for (const id of ['privacy', 'terms'])
      assert.equal(page.match(new RegExp(`id="${id}"`, 'g'))?.length, 1, `one #${id}`);
  });

  it('says for how long what is kept, in years where they are whole', () => {
    const page = aboutPage('en', NAME, KEPT);

    for (const words of [
      '14 days',
      '30 days',
      '31 days',
      '60 days',
      '90 days',
      '400 days',
      '1 year<',
      '2 years',
      '3 years',
      '1年',
      '3年',
    ])
      assert.ok(page.includes(words), words);
  });

  it('shows the name of the organisation as text', () => {
    assert.ok(aboutPage('en', NAME, KEPT).includes('City of &lt;b&gt;K&lt;/b&gt;'));
  });
});
