import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BookingStatus } from '../../../flows/booking/booking.ts';
import { costMonths, type CostFacts } from '../../../flows/cost/cost-report.ts';
import { addDays } from '../../../flows/local-time.ts';
import { anOrganisation, aPool, somePoolCapacity } from '../../support/builders.ts';

const POOL = aPool({ licences: 50, capacity: somePoolCapacity({ prices: { hostHour: 90, waitedMinute: 96 } }) });
const COSTS = { deviceYear: { low: 50_000, high: 60_000 }, licenceMonth: { pool: 2_000 }, otherMonth: 31_000 };
const ORGANISATION = anOrganisation({ pools: [POOL], costs: COSTS });
const december = (first = 1, last = 31) =>
  Array.from({ length: last - first + 1 }, (_, index) => addDays('2026-12-01', first - 1 + index));
const used = (personId: string, day: string, status: BookingStatus = 'completed', poolId: string | null = 'pool') => ({
  personId,
  day,
  status,
  poolId,
});
const facts = (some: Partial<CostFacts> = {}): CostFacts => ({
  organisation: ORGANISATION,
  bookings: [],
  hostDays: new Map(),
  ...some,
});

describe('what desktops cost beside lending devices', () => {
  it('is hosts, licences and the rest of a month, for each booking that was used', () => {
    const [month] = costMonths(
      facts({
        bookings: [used('a', '2026-12-02'), used('b', '2026-12-02'), used('a', '2026-12-03')],
        hostDays: new Map([['pool', december().map((day) => ({ day, hostMinutes: 600, watchedMinutes: 1440 }))]]),
      }),
      december(),
    );

    // 31 days of 10 host-hours at 90; 50 licences at 2,000; 31,000 for the rest.
    assert.equal(month!.desktops.cost, 27_900 + 100_000 + 31_000);
    assert.equal(month!.desktops.perBooking, 158_900 / 3);
    assert.deepEqual(month!.used, { bookings: 3, people: 2, mostOnADay: 2, mostOn: '2026-12-02' });
    assert.equal(month!.pools[0]!.watchedHours, month!.pools[0]!.hours);
  });

  it('is set against a device for each of the fullest day, and one for everybody', () => {
    const bookings = ['a', 'b', 'c'].map((person, index) => used(person, `2026-12-0${index < 2 ? 1 : 2}`));

    const [month] = costMonths(facts({ bookings }), december());

    assert.deepEqual(month!.lending, {
      fewest: { devices: 2, year: 50_000, cost: (2 * 50_000) / 12 },
      most: { devices: 3, year: 60_000, cost: 15_000 },
    });
    assert.equal(month!.saved.most, 15_000 - month!.desktops.cost);
  });

  it('counts a part of a month by its days', () => {
    const [month] = costMonths(facts(), december(1, 10));

    assert.equal(month!.licences[0]!.cost, 100_000 * (10 / 31));
    assert.equal(month!.other, 31_000 * (10 / 31));
    assert.deepEqual([month!.days, month!.daysOfMonth], [10, 31]);
  });

  it('invents no price and no hours', () => {
    const costs = { ...COSTS, licenceMonth: {}, otherMonth: null };

    const [month] = costMonths(facts({ organisation: { ...ORGANISATION, costs } }), december());

    assert.deepEqual([month!.licences[0]!.cost, month!.other, month!.pools[0]!.watchedHours], [null, null, 0]);
    assert.deepEqual(month!.desktops, { cost: 0, perBooking: null });
  });

  it('counts as used what was worked at a desktop, and nothing else', () => {
    const statuses = ['pending', 'waitlisted', 'approved', 'rejected', 'cancelled', 'expired', 'no-show'] as const;
    const bookings = [
      ...statuses.map((status) => used('a', '2026-12-02', status)),
      used('b', '2026-12-02', 'completed', null),
      used('c', '2026-12-02', 'active'),
      used('d', '2026-11-30'),
    ];

    const [month] = costMonths(facts({ bookings }), december());

    assert.deepEqual([month!.used.bookings, month!.used.people], [1, 1]);
  });

  it('comes to the same for a span as for its days, whichever months it touches', () => {
    const bookings = fc.array(
      fc.record({ person: fc.constantFrom('a', 'b', 'c'), day: fc.nat(80) }).map(({ person, day }) => ({
        ...used(person, addDays('2026-11-01', day)),
      })),
    );
    fc.assert(
      fc.property(bookings, fc.nat(60), fc.nat(60), (some, start, length) => {
        const days = Array.from({ length: length + 1 }, (_, index) => addDays('2026-11-01', start + index));
        const hostDays = new Map([['pool', days.map((day) => ({ day, hostMinutes: 30, watchedMinutes: 1440 }))]]);

        const months = costMonths(facts({ bookings: some, hostDays }), days);
        const single = days.flatMap((day) => costMonths(facts({ bookings: some, hostDays }), [day]));

        const sum = (all: typeof months) => all.reduce((total, one) => total + one.desktops.cost, 0);
        assert.ok(Math.abs(sum(months) - sum(single)) < 1e-3);
        for (const { lending, used: of } of months) {
          assert.ok(lending.fewest.cost <= lending.most.cost);
          assert.ok(of.mostOnADay <= of.people && of.people <= of.bookings);
        }
      }),
    );
  });
});
