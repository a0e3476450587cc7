import assert from 'node:assert/strict';
import type { BookingStatus } from '../../../flows/booking/booking.ts';
import { OverlapError } from '../../../flows/store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, addLocked, at, NO_TEXTS, NOW } from './store-builders.ts';

describe('bookings in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() =>
    database.owner.query(
      'TRUNCATE booking, booking_text, late_word, licence_lease, decision, feedback, pool_half_hour, person_week, cap_key',
    ),
  );

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);
  const add = (...bookings: ReturnType<typeof aBooking>[]) =>
    inTransaction((tx) => tx.bookings.add(bookings, NO_TEXTS));
  const idsOf = (bookings: { id: string }[]) => bookings.map((booking) => booking.id);

  it('come back as they were written', async () => {
    const booking = aBooking({
      status: 'approved',
      decidedBy: 'manager',
      decidedAt: at(1),
      approverIds: ['manager', 'head'],
      version: 3,
    });

    await add(booking);

    assert.deepEqual(await inTransaction((tx) => tx.bookings.byId(booking.id)), booking);
  });

  it('keep free text apart, NUL characters and halves of characters taken out', async () => {
    const booking = aBooking();

    await inTransaction((tx) => tx.bookings.add([booking], { ...NO_TEXTS, reason: '子の\0通院 \ud83d' }));
    await inTransaction((tx) => tx.bookings.save({ ...booking, status: 'rejected', version: 2 }, '会議\0'));

    const texts = await inTransaction((tx) => tx.bookings.texts([booking.id]));
    assert.deepEqual(texts.get(booking.id), {
      ...NO_TEXTS,
      reason: '子の通院 \ufffd',
      comment: '会議',
    });
  });

  it('of one person never overlap while they hold time', async () => {
    await add(aBooking({ from: 0, to: 3 }));

    await assert.rejects(add(aBooking({ from: 2, to: 4 })), OverlapError);
  });

  it('may touch: the end of one is the start of the next', async () => {
    await add(aBooking({ from: 0, to: 3 }), aBooking({ from: 3, to: 5 }));

    assert.equal((await inTransaction((tx) => tx.bookings.holdingOfPerson('staff', at(0), at(9)))).length, 2);
  });

  it('of different people may overlap', async () => {
    await add(aBooking(), aBooking({ personId: 'other' }));

    assert.equal(
      (await inTransaction((tx) => tx.bookings.holdingOnDays(['staff', 'other'], ['2026-12-02']))).length,
      2,
    );
  });

  for (const status of [
    'rejected',
    'cancelled',
    'expired',
    'completed',
    'waitlisted',
    'no-show',
  ] satisfies BookingStatus[]) {
    it(`that are ${status} hold no time`, async () => {
      await add(aBooking({ status }), aBooking({ from: 1 }));

      assert.equal((await inTransaction((tx) => tx.bookings.holdingOfPerson('staff', at(0), at(9)))).length, 1);
    });
  }

  it('of one person and day are in one pool', async () => {
    await add(aBooking({ from: 0, to: 2, poolId: 'main' }));

    await assert.rejects(add(aBooking({ from: 4, to: 6, poolId: 'other' })), OverlapError);
    await add(aBooking({ from: 4, to: 6, poolId: null }));
    await add(aBooking({ from: 28, to: 30, poolId: 'other', day: '2026-12-03' }));
  });

  it('leave the transaction usable after a refused overlap, and nothing of the refused call behind', async () => {
    await add(aBooking({ from: 0, to: 3 }));
    const [free, overlapping, later] = [aBooking({ from: 5 }), aBooking({ from: 1 }), aBooking({ from: 8 })];

    await inTransaction(async (tx) => {
      await assert.rejects(tx.bookings.add([free, overlapping], NO_TEXTS), OverlapError);
      await tx.bookings.add([later], NO_TEXTS);
    });

    const found = await inTransaction((tx) => tx.bookings.byIds(idsOf([free, overlapping, later])));
    assert.deepEqual(idsOf(found), [later.id]);
  });

  it('refuse a move back into time that somebody else of the same person holds by then', async () => {
    const first = aBooking({ status: 'cancelled' });
    await add(first, aBooking());

    await assert.rejects(
      inTransaction((tx) => tx.bookings.save({ ...first, status: 'pending', version: 2 })),
      OverlapError,
    );
  });

  it('are never empty, never backwards, never endless', async () => {
    const ofLength = (from: number, to: number) =>
      database.owner.query(
        `INSERT INTO booking (id, request_id, person_id, day, part, starts_at, ends_at, status, approver_ids, created_at, version)
         VALUES ('x', 'r', 'p', '2026-12-02', 'full', $1, $2, 'pending', '{}', $1, 1)`,
        [at(from), at(to)],
      );

    await assert.rejects(ofLength(1, 1), /check constraint/);
    await assert.rejects(ofLength(2, 1), /lower bound/);
    await assert.rejects(
      database.owner.query(
        `INSERT INTO booking (id, request_id, person_id, day, part, starts_at, ends_at, status, approver_ids, created_at, version)
           VALUES ('x', 'r', 'p', '2026-12-02', 'full', '2026-12-02', 'infinity', 'pending', '{}', '2026-12-02', 1)`,
      ),
      /check constraint/,
    );
  });

  it('are never decided by the requester', async () => {
    const booking = aBooking();
    await add(booking);

    await assert.rejects(
      inTransaction((tx) =>
        tx.bookings.save({ ...booking, status: 'approved', decidedBy: 'staff', decidedAt: NOW, version: 2 }),
      ),
      /booking_never_decided_by_requester/,
    );
  });

  it('are locked in the order of their ids and given by start; unknown ids are left out', async () => {
    const late = aBooking({ id: 'a', from: 6 });
    const early = aBooking({ id: 'b', from: 1 });
    await add(late, early);

    const locked = await inTransaction((tx) => tx.bookings.lock(['b', 'nobody', 'a', 'x\0y']));

    assert.deepEqual(idsOf(locked), ['b', 'a']);
  });

  it('wait for an approver only while pending', async () => {
    const [waiting, decided] = [aBooking({ from: 1 }), aBooking({ from: 4, status: 'approved' })];
    await add(decided, waiting, aBooking({ from: 7, approverIds: ['someone-else'] }));

    assert.deepEqual(idsOf(await inTransaction((tx) => tx.bookings.waitingFor(['manager'], 10))), [waiting.id]);
  });

  it('fall due where their state moves by itself', async () => {
    await add(
      aBooking({ id: 'pending', personId: 'a', from: 0, to: 3 }),
      aBooking({ id: 'approved', personId: 'b', from: 2, to: 5, status: 'approved' }),
      aBooking({ id: 'active', personId: 'c', from: -2, to: 1, status: 'active' }),
      aBooking({ id: 'completed', personId: 'd', from: -9, to: -8, status: 'completed' }),
    );
    const dueAt = async (now: Date) => idsOf(await inTransaction((tx) => tx.bookings.lockDue(now, 10)));

    assert.deepEqual(await database.store.nextDueAt(), at(1));
    assert.deepEqual(await dueAt(at(0.99)), []);
    assert.deepEqual(await dueAt(at(2)), ['active', 'approved']);
    assert.deepEqual(await dueAt(at(3)), ['active', 'approved', 'pending']);
  });

  it('that another transaction holds are skipped when what is due is locked', async () => {
    await add(aBooking({ id: 'mine', personId: 'a', to: 1 }), aBooking({ id: 'theirs', personId: 'b', to: 1 }));

    await inTransaction(async (theirs) => {
      await theirs.bookings.lock(['theirs']);
      assert.deepEqual(idsOf(await inTransaction((tx) => tx.bookings.lockDue(at(2), 10))), ['mine']);
    });
  });

  it('of a pool are those that give access to it', async () => {
    const statuses: BookingStatus[] = [
      'pending',
      'approved',
      'active',
      'completed',
      'cancelled',
      'rejected',
      'expired',
    ];
    await add(...statuses.map((status) => aBooking({ id: status, personId: status, status, from: 1, to: 2 })));
    const granted = (from: number, to: number) =>
      inTransaction((tx) => tx.bookings.grantedInPool('main', at(from), at(to)));

    assert.deepEqual(idsOf(await granted(0, 3)), ['active', 'approved', 'completed']);
    assert.deepEqual(await granted(2, 3), []);
    assert.deepEqual(await granted(0, 1), []);
  });

  it('are found by day, both ends included', async () => {
    await add(
      aBooking({ id: 'first', day: '2026-12-01', from: -24, to: -22 }),
      aBooking({ id: 'second' }),
      aBooking({ id: 'third', day: '2026-12-03', from: 24, to: 26, personId: 'other' }),
    );
    const between = async (...days: [string | null, string | null, string | null]) =>
      idsOf(await inTransaction((tx) => tx.bookings.between(...days)));

    assert.deepEqual(await between('2026-12-02', '2026-12-03', null), ['second', 'third']);
    assert.deepEqual(await between(null, '2026-12-02', 'staff'), ['first', 'second']);
    assert.deepEqual(await between(null, null, 'other'), ['third']);
  });

  it('that race for the same time of one person: one wins', async () => {
    const racers = Array.from({ length: 8 }, (_, index) =>
      aBooking({ id: `racer-${index}`, from: index / 8, to: index / 8 + 2 }),
    );

    const outcomes = await Promise.allSettled(racers.map((racer) => inTransaction((tx) => addLocked(tx, [racer]))));
    const unlocked = await Promise.allSettled(
      racers.map((racer) => add({ ...racer, id: `${racer.id}-again`, personId: 'unlocked' })),
    );

    for (const race of [outcomes, unlocked]) {
      assert.equal(race.filter((outcome) => outcome.status === 'fulfilled').length, 1);
      for (const outcome of race)
        if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof OverlapError, String(outcome.reason));
    }
  });
});
