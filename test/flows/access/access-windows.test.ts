import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accessWindows, nextEdge, openAt } from '../../../flows/access/access-windows.ts';
import type { Booking, BookingStatus } from '../../../flows/booking/booking.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aBooking, aPool, at, aWindow, idOf, NOW } from '../../support/builders.ts';

const pool = aPool();
const span = (start: string, end: string, booking: Partial<Booking> = {}) =>
  aBooking({ status: 'approved', startsAt: at(start), endsAt: at(end), ...booking });

describe('access windows', () => {
  it('reach from the start less the lead to the end plus the grace', () => {
    const [window] = accessWindows([aBooking({ status: 'approved' })], pool);

    assert.deepEqual(window, {
      personId: idOf('hanako'),
      from: at('2026-12-02 07:00'),
      to: at('2026-12-02 17:30'),
      bookingId: idOf('booking'),
    });
  });

  it('are half-open', () => {
    const window = aWindow({ from: at('2026-12-02 07:00'), to: at('2026-12-02 17:30') });

    assert.equal(openAt(window, at('2026-12-02 06:59')), false);
    assert.equal(openAt(window, at('2026-12-02 07:00')), true);
    assert.equal(openAt(window, at('2026-12-02 17:29')), true);
    assert.equal(openAt(window, at('2026-12-02 17:30')), false);
  });

  it('of a morning and an afternoon are one, with the afternoon’s end', () => {
    const windows = accessWindows(
      [
        span('2026-12-02 13:00', '2026-12-02 17:15', { id: 'pm' }),
        span('2026-12-02 08:30', '2026-12-02 12:00', { id: 'am', status: 'completed' }),
      ],
      pool,
    );

    assert.deepEqual(
      windows.map(({ from, to, bookingId }) => [from, to, bookingId]),
      [[at('2026-12-02 07:00'), at('2026-12-02 17:30'), 'pm']],
    );
  });

  it('that only touch are one; a minute between them makes two', () => {
    const first = span('2026-12-02 08:30', '2026-12-02 10:00');
    const touching = span('2026-12-02 11:45', '2026-12-02 12:00');
    const apart = span('2026-12-02 11:46', '2026-12-02 12:00');

    assert.equal(accessWindows([first, touching], pool).length, 1);
    assert.equal(accessWindows([first, apart], pool).length, 2);
  });

  it('of two people stay two', () => {
    const windows = accessWindows(
      [span('2026-12-02 08:30', '2026-12-02 10:00'), aBooking({ status: 'active', personId: 'x' })],
      pool,
    );

    assert.equal(windows.length, 2);
  });

  it('tell their next edge', () => {
    const window = aWindow({ from: at('2026-12-02 07:00'), to: at('2026-12-02 17:30') });

    assert.deepEqual(nextEdge([window], NOW), at('2026-12-02 07:00'));
    assert.deepEqual(nextEdge([window], at('2026-12-02 07:00')), at('2026-12-02 17:30'));
    assert.equal(nextEdge([window], at('2026-12-02 17:30')), null);
  });

  it('are open exactly where some granted booking’s own window is', () => {
    const statuses: BookingStatus[] = [
      'pending',
      'approved',
      'active',
      'completed',
      'cancelled',
      'rejected',
      'expired',
    ];
    const booking = fc
      .record({
        personId: fc.constantFrom('a', 'b'),
        start: fc.integer({ min: 0, max: 2000 }),
        length: fc.integer({ min: 1, max: 600 }),
        status: fc.constantFrom(...statuses),
      })
      .map(({ start, length, ...one }) =>
        aBooking({ ...one, startsAt: addMinutes(NOW, start), endsAt: addMinutes(NOW, start + length) }),
      );
    const places = fc.record({ leadMinutes: fc.nat(120), graceMinutes: fc.nat(60) });
    fc.assert(
      fc.property(
        fc.array(booking, { maxLength: 8 }),
        places,
        fc.integer({ min: -150, max: 2800 }),
        (all, own, minute) => {
          const now = addMinutes(NOW, minute);
          const windows = accessWindows(all, aPool(own));
          for (const personId of ['a', 'b']) {
            const expected = all.some(
              (one) =>
                one.personId === personId &&
                ['approved', 'active', 'completed'].includes(one.status) &&
                addMinutes(one.startsAt, -own.leadMinutes) <= now &&
                now < addMinutes(one.endsAt, own.graceMinutes),
            );
            const open = windows.filter((window) => window.personId === personId && openAt(window, now));
            assert.equal(open.length, expected ? 1 : 0);
          }
        },
      ),
    );
  });
});
