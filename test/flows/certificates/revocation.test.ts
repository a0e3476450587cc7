import assert from 'node:assert/strict';
import { followCertificates } from '../../../flows/certificates/follow-certificates.ts';
import { importCertificates } from '../../../flows/certificates/import-certificates.ts';
import { deviceStandingOf } from '../../../flows/devices/device-standing.ts';
import {
  decideDevice,
  registerDevice,
  retireOwnDevice,
  revokeOwnCertificates,
} from '../../../flows/devices/register-device.ts';
import { showDevices } from '../../../flows/devices/show-devices.ts';
import { answerMessage } from '../../../flows/conversation/answer-message.ts';
import { reportLostDevice } from '../../../flows/lost-device/report-lost-device.ts';
import { makePledge } from '../../../flows/registration/make-pledge.ts';
import { syncDirectory } from '../../../flows/sync-directory.ts';
import { idOf } from '../../support/builders.ts';
import { certificateSettings, openCertificates, type Certificates } from './certificate-stage.ts';

const DAY = 24 * 60;
const PLEDGE = {
  version: '2026',
  months: 12,
  text: { ja: '誓約', en: 'Pledge' },
  ownDevice: { ja: '決まり', en: 'Rules' },
};

describe('devices and their certificates', () => {
  let acts: Certificates;
  before(async () => {
    acts = await openCertificates();
  });
  after(() => acts.stage.database.close());
  beforeEach(() => acts.reset());

  const say = async (name: string, text: string) => {
    const person = await acts.stage.person(name);
    return (await acts.stage.tx((tx) => answerMessage(tx, acts.stage.deps, person, text))).view;
  };
  const decide = async (name: string, deviceId: string, verdict: 'admit' | 'refuse') => {
    const person = await acts.stage.person(name);
    return acts.stage.tx((tx) => decideDevice(tx, acts.stage.deps, person, { deviceId, verdict }));
  };
  const standing = async (name: string, day: string) => {
    const person = await acts.stage.person(name);
    return acts.stage.tx((tx) => deviceStandingOf(tx, acts.stage.deps, person, day));
  };
  const round = () => followCertificates(acts.deps, 'round');

  it('are shown where somebody writes of them, and not at all where there are no certificates', async () => {
    for (const text of ['証明書', '自分の機器', 'my devices', 'I need a certificate'])
      assert.equal((await say('hanako', text)).kind, 'devices', text);
    acts.stage.organisation = { ...acts.stage.organisation, certificates: certificateSettings({ authority: 'none' }) };

    assert.equal((await say('hanako', '証明書')).kind, 'help');
    assert.equal((await standing('hanako', '2026-12-02')).needed, false);
  });

  it('wait for the pledge, and go on once it is made', async () => {
    await acts.reset({ pledge: PLEDGE });
    const hanako = await acts.stage.person('hanako');
    const { deps } = acts.stage;
    const asked = await acts.stage.tx((tx) =>
      registerDevice(tx, deps, hanako, { device: 'ipad', label: 'iPad', os: null }),
    );
    const deviceId = (await acts.stage.tx((tx) => tx.devices.ofPerson(hanako.id)))[0]!.id;
    const before = await acts.link(deviceId);

    const shown = await acts.stage.tx((tx) =>
      makePledge(tx, deps, hanako, { pledge: '2026', ownDevice: true, version: 0 }),
    );

    assert.deepEqual([asked.kind, before, shown.kind], ['pledge', null, 'devices']);
    assert.ok(await acts.link(deviceId));
    const device = await acts.stage.tx((tx) => tx.devices.byId(deviceId));
    assert.deepEqual(device?.pledgedAt, acts.stage.clock.now());
  });

  it('wait for the ICT section where so set: one card each, one tap, by nobody for themselves', async () => {
    await acts.reset({ certificates: certificateSettings({ issue: 'ict' }) });
    const deviceId = await acts.register();
    assert.deepEqual(await acts.stage.toldTo('officer'), ['device-asked']);
    assert.equal(await acts.link(deviceId), null);

    const strangers = await decide('taro', deviceId, 'admit');
    const first = await decide('officer', deviceId, 'admit');
    const again = await decide('officer', deviceId, 'admit');

    assert.equal(strangers.kind, 'sentence');
    assert.deepEqual(
      [first, again].map((view) => view.kind === 'device-asked' && view.state),
      ['admitted', 'admitted'],
    );
    assert.deepEqual(await acts.stage.toldTo('hanako'), ['device-admitted']);
    assert.ok(await acts.link(deviceId));
    acts.stage.roles.set('ict', [idOf('hanako')]);
    assert.equal((await decide('hanako', deviceId, 'refuse')).kind, 'sentence');
  });

  it('are revoked by the ICT section in one tap', async () => {
    const deviceId = await acts.register();
    const serial = await acts.fetch(deviceId);

    await decide('officer', deviceId, 'refuse');
    await decide('officer', deviceId, 'refuse');

    assert.equal(await acts.stateOf(serial), 'ict');
    assert.deepEqual((await acts.stage.audit(serial)).filter((kind) => kind === 'certificate-revoked').length, 1);
    assert.equal(await acts.link(deviceId), null);
  });

  it('are revoked by their person, who may fetch another', async () => {
    const deviceId = await acts.register();
    const serial = await acts.fetch(deviceId);
    const open = await acts.link(deviceId);
    const [hanako, taro] = [await acts.stage.person('hanako'), await acts.stage.person('taro')];
    const revoke = (person: typeof hanako) =>
      acts.stage.tx((tx) => revokeOwnCertificates(tx, acts.stage.deps, person, { deviceId }));

    assert.equal((await revoke(taro)).kind, 'sentence');
    assert.equal(await acts.stateOf(serial), 'handed-over');
    await revoke(hanako);

    assert.equal(await acts.stateOf(serial), 'person');
    assert.equal(await acts.listIsDue(), true);
    assert.deepEqual(await acts.redeem(open!), { ok: false, refusal: 'late' });
    assert.ok(await acts.link(deviceId));
  });

  it('end with the registration', async () => {
    const deviceId = await acts.register();
    const serial = await acts.fetch(deviceId);
    const hanako = await acts.stage.person('hanako');

    await acts.stage.tx((tx) => retireOwnDevice(tx, acts.stage.deps, hanako, { deviceId }));

    assert.equal(await acts.stateOf(serial), 'person');
    const view = await acts.stage.tx((tx) => showDevices(tx, acts.stage.deps, hanako));
    assert.deepEqual(view?.devices, []);
  });

  it('are revoked at once when a device is reported lost, those of everything that may be meant', async () => {
    const [pc, ipad] = [await acts.register(), await acts.register('hanako', 'ipad')];
    const [ofPc, ofIpad] = [await acts.fetch(pc), await acts.fetch(ipad)];
    const taros = await acts.fetch(await acts.register('taro'), 'taro');
    const hanako = await acts.stage.person('hanako');
    const report = (device: string, reportId: string) =>
      acts.stage.tx((tx) =>
        reportLostDevice(tx, acts.stage.deps, hanako, {
          reportId: idOf(reportId),
          device,
          sinceWhen: null,
          note: null,
        }),
      );

    assert.equal((await report('phone', 'phone')).revoked, 0);
    assert.equal(await acts.stateOf(ofPc), 'handed-over');
    const view = await report('own', 'own');
    await report('own', 'own');

    assert.equal(view.revoked, 2);
    assert.deepEqual(
      [await acts.stateOf(ofPc), await acts.stateOf(ofIpad), await acts.stateOf(taros)],
      ['lost', 'lost', 'handed-over'],
    );
    assert.equal((await standing('hanako', '2026-12-02')).certificate, 'revoked');
  });

  it('are revoked when the directory has their person no more', async () => {
    const deviceId = await acts.register();
    const serial = await acts.fetch(deviceId);
    const open = await acts.link(deviceId);
    const { directory, deps } = acts.stage;
    directory.everybody.splice(
      0,
      directory.everybody.length,
      ...directory.everybody.filter(({ id }) => id !== idOf('hanako')),
    );

    await syncDirectory({ ...deps, directory });

    assert.equal(await acts.stateOf(serial), 'left');
    assert.equal((await acts.redeem(open!)).ok, false);
    assert.equal(await acts.listIsDue(), true);
  });

  it('are to be renewed a month before their end: told once, and once more in the last week', async () => {
    const serial = await acts.fetch(await acts.register());
    const told = async () =>
      (await acts.stage.toldTo('hanako')).filter((kind) => kind === 'certificate-renewal').length;

    acts.stage.clock.forward(334 * DAY);
    await round();
    assert.equal(await told(), 0);
    acts.stage.clock.forward(DAY);
    await round();
    await round();
    assert.equal(await told(), 1);
    acts.stage.clock.forward(22 * DAY);
    await round();
    assert.equal(await told(), 1);
    acts.stage.clock.forward(DAY);
    await round();
    await round();

    assert.equal(await told(), 2);
    assert.equal((await standing('hanako', '2027-11-20')).certificate, 'valid');
    assert.equal((await standing('hanako', '2027-12-01')).certificate, 'ending');
    assert.equal(await acts.stateOf(serial), 'handed-over');
  });

  it('are not spoken of any more once they are renewed', async () => {
    const deviceId = await acts.register();
    await acts.fetch(deviceId);
    acts.stage.clock.forward(340 * DAY);
    await acts.fetch(deviceId);

    await round();

    assert.equal((await acts.stage.toldTo('hanako')).includes('certificate-renewal'), false);
    assert.equal((await standing('hanako', '2027-12-01')).certificate, 'valid');
  });

  it('are revoked where the file never arrived, and the passphrase is forgotten', async () => {
    const redeemed = await acts.redeem((await acts.link(await acts.register()))!);
    assert.ok(redeemed.ok);
    acts.stage.clock.forward(59);
    await round();
    assert.equal(await acts.stateOf(redeemed.serial), 'issued');
    acts.stage.clock.forward(1);

    await round();
    await round();

    assert.equal(await acts.stateOf(redeemed.serial), 'not-fetched');
    const [link] = await acts.stage.tx((tx) => tx.certificates.lockHandOversOf(idOf('hanako')));
    assert.equal(link?.passphrase, null);
    assert.equal((await acts.stage.toldTo('hanako')).filter((kind) => kind === 'certificate-revoked').length, 1);
  });

  it('stand on a list that is signed anew each day, with the next number, and names the revoked until their end', async () => {
    const deviceId = await acts.register();
    const serial = await acts.fetch(deviceId);
    const hanako = await acts.stage.person('hanako');
    await followCertificates(acts.deps, 'list');
    await acts.stage.tx((tx) => revokeOwnCertificates(tx, acts.stage.deps, hanako, { deviceId }));

    const next = await followCertificates(acts.deps, 'list');
    acts.stage.clock.forward(366 * DAY);
    await followCertificates(acts.deps, 'list');

    const { lists } = acts.authority;
    assert.deepEqual(
      lists.map(({ number, revoked }) => [number, revoked.map((one) => `${one.serial} ${one.reason}`)]),
      [
        [1, []],
        [2, [`${serial} person`]],
        [3, []],
      ],
    );
    assert.equal(lists[1]!.nextUpdate.getTime() - lists[1]!.thisUpdate.getTime(), 7 * DAY * 60_000);
    assert.equal(next!.getTime() - lists[1]!.thisUpdate.getTime(), DAY * 60_000);
  });

  it('leave the list before in place where the key does not answer', async () => {
    await followCertificates(acts.deps, 'list');
    acts.authority.failNext();

    await assert.rejects(followCertificates(acts.deps, 'list'), /does not answer/);

    assert.equal((await acts.stage.tx((tx) => tx.certificates.revocationList()))?.number, 1);
  });

  it('of another authority come as a list, all of it or nothing, and the same list may come again', async () => {
    const end = new Date(acts.stage.clock.now().getTime() + 400 * DAY * 60_000);
    const row = (line: number, serial: string, upn: string) => ({
      line,
      serial,
      upn,
      notBefore: null,
      notAfter: end,
      deviceId: null,
      fingerprint: null,
    });
    const take = (...rows: ReturnType<typeof row>[]) =>
      acts.stage.tx((tx) => importCertificates(tx, acts.stage.deps, rows, 'officer'));

    const unknown = await take(row(2, 'aa', 'hanako@city.example'), row(3, 'bb', 'nobody@city.example'));
    const first = await take(row(2, 'aa', 'hanako@city.example'), row(3, 'bb', 'taro@city.example'));
    const again = await take(row(2, 'aa', 'hanako@city.example'));
    const taken = await take(row(2, 'aa', 'taro@city.example'));

    assert.deepEqual(unknown, { ok: false, line: 3, problem: 'unknown-person' });
    assert.deepEqual(first, { ok: true, added: 2, unchanged: 0 });
    assert.deepEqual(again, { ok: true, added: 0, unchanged: 1 });
    assert.deepEqual(taken, { ok: false, line: 2, problem: 'taken' });
  });
});
