import assert from 'node:assert/strict';
import { LEAD_HOURS } from '../../../flows/forecast/booking-history.ts';
import type { KeptDay } from '../../../flows/forecast/forecast-store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, aDirectoryPerson, addLocked, at, NOW } from './store-builders.ts';

const ZONE = 'Asia/Tokyo';

function aDay(day: string, more: Partial<KeptDay> = {}): KeptDay {
  return { poolId: 'main', day, low: 88, high: 96, seats: 112, shortage: null, told: null, ...more };
}

describe('forecasts in the store', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(() =>
    database.owner.query(
      'TRUNCATE booking, booking_text, pool_half_hour, person, forecast_day, forecast_history CASCADE',
    ),
  );

  const inTransaction: TestDatabase['store']['transaction'] = (work) => database.store.transaction(work);

  it('reads the bookings of a pool that touch a time and hold or want a seat, by UPN where it is known', async () => {
    await inTransaction(async (tx) => {
      await tx.people.saveFromDirectory([aDirectoryPerson()], NOW);
      await addLocked(tx, [
        aBooking({ from: 0, status: 'active' }),
        aBooking({ from: 1, personId: 'b', status: 'completed' }),
        aBooking({ from: 1.5, personId: 'c', status: 'pending' }),
        aBooking({ from: 1.6, personId: 'd', status: 'waitlisted' }),
        aBooking({ from: 1.7, personId: 'e', status: 'cancelled' }),
        aBooking({ from: 1, personId: 'f', poolId: 'other', status: 'approved' }),
        aBooking({ from: 5, personId: 'g', status: 'approved' }),
      ]);
    });

    const coming = await inTransaction((tx) => tx.forecasts.coming('main', at(1), at(4)));

    assert.deepEqual(
      coming.map(({ upn, section, startsAt, endsAt, status }) => [upn, section, startsAt, endsAt, status]),
      [
        ['tanaka.yui@kamakura.example', '総務課', at(0), at(2), 'approved'],
        ['b', null, at(1), at(3), 'approved'],
        ['c', null, at(1.5), at(3.5), 'pending'],
        ['d', null, at(1.6), at(3.6), 'waitlisted'],
      ],
    );
  });

  it('does not count a change of a booking within its day beside that booking', async () => {
    const old = aBooking({ from: 0, status: 'approved' });
    await inTransaction(async (tx) => {
      await addLocked(tx, [old]);
      await addLocked(tx, [
        aBooking({ from: 4, status: 'pending', replacesId: old.id }),
        aBooking({ from: 28, day: '2026-12-03', personId: 'b', status: 'pending', replacesId: old.id }),
      ]);
    });

    const coming = await inTransaction((tx) => tx.forecasts.coming('main', at(0), at(40)));

    assert.deepEqual(
      coming.map(({ startsAt }) => startsAt),
      [at(0), at(28)],
    );
  });

  it('counts what past bookings teach: days, leads, outcomes and times in the zone', async () => {
    const booking = (person: string, lead: number, more: Parameters<typeof aBooking>[0] = {}) =>
      aBooking({ personId: person, status: 'completed', createdAt: at(-lead), ...more });
    await inTransaction((tx) =>
      addLocked(tx, [
        booking('a', 0.5),
        booking('b', 30),
        booking('c', 30, { from: 4, createdAt: at(-20) }),
        booking('d', -1),
        booking('e', 2000),
        booking('f', 1, { status: 'cancelled', decidedAt: at(-1), decidedBy: 'manager' }),
        booking('g', 1, { status: 'cancelled' }),
        booking('h', 1, { status: 'rejected', decidedAt: at(-1), decidedBy: 'manager' }),
        booking('i', 1, { day: '2026-12-04', from: 48 }),
        booking('j', 1, { poolId: 'other' }),
      ]),
    );

    const history = await inTransaction((tx) => tx.forecasts.history('main', '2026-11-01', '2026-12-03', ZONE));

    const leads = Object.fromEntries(LEAD_HOURS.map((hours, index) => [hours, history.leads[index]]));
    assert.deepEqual(history.days, [{ day: '2026-12-02', count: 5 }]);
    assert.deepEqual([leads[0], leads[24], leads[504], history.leads.reduce((a, b) => a + b)], [2, 2, 1, 5]);
    assert.deepEqual([history.granted, history.cancelled, history.refused], [5, 1, 1]);
    assert.deepEqual(history.times, [
      { from: '09:00', minutes: 120, count: 4 },
      { from: '13:00', minutes: 120, count: 1 },
    ]);
  });

  it('keeps a history, the last one written', async () => {
    const history = await inTransaction((tx) => tx.forecasts.history('main', '2026-11-01', '2026-12-03', ZONE));
    await inTransaction((tx) => tx.forecasts.saveHistory('main', '2026-12-01', history));
    await inTransaction((tx) => tx.forecasts.saveHistory('main', '2026-12-02', { ...history, granted: 9 }));

    const kept = await inTransaction((tx) => tx.forecasts.keptHistory('main'));

    assert.deepEqual(kept, { day: '2026-12-02', history: { ...history, granted: 9 } });
    assert.equal(await inTransaction((tx) => tx.forecasts.keptHistory('other')), null);
  });

  it('keeps days with their shortage, writes them anew and lets those before go', async () => {
    const short = aDay('2026-12-03', {
      told: { limit: 'hosts', at: at(1) },
      shortage: {
        certainty: 'likely',
        limit: 'hosts',
        startsAt: at(24),
        endsAt: at(26),
        missing: 4,
        waiting: 1,
        mend: { hosts: 1, licences: 0, move: { day: '2026-12-04', people: 4 } },
      },
    });
    await inTransaction((tx) => tx.forecasts.saveDays('main', '2026-12-01', [aDay('2026-12-01'), aDay('2026-12-02')]));
    await inTransaction((tx) => tx.forecasts.saveDays('main', '2026-12-02', [aDay('2026-12-02', { high: 99 }), short]));
    await inTransaction((tx) => tx.forecasts.saveDays('other', '2026-12-09', []));

    const kept = await inTransaction((tx) => tx.forecasts.days(['main'], ['2026-12-01', '2026-12-02', '2026-12-03']));

    assert.deepEqual(
      kept.sort((a, b) => (a.day < b.day ? -1 : 1)),
      [aDay('2026-12-02', { high: 99 }), short],
    );
    assert.deepEqual(await inTransaction((tx) => tx.forecasts.days([], ['2026-12-02'])), []);
  });
});
