import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { planCapacity } from '../../flows/capacity/plan-capacity.ts';
import { reconcileHostPool } from '../../flows/capacity/reconcile-host-pool.ts';
import { PictureCache } from '../../flows/capacity/round-memory.ts';
import { at, bookingsOf } from '../flows/capacity/capacity-builders.ts';
import { CapacityDesk, POOL_ID } from '../flows/capacity/capacity-desk.ts';
import { pooledSettings, simulateCapacity } from '../support/capacity-simulation.ts';

export interface ReconcileRoundFigures {
  hosts: number;
  people: number;
  /** Calls of the provider in a round that starts every host it may (60 a round), and milliseconds. */
  startingRound: { calls: number; actions: number; ms: number };
  /** The same with 1,000 hosts on and everybody signed in: nothing to do. Median of 20. */
  calmRound: { calls: number; actions: number; ms: number };
  /** The planner alone, 1,000 hosts and 12,000 people. Median of 20. */
  planMs: number;
  /** Paid host-hours against the booked hours with every place filled; ten working days. */
  paid: { hosts: number; paidHours: number; boundHours: number; ratio: number; harm: number }[];
}

const HOSTS = 1000;
const PEOPLE = 12_000;

/** A round for 1,000 hosts over a fake provider and a store in memory: what our own code costs, and how often it calls. */
export async function benchReconcileRound(): Promise<ReconcileRoundFigures> {
  const desk = new CapacityDesk(at('08:10'));
  // As in the product, whose rounds are those of one process.
  desk.deps.pictures = new PictureCache(randomUUID);
  const names = Array.from({ length: HOSTS }, (_, index) => `h${String(index + 1).padStart(4, '0')}`);
  desk.provider.addPool(POOL_ID, { hosts: names });
  desk.bookings = bookingsOf(PEOPLE);
  const round = async (minutes: number) => {
    desk.now = new Date(desk.now.getTime() + minutes * 60_000);
    const before = desk.provider.calls.length;
    const begun = performance.now();
    const { actions } = await reconcileHostPool(desk.deps, POOL_ID);
    return { calls: desk.provider.calls.length - before, actions, ms: performance.now() - begun };
  };

  const startingRound = await round(0);
  for (let minute = 0; minute < 20; minute++) {
    await round(1);
    desk.provider.settle();
  }
  for (let person = 1; person <= PEOPLE; person++) {
    desk.provider.signIn(POOL_ID, `p${person}@x`, names[Math.floor((person - 1) / 16)]!);
  }
  await round(5);
  await round(1);
  const calm: Awaited<ReturnType<typeof round>>[] = [];
  for (let count = 0; count < 20; count++) calm.push(await round(5));
  const calmRound = calm.sort((a, b) => a.ms - b.ms)[10]!;

  const seen = await desk.provider.readHostPool(POOL_ID, { sessions: true });
  const { planner } = desk.memory as unknown as { planner: Parameters<typeof planCapacity>[2] };
  const memory = planner && { ...planner, picture: desk.picture };
  const settings = pooledSettings({ poolId: POOL_ID });
  const plans = Array.from({ length: 20 }, () => {
    const begun = performance.now();
    planCapacity(seen, desk.bookings, memory, desk.now, settings);
    return performance.now() - begun;
  });
  const planMs = plans.sort((a, b) => a - b)[10]!;
  const paid = [7, 20].map((hosts) => {
    const { paidHours, boundHours, harm } = simulateCapacity({
      seed: 1,
      hosts,
      maxSessions: 16,
      days: 12,
      booked: 0.85,
    });
    const harmed = harm.forcedLogoffs + harm.lostSessions + harm.refused;
    return { hosts, paidHours, boundHours, ratio: paidHours / boundHours, harm: harmed };
  });
  return { hosts: HOSTS, people: PEOPLE, startingRound, calmRound, planMs, paid };
}
