import assert from 'node:assert/strict';
import { priceOfReadiness } from '../../../flows/capacity/price-of-readiness.ts';
import { aPool, somePoolCapacity } from '../../support/builders.ts';

describe('what a pool kept ready costs', () => {
  it('is nothing where nothing is kept, and whole hosts at all hours where places or hosts are', () => {
    const priced = (reserve: number, fewest: number) =>
      priceOfReadiness(
        aPool({ maxSessions: 16, capacity: somePoolCapacity({ reserve, hosts: { fewest, most: null } }) }),
      );

    assert.equal(priced(0, 0), null);
    assert.deepEqual(priced(5, 0), { hosts: 1, hostHours: 731, money: 58440 });
    assert.deepEqual(priced(17, 1), { hosts: 2, hostHours: 1461, money: 116880 });
    assert.deepEqual(priced(5, 3)?.hosts, 3);
  });
});
