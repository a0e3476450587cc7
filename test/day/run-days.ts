import { addDays, instantOf, localDayOf } from '../../flows/local-time.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { isWorkingDay } from '../../flows/working-days.ts';
import { loadOrganisation } from '../../infra/organisations/load-organisation.ts';
import type { Figures } from '../bench/capacity/figures.ts';
import { bucketUse, type BucketUse } from './arm-buckets.ts';
import type { City, TenantState } from './city.ts';
import { ClockWalk } from './clock-walk.ts';
import { InaMonth, type MonthJudgement } from './ina-month.ts';
import * as trouble from './hand-made-trouble.ts';
import { mostAtOnce } from './judge-caps.ts';
import { judgeEnd, standingMembers } from './judge-day.ts';
import { judgeRefusals, type JudgedRefusals } from './judge-refusals.ts';
import { withdrawals } from './judge-times.ts';
import { faultsTold } from './month-facts.ts';
import { planDays } from './planned-days.ts';
import { difference } from './run-day.ts';
import { seedDay, worksAtHome } from './seed-day.ts';

export interface DaysOptions {
  people: number;
  days: number;
  faults: boolean;
  /** Ina's month: lost device, ended certificate, missing second factor, and a judge at each step. */
  script?: boolean;
  /** Told of each step. */
  log?: (line: string) => void;
}

export interface DayFigures {
  day: LocalDay;
  working: boolean;
  booked: number;
  /** Bookings that held a seat of the pooled pool at one instant, at most; and those that waited for one in vain. */
  held: number;
  unserved: number;
  most: { sessions: number; hostsOn: number };
  /** What was added on this day. */
  harm: TenantState['harm'];
  hostHours: number;
  rounds: number;
  calls: number;
  arm: { reads: BucketUse; writes: BucketUse; deletes: BucketUse };
  /** Of the machine. */
  seconds: number;
}

export interface DaysReport {
  days: DayFigures[];
  problems: string[];
  /** Of Ina's scripted month. */
  month: MonthJudgement | null;
  booked: number;
  /** Memberships that ended with their window, and the latest after it. */
  withdrawals: { count: number; latestMs: number };
  harm: TenantState['harm'];
  /** Of the people refused: how many had been told of each reason. */
  refusals: JudgedRefusals['reasons'];
  /** Of the pooled pool. */
  hostHours: number;
  /** Of those, hours of the host that somebody started by hand each day, which nobody needed and which is left on. */
  byHandHours: number;
  /** The same days through `zaitaku plan`: with the means that the pool's rule leaves, and with sessions ended as well. */
  planned: { asThePool: Figures; all: Figures };
  calls: Record<string, number>;
  arm: DayFigures['arm'];
}

/** On the third working day nothing of Citrix answers for an hour, while most people's time ends. */
const OUTAGE_DAY = 2;

/**
 * So many days, weekends and holidays included: on the afternoon before each working day people with habits ask for it,
 * and the clock runs through all of it with simulated people, faults and somebody meddling. Then the same days are planned.
 */
