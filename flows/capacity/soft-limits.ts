import { localDayOf } from '../local-time.ts';
import type { SoftLimit } from '../organisation.ts';
import type { PoolMemory } from './capacity-memory.ts';
import type { PlanFault } from './capacity.ts';
import type { CapacitySettings } from './capacity-settings.ts';

const HOUR = 3_600_000;

/** What the soft limits come to now. People with bookings are served in any case: for them every limit gives way. */
export interface SoftLimits {
  /** Places kept free for people without a booking. */
  reserve: number;
  /** Hosts kept on at least. */
  fewest: number;
  /** Hosts on, from which on only people with bookings count; null: none. */
  most: number | null;
  /** The month's budget is spent, and counts more than people without a booking: for them no host is started. */
  bookedOnly: boolean;
  faults: PlanFault[];
}

/**
 * The limits that hold now: where two contradict each other, the one named first in `givesWay` gives way. `on`: hosts
 * with their power on.
 */
export function softLimits(memory: PoolMemory, settings: CapacitySettings, on: number): SoftLimits {
  const { limits, poolId } = settings;
  const { givesWay, budgetHostHours, fewestHosts, mostHosts } = limits;
  const beats = (one: SoftLimit, other: SoftLimit) => givesWay.indexOf(one) > givesWay.indexOf(other);
  const spent = memory.paid?.hostHours ?? 0;
  const budgetGone = budgetHostHours !== null && spent >= budgetHostHours;
  const faults: PlanFault[] = [];
  if (budgetGone) {
    const detail = `${spent.toFixed(0)} host-hours this month of ${budgetHostHours.toFixed(0)} in the budget; people with bookings are still served`;
    faults.push({ code: 'capacity-limit', subject: poolId, detail });
  } else if (mostHosts !== null && on > mostHosts) {
    const detail = `${on} hosts are on, ${mostHosts} at most are wanted; people with bookings need them`;
    faults.push({ code: 'capacity-limit', subject: poolId, detail });
  }
  const afterBudget = (limit: SoftLimit) => !budgetGone || beats(limit, 'budget');
  const reserved = afterBudget('reserve') && (mostHosts === null || on < mostHosts || beats('reserve', 'most'));
  const fewest = afterBudget('fewest') ? fewestHosts : 0;
  return {
    reserve: reserved ? settings.reserve : 0,
    fewest: mostHosts === null || beats('fewest', 'most') ? fewest : Math.min(fewest, mostHosts),
    most: mostHosts,
    bookedOnly: budgetGone && !beats('reserve', 'budget'),
    faults,
  };
}

/**
 * The month's host-hours so far, brought up to `now`: `rate` is what the hosts that are on cost an hour, in hours of a
 * host of price 1. A new month in the pool's zone begins at nothing. Time that lies back is not counted.
 */
export function paidUntil(memory: PoolMemory, rate: number, now: number, timeZone: string): PoolMemory['paid'] {
  const month = localDayOf(new Date(now), timeZone).slice(0, 7);
  const before = memory.paid;
  if (before?.month !== month) return { month, hostHours: 0, rate, at: now };
  const hours = Math.max(0, now - before.at) / HOUR;
  return { month, hostHours: before.hostHours + hours * before.rate, rate, at: Math.max(now, before.at) };
}
