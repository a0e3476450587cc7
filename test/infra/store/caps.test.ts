import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Booking, type BookingStatus, HOLDING } from '../../../flows/booking/booking.ts';
import { OverlapError } from '../../../flows/store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, addLocked, at, NO_TEXTS } from './store-builders.ts';

describe('seats and days in the store', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase({ connections: 20 });
  });
  after(() => database.close());
  beforeEach(() =>
    database.owner.query(
      'TRUNCATE booking, booking_text, late_word, licence_lease, decision, feedback, pool_half_hour, person_week, cap_key',
    ),
  );

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);
  const takenOf = async (from: number, to: number, poolId = 'main') => {
    const asked = { personId: 'x', seats: [{ poolId, startsAt: at(from), endsAt: at(to) }], weeks: [] };
    return inTransaction(async (tx) => (await tx.caps.look(asked)).taken[0]);
  };

  it('are counted at the fullest half hour of the time asked', async () => {
    await inTransaction((tx) =>
      tx.bookings.add(
        [aBooking({ personId: 'a', from: 0, to: 2 }), aBooking({ personId: 'b', from: 1, to: 3 })],
        NO_TEXTS,
      ),
    );

    assert.equal(await takenOf(0, 1), 1);
    assert.equal(await takenOf(0, 3), 2);
    assert.equal(await takenOf(2, 3), 1);
    assert.equal(await takenOf(3, 4), 0);
    assert.equal(await takenOf(0, 3, 'other'), 0);
  });

  it('count a half hour that is only touched', async () => {
    await inTransaction((tx) => tx.bookings.add([aBooking({ from: 0.25, to: 0.75 })], NO_TEXTS));

    assert.equal(await takenOf(0, 0.1), 1);
    assert.equal(await takenOf(0.9, 1), 1);
    assert.equal(await takenOf(1, 1.5), 0);
  });

  it('are free again when a booking stops holding, moves or shrinks', async () => {
    const [cancelled, moved, cut] = [
      aBooking({ personId: 'a' }),
      aBooking({ personId: 'b' }),
      aBooking({ personId: 'c' }),
    ];
    await inTransaction((tx) => tx.bookings.add([cancelled, moved, cut], NO_TEXTS));

    await inTransaction(async (tx) => {
      await tx.bookings.save({ ...cancelled, status: 'cancelled', version: 2 });
      await tx.bookings.save({ ...moved, startsAt: at(5), endsAt: at(6), version: 2 });
      await tx.bookings.save({ ...cut, endsAt: at(1), version: 2 });
    });

    assert.deepEqual([await takenOf(0, 1), await takenOf(1, 2), await takenOf(5, 6)], [1, 0, 1]);
  });

  it('count the days held and the days used', async () => {
    const statuses: BookingStatus[] = [
      'pending',
      'approved',
      'active',
      'completed',
      'cancelled',
      'rejected',
      'expired',
    ];
    await inTransaction((tx) =>
      tx.bookings.add(
        statuses.map((status, index) =>
          aBooking({ status, day: `2026-12-0${index + 1}`, from: 24 * index, to: 24 * index + 1 }),
        ),
        NO_TEXTS,
      ),
    );

    const counted = await inTransaction((tx) => tx.bookings.countedOfPerson('staff', '2026-12-01', '2026-12-07'));

    assert.deepEqual(
      counted.map((one) => one.day),
      ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'],
    );
  });

  it('are never exceeded by 60 people on 20 connections, whatever the order in which they ask', async () => {
    const SEATS = 7;
    const people = Array.from({ length: 60 }, (_, index) => `person-${index}`);
    let refused = 0;

    await Promise.all(
      people.map((personId, index) =>
        inTransaction(async (tx) => {
          // Two times each, later one first for every other: crosswise unless the store orders the locks.
          const times = [
            aBooking({ personId, from: index % 3, to: (index % 3) + 3 }),
            aBooking({ personId, from: 8, to: 10 }),
          ];
          if (index % 2) times.reverse();
          const { taken } = await tx.caps.lock({
            personId,
            seats: times.map(({ startsAt, endsAt }) => ({ poolId: 'main', startsAt, endsAt })),
            weeks: ['2026-11-30'],
          });
          if (taken.some((seats) => seats >= SEATS)) refused += 1;
          else await tx.bookings.add(times, NO_TEXTS);
        }),
      ),
    );

    assert.equal(await takenOf(8, 10), SEATS);
    assert.equal(await takenOf(0, 6), SEATS);
    assert.equal(refused, people.length - SEATS);
  });

  it('let one person have no more days than the rule, however many requests race', async () => {
    const days = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'];

    await Promise.all(
      days.map((day, index) =>
        inTransaction(async (tx) => {
          const booking = aBooking({ day, from: 24 * (index - 2), to: 24 * (index - 2) + 2, poolId: null });
          await tx.caps.lock({ personId: 'staff', seats: [], weeks: ['2026-11-30'] });
          const held = await tx.bookings.countedOfPerson('staff', '2026-11-30', '2026-12-06');
          if (held.length < 3) await tx.bookings.add([booking], NO_TEXTS);
        }),
      ),
    );

    assert.equal((await inTransaction((tx) => tx.bookings.between(null, null, 'staff'))).length, 3);
  });

  it('as counted always equal the bookings, whatever people do at once', async function () {
    this.timeout(120_000);
    const STATUSES: BookingStatus[] = [
      'pending',
      'approved',
      'active',
      'cancelled',
      'rejected',
      'expired',
      'completed',
    ];
    const command = fc.oneof(
      fc.record({
        op: fc.constant('add' as const),
        person: fc.nat(5),
        pool: fc.constantFrom('main', 'other', null),
        from: fc.integer({ min: 0, max: 40 }),
        length: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({ op: fc.constant('state' as const), which: fc.nat(30), status: fc.constantFrom(...STATUSES) }),
      fc.record({
        op: fc.constant('times' as const),
        which: fc.nat(30),
        from: fc.integer({ min: 0, max: 40 }),
        length: fc.integer({ min: 1, max: 12 }),
      }),
    );

    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
        await database.owner.query(
          'TRUNCATE booking, booking_text, late_word, licence_lease, decision, feedback, pool_half_hour, person_week, cap_key',
        );
        const known: string[] = [];
        const apply = async (change: (typeof commands)[number], index: number) => {
          if (change.op === 'add') {
            const { person, pool, from, length } = change;
            const id = `b${index}`;
            known.push(id);
            const times = { from: from / 4, to: (from + length) / 4 };
            return inTransaction((tx) =>
              addLocked(tx, [aBooking({ id, personId: `p${person}`, poolId: pool, ...times })]),
            );
          }
          return inTransaction(async (tx) => {
            const [booking] = await tx.bookings.lock([known[change.which % Math.max(1, known.length)] ?? '']);
            if (!booking) return;
            const next: Booking = { ...booking, version: booking.version + 1 };
            if (change.op === 'state') next.status = change.status;
            else [next.startsAt, next.endsAt] = [at(change.from / 4), at((change.from + change.length) / 4)];
            await tx.bookings.save(next);
          });
        };

        const outcomes = await Promise.allSettled(commands.map(apply));

        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof OverlapError, String(outcome.reason));
        }
        assert.deepEqual(await counted(), await actual());
      }),
      { numRuns: 40 },
    );

    async function counted() {
      const { rows } = await database.owner.query(
        'SELECT pool_id, slot, taken FROM pool_half_hour WHERE taken > 0 ORDER BY pool_id, slot',
      );
      return rows;
    }

    /** Half hours that bookings in HOLDING touch, counted here from the rows. */
    async function actual() {
      const bookings = await inTransaction((tx) => tx.bookings.between(null, null, null));
      const counts = new Map<string, { pool_id: string; slot: Date; taken: number }>();
      for (const { poolId, status, startsAt, endsAt } of bookings) {
        if (poolId === null || !HOLDING.includes(status)) continue;
        for (
          let slot = Math.floor(startsAt.getTime() / 1_800_000) * 1_800_000;
          slot < endsAt.getTime();
          slot += 1_800_000
        ) {
          const key = `${poolId} ${slot}`;
          const count = counts.get(key) ?? { pool_id: poolId, slot: new Date(slot), taken: 0 };
          counts.set(key, { ...count, taken: count.taken + 1 });
        }
      }
      return [...counts.values()].sort((a, b) =>
        a.pool_id < b.pool_id ? -1 : a.pool_id > b.pool_id ? 1 : a.slot.getTime() - b.slot.getTime(),
      );
    }
  });
});
