import assert from 'node:assert/strict';
import { aBooking, anOrganisation, someRules } from '../support/builders.ts';
import { mostAtOnce, mostInAWeek } from './judge-caps.ts';

const at = (day: string, from: string, to: string) => ({
  startsAt: new Date(`${day}T${from}:00+09:00`),
  endsAt: new Date(`${day}T${to}:00+09:00`),
});
const [pool] = anOrganisation().pools;

describe('the caps that whole days are judged by', () => {
  it('count who holds a seat at one instant: a morning and an afternoon share one', () => {
    const bookings = [
      aBooking({ poolId: pool!.id, status: 'completed', ...at('2026-12-02', '08:30', '12:00') }),
      aBooking({ poolId: pool!.id, status: 'completed', ...at('2026-12-02', '12:00', '17:15') }),
      aBooking({ poolId: pool!.id, status: 'active', ...at('2026-12-02', '08:30', '17:15') }),
      aBooking({ poolId: pool!.id, status: 'cancelled', ...at('2026-12-02', '08:30', '17:15') }),
      aBooking({ poolId: pool!.id, status: 'pending', seatHeld: false, ...at('2026-12-02', '08:30', '17:15') }),
      aBooking({ poolId: 'another', status: 'active', ...at('2026-12-02', '08:30', '17:15') }),
    ];

    assert.equal(mostAtOnce(bookings, pool!), 2);
  });

  it('count a seat that nobody used until it went back', () => {
    const booked = { poolId: pool!.id, ...at('2026-12-02', '08:30', '17:15') };
    const bookings = [
      aBooking({ ...booked, status: 'no-show' }),
      aBooking({ ...booked, ...at('2026-12-02', '10:00', '17:15'), status: 'completed' }),
      aBooking({ ...booked, ...at('2026-12-02', '08:30', '09:00'), status: 'completed' }),
    ];

    assert.equal(mostAtOnce(bookings, { ...pool!, noShow: { afterMinutes: 90 } }), 2);
    assert.equal(mostAtOnce(bookings.slice(0, 2), { ...pool!, noShow: { afterMinutes: 90 } }), 1);
  });

  it('count a person’s days from Monday to Sunday, halves as the rules say', () => {
    const half = { personId: 'p', part: 'am' as const, status: 'completed' as const };
    const bookings = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-07'].map((day) =>
      aBooking({ ...half, ...at(day, '08:30', '12:00') }),
    );

    assert.equal(mostInAWeek(bookings, anOrganisation({ rules: someRules({ halfCounts: 'whole' }) })), 3);
    assert.equal(mostInAWeek(bookings, anOrganisation({ rules: someRules({ halfCounts: 'half' }) })), 1.5);
  });
});
