import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEVICE_KINDS, DEVICE_STATES } from '../../../flows/devices/device-store.ts';
import { sortOf } from '../../../flows/devices/usual-device.ts';
import { anOrganisation, idOf, someRules } from '../../support/builders.ts';
import { aDevice } from '../../support/certificate-builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { withGates } from '../readiness/gate-builders.ts';

describe('the device that somebody means who names none', () => {
  it('is of the one sort that they have in use, and not known where there are two or none', () => {
    const some = fc.array(
      fc.record({ kind: fc.constantFrom(...DEVICE_KINDS), state: fc.constantFrom(...DEVICE_STATES) }),
    );
    fc.assert(
      fc.property(some, (devices) => {
        const used = devices.filter(({ state }) => state === 'in-use').map(({ kind }) => kind);
        const [own, lent] = [used.some((kind) => kind === 'own-pc' || kind === 'ipad'), used.includes('lent-pc')];

        assert.equal(sortOf(devices), own === lent ? null : own ? 'own' : 'lent');
      }),
    );
  });

  describe('in a request', () => {
    let stage: Stage;
    before(async () => {
      stage = await openStage();
    });
    after(() => stage.database.close());
    const begin = async (gates: Parameters<typeof withGates>[0], ...kinds: ('own-pc' | 'ipad' | 'lent-pc')[]) => {
      await stage.reset(anOrganisation({ readiness: withGates(gates) }));
      await stage.people('hanako');
      await stage.tx(async (tx) => {
        for (const kind of kinds) await tx.devices.add(aDevice({ id: kind, kind, owner: idOf('hanako') }));
      });
    };
    const meant = async () => (await stage.propose('hanako')).device;

    it('is filled in where the gates ask for one', async () => {
      await begin({ device: 'warn' }, 'own-pc', 'ipad');
      assert.equal(await meant(), 'own');
      await begin({ device: 'block' }, 'lent-pc');
      assert.equal(await meant(), 'lent');
      await begin({ device: 'warn' }, 'own-pc', 'lent-pc');
      assert.equal(await meant(), null);
    });

    it('is not filled in where nobody asks for one, or the rules allow no such', async () => {
      await begin({}, 'own-pc');
      assert.equal(await meant(), null);
      await begin({ device: 'warn' }, 'own-pc');
      await stage.reset(
        anOrganisation({ readiness: withGates({ device: 'warn' }), rules: someRules({ devices: ['mobile-pc'] }) }),
      );
      await stage.people('hanako');
      await stage.tx((tx) => tx.devices.add(aDevice({ kind: 'own-pc', owner: idOf('hanako') })));
      assert.equal(await meant(), null);
    });
  });
});
