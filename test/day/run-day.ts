import { addDays, instantOf, localDayOf } from '../../flows/local-time.ts';
import type { City, TenantState } from './city.ts';
import * as trouble from './hand-made-trouble.ts';
import { ClockWalk } from './clock-walk.ts';
import { judgeEnd, standingMembers } from './judge-day.ts';
import { withdrawals } from './judge-times.ts';
import { seedDay, type Seeded } from './seed-day.ts';

export interface DayOptions {
  people: number;
  faults: boolean;
  /** Told of each step. */
  log?: (line: string) => void;
}

export interface DayReport extends Seeded {
  /** What is not as it has to be; empty on a good day. */
  problems: string[];
  harm: TenantState['harm'];
  /** Seconds of the machine: for the requests, the evening after them, and the day itself (from 18:00 to midnight after). */
  seconds: { requests: number; deliveries: number; day: number };
  rounds: number;
  delivered: number;
  /** Calls of the simulated services during the day, by kind. */
  calls: Record<string, number>;
  most: { sessions: number; hostsOn: number };
  hostHours: number;
  /** Longest that a membership outlived its window, seconds. */
  latestWithdrawal: number;
}

/**
 * One working day of so many people through the whole product: asked for and approved the day before, then the clock
 * runs from the evening before to midnight after, with simulated people acting and the vendors' faults if wanted.
 */
export async function runDay(city: City, { people, faults, log = () => undefined }: DayOptions): Promise<DayReport> {
  const { timeZone } = city.organisation;
  const begun = await city.look();
  const today = localDayOf(new Date(begun.now), timeZone);
  const day = addDays(today, 1);
  const at = (time: string, on = day) => instantOf(on, time, timeZone);
  const standing = standingMembers(city, begun);
  const walk = new ClockWalk(city, standing, log);
  const { figures, problems } = walk;
  const step = (to: Date) => walk.step(to);
  const every15Minutes = (until: string) => walk.every(15, at(until));

  if (faults) await trouble.switchFaultsOn(city);
  let began = performance.now();
  const seeded = await seedDay(city, day, people);
  const requests = (performance.now() - began) / 1000;
  await step(at('18:00', today));
  const deliveries = figures.ms / 1000;
  walk.reset();
  const callsBefore = await city.calls();

  began = performance.now();
  let state = await step(at('05:30'));
  if (faults) await trouble.spoilBoots(city);
  state = await every15Minutes('10:00');
  const drained = faults ? await trouble.drainByHand(city, state) : null;
  state = await every15Minutes('11:00');
  if (faults) await trouble.startByHand(city, state);
  state = await every15Minutes('16:30');
  // The first hosts are drained before the booked time ends.
  if (faults && !(await landOnDrained(city, state, step)))
    problems.push('nobody could be made to sign in on a host just drained');
  state = await every15Minutes('18:30');
  if (drained) await trouble.byHand(city, drained, 'undrain');
  await every15Minutes('21:00');
  if (faults) await trouble.switchFaultsOff(city);
  await every15Minutes('23:45');
  state = await step(at('00:00', addDays(day, 1)));

  problems.push(...(await judgeEnd(city, state, standing)));
  return {
    ...seeded,
    problems,
    harm: state.harm,
    seconds: { requests, deliveries, day: figures.ms / 1000 },
    rounds: figures.rounds,
    delivered: figures.delivered,
    calls: difference(await city.calls(), callsBefore),
    most: { sessions: figures.sessions, hostsOn: figures.hostsOn },
    hostHours: Object.values(state.bill.hostHours).reduce((sum, hours) => sum + hours, 0),
    latestWithdrawal: (await withdrawals(city)).latestMs / 1000,
  };
}

/** Minute by minute until a host has been drained by the product; then somebody signs in on it for ten minutes. */
async function landOnDrained(
  city: City,
  begin: TenantState,
  step: (to: Date) => Promise<TenantState>,
): Promise<boolean> {
  let state = begin;
  for (let minutes = 0; minutes < 120; minutes += 1) {
    const open = new Set(trouble.pooled(state).flatMap((host) => (host.allowNewSession ? [host.name] : [])));
    state = await step(new Date(Date.parse(state.now) + 60_000));
    const drained = trouble.pooled(state).filter((host) => !host.allowNewSession && open.has(host.name));
    const host = drained.find(({ status }) => status === 'Available');
    const person = host ? await trouble.signInOnDrained(city, state, host.name) : null;
    if (!person) continue;
    await step(new Date(Date.parse(state.now) + 10 * 60_000));
    await city.post('/simulator/sessions', { user: person, op: 'off' });
    return true;
  }
  return false;
}

/** Calls since then, the most frequent first. */
export function difference(after: Record<string, number>, before: Record<string, number>): Record<string, number> {
  const counts = Object.entries(after).map(([kind, count]): [string, number] => [kind, count - (before[kind] ?? 0)]);
  return Object.fromEntries(counts.filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]));
}
