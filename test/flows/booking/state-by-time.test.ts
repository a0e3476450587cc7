import assert from 'node:assert/strict';
import { stateByTime } from '../../../flows/booking/advance-bookings.ts';
import { decideCancel } from '../../../flows/booking/cancel-booking.ts';
import type { BookingStatus } from '../../../flows/booking/booking.ts';
import { aBooking, at } from '../../support/builders.ts';

const BEFORE = at('2026-12-02 08:29');
const START = at('2026-12-02 08:30');
const END = at('2026-12-02 17:15');

describe('what time makes of a booking', () => {
  it('begins what is approved at its start and ends what has begun at its end', () => {
    assert.equal(stateByTime(aBooking({ status: 'approved' }), BEFORE), null);
    assert.equal(stateByTime(aBooking({ status: 'approved' }), START), 'active');
    assert.equal(stateByTime(aBooking({ status: 'active' }), START), null);
    assert.equal(stateByTime(aBooking({ status: 'active' }), END), 'completed');
  });

  it('lets what is undecided expire at its end, not at its start', () => {
    assert.equal(stateByTime(aBooking(), START), null);
    assert.equal(stateByTime(aBooking(), END), 'expired');
    assert.equal(stateByTime(aBooking({ status: 'waitlisted' }), END), 'expired');
  });

  it('leaves every end state alone for ever', () => {
    for (const status of ['rejected', 'cancelled', 'expired', 'completed', 'no-show'] as BookingStatus[])
      assert.equal(stateByTime(aBooking({ status }), at('2030-01-01 00:00')), null, status);
  });
});

describe('taking a booking back', () => {
  it('frees what holds time and grows the version', () => {
    for (const status of ['pending', 'approved', 'active'] as const)
      assert.deepEqual(decideCancel(aBooking({ status, version: 4 }), 4), {
        ok: true,
        booking: aBooking({ status: 'cancelled', version: 5 }),
      });
  });

  it('does nothing on an older card, nor on what holds nothing', () => {
    assert.deepEqual(decideCancel(aBooking({ version: 2 }), 1), { ok: false, refusal: 'changed-since' });
    for (const status of ['cancelled', 'rejected', 'expired', 'completed'] as const)
      assert.deepEqual(decideCancel(aBooking({ status }), 1), { ok: false, refusal: 'not-holding' });
  });
});