export async function runDays(
  city: City,
  { people, days, faults, script: scripted = false, log = () => undefined }: DaysOptions,
): Promise<DaysReport> {
  const { timeZone } = city.organisation;
  const begun = await city.look();
  const first = addDays(localDayOf(new Date(begun.now), timeZone), 1);
  const walk = new ClockWalk(city, standingMembers(city, begun), log);
  const at = (day: LocalDay, time: string) => instantOf(day, time, timeZone);
  const all = Array.from({ length: days }, (_, index) => addDays(first, index));
  const pool = trouble.pooledPool(city);
  const report: DayFigures[] = [];
  const script = scripted ? await InaMonth.begin(city, begun, all.filter(isWorkingDay)) : null;
  const hand = { host: null as string | null, hours: 0, at: Date.parse(begun.now) };
  walk.watch = async (state) => {
    const seenAt = Date.parse(state.now);
    const host = trouble.pooled(state).find(({ name }) => name === hand.host);
    if (host && host.power !== 'deallocated') hand.hours += (seenAt - hand.at) / 3_600_000;
    hand.at = seenAt;
    await script?.look(state);
  };
  const callsBefore = await city.calls();
  if (faults) await trouble.switchFaultsOn(city);

  let booked = await askFor(all[0]!);
  let before = await walk.step(at(first, '00:00'));
  for (const day of all) {
    walk.reset();
    const counts = await city.calls();
    const [from, to] = [at(day, '00:00'), at(addDays(day, 1), '00:00')];
    const next = all[all.indexOf(day) + 1];
    const bookedToday = booked;
    if (isWorkingDay(day)) await workingDay(day);
    else await walk.every(180, at(day, '15:00'));
    booked = next ? await askFor(next) : 0;
    if (isWorkingDay(day)) await workingEvening(day);
    else await walk.every(180, addMinutesTo(to, -1));
    if (!next && faults) await trouble.switchFaultsOff(city);
    const after = await walk.step(to);
    const calls = difference(await city.calls(), counts);
    const seconds = (await city.armCalls()).filter(
      ({ second }) => second * 1000 >= from.getTime() && second * 1000 < to.getTime(),
    );
    const { sessions, hostsOn, rounds, ms } = walk.figures;
    const ofDay = (await city.bookings()).filter(({ startsAt }) => startsAt >= from && startsAt < to);
    const figures = {
      day,
      working: isWorkingDay(day),
      booked: bookedToday,
      held: mostAtOnce(ofDay, pool),
      unserved: ofDay.filter(({ status }) => status === 'expired').length,
      most: { sessions, hostsOn },
      harm: minus(after.harm, before.harm),
      hostHours: hoursOf(after) - hoursOf(before),
      rounds,
      calls: Object.values(calls).reduce((sum, count) => sum + count, 0),
      arm: bucketUse(seconds),
      seconds: ms / 1000,
    };
    report.push(figures);
    log(`DAY ${JSON.stringify(figures)}`);
    before = after;
  }

  for (const line of await faultsTold(city)) log(line);
  const state = await city.look();
  const month = (await script?.judge()) ?? null;
  const problems = [
    ...walk.problems,
    ...(script?.problems ?? []),
    ...(await judgeEnd(city, state, standingMembers(city, begun), script?.outages)),
  ];
  const { reasons } = await judgeRefusals(city, state, script?.outages);
  const { simulation } = loadOrganisation(city.organisation.id);
  const bookings = await city.bookings();
  const given = {
    organisation: city.organisation,
    pool,
    from: first,
    to: addDays(first, days),
    seed: simulation.seed,
    days: all,
    bookings,
    events: state.events,
  };
  return {
    days: report,
    problems,
    month,
    booked: bookings.filter(({ status, poolId }) => status === 'completed' && poolId === pool.id).length,
    withdrawals: await withdrawals(city),
    harm: minus(state.harm, begun.harm),
    refusals: reasons,
    hostHours: hoursOf(state) - hoursOf(begun),
    byHandHours: hand.hours,
    planned: { asThePool: planDays(given, 'as-the-pool'), all: planDays(given, 'all') },
    calls: difference(await city.calls(), callsBefore),
    arm: bucketUse(await city.armCalls()),
  };

  async function askFor(day: LocalDay): Promise<number> {
    if (!isWorkingDay(day)) return 0;
    return (await seedDay(city, day, people, (index) => worksAtHome(index, day), script ? 'own' : null)).requests;
  }

  async function workingDay(day: LocalDay): Promise<void> {
    await walk.step(at(day, '05:30'));
    if (faults) await trouble.spoilBoots(city);
    await walk.every(15, at(day, '07:45'));
    await walk.every(5, at(day, '09:15'));
    const morning = await walk.every(15, at(day, '10:00'));
    await script?.midMorning(all.filter(isWorkingDay).indexOf(day), morning);
    const drained = faults ? await trouble.drainByHand(city, morning) : null;
    const later = await walk.every(15, at(day, '11:00'));
    if (faults) hand.host = await trouble.startByHand(city, later);
    await walk.every(15, at(day, '12:45'));
    await walk.every(5, at(day, '13:30'));
    await walk.every(15, at(day, '14:00'));
    if (drained) await trouble.byHand(city, drained, 'undrain');
    await walk.every(15, at(day, '15:00'));
  }

  async function workingEvening(day: LocalDay): Promise<void> {
    if (faults && all.filter(isWorkingDay).indexOf(day) === OUTAGE_DAY) {
      script?.outage(at(day, '16:45'), at(day, '17:45'));
      await walk.every(15, at(day, '16:45'));
      await trouble.breakCitrix(city);
      await walk.every(15, at(day, '17:45'));
      await trouble.switchFaultsOff(city);
      await trouble.switchFaultsOn(city);
    }
    await walk.every(15, at(day, '21:00'));
    await walk.every(60, at(day, '23:00'));
  }

  function hoursOf({ bill }: TenantState): number {
    return bill.hostHours[pool.id] ?? 0;
  }
}

function minus(after: TenantState['harm'], before: TenantState['harm']): TenantState['harm'] {
  return {
    forcedLogoffs: after.forcedLogoffs - before.forcedLogoffs,
    lostSessions: after.lostSessions - before.lostSessions,
    refused: after.refused - before.refused,
    waitedOver60s: after.waitedOver60s - before.waitedOver60s,
  };
}

function addMinutesTo(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}
