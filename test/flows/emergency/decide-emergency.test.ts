import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decideEmergency, newEmergency, type EmergencyCommand } from '../../../flows/emergency/decide-emergency.ts';
import type { Emergency } from '../../../flows/emergency/emergency-store.ts';
import { idOf, NOW } from '../../support/builders.ts';

const PEOPLE = ['chief', 'second', 'third'];
const ARROWS: Record<Emergency['state'], Emergency['state'][]> = {
  asked: ['on', 'withdrawn'],
  on: ['ended'],
  ended: [],
  withdrawn: [],
};
const DOES: Record<EmergencyCommand['do'], Emergency['state']> = { confirm: 'on', withdraw: 'withdrawn', end: 'ended' };

const begun = fc
  .boolean()
  .map((twoPeople) =>
    newEmergency({ id: idOf('emergency'), sections: null, reason: 'typhoon', by: 'chief', twoPeople, now: NOW }),
  );
const command = fc.record({
  do: fc.constantFrom('confirm' as const, 'withdraw' as const, 'end' as const),
  by: fc.constantFrom(...PEOPLE),
  older: fc.nat(3).map((one) => one === 0),
});

describe('an emergency under random commands', () => {
  it('follows its arrows, each version once, and is never confirmed by whoever asked for it', () => {
    fc.assert(
      fc.property(begun, fc.array(command, { maxLength: 8 }), (first, commands) => {
        let emergency = first;
        commands.forEach(({ older, ...one }, index) => {
          const at = new Date(NOW.getTime() + index * 60_000);
          const version = emergency.version - (older ? 1 : 0);

          const outcome = decideEmergency(emergency, { ...one, version }, at);

          if (!outcome.ok) return;
          const after = outcome.emergency;
          assert.equal(older, false, 'an older card changed something');
          assert.ok(ARROWS[emergency.state].includes(after.state));
          assert.equal(after.state, DOES[one.do]);
          assert.equal(after.version, emergency.version + 1);
          if (one.do === 'confirm') assert.notEqual(after.confirmedBy, after.askedBy);
          if (one.do === 'confirm') assert.deepEqual([after.confirmedBy, after.beganAt], [one.by, at]);
          else assert.deepEqual([after.endedBy, after.endedAt], [one.by, at]);
          emergency = after;
        });
      }),
    );
  });

  it('begins at once where one person is enough, and waits for the second where it takes two', () => {
    const one = newEmergency({ id: 'x', sections: ['parks'], reason: 'r', by: 'chief', twoPeople: false, now: NOW });
    const two = newEmergency({ id: 'x', sections: ['parks'], reason: 'r', by: 'chief', twoPeople: true, now: NOW });

    assert.deepEqual([one.state, one.beganAt], ['on', NOW]);
    assert.deepEqual([two.state, two.beganAt], ['asked', null]);
  });

  it('says why a command does nothing', () => {
    const asked = newEmergency({ id: 'x', sections: null, reason: 'r', by: 'chief', twoPeople: true, now: NOW });
    const refusal = (what: EmergencyCommand['do'], by: string, version = 1) => {
      const outcome = decideEmergency(asked, { do: what, by, version }, NOW);
      return outcome.ok ? null : outcome.refusal;
    };

    assert.equal(refusal('confirm', 'chief'), 'own-confirmation');
    assert.equal(refusal('end', 'second'), 'not-on');
    assert.equal(refusal('confirm', 'second', 0), 'changed-since');
    assert.equal(refusal('withdraw', 'chief'), null);
  });
});
