import assert from 'node:assert/strict';
import fc from 'fast-check';
import { givesSeatBack, stateByTime } from '../../../flows/booking/advance-bookings.ts';
import { HOLDING, NO_TEXTS, type Booking, type BookingStatus } from '../../../flows/booking/booking.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aBooking, anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const START = at('2026-12-02 08:30');
const maybe = fc.option(fc.integer({ min: -600, max: 900 }), { nil: null });
const atMinute = (minutes: number | null) => (minutes === null ? null : addMinutes(START, minutes));

const booking = fc
  .record({
    status: fc.constantFrom<BookingStatus>(
      'pending',
      'pending',
      'waitlisted',
      'approved',
      'active',
      'cancelled',
      'expired',
      'completed',
    ),
    held: fc.boolean(),
    hold: maybe,
    offer: maybe,
  })
  .map(({ status, held, hold, offer }): Partial<Booking> => {
    const pending = status === 'pending';
    return {
      status,
      seatHeld: pending ? held : true,
      holdUntil: pending ? atMinute(hold) : null,
      offeredUntil: pending ? atMinute(offer) : null,
    };
  });

describe('bookings whose time has come', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  it('all move as far as time takes them, and none stays due', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(booking, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: -700, max: 1000 }),
        async (drawn, minutes) => {
          await stage.reset(anOrganisation({ pools: [aPool({ hosts: { prefix: 'h', count: 40 }, maxSessions: 1 })] }));
          const names = drawn.map((_, index) => `person${index}`);
          await stage.people(...names);
          const before = drawn.map((one, index) =>
            aBooking({ ...one, id: idOf(`b${index}`), requestId: idOf(`r${index}`), personId: idOf(names[index]!) }),
          );
          await stage.tx((tx) => tx.bookings.add(before, NO_TEXTS));
          const now = addMinutes(START, minutes);
          stage.clock.set(now);

          const moved = await stage.advance();

          const { rows } = await stage.database.owner.query<{ due: number }>(
            'SELECT count(*)::int AS due FROM booking WHERE due_at <= $1',
            [now],
          );
          assert.deepEqual(rows, [{ due: 0 }]);
          assert.equal(await stage.advance(), 0);
          const expected = await Promise.all(
            before.map(async (one) => ({ was: one, is: await stage.booking(one.id) })),
          );
          for (const { was, is } of expected) {
            assert.equal(stateByTime(is, now), null, `${was.status} could go on`);
            assert.equal(givesSeatBack(is, now), false);
            assert.equal(is.version, was.version, 'time alone makes no card old');
            if (was.status === 'pending' && is.status === 'pending' && was.seatHeld)
              assert.equal(is.seatHeld, was.holdUntil === null || was.holdUntil > now);
          }
          const changed = expected.filter(({ was, is }) => was.status !== is.status || was.seatHeld !== is.seatHeld);
          assert.ok(moved >= changed.length);
          await seatsAreCounted(expected.map(({ is }) => is));
        },
      ),
      { numRuns: 40 },
    );
  }).timeout(120_000);

  it('are no more than the batch that a transaction takes, and all of them', async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ hosts: { prefix: 'h', count: 450 }, maxSessions: 1 })] }));
    const many = Array.from({ length: 450 }, (_, index) =>
      aBooking({ id: idOf(`b${index}`), requestId: idOf(`r${index}`), personId: idOf(`p${index}`), holdUntil: START }),
    );
    await stage.tx((tx) => tx.bookings.add(many, NO_TEXTS));
    stage.clock.set(START);

    assert.equal(await stage.advance(), 450);
    assert.equal(await stage.advance(), 0);
    await seatsAreCounted([]);
  }).timeout(60_000);

  async function seatsAreCounted(bookings: Booking[]): Promise<void> {
    const held = bookings.filter((one) => HOLDING.includes(one.status) && one.seatHeld).length;
    const { rows } = await stage.database.owner.query<{ most: number | null }>(
      'SELECT max(taken)::int AS most FROM pool_half_hour',
    );
    assert.equal(rows[0]?.most ?? 0, held);
  }
});
