import assert from 'node:assert/strict';
import { calendarLines } from '../../../bot/main/check-calendars.ts';
import { anOrganisation, NOW, OFFICE_WORDS_SAID } from '../../support/builders.ts';
import { anEntry, FakeFeedReader } from '../../support/fakes/fake-feed-reader.ts';

const feed = {
  id: 'parks-feed',
  url: 'https://groupware.city.example/private-s3cret/parks.ics',
  file: null,
  folder: null,
  for: { person: null, section: 'parks' },
  everyMinutes: 15,
};
const organisation = () => {
  const own = { file: '/days.ics', mailbox: null, everyMinutes: 5, words: OFFICE_WORDS_SAID };
  return anOrganisation({ calendar: { ...anOrganisation().calendar, organisation: own, feeds: [feed] } });
};

describe('what zaitaku check says of calendars', () => {
  it('is nothing where there are none', async () => {
    assert.deepEqual(await calendarLines(anOrganisation(), new FakeFeedReader(), new FakeFeedReader(), NOW), []);
  });

  it('is what each of them says, and what was not understood, without secret addresses', async () => {
    const [feeds, own] = [new FakeFeedReader(), new FakeFeedReader()];
    own.set([anEntry({ key: 'a', subject: '閉庁' }), anEntry({ key: 'b', subject: '庁議' })]);
    feeds.set([anEntry(), anEntry({ key: 'b', owners: [] })], ['line 3: "tomorrow" is no day']);

    const lines = await calendarLines(organisation(), feeds, own, NOW);

    assert.deepEqual(
      lines.map(({ what, ok }) => [what, ok]),
      [
        ['calendar of the organisation, /days.ics', true],
        ['calendar feed parks-feed, groupware.city.example', 'warn'],
      ],
    );
    assert.match(lines[0]!.detail, /^1 entries ahead .*1 say none of the words: 庁議/);
    assert.match(lines[1]!.detail, /^2 entries ahead for section parks; 1 name no person.*1 cannot be read: line 3/);
    assert.ok(!JSON.stringify(lines).includes('s3cret'));
  });

  it('is what is wrong where one cannot be read', async () => {
    const [feeds, own] = [new FakeFeedReader(), new FakeFeedReader()];
    own.failing = new Error('/days.ics: there is no such file or folder');

    const [line] = await calendarLines(organisation(), feeds, own, NOW);

    assert.deepEqual([line?.ok, line?.detail], [false, '/days.ics: there is no such file or folder']);
  });
});
