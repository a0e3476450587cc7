import assert from 'node:assert/strict';
import { add } from 'date-fns/add';
import fc from 'fast-check';
import { missingPledge } from '../../../flows/registration/pledge.ts';
import type { Pledge } from '../../../flows/registration/registration-store.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { DEVICES } from '../../../flows/rules/rules.ts';
import { at, idOf } from '../../support/builders.ts';

const words = { ja: '守ります。', en: 'I will.' };
const ASKED: NonNullable<Organisation['pledge']> = { version: '2026', months: 12, text: words, ownDevice: words };
const made = (pledgedAt: string, pledge: Partial<Pledge> = {}): Pledge => ({
  personId: idOf('hanako'),
  version: '2026',
  ownDevice: false,
  pledgedAt: at(pledgedAt),
  ...pledge,
});

describe('the pledge that is missing', () => {
  const now = at('2026-12-01 09:00');

  it('is none where the organisation asks for none', () => {
    assert.equal(missingPledge(null, [], 'own', now), null);
  });

  it('is the version in force, made once', () => {
    assert.deepEqual(missingPledge(ASKED, [], null, now), { general: true, ownDevice: false });
    assert.deepEqual(missingPledge(ASKED, [made('2026-11-01 09:00', { version: '2025' })], null, now), {
      general: true,
      ownDevice: false,
    });
    assert.equal(missingPledge(ASKED, [made('2026-11-01 09:00')], null, now), null);
  });

  it('comes back when its months are over, to the minute', () => {
    const pledges = [made('2025-12-01 09:00')];

    assert.equal(missingPledge(ASKED, pledges, null, at('2026-12-01 08:59')), null);
    assert.deepEqual(missingPledge(ASKED, pledges, null, at('2026-12-01 09:00')), { general: true, ownDevice: false });
  });

  it('holds the rules for own devices for an own device alone', () => {
    const general = [made('2026-11-01 09:00')];

    assert.deepEqual(missingPledge(ASKED, general, 'own', now), { general: false, ownDevice: true });
    for (const device of DEVICES.filter((one) => one !== 'own'))
      assert.equal(missingPledge(ASKED, general, device, now), null);
    assert.equal(missingPledge(ASKED, [made('2026-11-01 09:00', { ownDevice: true })], 'own', now), null);
    assert.equal(missingPledge({ ...ASKED, ownDevice: null }, general, 'own', now), null);
  });

  it('is never asked for after it was made for this version, device and time, whatever else was pledged', () => {
    const pledge = fc.record({
      personId: fc.constant(idOf('hanako')),
      version: fc.constantFrom('2025', '2026'),
      ownDevice: fc.boolean(),
      pledgedAt: fc.date({ min: at('2024-01-01 00:00'), max: at('2027-12-31 00:00'), noInvalidDate: true }),
    });
    fc.assert(
      fc.property(
        fc.array(pledge, { maxLength: 6 }),
        fc.constantFrom(null, ...DEVICES),
        fc.integer({ min: 1, max: 24 }),
        (pledges, device, months) => {
          const asked = { ...ASKED, months };
          const missing = missingPledge(asked, pledges, device, now);
          const enough = pledges.some(
            (one) =>
              one.version === '2026' &&
              one.pledgedAt <= now &&
              now < add(one.pledgedAt, { months }) &&
              (device !== 'own' || one.ownDevice),
          );

          assert.equal(missing === null, enough);
          assert.equal(
            missingPledge(asked, [...pledges, made('2026-12-01 09:00', { ownDevice: true })], device, now),
            null,
          );
        },
      ),
    );
  });
});
