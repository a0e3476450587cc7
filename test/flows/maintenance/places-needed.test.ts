import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_LIMITS } from '../../../flows/capacity/capacity-settings.ts';
import { noWalkIns } from '../../../flows/capacity/walk-ins.ts';
import { placesNeeded } from '../../../flows/maintenance/places-needed.ts';
import { at, bookingsOf } from '../capacity/capacity-builders.ts';

const settings = {
  maxSessions: 16,
  limits: NO_LIMITS,
  licences: null,
  reserve: 0,
  earlyMinutes: 25,
  graceMinutes: 15,
  calendar: { timeZone: 'UTC', holidays: new Set<string>() },
};

describe('places that must be there for a day', () => {
  it('counts the most people booked at the same time, with those who come early and leave late', () => {
    const morning = bookingsOf(10, { startsAt: at('08:30'), endsAt: at('12:00') });
    const afternoon = bookingsOf(7, { startsAt: at('13:00'), endsAt: at('17:00') });
    const noon = bookingsOf(3, { startsAt: at('12:30'), endsAt: at('13:00') });

    const apart = placesNeeded([...morning, ...afternoon], null, at('06:00'), settings);
    const touching = placesNeeded([...morning, ...noon], null, at('06:00'), settings);
    const over = placesNeeded([...morning, ...afternoon], null, at('12:20'), settings);

    assert.deepEqual([apart, touching, over], [10, 13, 7]);
  });

  it('looks a day ahead and no further', () => {
    const tomorrow = bookingsOf(5, {
      startsAt: new Date('2026-12-03T08:30:00Z'),
      endsAt: new Date('2026-12-03T17:00:00Z'),
    });

    assert.deepEqual(
      [at('08:00'), at('08:10')].map((now) => placesNeeded(tomorrow, null, now, settings)),
      [0, 5],
    );
  });

  it('adds people without a booking as learned, not as guessed of a new pool, and the reserve, up to the licences', () => {
    const learned = noWalkIns();
    learned.usual.work.fill(1);
    const people = bookingsOf(20);

    assert.equal(placesNeeded(people, noWalkIns(), at('06:00'), settings), 20);
    assert.equal(placesNeeded(people, learned, at('06:00'), settings), 20 + 11); // six quarter hours, and two deviations
    assert.equal(placesNeeded(people, learned, at('06:00'), { ...settings, reserve: 4, licences: 33 }), 33);
    const limits = { ...NO_LIMITS, fewestHosts: 3 };
    assert.equal(placesNeeded([], null, at('06:00'), { ...settings, limits }), 48);
  });

  it('is never less than the bookings of any instant of the day', () => {
    const booking = fc.record({
      start: fc.integer({ min: -300, max: 1400 }),
      minutes: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 25 }), fc.nat(1439), (booked, minute) => {
        const begin = at('06:00').getTime();
        const time = (minutes: number) => new Date(begin + minutes * 60_000);
        const bookings = booked.map(({ start, minutes }) => ({ startsAt: time(start), endsAt: time(start + minutes) }));

        const needed = placesNeeded(bookings, null, time(0), settings);

        const there = bookings.filter(({ startsAt, endsAt }) => startsAt <= time(minute) && time(minute) < endsAt);
        assert.ok(needed >= there.length);
      }),
    );
  });
});
