import assert from 'node:assert/strict';
import { followCertificates } from '../../../flows/certificates/follow-certificates.ts';
import { revokeCertificates } from '../../../flows/certificates/revoke-certificates.ts';
import { idOf } from '../../support/builders.ts';
import { certificateSettings, openCertificates, type Certificates } from './certificate-stage.ts';

describe('handing over a certificate of another authority, had by EST', () => {
  let acts: Certificates;
  before(async () => {
    acts = await openCertificates();
  });
  after(() => acts.stage.database.close());
  beforeEach(() => acts.reset({ certificates: certificateSettings({ authority: 'est' }) }));

  const told = async () =>
    (await acts.stage.outbox()).flatMap((work) =>
      work.kind === 'tell' && work.notice.kind === 'fault' ? [[work.personId, work.notice.fault.subject]] : [],
    );
  const revoke = (serial: string) =>
    acts.stage.tx((tx) =>
      revokeCertificates(tx, [{ serial }], { reason: 'lost', by: 'system', tell: false }, acts.stage.clock.now()),
    );

  it('signs the request with the key that was made for the file, and keeps it as the other authority’s', async () => {
    const serial = await acts.fetch(await acts.register());

    const certificate = await acts.certificate(serial);
    assert.deepEqual([certificate.authority, certificate.state], ['external', 'handed-over']);
    assert.ok('privateKey' in acts.authority.orders[0]!.proof);
  });

  it('hands on the request that the device made', async () => {
    const token = await acts.link(await acts.register());

    const redeemed = await acts.redeem(token!, { way: 'request', request: 'good' });

    assert.ok(redeemed.ok && redeemed.file === null);
    assert.deepEqual(acts.authority.orders[0]!.proof, { request: new Uint8Array([4]) });
  });

  it('is renewed by another one, which takes its place', async () => {
    const deviceId = await acts.register();
    const first = await acts.fetch(deviceId);
    acts.stage.clock.forward(1);

    const second = await acts.fetch(deviceId);

    assert.deepEqual([await acts.stateOf(first), await acts.stateOf(second)], ['replaced', 'handed-over']);
    // What the authority made is what it is shown again.
    assert.deepEqual(
      acts.authority.orders.map(({ renews }) => renews),
      [null, await acts.stage.tx((tx) => tx.certificates.derOf(first))],
    );
    assert.ok(acts.authority.orders[1]!.renews);
  });

  it('is a first one where the one before was revoked, or its time is over', async () => {
    const deviceId = await acts.register();
    await revoke(await acts.fetch(deviceId));
    await acts.fetch(deviceId);
    acts.stage.clock.forward(366 * 24 * 60);

    await acts.fetch(deviceId);

    assert.deepEqual(
      acts.authority.orders.map(({ renews }) => renews),
      [null, null, null],
    );
  });

  it('tells the ICT section once to have it revoked, and signs no list of its own', async () => {
    const serial = await acts.fetch(await acts.register());
    await revoke(serial);
    assert.equal(await acts.listIsDue(), true);

    assert.equal(await followCertificates(acts.deps, 'list'), null);
    acts.stage.clock.forward(24 * 60);
    await followCertificates(acts.deps, 'list');

    assert.deepEqual(await told(), [[idOf('officer'), serial]]);
    assert.deepEqual(acts.authority.lists, []);
  });
});
