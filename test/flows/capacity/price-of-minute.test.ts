import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { plannerParameters } from '../../../flows/capacity/planner-parameters.ts';
import { priceOfMinute } from '../../../flows/capacity/situation.ts';

const priceOf = (expected: number, bookedSoon: number, waiting: number, bookedOnly = false) =>
  priceOfMinute({
    forecast: { mean: new Float64Array(31).fill(expected), bookedSoon, walkIns: expected - bookedSoon },
    settings: { parameters: plannerParameters },
    limits: { bookedOnly },
    waiting,
  } as unknown as Parameters<typeof priceOfMinute>[0]);

const people = fc.double({ min: 0, max: 500, noNaN: true });

describe('the price of a waited minute', () => {
  it('rises with those who wait already, to three times, and falls with those who have not booked', () => {
    fc.assert(
      fc.property(people, people, fc.integer({ min: 0, max: 50 }), (booked, walkIns, waiting) => {
        const price = priceOf(booked + walkIns, booked, waiting);

        assert.ok(priceOf(booked + walkIns, booked, waiting + 1) >= price);
        assert.ok(priceOf(booked + walkIns + 1, booked, waiting) <= price + 1e-9);
        assert.ok(price <= plannerParameters.minuteWaited * 3);
        assert.ok(price >= plannerParameters.minuteWaited * plannerParameters.walkInShare);
      }),
    );
  });

  it('is that of people with a booking where nobody waits and all have one', () => {
    assert.equal(priceOf(12, 12, 0), plannerParameters.minuteWaited);
    assert.equal(priceOf(0, 0, 2), plannerParameters.minuteWaited * 3);
  });
});
