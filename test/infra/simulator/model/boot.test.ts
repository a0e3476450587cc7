import assert from 'node:assert/strict';
import { drawBoot, usualBoot } from '../../../../infra/simulator/model/boot.ts';
import { SeededRandom } from '../../../../infra/simulator/model/seeded-random.ts';

describe('the boot of a host', () => {
  const boots = Array.from({ length: 20_000 }, (_, seed) => drawBoot(new SeededRandom(seed * 7919), usualBoot, null));
  const minutes = boots.flatMap((boot) => (boot.outcome === 'available' ? [boot.availableAfter / 60_000] : []));

  it('takes two to ten minutes', () => {
    assert.ok(Math.min(...minutes) >= 2);
    assert.ok(Math.max(...minutes) <= 10);
  });

  it('takes longer than six minutes twice in a hundred, and never ends once in a thousand', () => {
    const longer = minutes.filter((length) => length > 6).length / boots.length;
    const never = 1 - minutes.length / boots.length;

    assert.ok(longer > 0.014 && longer < 0.026, String(longer));
    assert.ok(never > 0.0004 && never < 0.0018, String(never));
  });

  it('has the machine running well before it takes people', () => {
    for (const boot of boots)
      if (boot.outcome === 'available') assert.ok(boot.runningAfter < 0.7 * boot.availableAfter);
  });
});
