import assert from 'node:assert/strict';
import type { SeenSession } from '../../../flows/capacity/capacity.ts';
import { noteDevices } from '../../../flows/licences/note-devices.ts';
import { mostHolders } from '../../../flows/licences/held.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aPool, at } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { booked } from '../../support/gateway-stage.ts';
import { begin, until } from '../no-show/no-show-stage.ts';
import { aLicensed, aUserLicence } from './licence-builders.ts';

const TODAY = { day: '2026-12-02', startsAt: at('2026-12-02 08:30'), endsAt: at('2026-12-02 17:15'), seatHeld: true };
const MONTH = 30 * 24 * 60;

describe('licences of devices', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  const pool = aPool();

  beforeEach(async () => {
    await stage.reset(aLicensed([aUserLicence({ kind: 'device', count: 2, lockDays: 30 })]));
    await stage.people('hanako', 'taro', 'jiro');
    stage.clock.set(at('2026-12-02 09:00'));
  });

  /** Who is signed in, and at which device. */
  const look = (...signedIn: [name: string, device: string | null][]) =>
    stage.tx((tx) =>
      noteDevices(tx, stage.deps, pool, {
        hosts: [],
        sessions: signedIn.map(([name, device], n): SeenSession => ({
          id: String(n),
          host: 'avd-001',
          upn: `${name}@city.example`,
          state: 'active',
          ...(device === null ? {} : { device }),
        })),
        balance: 'breadth',
        maxSessions: 10,
        handsOff: null,
        readAt: stage.clock.now(),
      }),
    );
  const heldNow = async () => {
    const span = { from: stage.clock.now(), to: addMinutes(stage.clock.now(), 1) };
    const [licence] = stage.organisation.licences;
    const asked = { licenceId: licence!.id, pools: licence!.pools, lockDays: 30, ...span };
    return mostHolders(await stage.tx((tx) => tx.licences.held(asked)), span);
  };

  it('are one for two people at one device, and two for one person at two', async () => {
    await look(['hanako', 'pc-1'], ['taro', 'pc-1']);
    assert.equal(await heldNow(), 1);

    await look(['hanako', 'pc-1'], ['hanako', 'pc-2']);
    assert.equal(await heldNow(), 2);
  });

  it('are counted by person where no device is told', async () => {
    await booked(stage, 'hanako', TODAY);
    await booked(stage, 'taro', TODAY);
    await look(['hanako', null], ['taro', null]);

    assert.equal(await heldNow(), 2);
  });

  it('count the device of somebody unknown too, and are free after the lock', async () => {
    await look(['guest', 'pc-9']);
    stage.clock.forward(MONTH - 1);
    assert.equal(await heldNow(), 1);

    stage.clock.forward(2);
    assert.equal(await heldNow(), 0);
  });

  it('let people book at a device that has one already, and refuse whoever would need another', async () => {
    await look(['hanako', 'pc-1'], ['taro', 'pc-1'], ['guest', 'pc-2']);
    const free = async (name: string) => {
      const seat = { poolId: 'pool', startsAt: at('2026-12-03 08:30'), endsAt: at('2026-12-03 17:15') };
      const { id } = await stage.person(name);
      const caps = await stage.tx((tx) => tx.caps.look({ personId: id, seats: [seat], weeks: [] }));
      return caps.licencesShort?.[0]?.length === 0;
    };

    assert.deepEqual([await free('hanako'), await free('taro'), await free('jiro')], [true, true, false]);
  });

  it('stay one through a booking at the known device', async () => {
    await look(['hanako', 'pc-1']);
    await booked(stage, 'hanako', TODAY);

    assert.equal(await heldNow(), 1);
  });

  it('are noted by the looks at a pool', async () => {
    const licences = [aUserLicence({ kind: 'device', count: 2, lockDays: 30 })];
    await begin(stage, aLicensed(licences), 'hanako', 'taro');
    await until(stage, '09:00');
    for (const name of ['hanako', 'taro'])
      stage.provider.signIn('pool', `${name}@city.example`, 'avd-001').device = 'pc-1';
    await until(stage, '09:40');

    assert.equal(await heldNow(), 1);
  });
});
