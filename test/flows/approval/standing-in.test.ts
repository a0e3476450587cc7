import assert from 'node:assert/strict';
import { AbsentApprovers, daysAway } from '../../../flows/approval/absent-approver.ts';
import type { DeputyView } from '../../../flows/approval/deputy-view.ts';
import { peopleMeant } from '../../../flows/approval/find-deputy.ts';
import { beginDeputy, endDeputy, sayDeputy, setDeputy } from '../../../flows/approval/say-deputy.ts';
import { anOrganisation, aPerson, at, idOf, someApprovals, TOKYO } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const WEEK = ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'];
const PARKS = { id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, deputy: null };

describe('standing in for an approver', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ sections: [{ ...PARKS, head: 'head@city.example' }] }));
    await stage.people(
      ['hanako', { manager: 'manager' }],
      ['manager', { jobTitle: '課長', department: 'Parks' }],
      ['sato', { jobTitle: '課長補佐' }],
      ['suzuki', { jobTitle: '係長' }],
      ['elsewhere', { department: 'Roads' }],
      'head',
    );
  });

  const say = async (name: string, words: { days?: string[]; for?: string }): Promise<DeputyView> => {
    const person = await stage.person(name);
    return stage.tx((tx) => sayDeputy(tx, stage.deps, person, words));
  };
  const inForce = async () =>
    (await stage.tx((tx) => tx.deputies.around(idOf('manager'), '2026-12-01'))).map(
      ({ deputyId, fromDay, toDay, source }) => [deputyId, fromDay, toDay, source],
    );

  it('by name or by job, within the section, is set at once; both sides know, and what waits goes along', async () => {
    const [waiting] = await stage.request('hanako');

    const view = await say('manager', { days: WEEK, for: '課長補佐' });

    assert.deepEqual([view.state, view.deputyName, view.standing.length], ['set', 'sato', 1]);
    assert.deepEqual(await inForce(), [[idOf('sato'), '2026-12-01', '2026-12-04', 'words']]);
    assert.deepEqual(await stage.toldTo('sato'), ['deputy-set', 'approval-request']);
    await stage.decide('sato', [waiting!]);
    const { decidedBy, decidedFor } = await stage.booking(waiting!.id);
    assert.deepEqual([decidedBy, decidedFor], [idOf('sato'), idOf('manager')]);
  });

  it('said twice is set once', async () => {
    await say('manager', { days: WEEK, for: 'sato' });
    await say('manager', { days: WEEK, for: 'sato' });

    assert.deepEqual([(await inForce()).length, await stage.toldTo('sato')], [1, ['deputy-set']]);
  });

  it('asks one question where nobody or several are meant, and none of them stands in yet', async () => {
    await stage.people(['sato2', { jobTitle: '課長補佐' }]);

    const several = await say('manager', { days: WEEK, for: '課長補佐' });
    const nobody = await say('manager', { days: WEEK, for: '田中' });
    const oneself = await say('manager', { days: WEEK, for: 'manager' });
    const nothing = await say('manager', { days: WEEK });

    assert.deepEqual(
      several.candidates.map(({ name }) => name),
      ['sato', 'sato2'],
    );
    assert.deepEqual(
      [several, nobody, oneself, nothing].map(({ problem }) => problem),
      ['several-found', 'nobody-found', 'self', null],
    );
    assert.equal(nothing.candidates[0]?.name, 'sato');
    assert.ok([several, nobody, oneself, nothing].every(({ state }) => state === 'ask-who'));
    assert.deepEqual(await inForce(), []);
  });

  it('is not given to somebody elsewhere, nor for days that are over, whatever a button says', async () => {
    const manager = await stage.person('manager');
    const set = (deputyId: string, from: string, to: string) =>
      stage.tx((tx) => setDeputy(tx, stage.deps, manager, { deputyId, from, to }));

    const views = [
      await set(idOf('elsewhere'), '2026-12-01', '2026-12-04'),
      await set(idOf('manager'), '2026-12-01', '2026-12-04'),
      await set(idOf('sato'), '2026-11-01', '2026-11-30'),
      await set(idOf('sato'), '2026-12-04', '2026-12-01'),
      await set(idOf('sato'), '2026-12-04', '2028-12-01'),
    ];

    assert.deepEqual(
      views.map(({ problem }) => problem),
      ['not-yours', 'not-yours', 'past', 'past', 'past'],
    );
    assert.deepEqual(await inForce(), []);
  });

  it('is ended by the button of its own entry, once, and not by one of an entry set anew', async () => {
    const manager = await stage.person('manager');
    const { standing } = await say('manager', { days: WEEK, for: 'sato' });
    const [{ id, fromDay, toDay, since }] = standing as [DeputyView['standing'][number]];
    const button = { deputyId: id, from: fromDay, to: toDay, since };
    const end = (named: typeof button) => stage.tx((tx) => endDeputy(tx, stage.deps, manager, named));

    await end({ ...button, since: '2026-11-01T00:00:00.000Z' });
    assert.equal((await inForce()).length, 1);
    const ended = await end(button);
    const again = await end(button);

    assert.deepEqual(
      [ended, again].map((view) => view.kind === 'deputy' && view.state),
      ['ended', 'shown'],
    );
    assert.deepEqual(await stage.toldTo('sato'), ['deputy-set', 'deputy-ended']);
    const [booking] = await stage.request('hanako');
    assert.equal((await stage.decide('sato', [booking!])).kind, 'sentence');
  });

  it('from a later day begins on it: what waits by then goes to the deputy', async () => {
    const [waiting] = await stage.request('hanako', { days: ['2026-12-09'] });
    await say('manager', { days: ['2026-12-03', '2026-12-04'], for: 'sato' });
    assert.equal((await stage.decide('sato', [waiting!])).kind, 'sentence');

    stage.clock.set(at('2026-12-03 08:30'));
    await beginDeputy(stage.deps, idOf('manager'));
    await beginDeputy(stage.deps, idOf('manager'));

    assert.deepEqual(await stage.toldTo('sato'), ['deputy-set', 'approval-request']);
    assert.equal((await stage.decide('sato', [waiting!])).kind, 'approval');
    stage.clock.set(at('2026-12-05 08:30'));
    const [later] = await stage.request('hanako', { days: ['2026-12-10'] });
    assert.equal((await stage.decide('sato', [later!])).kind, 'sentence');
  });

  describe('because the mailbox says that they are away', () => {
    const away = (replies: object) =>
      stage.directory.replies.set(idOf('manager'), { on: true, from: null, to: null, ...replies });
    const look = () => new AbsentApprovers({ ...stage.deps, directory: stage.directory }).look(idOf('manager'));

    it('the standing deputy’s name is recorded, and the requester told, once', async () => {
      const deputies = [{ approver: 'manager@city.example', deputy: 'sato@city.example' }];
      stage.organisation = anOrganisation({ approvals: someApprovals({ deputies }) });
      await stage.request('hanako');
      away({ to: at('2026-12-04 00:00') });

      await look();
      await look();

      assert.deepEqual(await inForce(), [[idOf('sato'), '2026-12-01', '2026-12-03', 'automatic-replies']]);
      assert.deepEqual(await stage.toldTo('sato'), ['approval-request']);
      assert.deepEqual(await stage.toldTo('hanako'), ['approver-absent']);
    });

    it('whom the organisation names is asked where there is no deputy, until they are back', async () => {
      const [booking] = await stage.request('hanako');
      away({});
      await look();
      assert.deepEqual(await inForce(), [[idOf('head'), '2026-12-01', '2026-12-01', 'automatic-replies']]);
      assert.deepEqual(await stage.toldTo('head'), ['approval-request']);

      stage.directory.replies.delete(idOf('manager'));
      await look();

      assert.deepEqual(await inForce(), []);
      assert.equal((await stage.decide('head', [booking!])).kind, 'sentence');
    });

    it('nothing is asked where nothing waits, and what cannot be read changes nothing', async () => {
      stage.directory.failNext('unavailable');
      await look();
      await stage.request('hanako');
      await assert.doesNotReject(look());

      assert.deepEqual(await inForce(), []);
    });

    it('is true between the two instants of a period, or without one', () => {
      const now = at('2026-12-02 09:00');
      const days = (from: string | null, to: string | null, on = true) =>
        daysAway({ on, from: from === null ? null : at(from), to: to === null ? null : at(to) }, now, TOKYO);

      assert.deepEqual(days(null, null), { fromDay: '2026-12-02', toDay: '2026-12-02' });
      assert.deepEqual(days('2026-12-01 00:00', '2026-12-05 00:00'), { fromDay: '2026-12-02', toDay: '2026-12-04' });
      assert.deepEqual(days('2026-12-01 00:00', '2028-01-01 00:00')?.toDay, '2027-01-02');
      assert.equal(days('2026-12-03 00:00', '2026-12-05 00:00'), null);
      assert.equal(days('2026-11-01 00:00', '2026-12-02 09:00'), null);
      assert.equal(days(null, null, false), null);
      assert.equal(daysAway(null, now, TOKYO), null);
    });
  });
});

describe('whom a name or a job means', () => {
  const keiko = aPerson('keiko', { displayName: '佐藤 恵子', jobTitle: '課長補佐' });
  const ichiro = aPerson('ichiro', { displayName: '佐藤 一郎', jobTitle: '係長' });
  const hanako = aPerson('hanako', { displayName: 'Hanako Yamada', jobTitle: 'Deputy manager' });
  const people = [keiko, ichiro, hanako];

  for (const [said, meant] of [
    ['佐藤恵子', [keiko]],
    ['佐藤　恵子さん', [keiko]],
    ['佐藤', [keiko, ichiro]],
    ['恵子', [keiko]],
    ['課長補佐', [keiko]],
    ['補佐', [keiko]],
    ['Yamada', [hanako]],
    ['hanako yamada', [hanako]],
    ['deputy', [hanako]],
    ['田中', []],
    ['', []],
  ] as const)
    it(`finds ${meant.length} by ${said || 'nothing'}`, () => {
      assert.deepEqual(peopleMeant(said, people), meant);
    });
});
