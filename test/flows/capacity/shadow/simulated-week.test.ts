import assert from 'node:assert/strict';
import type { CapacityAction, CapacityMemory } from '../../../../flows/capacity/capacity.ts';
import { shadowRound, type ShadowState } from '../../../../flows/capacity/shadow/shadow-round.ts';
import type { ShadowDay } from '../../../../flows/capacity/shadow/shadow-day.ts';
import { pooledSettings, simulateCapacity, type Driver } from '../../../support/capacity-simulation.ts';

const WEEK = { seed: 5, hosts: 4, maxSessions: 16, days: 6, booked: 0.6 };
const HOUR = 3_600_000;

/** Three of four hosts from 7:30 to 20:00 on working days, and a shadow that looks on. */
function watchedSchedule(days: Map<string, ShadowDay>): Driver {
  let [state, planner]: [ShadowState | null, CapacityMemory | null] = [null, null];
  return {
    wantsList: () => true,
    look(seen, bookings, now) {
      const round = shadowRound({ planner, state }, seen, bookings, now, pooledSettings());
      [state, planner] = JSON.parse(JSON.stringify([round.state, round.planner])) as [ShadowState, CapacityMemory];
      for (const day of state.days) days.set(day.day, day);
      const local = new Date(now.getTime() + 9 * HOUR);
      const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
      const open = local.getUTCDay() % 6 !== 0 && hour >= 7.5 && hour < 20;
      const actions = seen.hosts.slice(0, 3).flatMap(({ name, power, sessions }): CapacityAction[] => {
        if (open && power === 'deallocated') return [{ op: 'start', host: name, reason: 'schedule' }];
        const stops = !open && power === 'running' && sessions === 0;
        return stops ? [{ op: 'deallocate', host: name, reason: 'schedule' }] : [];
      });
      return { actions, faults: [], wakeAt: round.wakeAt };
    },
  };
}

describe('a week in shadow beside a schedule', function () {
  this.timeout(120_000);

  it('reads what the schedule paid, and comes to what zaitaku pays for the same people where it scales itself', () => {
    const days = new Map<string, ShadowDay>();
    const schedule = simulateCapacity(WEEK, watchedSchedule(days));
    const itself = simulateCapacity(WEEK);

    const all = [...days.values()];
    const sum = (figure: keyof Omit<ShadowDay, 'day'>) => all.reduce((total, one) => total + one[figure], 0);
    const close = (a: number, b: number, share: number) =>
      assert.ok(Math.abs(a - b) < share * b, `${a.toFixed(1)} against ${b.toFixed(1)}`);
    close(sum('realHostMinutes') / 60, schedule.paidHours, 0.01);
    close(sum('ourHostMinutes') / 60, itself.paidHours, 0.05);
    assert.ok(sum('ourHostMinutes') < 0.8 * sum('realHostMinutes'));
    assert.ok(sum('waitedOver60s') <= 3, `${sum('waitedOver60s')} of ${sum('people')} waited`);
    assert.equal(sum('starts'), sum('stops'));
    assert.deepEqual(all[5]!.ourHostMinutes, 0);
    for (const one of all.slice(0, 5)) assert.ok(Math.abs(one.watchedMinutes - 1440) < 1e-6);
  });
});
