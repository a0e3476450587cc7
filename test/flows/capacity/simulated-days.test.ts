import assert from 'node:assert/strict';
import { simulateCapacity, type SimulatedPool, type SimulatedResult } from '../../support/capacity-simulation.ts';

describe('ten simulated working days of the planner', function () {
  this.timeout(120_000);

  const pools: SimulatedPool[] = [
    { seed: 1, hosts: 7, maxSessions: 16, days: 12, booked: 0.9 },
    { seed: 2, hosts: 20, maxSessions: 8, days: 12, booked: 0.8 },
  ];
  for (const pool of pools) {
    it(`does no harm in a pool of ${pool.hosts} hosts and leaves none on at night`, () => {
      const result = simulateCapacity(pool);

      assertNoHarm(result);
      assert.ok(result.harm.waitedOver60s <= result.visits / 1000, `${result.harm.waitedOver60s} waited`);
      assert.equal(result.onAtNight, 0);
      assert.ok(result.visits > 100 && result.paidHours > 0);
    });
  }

  it('does no harm in a pool of 70 hosts, and in its first two days makes at most one in a thousand wait', () => {
    let [waited, visits] = [0, 0];
    for (const seed of [2, 4]) {
      const result = simulateCapacity({ seed, hosts: 70, maxSessions: 16, days: 2, booked: 0.85 });
      assertNoHarm(result);
      assert.equal(result.onAtNight, 0);
      waited += result.harm.waitedOver60s;
      visits += result.visits;
    }

    assert.ok(waited <= visits / 1000 && visits > 3000, `${waited} of ${visits} waited`);
  });

  it('does no harm where hosts come up late or never and calls are lost', () => {
    const boot = { neverChance: 0.05, longerChance: 0.1 };

    const result = simulateCapacity({ seed: 5, hosts: 20, maxSessions: 16, days: 5, booked: 0.7, boot, failing: 0.2 });

    assertNoHarm(result);
    assert.equal(result.onAtNight, 0);
    assert.ok(result.faults.some((fault) => fault.startsWith('host-not-starting')));
  });

  it('does no harm where somebody drains and undrains by hand', () => {
    let turn = 0;
    const meddle: SimulatedPool['meddle'] = (model, at) => {
      if (at.getUTCMinutes() % 20 !== 0) return;
      const host = `avd-${String((turn++ % 10) + 1).padStart(3, '0')}`;
      model.drain('pool', host, turn % 3 === 0);
    };

    const result = simulateCapacity({ seed: 5, hosts: 10, maxSessions: 16, days: 3, booked: 0.4, meddle });

    assert.equal(result.harm.forcedLogoffs + result.harm.lostSessions, 0);
    assert.ok(result.deallocated.every(({ sessions, allowNewSession }) => sessions === 0 && !allowNewSession));
  });

  it('takes the same course each time', () => {
    const pool = { seed: 6, hosts: 7, maxSessions: 16, days: 2, booked: 0.9, failing: 0.1 };

    assert.deepEqual(simulateCapacity(pool), simulateCapacity(pool));
  });
});

function assertNoHarm({ harm, deallocated }: SimulatedResult): void {
  const { forcedLogoffs, lostSessions, refused } = harm;
  assert.deepEqual({ forcedLogoffs, lostSessions, refused }, { forcedLogoffs: 0, lostSessions: 0, refused: 0 });
  assert.ok(deallocated.length > 0);
  assert.ok(deallocated.every(({ sessions, allowNewSession }) => sessions === 0 && !allowNewSession));
}
