import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byTurn, type Waiter } from '../../../flows/waitlist/waiting-line.ts';
import { aBooking, aPerson, NOW } from '../../support/builders.ts';

const waiter: fc.Arbitrary<Waiter> = fc
  .record({ id: fc.uuid(), minutes: fc.nat(3), emergencyClass: fc.nat(2), priority: fc.nat(2) })
  .map(({ id, minutes, ...rest }) => ({
    booking: aBooking({ id, createdAt: new Date(NOW.getTime() + minutes * 60_000) }),
    person: aPerson(),
    ...rest,
  }));
const line = fc.uniqueArray(waiter, { minLength: 2, maxLength: 12, selector: (one) => one.booking.id });

describe('the order of those who wait', () => {
  it('is one order, however they come', () => {
    fc.assert(
      fc.property(
        line.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          assert.deepEqual([...shuffled].sort(byTurn), [...all].sort(byTurn));
        },
      ),
    );
  });

  it('looks at the emergency’s class, then at the profile’s priority, then at who asked first', () => {
    fc.assert(
      fc.property(line, (all) => {
        const sorted = [...all].sort(byTurn);
        sorted.slice(1).forEach((after, index) => {
          const before = sorted[index]!;
          const keys = (one: Waiter) => [one.emergencyClass, one.priority, one.booking.createdAt.getTime()];
          const differs = keys(before).findIndex((key, nth) => key !== keys(after)[nth]);
          if (differs >= 0) assert.ok(keys(before)[differs]! < keys(after)[differs]!);
        });
      }),
    );
  });
});
