import assert from 'node:assert/strict';
import type { CalendarEntry, EntryChanges } from '../../../flows/calendar/calendar-entry.ts';
import type { CalendarFeed } from '../../../flows/calendar/calendar-sources.ts';
import { followFeed, wakeFeeds } from '../../../flows/calendar/follow-feeds.ts';
import { anOrganisation, at, idOf } from '../../support/builders.ts';
import { anEntry, FakeFeedReader } from '../../support/fakes/fake-feed-reader.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const FEED: CalendarFeed = {
  id: 'parks-feed',
  url: 'https://groupware.city.example/parks.ics',
  file: null,
  folder: null,
  for: { person: null, section: 'parks' },
  everyMinutes: 15,
};

describe('a feed of another groupware', () => {
  let stage: Stage;
  let reader: FakeFeedReader;
  let taken: { name: string; source: string; changes: EntryChanges }[];

  before(async () => {
    stage = await openStage();
  });

  beforeEach(async () => {
    await stage.reset(withFeeds(FEED));
    stage.roles.set('ict', [idOf('ict')]);
    await stage.people('hanako', 'jiro', ['ict', { department: 'IT' }]);
    reader = new FakeFeedReader();
    taken = [];
  });

  after(() => stage.database.close());

  function withFeeds(...feeds: CalendarFeed[]) {
    const { calendar } = anOrganisation();
    return anOrganisation({ calendar: { ...calendar, feeds } });
  }
  const look = (id = FEED.id) =>
    followFeed(
      {
        ...stage.deps,
        feedReader: reader,
        takeEntries: (_tx, _deps, { displayName: name }, source, changes) => {
          taken.push({ name, source, changes });
          return Promise.resolve();
        },
      },
      id,
    );
  const keysTaken = () =>
    Object.fromEntries(taken.map(({ name, changes }) => [name, changes.entries.map(({ key }: CalendarEntry) => key)]));

  it('of a section gives each person what is theirs, and all of it, so that what is missing is gone', async () => {
    reader.set([
      anEntry({ key: 'a' }),
      anEntry({ key: 'b', owners: ['jiro@city.example', 'hanako@city.example'], organizer: 'jiro@city.example' }),
      anEntry({ key: 'c', owners: ['somebody@elsewhere.example'] }),
    ]);

    assert.deepEqual(await look(), at('2026-12-01 09:15'));

    assert.deepEqual(keysTaken(), { hanako: ['a', 'b'], jiro: ['b'] });
    const whole = { from: at('2026-12-01 00:00'), to: at('2028-01-05 00:00') };
    for (const { source, changes } of taken) assert.deepEqual([source, changes.whole], ['parks-feed', whole]);
    const invited = taken.map(({ name, changes }) => [name, changes.entries.find(({ key }) => key === 'b')?.invited]);
    assert.deepEqual(Object.fromEntries(invited), { hanako: true, jiro: false });
  });

  it('of a person is theirs, whomever it names', async () => {
    stage.organisation = withFeeds({ ...FEED, for: { person: 'jiro@city.example', section: null } });
    reader.set([anEntry({ key: 'a', owners: [] })]);

    await look();

    assert.deepEqual(keysTaken(), { jiro: ['a'] });
  });

  it('that has not changed is asked by its marks and hands nothing on, but on a new day all of it', async () => {
    reader.set([anEntry()]);
    await look();
    taken = [];
    stage.clock.forward(15);
    await look();
    assert.deepEqual(taken, []);

    stage.clock.set(at('2026-12-02 00:05'));
    await look();

    assert.equal(reader.asked.at(-1)?.marks, null);
    assert.deepEqual(keysTaken(), { hanako: ['entry'], jiro: [] });
  });

  it('with lines that cannot be read takes nothing away, and the ICT section is told once a day', async () => {
    reader.set([anEntry()], ['line 3: "tomorrow" is no day']);
    await look();
    reader.set([anEntry()], ['line 3: "tomorrow" is no day']);
    await look();

    assert.deepEqual([...new Set(taken.map(({ changes }) => changes.whole))], [null]);
    assert.deepEqual(await stage.toldTo('ict'), ['fault']);
  });

  it('that cannot be read hands nothing on; the ICT section is told after three failures, and it goes on by itself', async () => {
    reader.failing = new Error('calendar feed of groupware.city.example: it answered HTTP 503');
    for (let round = 1; round <= 4; round += 1) {
      assert.ok(await look());
      assert.equal((await stage.toldTo('ict')).length, round < 3 ? 0 : 1);
      stage.clock.forward(15);
    }
    assert.deepEqual(taken, []);
    reader.failing = null;
    reader.set([anEntry()]);

    await look();

    assert.equal(taken.length, 2);
    const state = await stage.tx((tx) => tx.feedReadings.of(FEED.id));
    assert.deepEqual([state?.failures, state?.error, state?.entries], [0, null, 1]);
  });

  it('that the settings have no more is looked at no more, and forgotten', async () => {
    reader.set([anEntry()]);
    await look();
    stage.organisation = withFeeds();

    await stage.tx((tx) => wakeFeeds(tx, stage.deps));

    assert.equal(await look(), null);
    assert.deepEqual(await stage.tx((tx) => tx.feedReadings.all()), []);
  });
});
