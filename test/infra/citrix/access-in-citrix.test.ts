import assert from 'node:assert/strict';
import { reconcileAccess } from '../../../flows/access/reconcile-access.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { DeliveryGroupAccess } from '../../../infra/citrix/delivery-group-access.ts';
import { peopleNames } from '../../../bot/main/access-of-pool.ts';
import { aBooking, anOrganisation, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { aCitrixPool, openFakeCitrixStage } from './fake-citrix-stage.ts';
import type { FakeCitrixStage } from './fake-citrix-stage.ts';

const GROUP = 'DG Telework';
const pool = aCitrixPool({ id: 'pool', access: 'delivery-group', group: GROUP });

describe('access windows of a pool whose people are entered in Citrix', () => {
  let stage: Stage;
  let wire: FakeCitrixStage;
  let groups: DeliveryGroupAccess;

  before(async () => {
    stage = await openStage({ organisation: anOrganisation({ pools: [pool] }) });
  });
  after(() => stage.database.close());

  beforeEach(async () => {
    await stage.reset(anOrganisation({ pools: [pool] }));
    await stage.people('hanako', 'taro', 'jiro');
    wire = await openFakeCitrixStage();
    for (const name of ['hanako', 'taro', 'jiro']) {
      const { upn } = await stage.person(name);
      wire.citrix.users.push({ Sid: `S-${name}`, PrincipalName: upn });
    }
    const [, taro, jiro] = wire.citrix.users;
    const IncludedUsers = [taro!, jiro!];
    wire.citrix.desktops.set(GROUP, [{ Id: 'd1', IncludedUserFilterEnabled: true, IncludedUsers }]);
    groups = new DeliveryGroupAccess({
      caller: wire.caller(),
      pools: () => [pool],
      names: peopleNames(stage.database.store),
    });
    const bookings = ['hanako', 'taro'].map((name, n) =>
      aBooking({ id: idOf(`b${n}`), personId: idOf(name), status: 'approved' }),
    );
    await stage.tx((tx) => tx.bookings.add(bookings, NO_TEXTS));
  });
  afterEach(() => wire.close());

  const reconcile = () => reconcileAccess({ ...stage.deps, groups }, 'pool');
  const list = () => wire.citrix.desktops.get(GROUP)![0]!.IncludedUsers!.map(({ Sid }) => Sid);

  it('lets people in for their windows and touches nobody who was there before', async () => {
    stage.clock.set(at('2026-12-02 07:00'));
    await reconcile();
    assert.deepEqual(list(), ['S-taro', 'S-jiro', 'S-hanako']);

    stage.clock.set(at('2026-12-02 17:30'));
    await reconcile();
    assert.deepEqual(list(), ['S-taro', 'S-jiro']);
  });

  it('withdraws what it gave although the answers were lost', async () => {
    stage.clock.set(at('2026-12-02 07:00'));
    wire.citrix.fail({ match: /PATCH/, drop: true, afterWork: true });
    await reconcile();

    stage.clock.set(at('2026-12-02 17:30'));
    wire.citrix.fail({ match: /PATCH/, drop: true, afterWork: true });
    const { wakeAt } = await reconcile();
    stage.clock.set(wakeAt);
    await reconcile();

    assert.deepEqual(list(), ['S-taro', 'S-jiro']);
    assert.deepEqual(await stage.tx((tx) => tx.access.ofPool('pool')), []);
  });
});
