import assert from 'node:assert/strict';
import type { DirectoryPerson, Store } from '../../flows/store.ts';
import { lookAtDirectory, nextDirectoryLook, readRoles, syncDirectory } from '../../flows/sync-directory.ts';
import { aDirectoryPerson, anOrganisation, at, idOf, NOW } from '../support/builders.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';

describe('looking at the directory', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => stage.reset());

  const deps = () => ({ ...stage.deps, directory: stage.directory });
  const look = () => lookAtDirectory(deps());
  const entry = (name: string): DirectoryPerson => stage.directory.everybody.find(({ id }) => id === idOf(name))!;
  const leaves = (name: string) => stage.directory.everybody.splice(stage.directory.everybody.indexOf(entry(name)), 1);

  it('reads everybody at first, and then what changed alone', async () => {
    stage.directory.everybody.push(aDirectoryPerson('hanako', { jobTitle: '主事' }), aDirectoryPerson('boss'));
    assert.deepEqual(await look(), { everybody: true, people: 2, changed: 0, gone: 0 });
    stage.clock.forward(15);
    entry('hanako').managerId = idOf('boss');

    assert.deepEqual(await look(), { everybody: false, people: 1, changed: 1, gone: 0 });

    const { managerId, jobTitle } = await stage.person('hanako');
    assert.deepEqual([managerId, jobTitle], [idOf('boss'), '主事']);
    assert.deepEqual((await stage.tx((tx) => tx.people.directoryLook()))?.at, at('2026-12-01 09:15'));
  });

  it('reads everybody again once a night, and where the directory has forgotten how far it was read', async () => {
    await stage.people('hanako');
    await look();
    stage.clock.set(at('2026-12-02 02:59'));
    assert.equal((await look()).everybody, false);
    stage.clock.set(at('2026-12-02 03:00'));
    assert.equal((await look()).everybody, true);
    stage.clock.forward(15);
    assert.equal((await look()).everybody, false);

    stage.directory.forgetTokens();

    assert.equal((await look()).everybody, true);
    assert.equal((await look()).everybody, false);
  });

  it('looks every quarter of an hour, and at three in the night', () => {
    assert.deepEqual(nextDirectoryLook(stage.deps), at('2026-12-01 09:15'));
    stage.clock.set(at('2026-12-02 02:50'));
    assert.deepEqual(nextDirectoryLook(stage.deps), at('2026-12-02 03:00'));
    stage.clock.set(at('2026-12-02 03:00'));
    assert.deepEqual(nextDirectoryLook(stage.deps), at('2026-12-02 03:15'));
  });

  it('misses nothing that changes while everybody is read', async () => {
    await stage.people('hanako', 'boss');
    const { directory } = stage;
    const everybody = directory.people.bind(directory);
    directory.people = async function* () {
      yield* everybody();
      entry('hanako').managerId = idOf('boss');
    };
    try {
      await look();
    } finally {
      directory.people = everybody;
    }

    assert.deepEqual(await look(), { everybody: false, people: 1, changed: 1, gone: 0 });
  });

  it('counts as gone who is neither listed nor there by name, and as back who is there again', async () => {
    await stage.people('hanako', 'boss');
    await look();
    const [hanako] = leaves('hanako');
    stage.clock.set(at('2026-12-02 03:00'));
    assert.deepEqual(await look(), { everybody: true, people: 1, changed: 0, gone: 1 });
    assert.deepEqual((await stage.person('hanako')).goneAt, at('2026-12-02 03:00'));
    assert.equal((await look()).gone, 0);

    stage.directory.everybody.push(hanako!);
    await look();

    assert.equal((await stage.person('hanako')).goneAt, null);
  });

  it('believes no list that lacks somebody whom the directory knows by name', async () => {
    await stage.people('hanako', 'boss');
    const [booking] = await stage.request('hanako');
    const { directory } = stage;
    const everybody = directory.people.bind(directory);
    directory.people = async function* () {};
    try {
      assert.deepEqual(await syncDirectory(deps()), { everybody: true, people: 2, changed: 0, gone: 0 });
    } finally {
      directory.people = everybody;
    }

    assert.equal((await stage.booking(booking!.id)).status, 'pending');
  });

  it('changes nothing where the directory fails in the middle, and goes on from where it had come', async () => {
    await stage.people('hanako', 'boss', 'colleague');
    await look();
    entry('hanako').managerId = idOf('boss');
    leaves('boss');
    stage.directory.failNext('throttled');
    await assert.rejects(look());
    stage.clock.set(at('2026-12-02 03:00'));
    stage.directory.failNext('unavailable', { operation: 'person' });
    await assert.rejects(look());
    assert.equal((await stage.person('hanako')).managerId, null);
    assert.equal((await stage.person('boss')).goneAt, null);
    assert.deepEqual((await stage.tx((tx) => tx.people.directoryLook()))?.at, NOW);

    await look();

    assert.equal((await stage.person('hanako')).managerId, idOf('boss'));
    assert.notEqual((await stage.person('boss')).goneAt, null);
  });

  it('is made good by the next look wherever the last one broke off', async () => {
    const outcome = async (breakAt: number) => {
      await stage.reset();
      stage.roles.set('ict', [idOf('officer')]);
      await stage.people('officer', 'boss', 'leaver', ['hanako', { manager: 'boss' }], ['taro', { manager: 'leaver' }]);
      await look();
      const asked = [await stage.request('hanako'), await stage.request('taro'), await stage.request('leaver')];
      stage.directory.everybody.push(aDirectoryPerson('newcomer'));
      entry('hanako').managerId = idOf('newcomer');
      leaves('leaver');
      let transactions = 0;
      const { store } = stage.deps;
      const breaking: Store = {
        nextDueAt: () => store.nextDueAt(),
        outboxState: (now) => store.outboxState(now),
        transaction: (work) =>
          ++transactions === breakAt ? Promise.reject(new Error('broken off')) : store.transaction(work),
      };
      const whole = await lookAtDirectory({ ...deps(), store: breaking }).then(
        () => true,
        () => false,
      );
      await look();
      const after = await Promise.all(asked.map(([one]) => stage.booking(one!.id)));
      const states = after.map(({ status, approverIds }) => [status, approverIds]);
      return { whole, states, told: [await stage.toldTo('newcomer'), await stage.toldTo('officer')] };
    };
    const unbroken = await outcome(0);
    assert.deepEqual(unbroken.states, [
      ['pending', [idOf('newcomer')]],
      ['pending', [idOf('officer')]],
      ['cancelled', [idOf('officer')]],
    ]);

    for (let breakAt = 1; ; breakAt += 1) {
      const { whole, ...broken } = await outcome(breakAt);
      if (whole) return assert.ok(breakAt > 5);
      assert.deepEqual({ whole: true, ...broken }, unbroken);
    }
  });

  it('gives no role to whoever is gone', async () => {
    const roles = {
      ...anOrganisation().roles,
      ict: { people: ['boss@city.example', 'hanako@city.example'], groups: [] },
    };
    await stage.reset(anOrganisation({ roles }));
    await stage.people('hanako', 'boss');
    await look();
    leaves('boss');
    await look();

    assert.deepEqual((await readRoles(deps(), new Map())).get('ict'), [idOf('hanako')]);
  });
});
