import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEVICE_KINDS, type Device } from '../../../flows/devices/device-store.ts';
import { judgeStanding } from '../../../flows/devices/device-standing.ts';
import { admittedFrom, mayHaveCertificate, moveDevice, type DeviceMove } from '../../../flows/devices/move-device.ts';
import { NOW } from '../../support/builders.ts';
import { aCertificate, aDevice } from '../../support/certificate-builders.ts';

const move: fc.Arbitrary<DeviceMove> = fc.oneof(
  fc.constantFrom('staff', 'other').map((to) => ({ do: 'lend' as const, to })),
  fc.constantFrom('return' as const, 'lost' as const, 'found' as const, 'retire' as const).map((one) => ({ do: one })),
);
const start = fc
  .constantFrom(...DEVICE_KINDS)
  .map((kind) => (kind === 'lent-pc' ? aDevice({ kind, owner: null, state: 'in-stock' }) : aDevice({ kind })));

describe('a device', () => {
  it('always has somebody while it is in use, nobody while it is in stock, and no certificate otherwise', () => {
    fc.assert(
      fc.property(start, fc.array(move, { maxLength: 15 }), (device, moves) => {
        let now: Device = device;
        for (const one of moves) {
          const outcome = moveDevice(now, one);
          if (outcome.ok) now = outcome.device;
          assert.equal(now.state === 'in-use' ? now.owner !== null : true, true);
          assert.equal(now.state === 'in-stock' ? now.owner === null : true, true);
          if (now.state !== 'in-use') assert.equal(mayHaveCertificate(now), false);
          if (now.kind !== 'lent-pc') assert.notEqual(now.state, 'in-stock');
        }
      }),
    );
  });

  it('is lent from stock alone, and only where it belongs to the organisation', () => {
    const lent = moveDevice(aDevice({ kind: 'lent-pc', owner: null, state: 'in-stock' }), { do: 'lend', to: 'staff' });

    assert.equal(lent.ok && lent.device.owner, 'staff');
    assert.deepEqual(lent.ok && moveDevice(lent.device, { do: 'lend', to: 'other' }), {
      ok: false,
      refusal: 'not-in-stock',
    });
    assert.deepEqual(moveDevice(aDevice(), { do: 'return' }), { ok: false, refusal: 'not-lendable' });
  });

  it('of somebody’s own waits for the pledge, and for the ICT section where so set', () => {
    const wait = (issue: 'registration' | 'ict', pledgeAsked: boolean, pledgedAt: Date | null) =>
      admittedFrom({ kind: 'ipad', pledgedAt }, { issue, pledgeAsked }, NOW);

    assert.deepEqual(wait('registration', false, null), NOW);
    assert.equal(wait('registration', true, null), null);
    assert.deepEqual(wait('registration', true, NOW), NOW);
    assert.equal(wait('ict', true, NOW), null);
    assert.deepEqual(admittedFrom({ kind: 'lent-pc', pledgedAt: null }, { issue: 'ict', pledgeAsked: true }, NOW), NOW);
  });
});

describe('how somebody stands with their device', () => {
  const dayEnds = new Date(NOW.getTime() + 86_400_000);
  const device = aDevice({ id: 'device' });
  const judge = (...held: Parameters<typeof aCertificate>[0][]) =>
    judgeStanding(
      [device],
      held.map((one) => aCertificate({ deviceId: 'device', ...one })),
      { now: NOW, dayEnds },
    );

  it('is valid where a certificate counts through the whole day', () => {
    assert.deepEqual(judge({ notAfter: dayEnds }), { device, certificate: 'valid', expiresAt: dayEnds });
  });

  it('says what else it is', () => {
    const closed = { state: 'revoked' as const, revokedAt: NOW, reason: 'lost' as const };
    const soon = new Date(dayEnds.getTime() - 1000);

    assert.equal(judge().certificate, 'missing');
    assert.equal(judge({ notAfter: soon }).certificate, 'ending');
    assert.equal(judge(closed).certificate, 'revoked');
    assert.equal(judge(closed, { notAfter: dayEnds }).certificate, 'valid');
    assert.equal(judge({ deviceId: null, authority: 'external', notAfter: dayEnds }).certificate, 'valid');
    assert.equal(judge({ deviceId: 'another' }).certificate, 'missing');
  });

  it('is that of the best device, of those in use', () => {
    const lost = aDevice({ id: 'lost', state: 'lost' });
    const held = [aCertificate({ deviceId: 'lost', notAfter: dayEnds })];

    assert.equal(judgeStanding([lost, device], held, { now: NOW, dayEnds }).certificate, 'missing');
    assert.equal(judgeStanding([lost], held, { now: NOW, dayEnds }).device, null);
  });
});
