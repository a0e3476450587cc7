import assert from 'node:assert/strict';
import type { Certificate, HandOver } from '../../../flows/certificates/certificate-store.ts';
import type { Device } from '../../../flows/devices/device-store.ts';
import { aCertificate, aDevice } from '../../support/certificate-builders.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { at, NOW } from './store-builders.ts';

function aHandOver(more: Partial<HandOver> = {}): HandOver {
  return {
    id: 'hand-over',
    personId: 'staff',
    deviceId: 'device',
    madeAt: NOW,
    expiresAt: at(0.5),
    usedAt: null,
    serial: null,
    passphrase: null,
    ...more,
  };
}

describe('devices and certificates in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() => database.owner.query('TRUNCATE device, certificate, certificate_der, hand_over, revocation_list'));

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);
  const keep = (devices: Device[], certificates: Certificate[] = []) =>
    inTransaction(async (tx) => {
      for (const device of devices) await tx.devices.add(device);
      for (const certificate of certificates) await tx.certificates.add(certificate);
    });

  it('keep a device as it was told, and its new state', async () => {
    const device = aDevice({ id: 'device', owner: 'staff', pledgedAt: at(-1) });
    await keep([device]);
    const lost = { ...device, state: 'lost' as const, label: 'stolen\0 one' };

    await inTransaction(async (tx) => {
      assert.deepEqual(await tx.devices.lock('device'), device);
      await tx.devices.save(lost);
    });

    assert.deepEqual(await inTransaction((tx) => tx.devices.byId('device')), { ...lost, label: 'stolen one' });
    assert.equal(await inTransaction((tx) => tx.devices.byId('other')), null);
  });

  it('answer the devices of a person by registration', async () => {
    await keep([
      aDevice({ id: 'a', owner: 'staff', registeredAt: at(2) }),
      aDevice({ id: 'b', owner: 'staff', registeredAt: at(1), state: 'retired' }),
      aDevice({ id: 'c', owner: 'other' }),
    ]);

    const devices = await inTransaction((tx) => tx.devices.ofPerson('staff', 'lock'));

    assert.deepEqual(
      devices.map(({ id }) => id),
      ['b', 'a'],
    );
  });

  it('refuse a device in stock that somebody owns, and one in use that nobody has', async () => {
    await assert.rejects(keep([aDevice({ id: 'a', owner: 'staff', state: 'in-stock' })]), /device_check/);
    await assert.rejects(keep([aDevice({ id: 'b', owner: null, state: 'in-use' })]), /device_check/);
  });

  it('keep the certificate itself where it is given, and say so where it is not', async () => {
    const der = new Uint8Array([48, 130, 0, 255]);

    await inTransaction(async (tx) => {
      await tx.certificates.add(aCertificate({ serial: 'a1' }), der);
      await tx.certificates.add(aCertificate({ serial: 'a2' }));
    });

    assert.deepEqual(await inTransaction((tx) => tx.certificates.derOf('a1')), der);
    assert.equal(await inTransaction((tx) => tx.certificates.derOf('a2')), null);
  });

  it('keep a certificate as it was told, and its new state', async () => {
    const certificate = aCertificate({ deviceId: 'device' });
    await keep([aDevice({ id: 'device', owner: 'staff' })], [certificate]);
    const revoked = { ...certificate, state: 'revoked' as const, revokedAt: at(1), reason: 'lost' as const };

    await inTransaction(async (tx) => {
      assert.deepEqual(await tx.certificates.lock([certificate.serial, 'ff']), [certificate]);
      await tx.certificates.save(revoked);
    });

    assert.deepEqual(await inTransaction((tx) => tx.certificates.bySerial(certificate.serial)), revoked);
    assert.deepEqual(await inTransaction((tx) => tx.certificates.ofDevice('device')), [revoked]);
    assert.deepEqual(await inTransaction((tx) => tx.certificates.ofPeople(['staff', 'x'])), [revoked]);
  });

  it('refuse a serial that is taken, and one that is no hexadecimal number', async () => {
    await keep([], [aCertificate({ serial: 'ab' })]);

    await assert.rejects(keep([], [aCertificate({ serial: 'ab' })]), /certificate_pkey/);
    await assert.rejects(keep([], [aCertificate({ serial: 'AB' })]), /certificate_serial_check/);
  });

  it('know what ends soon, what was never fetched, and what the list has to name', async () => {
    const closed = { revokedAt: NOW, reason: 'replaced' as const };
    await keep(
      [],
      [
        aCertificate({ serial: '1', notAfter: at(24) }),
        aCertificate({ serial: '2', notAfter: at(25) }),
        aCertificate({ serial: '3', notAfter: NOW }),
        aCertificate({ serial: '4', state: 'issued', issuedAt: at(-2) }),
        aCertificate({ serial: '5', state: 'issued', issuedAt: at(-0.9) }),
        aCertificate({ serial: '6', state: 'revoked', ...closed }),
        aCertificate({ serial: '7', state: 'replaced', ...closed }),
        aCertificate({ serial: '8', state: 'revoked', ...closed, notAfter: NOW }),
        aCertificate({ serial: '9', state: 'revoked', ...closed, authority: 'external' }),
      ],
    );
    const serials = (certificates: Certificate[]) => certificates.map(({ serial }) => serial);

    const { ending, unfetched, revoked } = await inTransaction(async ({ certificates }) => ({
      ending: serials(await certificates.endingBy(NOW, at(24))),
      unfetched: serials(await certificates.neverFetched(at(-1))),
      revoked: serials(await certificates.revoked(NOW)),
    }));

    assert.deepEqual({ ending, unfetched, revoked }, { ending: ['1'], unfetched: ['4'], revoked: ['6', '7'] });
  });

  it('find a link by its token alone, of which they keep a hash', async () => {
    await keep([aDevice({ id: 'device', owner: 'staff' })]);
    const token = await inTransaction((tx) => tx.certificates.addHandOver(aHandOver()));

    const found = await inTransaction((tx) => tx.certificates.handOverOf(token, 'lock'));

    assert.match(token, /^[A-Za-z0-9_-]{43}$/);
    assert.deepEqual(found, aHandOver());
    assert.equal(await inTransaction((tx) => tx.certificates.handOverOf(`${token}x`)), null);
    const { rows } = await database.owner.query<{ all: string }>('SELECT hand_over::text AS all FROM hand_over');
    assert.equal(rows[0]!.all.includes(token), false);
  });

  it('forget the passphrase when the time of the link is over, and the link later', async () => {
    const certificate = aCertificate({ deviceId: 'device' });
    await keep([aDevice({ id: 'device', owner: 'staff' })], [certificate]);
    await inTransaction((tx) => tx.certificates.addHandOver(aHandOver()));
    const used = aHandOver({ usedAt: at(0.1), serial: certificate.serial, passphrase: 'secret words' });
    await inTransaction((tx) => tx.certificates.saveHandOver(used));
    const tidyAt = (now: Date, before: Date) =>
      inTransaction(async (tx) => {
        await tx.certificates.tidyHandOvers(now, before);
        return tx.certificates.lockHandOversOf('staff');
      });

    assert.deepEqual(await tidyAt(at(0.4), at(-24)), [used]);
    assert.deepEqual(await tidyAt(at(0.5), at(-24)), [{ ...used, passphrase: null }]);
    assert.deepEqual(await tidyAt(at(24), at(1)), []);
  });

  it('keep one revocation list, the last', async () => {
    const list = { number: 1, thisUpdate: NOW, nextUpdate: at(24), der: Buffer.from([0, 255]) };
    assert.equal(await inTransaction((tx) => tx.certificates.lockRevocationList()), null);
    await inTransaction((tx) => tx.certificates.saveRevocationList(list));
    await inTransaction((tx) => tx.certificates.saveRevocationList({ ...list, number: 2 }));

    const kept = await inTransaction((tx) => tx.certificates.revocationList());

    assert.deepEqual(kept, { ...list, number: 2 });
  });
});
