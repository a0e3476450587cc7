import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chanceOfAtMost } from '../../../flows/capacity/chance-of-shortage.ts';
import { sessionRange } from '../../../flows/forecast/count-range.ts';

describe('the range of a number of people', () => {
  it('is a law: rising from nothing to one, with its mean', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 200, noNaN: true }),
        fc.double({ min: 0.05, max: 4, noNaN: true }),
        (mean, ratio) => {
          const law = chanceOfAtMost(mean, mean * ratio);
          let [sum, before] = [0, 0];
          for (let people = 0; people < mean * 12 + 100; people++) {
            const now = law(people);
            assert.ok(now >= before - 1e-9 && now <= 1 + 1e-9);
            sum += 1 - now;
            before = now;
          }

          assert.ok(before > 0.999);
          assert.ok(Math.abs(sum - mean) < 0.6 + mean * 0.03, `${sum} for ${mean}`);
        },
      ),
    );
  });

  it('holds four of five throws of a hundred coins', () => {
    const { expected, low, high } = sessionRange({ mean: 50, variance: 25, most: 100 }, { mean: 0, variance: 0 });

    assert.deepEqual([expected, low, high], [50, 44, 56]);
  });

  it('widens with those who come besides', () => {
    const booked = { mean: 50, variance: 25, most: 100 };

    const range = sessionRange(booked, { mean: 20, variance: 60 });

    assert.equal(range.expected, 70);
    assert.ok(range.low < 64 && range.high > 76);
  });
});
