import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { withLicences } from '../../../flows/licences/licence.ts';
import { consequences } from '../../../flows/settings/consequences.ts';
import { aBooking, anOrganisation, aPerson, aPool, at, idOf, NOW, someRules } from '../../support/builders.ts';
import { aConcurrent, twoPools } from '../licences/licence-builders.ts';

const PEOPLE = [aPerson('hanako'), aPerson('taro'), aPerson('jiro', { department: 'Roads' })];

const booked = (name: string, day: string, more: Partial<Booking> = {}): Booking =>
  aBooking({
    id: idOf(`${name} ${day} ${more.part ?? ''}`),
    personId: idOf(name),
    day,
    status: 'approved',
    createdAt: NOW,
    ...more,
  });

const kinds = (bookings: Booking[], organisation: Partial<Organisation>, people = PEOPLE) =>
  consequences(bookings, people, anOrganisation(organisation), NOW).map(
    ({ upn, day, weight, what }) => `${upn.split('@')[0]} ${day} ${weight} ${what}`,
  );

describe('what other settings would say to bookings', () => {
  it('is nothing where they could all be asked for', () => {
    assert.deepEqual(kinds([booked('hanako', '2026-12-02'), booked('taro', '2026-12-02')], {}), []);
  });

  it('names a pool that is gone, one that is for others, and one that has become too small', () => {
    const bookings = ['hanako', 'taro'].map((name, index) =>
      booked(name, '2026-12-02', { createdAt: at(`2026-11-0${index + 1} 09:00`) }),
    );

    assert.deepEqual(kinds(bookings, { pools: [aPool({ id: 'other' })] }), [
      'hanako 2026-12-02 stop pool-gone',
      'taro 2026-12-02 stop pool-gone',
    ]);
    const forRoads = aPool({ for: { everyone: false, sections: ['roads'], people: ['taro@city.example'] } });
    assert.deepEqual(kinds(bookings, { pools: [forRoads] }), ['hanako 2026-12-02 stop other-pool']);
    const small = aPool({ hosts: { prefix: 'avd-', count: 1 }, maxSessions: 1 });
    assert.deepEqual(kinds(bookings, { pools: [small] }), ['taro 2026-12-02 stop no-seat']);
  });

  it('counts licences that pools share together, by time of day', () => {
    const { pools, sections } = twoPools();
    const shared = { ...withLicences(pools, [aConcurrent({ count: 1, pools: ['parks', 'roads'] })]), sections };
    const parks = booked('hanako', '2026-12-02', { poolId: 'parks', part: 'am' });
    const later = { poolId: 'roads', createdAt: at('2026-12-01 09:30') };

    assert.deepEqual(kinds([parks, booked('jiro', '2026-12-02', { ...later, part: 'pm' })], shared), []);
    assert.deepEqual(kinds([parks, booked('jiro', '2026-12-02', { ...later, part: 'am' })], shared), [
      'jiro 2026-12-02 stop no-seat',
    ]);
  });

  it('says nothing of a seat in a pool that the person’s own overflows to', () => {
    const overflowed = [booked('hanako', '2026-12-02', { poolId: 'spare' })];
    const spare = aPool({ id: 'spare', for: { everyone: false, sections: [], people: [] } });

    assert.deepEqual(kinds(overflowed, { pools: [aPool({ overflow: 'spare' }), spare] }), []);
    assert.deepEqual(kinds(overflowed, { pools: [aPool(), spare] }), ['hanako 2026-12-02 stop other-pool']);
  });

  it('counts no seat for what holds none', () => {
    const small = { pools: [aPool({ hosts: { prefix: 'avd-', count: 1 }, maxSessions: 1 })] };
    const returned = booked('hanako', '2026-12-02', { status: 'pending', seatHeld: false });
    const done = booked('jiro', '2026-12-02', { status: 'cancelled' });

    assert.deepEqual(kinds([returned, done, booked('taro', '2026-12-02')], small), []);
  });

  it('names whoever takes part no more', () => {
    const participants = { sections: ['roads'], jobTitles: [], people: ['taro@city.example'] };

    assert.deepEqual(kinds([booked('hanako', '2026-12-02'), booked('taro', '2026-12-02')], { participants }), [
      'hanako 2026-12-02 stop not-participating',
    ]);
  });

  it('names the days beyond a limit in the order in which they were asked for, days that have been counted', () => {
    const rules = someRules({ daysPerWeek: 2 });
    const bookings = [
      booked('hanako', '2026-12-04', { createdAt: at('2026-11-01 09:00') }),
      booked('hanako', '2026-12-03', { createdAt: at('2026-11-02 09:00') }),
      booked('hanako', '2026-11-30', { createdAt: at('2026-11-03 09:00'), status: 'completed' }),
    ];

    assert.deepEqual(kinds(bookings, { rules }), ['hanako 2026-12-03 stop days-per-week']);
    assert.deepEqual(kinds(bookings, { rules: { ...rules, stops: [] } }), ['hanako 2026-12-03 beyond days-per-week']);
  });

  it('says nothing of what the approver knew, and of a limit that only a change and what it replaces touch together', () => {
    const rules = someRules({ daysPerWeek: 1, stops: [] });
    const first = booked('hanako', '2026-12-02', { createdAt: at('2026-11-01 09:00') });
    const known = booked('hanako', '2026-12-03', { beyond: [{ rule: 'days-per-week', limit: 1, held: [] }] });
    const change = booked('hanako', '2026-12-04', { status: 'pending', replacesId: first.id });

    assert.deepEqual(kinds([first, known], { rules }), []);
    assert.deepEqual(kinds([first, change], { rules }), []);
  });

  it('looks at the section of that day, as it would be without the person', () => {
    const rules = someRules({ mostAway: { people: 1, percent: null } });
    const first = booked('hanako', '2026-12-02', { createdAt: at('2026-11-01 09:00') });
    const bookings = [first, booked('taro', '2026-12-02'), booked('jiro', '2026-12-02')];

    assert.deepEqual(kinds(bookings, { rules }), ['taro 2026-12-02 beyond most-away']);
  });

  it('leaves out the lead time, which was kept when it was asked for, and people whom nobody knows', () => {
    const rules = someRules({ lead: { workingDays: 5, until: null }, stops: ['lead-time'] });

    assert.deepEqual(kinds([booked('hanako', '2026-12-02'), booked('nobody', '2026-12-02')], { rules }), []);
  });

  it('is the same in whatever order the bookings come, changes none, and grows with stricter limits alone', () => {
    const booking = fc.record({
      name: fc.constantFrom('hanako', 'taro', 'jiro'),
      day: fc.constantFrom('2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-08'),
      status: fc.constantFrom('pending' as const, 'approved' as const, 'completed' as const, 'cancelled' as const),
      asked: fc.integer({ min: 1, max: 28 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(booking, { maxLength: 14, selector: ({ name, day }) => `${name} ${day}` }),
        fc.integer({ min: 1, max: 5 }),
        (all, limit) => {
          const bookings = all.map(({ name, day, status, asked }) =>
            booked(name, day, { status, createdAt: at(`2026-11-${String(asked).padStart(2, '0')} 09:00`) }),
          );
          const before = structuredClone(bookings);
          const under = (daysPerWeek: number) =>
            consequences(bookings, PEOPLE, anOrganisation({ rules: someRules({ daysPerWeek }) }), NOW);
          const weekly = (daysPerWeek: number) =>
            under(daysPerWeek).flatMap(({ bookingId, what }) => (what === 'days-per-week' ? [bookingId] : []));

          const found = under(limit);
          const backwards = consequences(
            [...bookings].reverse(),
            PEOPLE,
            anOrganisation({ rules: someRules({ daysPerWeek: limit }) }),
            NOW,
          );

          assert.deepEqual(backwards, found);
          assert.deepEqual(bookings, before);
          const stricter = new Set(weekly(limit));
          assert.ok(weekly(limit + 1).every((id) => stricter.has(id)));
          assert.ok(
            found.every(({ bookingId }) =>
              bookings.some((one) => one.id === bookingId && ['pending', 'approved'].includes(one.status)),
            ),
          );
        },
      ),
    );
  });
});
