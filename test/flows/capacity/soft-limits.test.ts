import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { emptyMemory } from '../../../flows/capacity/capacity-memory.ts';
import { NO_LIMITS } from '../../../flows/capacity/capacity-settings.ts';
import { paidUntil, softLimits } from '../../../flows/capacity/soft-limits.ts';
import type { SoftLimit } from '../../../flows/organisation.ts';
import { pooledSettings } from '../../support/capacity-simulation.ts';
import { at, bookingsOf, TinyPool, up } from './capacity-builders.ts';

const ORDER: SoftLimit[] = ['reserve', 'fewest', 'budget', 'most'];

describe('the limits that give way', () => {
  it('keeps the reserve and the fewest hosts until the money of the month is spent', () => {
    const settings = pooledSettings({
      reserve: 5,
      limits: { ...NO_LIMITS, fewestHosts: 2, budgetHostHours: 100, givesWay: ORDER },
    });

    const before = softLimits(spent(99), settings, 3);
    const after = softLimits(spent(100), settings, 3);

    assert.deepEqual([before.reserve, before.fewest, before.bookedOnly, before.faults.length], [5, 2, false, 0]);
    assert.deepEqual([after.reserve, after.fewest, after.bookedOnly], [0, 0, true]);
    assert.match(after.faults[0]!.detail, /100 host-hours this month of 100 in the budget/);
  });

  it('lets the budget give way where it is named before the reserve', () => {
    const givesWay: SoftLimit[] = ['budget', 'most', 'reserve', 'fewest'];
    const settings = pooledSettings({
      reserve: 5,
      limits: { ...NO_LIMITS, fewestHosts: 2, budgetHostHours: 100, givesWay },
    });

    const limits = softLimits(spent(200), settings, 3);

    assert.deepEqual([limits.reserve, limits.fewest, limits.bookedOnly], [5, 2, false]);
  });

  it('names the hosts beyond the most that are wanted', () => {
    const settings = pooledSettings({ limits: { ...NO_LIMITS, mostHosts: 3, givesWay: ORDER } });

    const limits = softLimits(emptyMemory(), settings, 4);

    assert.match(limits.faults[0]!.detail, /4 hosts are on, 3 at most are wanted/);
  });

  it('never asks for more than is set, in whatever order the limits give way', () => {
    const order = fc.shuffledSubarray(ORDER, { minLength: 4 });
    const amount = fc.nat(20);
    fc.assert(
      fc.property(
        order,
        amount,
        amount,
        amount,
        amount,
        fc.option(amount),
        (givesWay, reserve, fewestHosts, on, hours, most) => {
          const limits = { fewestHosts, mostHosts: most, budgetHostHours: 10, givesWay };
          const settings = pooledSettings({ reserve, limits });

          const now = softLimits(spent(hours), settings, on);

          assert.ok(now.reserve === 0 || now.reserve === reserve);
          assert.ok(now.fewest <= fewestHosts);
          assert.ok(hours >= 10 || !now.bookedOnly);
        },
      ),
    );
  });

  it('counts host-hours by the month of the zone, and none for a clock that jumps back', () => {
    const memory = emptyMemory();
    const steps: [string, number][] = [
      ['2026-11-30T12:00:00Z', 4],
      ['2026-11-30T14:00:00Z', 2],
      ['2026-11-30T13:00:00Z', 2],
      ['2026-11-30T14:30:00Z', 2],
    ];
    for (const [time, rate] of steps) memory.paid = paidUntil(memory, rate, Date.parse(time), 'Asia/Tokyo')!;
    const november = memory.paid!;
    const december = paidUntil(memory, 2, Date.parse('2026-11-30T15:10:00Z'), 'Asia/Tokyo')!;

    assert.deepEqual([november.month, november.hostHours], ['2026-11', 9]);
    assert.deepEqual([december.month, december.hostHours], ['2026-12', 0]);
  });

  it('serves people with bookings beyond the most hosts, and says so', () => {
    const most = { ...NO_LIMITS, mostHosts: 1, givesWay: ORDER };
    const pool = new TinyPool(4, at('08:10'), { limits: most });
    for (let minute = 0; minute < 15; minute++) {
      pool.look(bookingsOf(40));
      pool.boot();
    }
    const plan = pool.look(bookingsOf(40));

    const on = pool.hosts.filter(({ power }) => power !== 'deallocated').length;

    assert.ok(on >= 2, `${on} hosts on`);
    assert.ok(plan.faults.some(({ code }) => code === 'capacity-limit'));
  });

  it('keeps the fewest hosts on at night, and stops them when there is no such limit', () => {
    const hosts = [{ ...up }, { ...up }, {}];
    const kept = new TinyPool(hosts, at('22:00'), {
      limits: { ...NO_LIMITS, fewestHosts: 2, givesWay: ORDER },
      keepHandStartedHours: 0,
    });
    const free = new TinyPool(hosts, at('22:00'), { keepHandStartedHours: 0 });

    for (let minute = 0; minute < 15; minute++) for (const pool of [kept, free]) pool.look([]);

    assert.equal(kept.hosts.filter(({ power }) => power === 'running').length, 2);
    assert.equal(free.hosts.filter(({ power }) => power === 'running').length, 0);
  });
});

function spent(hostHours: number) {
  return { ...emptyMemory(), paid: { month: '2026-12', hostHours, rate: 0, at: 0 } };
}
