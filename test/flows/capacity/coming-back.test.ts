import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { addComingBack, noteComingBack, usualComingBack, type EndedAway } from '../../../flows/capacity/coming-back.ts';
import { expectedArrivals } from '../../../flows/capacity/expected-arrivals.ts';
import { plannerParameters } from '../../../flows/capacity/planner-parameters.ts';
import { PoolPicture } from '../../../flows/capacity/pool-picture.ts';
import { aBooking, at } from './capacity-builders.ts';

const MINUTE = 60_000;

function expected(known: ReturnType<typeof usualComingBack>, away: EndedAway[], now: number) {
  const [mean, variance] = [new Float64Array(31), new Float64Array(31)];
  addComingBack(known, away, now, mean, variance);
  return { mean, variance };
}

describe('people whose session was ended while they were away', () => {
  it('are expected back less and less, never for more than themselves, whatever was seen', () => {
    const seen = fc.record({
      left: fc.integer({ min: 15, max: 600 }),
      back: fc.option(fc.integer({ min: 0, max: 60 })),
    });
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 200 }), fc.integer({ min: 15, max: 600 }), (all, left) => {
        const known = usualComingBack();
        for (const one of all)
          noteComingBack(known, { at: 0, end: one.left * MINUTE }, one.back === null ? null : one.back * MINUTE);
        const away = { at: 0, end: left * MINUTE };

        const looks = [0, 5, 20, 60].map((minute) => expected(known, [away], minute * MINUTE));

        for (const { mean, variance } of looks)
          for (let minute = 1; minute < mean.length; minute++) {
            assert.ok(mean[minute]! >= mean[minute - 1]! && mean[minute]! < 1, `${mean[minute]}`);
            assert.ok(Math.abs(variance[minute]! - mean[minute]! * (1 - mean[minute]!)) < 1e-9);
          }
        looks.slice(1).forEach(({ mean }, index) => assert.ok(mean[30]! <= looks[index]!.mean[30]! + 1e-12));
      }),
    );
  });

  it('count together as they count one by one', () => {
    const known = usualComingBack();
    const away = [30, 100, 200, 300, 310].map((left, index) => ({ at: index * MINUTE, end: (left + index) * MINUTE }));

    const together = expected(known, away, 10 * MINUTE);
    const alone = away.map((one) => expected(known, [one], 10 * MINUTE));

    for (const minute of [1, 10, 30])
      for (const what of ['mean', 'variance'] as const) {
        const sum = alone.reduce((all, one) => all + one[what][minute]!, 0);
        assert.ok(Math.abs(together[what][minute]! - sum) < 1e-9);
      }
  });

  it('are counted on after a long lunch, until they are back, their booking is cancelled or an hour is over', () => {
    const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
    const time = (clock: string) => at(clock).getTime();
    for (const upn of ['back@x', 'cancelled@x', 'gone@x']) {
      picture.book(aBooking({ upn }), time('08:00'));
      picture.signedIn(upn, 'h1', time('08:25'));
      picture.disconnected(upn, time('12:00'));
    }
    const soon = (clock: string) => {
      picture.advance(time(clock));
      return expectedArrivals(picture, time(clock), 30, 0, plannerParameters).bookedSoon;
    };

    const during = soon('12:59');
    for (const upn of ['back@x', 'cancelled@x', 'gone@x']) picture.signedOut(upn, time('13:00'));
    const three = soon('13:01');
    picture.signedIn('back@x', 'h2', time('13:04'));
    picture.cancel('b-cancelled@x');
    const one = soon('13:05');
    const kept = new PoolPicture(picture.calendar, JSON.parse(JSON.stringify(picture)));

    assert.equal(during, 0);
    assert.ok(three > 2 * one && one > 0, `${three} ${one}`);
    assert.deepEqual([...kept.endedAway.keys()], ['gone@x']);
    assert.equal(soon('14:01'), 0);
  });

  it('are not waited for where they left for the day', () => {
    const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
    picture.book(aBooking({ upn: 'a@x' }), at('08:00').getTime());
    picture.signedIn('a@x', 'h1', at('08:25').getTime());
    picture.disconnected('a@x', at('16:05').getTime());
    picture.signedOut('a@x', at('17:05').getTime());

    assert.equal(picture.endedAway.size, 0);
  });
});

describe('somebody approved after their start', () => {
  /** What is expected at an instant of one booking approved at 9:20 for 8:30. */
  const expectedAt = (clock: string, promised: { promisedAt?: Date }) => {
    const picture = new PoolPicture({ timeZone: 'Etc/UTC', holidays: null });
    picture.book(aBooking({ upn: 'late@x', knownAt: at('09:20'), ...promised }), at('09:20').getTime());
    const now = at(clock).getTime();
    picture.advance(now);
    return expectedArrivals(picture, now, 30, 0, plannerParameters);
  };
  const promised = { promisedAt: at('10:50') };

  it('is expected when their card promises the desktop, not an hour and a half before', () => {
    const [then, otherwise] = [expectedAt('10:45', promised).bookedSoon, expectedAt('10:45', {}).bookedSoon];
    assert.ok(then > 3 * otherwise && otherwise > 0, `${then} ${otherwise}`);
    assert.ok(expectedAt('09:25', promised).bookedSoon < expectedAt('09:25', {}).bookedSoon);
  });

  it('is waited for as long as anybody else, counted from then', () => {
    const booked = ['13:00', '14:45', '15:00'].map((clock) => expectedAt(clock, promised).booked);

    assert.deepEqual(booked, [1, 1, 0]);
  });
});
