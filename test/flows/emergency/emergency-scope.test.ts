import assert from 'node:assert/strict';
import { covers, scopeSaid } from '../../../flows/emergency/emergency-scope.ts';
import { dayToBook } from '../../../flows/emergency/emergency-view.ts';
import { anOrganisation, at } from '../../support/builders.ts';

const section = (id: string, ja: string, en: string) => ({
  id,
  department: ja,
  name: { ja, en },
  head: null,
  deputy: null,
});
const organisation = anOrganisation({ sections: [section('parks', '公園課', 'Parks'), section('it', '情報課', 'IT')] });

describe('the scope that a message names', () => {
  const said: [string, string[]][] = [
    ['台風のため全庁テレワークに切り替え', ['all']],
    ['公園課を緊急テレワークに切り替えて', ['parks']],
    ['emergency: all of Parks work from home tomorrow', ['parks']],
    ['emergency: everybody works from home', ['all']],
    ['公園課と情報課を緊急テレワークに', ['parks', 'it']],
    ['emergency mode with the flood', []],
  ];
  for (const [text, scope] of said)
    it(`is ${scope.join(' and ') || 'open'}: ${text}`, () => assert.deepEqual(scopeSaid(text, organisation), scope));

  it('is covered by everybody, and by as many sections or more', () => {
    assert.ok(covers(null, ['parks']) && covers(null, null) && covers(['parks', 'it'], ['parks']));
    assert.ok(!covers(['parks'], null) && !covers(['parks'], ['parks', 'it']));
  });
});

describe('the day that one tap books in an emergency', () => {
  const days: [string, string, string][] = [
    ['2026-12-01 06:00', '2026-12-01', 'today, before work'],
    ['2026-12-01 17:14', '2026-12-01', 'today, while people work'],
    ['2026-12-01 17:15', '2026-12-02', 'tomorrow, after work'],
    ['2026-12-04 20:00', '2026-12-07', 'Monday, on Friday evening'],
    ['2026-12-31 09:00', '2027-01-04', 'the first working day, at the turn of the year'],
  ];
  for (const [now, day, name] of days) it(`is ${name}`, () => assert.equal(dayToBook(anOrganisation(), at(now)), day));

  it('passes over days on which the offices are closed', () => {
    const closures = [{ from: '2026-12-01', to: '2026-12-02', name: { ja: '工事', en: 'Works' } }];

    assert.equal(dayToBook(anOrganisation({ closures }), at('2026-12-01 09:00')), '2026-12-03');
  });
});
