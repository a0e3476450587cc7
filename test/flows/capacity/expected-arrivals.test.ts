import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { expectedArrivals } from '../../../flows/capacity/expected-arrivals.ts';
import { plannerParameters } from '../../../flows/capacity/planner-parameters.ts';
import { PoolPicture } from '../../../flows/capacity/pool-picture.ts';
import { at, bookingsOf } from './capacity-builders.ts';

const MINUTE = 60_000;
const HORIZON = 100;
const HALF_PAST_EIGHT = at('08:30').getTime();

/** So many people are booked for 8:30, and some have come by then, the last of them so many minutes ago. */
function halfPastEight(people: number, come: number, minutesAgo: number) {
  const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
  const bookings = bookingsOf(people);
  for (const booking of bookings) picture.book(booking, at('06:00').getTime());
  const last = HALF_PAST_EIGHT - minutesAgo * MINUTE;
  for (const [index, { upn }] of bookings.slice(0, come).entries()) picture.signedIn(upn, 'h1', last - come + index);
  picture.advance(HALF_PAST_EIGHT);
  const groups = [...picture.expected.values()];
  return {
    forecast: expectedArrivals(picture, HALF_PAST_EIGHT, HORIZON, 0, plannerParameters),
    toCome: groups.reduce((sum, { count, show }) => sum + count * show, 0),
  };
}

describe('the people expected', () => {
  it('are never more than would come at all, however many came in the last minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 600 }), fc.double({ min: 0, max: 1, noNaN: true }), (people, share) => {
        const { forecast, toCome } = halfPastEight(people, Math.floor(people * share), 1);

        // Some come without a booking.
        const walkIns = forecast.walkIns * HORIZON;
        assert.ok(forecast.mean.at(-1)! <= toCome + walkIns + 1e-6, `${forecast.mean.at(-1)} of ${toCome}`);
        for (let minute = 1; minute <= HORIZON; minute++)
          assert.ok(forecast.mean[minute]! >= forecast.mean[minute - 1]! - 1e-9, `minute ${minute}`);
      }),
      { numRuns: 60 },
    );
  });

  it('come sooner where more than usual came in the last minutes, and are less certain than a count of them', () => {
    const { forecast: fast } = halfPastEight(200, 100, 1);
    const { forecast: slow } = halfPastEight(200, 100, 30);

    assert.ok(fast.today.times > 1 && slow.today.times < 1, `${fast.today.times} and ${slow.today.times}`);
    assert.ok(fast.mean[5]! > slow.mean[5]!, `${fast.mean[5]} and ${slow.mean[5]}`);
    assert.ok(fast.risk[5]! > fast.variance[5]!);
  });
});
