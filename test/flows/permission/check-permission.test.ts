import assert from 'node:assert/strict';
import { reconcileAccess } from '../../../flows/access/reconcile-access.ts';
import { followAllowList } from '../../../flows/gateway/follow-allow-list.ts';
import { ALLOW_LIST } from '../../../flows/gateway/gateway-due.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { checkPermission, type SeenBefore } from '../../../flows/permission/check-permission.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { aGateway, anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { ledger } from '../licences/ledger-stage.ts';
import { aConcurrent, aLicensed } from '../licences/licence-builders.ts';
import { booked, certified, FakeAllowListFile } from '../../support/gateway-stage.ts';

const hanako = idOf('hanako');
const stranger = idOf('stranger');

describe('the hourly look at what people can do', () => {
  let stage: Stage;
  let file: FakeAllowListFile;
  let seen: SeenBefore;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => begin({}));

  async function begin(organisation: Partial<Organisation>) {
    file = new FakeAllowListFile();
    seen = new Map();
    await stage.reset(anOrganisation(organisation));
    await stage.people('hanako', 'stranger', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
    stage.clock.set(at('2026-12-02 09:00'));
    await booked(stage, 'hanako');
    await stage.access();
  }
  const check = () => checkPermission({ ...stage.deps, groups: stage.groups, allowListFile: file }, seen);
  /** Two looks, as far from each other as the first one asks. */
  const checkTwice = async () => {
    stage.clock.set(await check());
    await check();
  };
  const group = () => stage.groups.groups.get('group')!;
  const toldMended = async () =>
    (await stage.outbox()).flatMap((one) =>
      one.kind === 'tell' && one.notice.kind === 'permission-mended' ? [one.notice] : [],
    );

  it('finds nothing to mend where all is as booked, and comes again in an hour', async () => {
    assert.deepEqual(await check(), addMinutes(stage.clock.now(), 60));

    assert.deepEqual([group().has(hanako), await stage.toldTo('officer')], [true, []]);
  });

  it('puts a booked person back into the group from which somebody took them', async () => {
    group().delete(hanako);

    await checkTwice();
    await stage.access();

    assert.ok(group().has(hanako));
    const [told] = await toldMended();
    assert.deepEqual(told?.pools, [{ poolId: 'pool', letIn: 1, putOut: 0 }]);
    assert.ok((await stage.audit()).includes('permission-mended'));
  });

  it('waits for a second look, as Entra ID may show a change some minutes late', async () => {
    group().delete(hanako);

    assert.deepEqual(await check(), addMinutes(stage.clock.now(), 10));
    group().add(hanako);
    stage.clock.forward(10);

    assert.deepEqual(await check(), addMinutes(stage.clock.now(), 60));
    assert.deepEqual(await toldMended(), []);
  });

  it('tells the ICT section of members who are not booked, once a day, and leaves them', async () => {
    group().add(stranger);

    await checkTwice();
    stage.clock.forward(60);
    await checkTwice();

    assert.ok(group().has(stranger));
    assert.deepEqual(await stage.toldTo('officer'), ['fault']);
  });

  it('takes members who are not booked out of the group where the organisation says so, and tells it once', async () => {
    await begin({ permission: { unbooked: 'remove' } });
    group().add(stranger);

    await checkTwice();
    await stage.access();

    assert.deepEqual([...group()], [hanako]);
    const told = await toldMended();
    assert.deepEqual(
      told.map((one) => one.pools),
      [[{ poolId: 'pool', letIn: 0, putOut: 1 }]],
    );
    await check();
    assert.equal((await toldMended()).length, 1, 'mended is mended');
  });

  it('lets in at once whoever is booked while they are being taken out', async () => {
    await begin({ permission: { unbooked: 'remove' } });
    group().add(stranger);
    await checkTwice();
    await booked(stage, 'stranger');

    await stage.access();

    assert.ok(group().has(stranger));
  });

  it('respects standing members of an open pool', async () => {
    await begin({ pools: [aPool({ admission: 'open' })], permission: { unbooked: 'remove' } });
    group().add(stranger);

    await checkTwice();
    await stage.access();

    assert.ok(group().has(stranger));
    assert.deepEqual(await stage.toldTo('officer'), []);
  });

  it('has the sessions of pools for the booked looked at', async () => {
    await check();

    const due = await stage.tx((tx) => tx.due.stands('sessions', 'pool', stage.clock.now()));
    assert.ok(due);
  });

  it('lends the licence that a booking is on without, and takes back one whose booking is over, each once', async () => {
    await begin({});
    await booked(stage, 'stranger');
    await stage.advance();
    stage.organisation = aLicensed([aConcurrent(), aConcurrent({ id: 'other' })]);
    await check();
    await check();
    stage.organisation = aLicensed([aConcurrent()]);

    await check();

    assert.deepEqual(
      (await toldMended()).map((one) => one.licences),
      [4, 2],
    );
    const lines = await ledger(stage);
    assert.deepEqual(lines.map(({ licence, returned }) => `${licence} ${returned !== null}`).toSorted(), [
      'other true',
      'other true',
      'shared false',
      'shared false',
    ]);
    assert.equal((await stage.audit()).filter((kind) => kind === 'licence-returned').length, 2);
  });

  it('takes back what a session held in a pool where nobody comes without a booking any more', async () => {
    await begin(aLicensed([aConcurrent()], [aPool({ admission: 'open' })]));
    await stage.tx((tx) =>
      tx.licences.lend([
        {
          licenceId: 'shared',
          poolId: 'pool',
          personId: stranger,
          bookingId: null,
          from: stage.clock.now(),
          until: null,
        },
      ]),
    );
    await check();
    assert.equal((await ledger(stage)).filter(({ booking, returned }) => booking === null && returned).length, 0);
    stage.organisation = aLicensed([aConcurrent()], [aPool()]);

    await check();

    assert.deepEqual(
      (await ledger(stage)).flatMap(({ booking, why }) => (booking === null ? [why] : [])),
      ['signed-out'],
    );
  });

  it('has a file written anew that lets in others than it should, and says so', async () => {
    await begin({ gateway: aGateway({ file: '/gateway/allow.map' }) });
    await certified(stage, 'hanako', { serial: 'a1b2' });
    const follow = () => followAllowList({ ...stage.deps, allowListFile: file });
    await follow();
    const right = file.text!;
    file.text = right.replace('a1b2', 'a1b3');

    await check();

    assert.equal(file.text, right);
    assert.deepEqual(
      (await toldMended()).map((one) => one.allowList),
      [true],
    );
    await check();
    assert.equal((await toldMended()).length, 1);
  });

  it('does not say of a file that cannot be written that it is mended: that is a fault', async () => {
    await begin({ gateway: aGateway({ file: '/gateway/allow.map' }) });
    file.failure = new Error('/gateway/allow.map cannot be written (ENOSPC)');

    await check();

    assert.deepEqual(await stage.toldTo('officer'), ['fault']);
    assert.ok(await stage.tx((tx) => tx.due.stands('gateway', ALLOW_LIST, stage.clock.now())));
  });

  it('looks at the other pools where one group cannot be read, and fails to be called again', async () => {
    await begin({
      pools: [
        aPool({ id: 'first', group: 'gone', for: { everyone: false, sections: ['parks'], people: [] } }),
        aPool(),
      ],
      permission: { unbooked: 'remove' },
    });
    stage.groups.groups.delete('gone');
    group().add(stranger);

    await assert.rejects(check(), /does not exist/);
    await assert.rejects(check(), /does not exist/);
    await reconcileAccess({ ...stage.deps, groups: stage.groups }, 'pool');

    assert.deepEqual([...group()], [hanako]);
  });
});
