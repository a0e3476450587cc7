import assert from 'node:assert/strict';
import { revokeCertificates } from '../../../flows/certificates/revoke-certificates.ts';
import { readAllowList } from '../../../flows/gateway/read-allow-list.ts';
import { readLicenceDetails } from '../../../flows/licences/read-licence-details.ts';
import { enterDevices, keepDevice } from '../../../flows/devices/keep-devices.ts';
import { loseDevices } from '../../../flows/devices/lose-devices.ts';
import type { DeviceMove } from '../../../flows/devices/move-device.ts';
import { registerDevice, retireOwnDevice } from '../../../flows/devices/register-device.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import type { Tx } from '../../../flows/store.ts';
import { admitted, readinessOf } from '../../../flows/readiness/readiness-of.ts';
import { aGateway, anOrganisation, at, idOf } from '../../support/builders.ts';
import { aDevice } from '../../support/certificate-builders.ts';
import { FakeLicenceDetails } from '../../support/fakes/fake-licence-details.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { booked, certified } from '../../support/gateway-stage.ts';
import { withGates } from './gate-builders.ts';

const DAY = '2026-12-09';

describe('the gates of an own device and an own licence', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  const begin = async (gates: Parameters<typeof withGates>[0], more: Partial<Organisation> = {}) => {
    const certificates = { ...anOrganisation().certificates, authority: 'own' as const };
    const gateway = aGateway({ pools: ['pool'] });
    await stage.reset(anOrganisation({ readiness: withGates(gates), certificates, gateway, ...more }));
    await stage.people('hanako');
    const day = { day: DAY, startsAt: at(`${DAY} 08:30`), endsAt: at(`${DAY} 17:15`) };
    return booked(stage, 'hanako', { ...day, poolId: 'pool', device: 'own', seatHeld: true });
  };
  const reasons = async (booking: Awaited<ReturnType<typeof booked>>) => {
    const found = await stage.tx((tx) => readinessOf(tx, stage.deps, [booking]));
    return found.get(booking.id)!.map(({ reason, standing }) => `${standing} ${reason}`);
  };
  const listed = async () => {
    const gateway = stage.deps.organisation().gateway!;
    const list = await stage.tx((tx) => readAllowList(tx, stage.deps, gateway));
    return list.entries.map(({ serial }) => serial);
  };

  it('keep out whose device is not registered or has no certificate, also at the gateway, until it has one', async () => {
    const booking = await begin({ device: 'block' });
    stage.clock.set(at(`${DAY} 08:00`));
    const device = aDevice({ owner: idOf('hanako') });

    const unregistered = await reasons(booking);
    await stage.tx((tx) => tx.devices.add(device));
    const without = await reasons(booking);
    const certificate = await certified(stage, 'hanako', { deviceId: device.id });
    const [fine, open] = [await reasons(booking), await listed()];
    const revocation = { reason: 'lost' as const, by: 'system', tell: false };
    await stage.tx((tx) => revokeCertificates(tx, [certificate], revocation, stage.clock.now()));
    const [stopped, shut] = [await reasons(booking), await listed()];

    assert.match(unregistered.join(), /^block device-unregistered$/);
    assert.match(without.join(), /^block certificate-missing$/);
    assert.match(fine.join(), /^ok /);
    assert.deepEqual(open, [certificate.serial]);
    assert.match(stopped.join(), /^block /);
    assert.deepEqual(shut, []);
  });

  it('take a booking that names no device for one with the sort of device that its person has', async () => {
    await begin({ device: 'block' });
    const day = { day: '2026-12-10', startsAt: at('2026-12-10 08:30'), endsAt: at('2026-12-10 17:15') };
    const booking = await booked(stage, 'hanako', { ...day, poolId: 'pool', device: null, seatHeld: true });
    const device = aDevice({ owner: idOf('hanako') });

    const unnamed = await reasons(booking);
    await stage.tx((tx) => tx.devices.add(device));
    const without = await reasons(booking);
    await certified(stage, 'hanako', { deviceId: device.id });
    const fine = await reasons(booking);

    assert.deepEqual([unnamed, without], [['block device-undeclared'], ['block certificate-missing']]);
    assert.match(fine.join(), /^ok /);
  });

  it('tell a licence that is not assigned from one that is not known, and look again when it was read', async () => {
    const licence = {
      id: 'm365',
      name: { ja: 'M365', en: 'M365' },
      kind: 'microsoft-365' as const,
      plans: ['WIN10_ENT_LOC_F1'],
      readHours: 24,
      pools: ['pool'],
    };
    const booking = await begin({ 'm365-licence': 'block' }, { licences: [licence] });
    const licenceDetails = new FakeLicenceDetails();

    const unknown = await reasons(booking);
    await readLicenceDetails({ ...stage.deps, licenceDetails });
    const missing = await reasons(booking);
    const { rows } = await stage.database.owner.query<{ subject: string }>(
      "SELECT subject FROM due WHERE kind = 'readiness'",
    );

    assert.match(unknown.join(), /^warn m365-licence-unknown$/);
    assert.match(missing.join(), /^block no-m365-licence$/);
    assert.deepEqual(
      rows.map(({ subject }) => subject),
      [idOf('hanako')],
    );
  });

  it('are looked at again at once when a device is registered, lost, found or taken out', async () => {
    await begin({ device: 'block' });
    const hanako = await stage.person('hanako');
    const woken = async (work: (tx: Tx) => Promise<unknown>) => {
      await stage.database.owner.query("DELETE FROM due WHERE kind = 'readiness'");
      await stage.tx(work);
      return stage.tx((tx) => tx.due.stands('readiness', hanako.id, stage.clock.now()));
    };
    const keep = (deviceId: string, move: DeviceMove) => (tx: Tx) =>
      keepDevice(tx, stage.deps, deviceId, { move, by: 'officer' });

    const registered = await woken((tx) =>
      registerDevice(tx, stage.deps, hanako, { device: 'own-pc', label: 'Laptop', os: null }),
    );
    const [device] = await stage.tx((tx) => tx.devices.ofPerson(hanako.id));
    const lost = await woken((tx) => loseDevices(tx, stage.deps, hanako, 'own'));
    const found = await woken(keep(device!.id, { do: 'found' }));
    const retired = await woken((tx) => retireOwnDevice(tx, stage.deps, hanako, { deviceId: device!.id }));
    const entered = await woken((tx) =>
      enterDevices(tx, stage.deps, [{ kind: 'ipad', label: 'iPad', os: 'iPadOS', person: hanako.upn }], 'officer'),
    );

    assert.deepEqual(
      { registered, lost, found, retired, entered },
      {
        registered: true,
        lost: true,
        found: true,
        retired: true,
        entered: true,
      },
    );
  });

  it('ask the store as often for many people as for one', async () => {
    const gates = { device: 'block', 'm365-licence': 'block', pledge: 'block' } as const;
    const booking = await begin(gates, {
      pledge: { version: '1', months: 12, text: { ja: '誓約', en: 'Pledge' }, ownDevice: null },
    });
    const many = Array.from({ length: 20 }, (_, n) => ({ ...booking, id: `b-${n}`, personId: `p-${n}` }));
    const asked = (bookings: (typeof booking)[]) =>
      stage.tx(async (tx) => {
        let calls = 0;
        const counted = new Proxy(tx, {
          get: (target, name: keyof Tx) => {
            calls++;
            return target[name];
          },
        });
        await admitted(counted, stage.deps, bookings);
        return calls;
      });

    assert.equal(await asked(many), await asked([booking]));
  });
});
