import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallCount } from '../../infra/simulator/call-count.ts';
import { ARM_BUCKETS, bucketUse } from './arm-buckets.ts';

const reads = (second: number, count: number) => ({ second, reads: count, writes: 0, deletes: 0 });

describe('ARM’s token buckets', () => {
  it('are as empty as the calls of that moment leave them, and fill again with time', () => {
    const use = bucketUse([reads(1_000, 100), reads(1_002, 100), reads(2_000, 120)]);

    assert.deepEqual(use.reads, { calls: 320, most: 150, at: '1970-01-01T00:16:42.000Z' });
    assert.deepEqual(use.writes, { calls: 0, most: 0, at: null });
  });

  it('never hold more than all calls, nor less than those of the busiest second', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(300))), (calls) => {
        const { most, calls: all } = bucketUse(calls.map(([second, count]) => reads(second, count))).reads;

        assert.ok(most <= all);
        assert.ok(calls.every(([, count]) => count <= most));
      }),
    );
    assert.equal(ARM_BUCKETS.reads.size, 250);
  });

  it('are fed from the calls that the simulated tenant counts, by second and kind', () => {
    const calls = new CallCount();

    calls.count('GET', '/arm/subscriptions/x', 5_100);
    calls.count('PATCH', '/arm/subscriptions/x', 5_900);
    calls.count('DELETE', '/arm/subscriptions/x', 6_000);
    calls.count('GET', '/graph/v1.0/users', 6_000);

    assert.deepEqual(calls.armBySecond, [
      { second: 5, reads: 1, writes: 1, deletes: 0 },
      { second: 6, reads: 0, writes: 0, deletes: 1 },
    ]);
  });
});
