import assert from 'node:assert/strict';
import { ALLOW_LIST } from '../../../flows/gateway/gateway-due.ts';
import { mayPass } from '../../../flows/gateway/read-allow-list.ts';
import { endSessions } from '../../../flows/lost-device/end-sessions.ts';
import { answerLostDevice, stopDesktopBookings } from '../../../flows/lost-device/report-lost-device.ts';
import { desktopBookings } from '../../../flows/lost-device/lost-device-view.ts';
import { aGateway, anOrganisation, at, idOf } from '../../support/builders.ts';
import { aDevice } from '../../support/certificate-builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { booked, certified } from '../../support/gateway-stage.ts';

const LOST = 'iPadをなくしました';
const hanako = idOf('hanako');

describe('what a lost device could be used for', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ lostDevice: 'at-once' }));
    await stage.people('hanako', 'taro', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
    stage.provider.addPool('pool', { hosts: [{ name: 'avd-1', power: 'running', health: 'available' }] });
    stage.provider.calls.length = 0;
    stage.clock.set(at('2026-12-02 09:00'));
  });

  const say = async (text: string) => {
    const person = await stage.person('hanako');
    return stage.tx((tx) => answerLostDevice(tx, stage.deps, person, text));
  };
  const dueEnding = async () =>
    (await stage.tx((tx) => tx.due.list(stage.clock.now()))).filter((one) => one.kind === 'lost-device');
  /** Does what is due of it now; answers when it wants to look again. */
  const end = async () => {
    const [entry] = await dueEnding();
    return endSessions({ ...stage.deps, provider: stage.provider }, entry!.subject);
  };
  const disconnects = () => stage.provider.calls.filter((call) => call.startsWith('disconnectSession'));
  const signIn = (name: string) => stage.provider.signIn('pool', `${name}@CITY.example`, 'avd-1');

  it('ends with one sentence: today’s booking, membership, session; and the ICT section is told', async () => {
    const today = await booked(stage, 'hanako', { status: 'active' });
    const later = await booked(stage, 'hanako', { day: '2026-12-04' });
    await stage.access();
    assert.deepEqual(stage.members(), [hanako]);
    const session = signIn('hanako');
    const other = signIn('taro');

    const view = await say(LOST);
    await stage.access();
    await end();

    assert.deepEqual(stage.members(), []);
    assert.equal((await stage.booking(today.id)).status, 'cancelled');
    const states = stage.provider.pool('pool').sessions.map(({ id, state }) => [id, state]);
    assert.deepEqual(states, [
      [session.id, 'disconnected'],
      [other.id, 'active'],
    ]);
    assert.deepEqual(await stage.toldTo('officer'), ['lost-device']);
    assert.deepEqual([view.state, view.cancelled], ['reported', 1]);
    assert.deepEqual(
      view.bookings.map((one) => one.bookingId),
      [later.id],
      'the other days are for one tap',
    );
  });

  it('ends with the device’s certificate, at the gateway at once and in its file, and not with another person’s', async () => {
    stage.organisation = anOrganisation({ lostDevice: 'at-once', gateway: aGateway() });
    await booked(stage, 'hanako', { status: 'active' });
    await booked(stage, 'taro', { status: 'active' });
    for (const [name, serial] of [
      ['hanako', 'a1'],
      ['taro', 'b2'],
    ] as const) {
      const device = aDevice({ id: idOf(`ipad ${name}`), kind: 'ipad', owner: idOf(name) });
      await stage.tx((tx) => tx.devices.add(device));
      await certified(stage, name, { serial, deviceId: device.id });
    }
    const passes = (serial: string) => mayPass(stage.deps, aGateway(), { serial });
    assert.deepEqual([await passes('a1'), await passes('b2')], [true, true]);

    await say(LOST);

    assert.deepEqual([await passes('a1'), await passes('b2')], [false, true]);
    assert.equal((await stage.tx((tx) => tx.certificates.bySerial('a1')))?.state, 'revoked');
    assert.ok(await stage.tx((tx) => tx.due.stands('gateway', ALLOW_LIST, stage.clock.now())));
    await booked(stage, 'hanako', { status: 'active' });
    assert.equal(await passes('a1'), false, 'nor when they book anew');
  });

  it('waits for the form where the organisation asks, and where the words leave a doubt', async () => {
    const today = await booked(stage, 'hanako', { status: 'active' });

    assert.equal((await say('iPadをなくしたらどうすればいいですか')).state, 'form');
    stage.organisation = anOrganisation();
    assert.equal((await say(LOST)).state, 'form');

    assert.equal((await stage.booking(today.id)).status, 'active');
    assert.deepEqual(await dueEnding(), []);
  });

  it('includes a booking whose seat went back: it could be taken again by a tap', async () => {
    const gone = await booked(stage, 'hanako', { status: 'no-show' });
    const person = await stage.person('hanako');
    const shown = await stage.tx((tx) => desktopBookings(tx, hanako, stage.clock.now()));
    assert.deepEqual(
      shown.map((one) => one.id),
      [gone.id],
    );
    const stop = { reportId: idOf('report'), bookings: [{ bookingId: gone.id, version: gone.version }] };

    const first = await stage.tx((tx) => stopDesktopBookings(tx, stage.deps, person, stop));
    const second = await stage.tx((tx) => stopDesktopBookings(tx, stage.deps, person, stop));

    assert.deepEqual([first.cancelled, second.cancelled], [1, 0]);
    assert.equal((await stage.booking(gone.id)).status, 'cancelled');
    assert.deepEqual(await stage.audit(gone.id), ['booking-cancelled']);
  });

  it('leaves a booking whose seat went back alone when it is over, or was changed since', async () => {
    const gone = await booked(stage, 'hanako', { status: 'no-show' });
    const person = await stage.person('hanako');
    const stop = (version: number) => ({ reportId: idOf('report'), bookings: [{ bookingId: gone.id, version }] });

    await stage.tx((tx) => stopDesktopBookings(tx, stage.deps, person, stop(9)));
    stage.clock.set(at('2026-12-02 18:00'));
    await stage.tx((tx) => stopDesktopBookings(tx, stage.deps, person, stop(gone.version)));

    assert.equal((await stage.booking(gone.id)).status, 'no-show');
  });

  it('is looked at again for an hour, until withdrawn access is felt everywhere', async () => {
    signIn('hanako');
    await say(LOST);
    assert.deepEqual(await end(), at('2026-12-02 09:05'));
    assert.equal(disconnects().length, 1);

    stage.provider.pool('pool').sessions[0]!.state = 'active';
    stage.clock.set(at('2026-12-02 09:58'));
    assert.deepEqual(await end(), at('2026-12-02 10:00'));
    assert.equal(disconnects().length, 2, 'taken up again, ended again');

    stage.clock.set(at('2026-12-02 10:00'));
    assert.equal(await end(), null);
  });

  it('leaves the session of somebody who has booked anew since', async () => {
    await say(LOST);
    await booked(stage, 'hanako', { status: 'active' });
    signIn('hanako');

    await end();

    assert.deepEqual(disconnects(), []);
  });

  it('that cannot be ended is told to the ICT section at once, once a day, and tried again', async () => {
    signIn('hanako');
    await say(LOST);
    for (const _ of [1, 2]) {
      stage.provider.failNext('unavailable', { operation: 'disconnectSession' });
      await assert.rejects(end(), /unavailable/);
    }
    assert.deepEqual(await stage.toldTo('officer'), ['lost-device', 'fault']);

    await end();

    assert.equal(stage.provider.pool('pool').sessions[0]!.state, 'disconnected');
  });

  it('is nothing to do for somebody the directory does not know, and for a session that is gone', async () => {
    await stage.tx((tx) => tx.due.noLaterThan('lost-device', 'nobody 2026-12-02T01:00:00.000Z', stage.clock.now()));
    assert.equal(await end(), null);
    await stage.tx((tx) => tx.due.set('lost-device', 'nobody 2026-12-02T01:00:00.000Z', null));

    signIn('hanako');
    await say(LOST);
    stage.provider.failNext('not-found', { operation: 'disconnectSession' });

    assert.deepEqual(await end(), at('2026-12-02 09:05'));
  });
});
