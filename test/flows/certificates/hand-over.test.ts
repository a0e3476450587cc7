import assert from 'node:assert/strict';
import { confirmHandOver, openLink } from '../../../flows/certificates/redeem-link.ts';
import { showDeviceNotice } from '../../../flows/devices/device-notices.ts';
import { reportLostDevice } from '../../../flows/lost-device/report-lost-device.ts';
import { idOf } from '../../support/builders.ts';
import { openCertificates, certificateSettings, type Certificates } from './certificate-stage.ts';

describe('handing over a certificate', () => {
  let acts: Certificates;
  before(async () => {
    acts = await openCertificates();
  });
  after(() => acts.stage.database.close());
  beforeEach(() => acts.reset());

  it('goes from the registered device by a link to a file, and its passphrase comes in chat', async () => {
    const deviceId = await acts.register();
    const token = await acts.link(deviceId);

    const redeemed = await acts.redeem(token!);
    assert.ok(redeemed.ok);
    await confirmHandOver(acts.stage.deps, redeemed.serial);

    const certificate = await acts.certificate(redeemed.serial);
    assert.deepEqual(
      [certificate.state, certificate.deviceId, certificate.personId],
      ['handed-over', deviceId, idOf('hanako')],
    );
    assert.equal(certificate.notAfter.getTime() - acts.stage.clock.now().getTime(), 365 * 86_400_000);
    assert.equal(acts.authority.orders[0]?.upn, 'hanako@city.example');
    const [notice] = (await acts.stage.outbox()).flatMap((work) => (work.kind === 'tell' ? [work.notice] : []));
    assert.equal(notice?.kind, 'certificate-fetched');
    const hanako = await acts.stage.person('hanako');
    const view = await acts.stage.tx((tx) => showDeviceNotice(tx, acts.stage.deps, hanako, notice as never));
    assert.ok(view?.kind === 'certificate-notice' && view.passphrase);
    assert.equal(new TextDecoder().decode(redeemed.file!), `packed ${view.passphrase}`);
    assert.deepEqual(await acts.stage.audit(redeemed.serial), ['certificate-issued', 'certificate-handed-over']);
    assert.deepEqual(await acts.stage.audit(deviceId), [
      'device-registered',
      'device-admitted',
      'certificate-link',
      'certificate-link-used',
    ]);
  });

  it('keeps no private key, and the passphrase out of the outbox and the audit log', async () => {
    const deviceId = await acts.register();
    const redeemed = await acts.redeem((await acts.link(deviceId))!);
    assert.ok(redeemed.ok);
    const passphrase = new TextDecoder().decode(redeemed.file!).slice('packed '.length);

    for (const table of ['outbox', 'audit_entry', 'audit_personal', 'certificate', 'device', 'activity']) {
      const { rows } = await acts.stage.database.owner.query<{ all: string }>(`SELECT t::text AS all FROM ${table} t`);
      assert.equal(
        rows.some((row) => row.all.includes(passphrase)),
        false,
        table,
      );
    }
  });

  it('looking at the link uses nothing up', async () => {
    const token = (await acts.link(await acts.register()))!;

    for (const _ of [1, 2, 3]) assert.equal((await openLink(acts.stage.deps, token)).ok, true);

    assert.equal((await acts.redeem(token)).ok, true);
  });

  it('works once', async () => {
    const token = (await acts.link(await acts.register()))!;
    await acts.redeem(token);

    assert.deepEqual(await acts.redeem(token), { ok: false, refusal: 'used' });
    assert.deepEqual(await openLink(acts.stage.deps, token), { ok: false, refusal: 'used' });
    assert.equal(acts.authority.orders.length, 1);
  });

  it('gives one certificate where ten redeem it at once', async () => {
    const token = (await acts.link(await acts.register()))!;

    const all = await Promise.all(Array.from({ length: 10 }, () => acts.redeem(token)));

    assert.equal(all.filter(({ ok }) => ok).length, 1);
    assert.equal(acts.authority.orders.length, 1);
    assert.equal((await acts.stage.tx((tx) => tx.certificates.all())).length, 1);
  });

  it('works for half an hour, to the second', async () => {
    const deviceId = await acts.register();
    const [early, late] = [(await acts.link(deviceId))!, idOf('x')];
    acts.stage.clock.set(new Date(acts.stage.clock.now().getTime() + 30 * 60_000 - 1));
    assert.equal((await openLink(acts.stage.deps, early)).ok, true);
    acts.stage.clock.set(new Date(acts.stage.clock.now().getTime() + 1));

    assert.deepEqual(await acts.redeem(early), { ok: false, refusal: 'late' });
    assert.deepEqual(await acts.redeem(late), { ok: false, refusal: 'unknown' });
  });

  it('ends the link before with a new one', async () => {
    const deviceId = await acts.register();
    const first = (await acts.link(deviceId))!;
    const second = (await acts.link(deviceId))!;

    assert.deepEqual(await acts.redeem(first), { ok: false, refusal: 'late' });
    assert.equal((await acts.redeem(second)).ok, true);
  });

  it('is refused for the device of somebody else, and where there is no authority', async () => {
    const deviceId = await acts.register();

    assert.equal(await acts.link(deviceId, 'taro'), null);
    acts.stage.organisation = {
      ...acts.stage.organisation,
      certificates: certificateSettings({ authority: 'external' }),
    };
    assert.equal(await acts.link(deviceId), null);
  });

  it('is refused once the device is lost, also while the certificate is being made', async () => {
    const deviceId = await acts.register();
    const hanako = await acts.stage.person('hanako');
    const lose = () =>
      acts.stage.tx((tx) =>
        reportLostDevice(tx, acts.stage.deps, hanako, {
          reportId: idOf('loss'),
          device: 'own',
          sinceWhen: null,
          note: null,
        }),
      );
    const token = (await acts.link(deviceId))!;
    acts.authority.meanwhile = lose;

    assert.deepEqual(await acts.redeem(token), { ok: false, refusal: 'withdrawn' });
    assert.equal((await acts.stage.tx((tx) => tx.certificates.all())).length, 0);
    assert.equal(await acts.link(deviceId), null);
  });

  it('leaves the link good where the authority cannot be reached', async () => {
    const token = (await acts.link(await acts.register()))!;
    acts.authority.failNext();

    await assert.rejects(acts.redeem(token), /does not answer/);
    assert.equal((await acts.redeem(token)).ok, true);
  });

  it('takes a request that the device made, and uses nothing up for one that is none', async () => {
    const token = (await acts.link(await acts.register()))!;

    assert.deepEqual(await acts.redeem(token, { way: 'request', request: 'bad' }), {
      ok: false,
      refusal: 'not-a-request',
    });
    const redeemed = await acts.redeem(token, { way: 'request', request: 'good' });

    assert.ok(redeemed.ok);
    assert.equal(redeemed.file, null);
    assert.deepEqual(acts.authority.orders[0]?.publicKey, new Uint8Array([3]));
  });

  it('replaces what the device had, when the new one has arrived and not before', async () => {
    const deviceId = await acts.register();
    const old = await acts.fetch(deviceId);
    const other = await acts.fetch(await acts.register('hanako', 'ipad'));
    acts.stage.clock.forward(60);
    const redeemed = await acts.redeem((await acts.link(deviceId))!);
    assert.ok(redeemed.ok);
    assert.equal(await acts.stateOf(old), 'handed-over');

    await confirmHandOver(acts.stage.deps, redeemed.serial);
    await confirmHandOver(acts.stage.deps, redeemed.serial);

    assert.deepEqual(
      [await acts.stateOf(old), await acts.stateOf(redeemed.serial), await acts.stateOf(other)],
      ['replaced', 'handed-over', 'handed-over'],
    );
    assert.deepEqual((await acts.stage.audit(old)).filter((kind) => kind === 'certificate-replaced').length, 1);
    assert.equal(await acts.listIsDue(), true);
  });
});
