import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { hostDaysSince, type HostCount, type HostDay } from '../../../flows/cost/host-day.ts';
import { testDatabase } from '../../support/database.ts';
import { at } from '../../support/builders.ts';
import { at as timeOf, bookingsOf } from '../capacity/capacity-builders.ts';
import { CapacityDesk, POOL_ID } from '../capacity/capacity-desk.ts';

const TOKYO = 'Asia/Tokyo';
const MINUTE = 60_000;
const read = (time: string, hosts: number, until: string): HostCount => ({
  at: at(time).getTime(),
  hosts,
  until: at(until).getTime(),
});

describe('the hours of hosts since the last reading', () => {
  it('are those of the hosts that were on then', () => {
    const days = hostDaysSince(read('2026-12-02 09:00', 3, '2026-12-02 09:01'), at('2026-12-02 09:02'), TOKYO);

    assert.deepEqual(days, [{ day: '2026-12-02', hostMinutes: 6, watchedMinutes: 2 }]);
  });

  it('belong to the local day in which they lie', () => {
    const days = hostDaysSince(read('2026-11-30 23:30', 2, '2026-12-01 06:00'), at('2026-12-01 06:00'), TOKYO);

    assert.deepEqual(days, [
      { day: '2026-11-30', hostMinutes: 60, watchedMinutes: 30 },
      { day: '2026-12-01', hostMinutes: 720, watchedMinutes: 360 },
    ]);
  });

  it('are not known where nobody looked when it was time to', () => {
    const last = read('2026-12-02 09:00', 3, '2026-12-02 09:01');

    assert.deepEqual(hostDaysSince(last, at('2026-12-02 09:17'), TOKYO), []);
    assert.deepEqual(hostDaysSince(null, at('2026-12-02 09:17'), TOKYO), []);
    assert.deepEqual(hostDaysSince(last, at('2026-12-02 08:59'), TOKYO), []);
  });

  it('add up to the time between, whenever midnights lie in it', () => {
    const from = at('2026-11-01 00:00').getTime();
    fc.assert(
      fc.property(fc.nat(60 * 24 * 60), fc.nat(4 * 24 * 60), fc.nat(60), (start, length, hosts) => {
        const last = { at: from + start * MINUTE, hosts, until: from + (start + length) * MINUTE };

        const days = hostDaysSince(last, new Date(last.until), TOKYO);

        const sum = (figure: 'hostMinutes' | 'watchedMinutes') => days.reduce((total, one) => total + one[figure], 0);
        assert.ok(Math.abs(sum('watchedMinutes') - length) < 1e-6);
        assert.ok(Math.abs(sum('hostMinutes') - length * hosts) < 1e-6);
        assert.equal(new Set(days.map(({ day }) => day)).size, days.length);
        for (const { watchedMinutes } of days) assert.ok(watchedMinutes > 0 && watchedMinutes <= 24 * 60);
      }),
    );
  });
});

describe('a round of capacity, once more', () => {
  it('counts the hosts that it finds on until the next one looks', async () => {
    const desk = new CapacityDesk(timeOf('08:20'));
    desk.provider.addPool(POOL_ID, { hosts: ['h1', 'h2', 'h3'] });
    desk.bookings = bookingsOf(20);

    for (const minutes of [0, 1, 1, 1]) {
      desk.now = new Date(desk.now.getTime() + minutes * MINUTE);
      await reconcileHostPool(desk.deps, POOL_ID);
      desk.provider.settle();
    }

    // Two were started in the first round, and found on in the second and the third.
    assert.deepEqual(desk.hostDays, [
      { day: '2026-12-02', hostMinutes: 0, watchedMinutes: 1 },
      { day: '2026-12-02', hostMinutes: 2, watchedMinutes: 1 },
      { day: '2026-12-02', hostMinutes: 2, watchedMinutes: 1 },
    ]);
  });
});

describe('host-hours in the database', () => {
  it('are added to what is kept of a day, pool by pool', async () => {
    const database = await testDatabase();
    const day = (name: string, hostMinutes: number): HostDay => ({ day: name, hostMinutes, watchedMinutes: 1 });

    const found = await database.store.transaction(async (tx) => {
      await tx.hostDays.add('pool', [day('2026-12-01', 2), day('2026-12-02', 3)]);
      await tx.hostDays.add('pool', [day('2026-12-02', 4)]);
      await tx.hostDays.add('other', [day('2026-12-02', 5)]);
      return tx.hostDays.between('pool', '2026-12-02', '2026-12-31');
    });

    assert.deepEqual(found, [{ day: '2026-12-02', hostMinutes: 7, watchedMinutes: 2 }]);
    await database.close();
  });
});
