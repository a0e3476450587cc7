import { EARLIEST, LATEST, valueAt } from './arrival-habits.ts';
import { chanceToCome, RECENT_MINUTES } from './arrivals-today.ts';
import { addComingBack } from './coming-back.ts';
import { usualStay } from './endings.ts';
import type { Expected } from './known-people.ts';
import { localQuarter } from './local-quarter.ts';
import { usualOverrun } from './person-habits.ts';
import type { PlannerParameters } from './planner-parameters.ts';
import type { PoolPicture } from './pool-picture.ts';
import { walkInRate } from './walk-ins.ts';

const MINUTE = 60_000;
/** Of stays as long as they happen to be, a quarter is longer than so many times the mean. */
const QUARTER_LEFT = Math.log(4);
/** Each day that says how people come weighs as much as so many people of the last minutes; and how far these are believed. */
const ALIKE_A_DAY = 20;
const LEAST_TIMES = 0.7;
const MOST_TIMES = 3;
/** Of whom nothing is known. */
const NOBODY = { upn: '', section: null };

/** People of whom some are still to come: x minutes since they were to, with this chance each. */
interface ToCome {
  group: Expected;
  curve: Float64Array;
  x: number;
  chance: number;
}

/** How many people without a session will sign in within m minutes from now, m = 0 to the horizon. */
export interface ArrivalForecast {
  mean: Float64Array;
  variance: Float64Array;
  /** The variance with what whole days differ: for hosts, which take minutes. Doors are moved at once. */
  risk: Float64Array;
  /** When those who come next will leave, as an instant: three of four are gone by then. Null: nobody is to come. */
  leaveBy: number | null;
  /** Bookings whose person is still to come within the horizon. */
  booked: number;
  /** Expected within ten minutes, before licences are looked at. */
  wanted: number;
  /** Of those expected within a quarter hour, people with a booking. */
  bookedSoon: number;
  /** People without a booking, a minute. */
  walkIns: number;
  /** Minutes by which today is later than other days, how far off that may be, and how many times as many came lately. */
  today: { later: number; unsure: number; times: number };
  /** Earliest instant at which more people begin to be expected than are counted here, or null. */
  nextChange: number | null;
}

/**
 * From the groups of people to come: c (F(x + m) - F(x)) / (1 - F(x)) each, x minutes since the booked start, F the
 * curve of their kind, c their chance to come still: who has not come by now is ever less likely to. They come at the
 * pace of the last minutes, as long as these were. Walk-ins are added. Whole days differ: by `spread`, a share of the
 * mean, by as many minutes as this morning leaves open, and by what is not known of the pace.
 */
export function expectedArrivals(
  picture: PoolPicture,
  now: number,
  horizon: number,
  waiting: number,
  { spread }: Pick<PlannerParameters, 'spread'>,
): ArrivalForecast {
  const mean = new Float64Array(horizon + 1);
  const variance = new Float64Array(horizon + 1);
  const byPace = new Float64Array(horizon + 1);
  const { usual, curves, later, unsure, lately, days } = picture.morning(now, horizon);
  const leaving: [at: number, weight: number][] = [];
  const groups: ToCome[] = [];
  let [booked, nextChange, lastMinutes] = [0, Infinity, 0];
  for (const group of picture.expected.values()) {
    const x = (now - group.start) / MINUTE - group.shift;
    if (x > LATEST) continue;
    if (x + horizon < EARLIEST) {
      nextChange = Math.min(nextChange, group.start + (group.shift + EARLIEST - horizon) * MINUTE);
      continue;
    }
    booked += group.count;
    const usually = usual.get(group.kind)!;
    const come = valueAt(usually, x);
    groups.push({ group, curve: curves.get(group.kind)!, x, chance: chanceToCome(group.show, come) });
    // So many of the same group came in the last minutes, if they come as usual.
    const last = come - valueAt(usually, x - RECENT_MINUTES);
    lastMinutes += (group.count * group.show * last) / (1 - group.show * come);
  }
  const pace = paceOf(lately + waiting, lastMinutes, days);
  for (const one of groups) {
    const soon = addGroup(one, pace.times, mean, variance, byPace);
    leaving.push([one.group.end, soon]);
  }
  addComingBack(picture.learned.comingBack, picture.endedAway.values(), now, mean, variance);
  const bookedSoon = mean[Math.min(15, horizon)]!;
  const walk = walkInRate(picture.learned.walkIns, localQuarter(now, picture.calendar), waiting);
  const risk = new Float64Array(horizon + 1);
  const byBookings = mean.slice();
  for (let minute = 1; minute <= horizon; minute++) {
    const before = byBookings[minute]!;
    const earlier = (byBookings[Math.min(horizon, minute + 1)]! - before) * unsure;
    mean[minute]! += walk.rate * minute;
    variance[minute]! += walk.rate * minute + walk.variance * minute * minute;
    risk[minute] = variance[minute]! + byPace[minute]! ** 2 * pace.variance + (spread * before) ** 2 + earlier ** 2;
  }
  leaving.push([now + QUARTER_LEFT * usualStay(picture.learned.endings) * MINUTE, walk.rate * horizon]);
  const wanted = mean[Math.min(10, horizon)]!;
  const overrun = usualOverrun(picture.learned.people, NOBODY) * MINUTE;
  const leaveBy = quantileOf(leaving, 0.75);
  return {
    mean,
    variance,
    risk,
    leaveBy: leaveBy === null ? null : leaveBy + overrun,
    booked,
    wanted,
    bookedSoon,
    walkIns: walk.rate,
    today: { later, unsure, times: pace.times },
    nextChange: nextChange === Infinity ? null : nextChange,
  };
}

/** How many times as many came in the last minutes as usual, and the variance of that: a gamma law, drawn towards once. */
function paceOf(came: number, usually: number, days: number): { times: number; variance: number } {
  const alike = ALIKE_A_DAY * (1 + days);
  const times = (alike + came) / (alike + usually);
  return { times: Math.max(LEAST_TIMES, Math.min(MOST_TIMES, times)), variance: times / (alike + usually) };
}

/**
 * Adds those of a group who come by each minute, `times` as fast as their curve has it for as many minutes as the pace
 * was seen, and to `byPace` how many more by each minute were that one more. Answers how many come within the horizon.
 */
function addGroup(
  { group, curve, x, chance }: ToCome,
  times: number,
  mean: Float64Array,
  variance: Float64Array,
  byPace: Float64Array,
): number {
  const before = 1 - valueAt(curve, x);
  if (before < 1e-9) return 0;
  let [log, come] = [0, 0];
  for (let minute = 1; minute < mean.length; minute++) {
    const left = Math.max(1e-9, (1 - valueAt(curve, x + minute)) / before);
    if (minute <= RECENT_MINUTES) log = Math.log(left);
    come = chance * (1 - Math.min(1, left * Math.exp((times - 1) * log)));
    mean[minute]! += group.count * come;
    variance[minute]! += group.count * come * (1 - come);
    byPace[minute]! -= group.count * (chance - come) * log;
  }
  return group.count * come;
}

function quantileOf(weighted: [at: number, weight: number][], share: number): number | null {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  if (total < 0.05) return null;
  let left = total * share;
  for (const [at, weight] of [...weighted].sort((a, b) => a[0] - b[0])) {
    left -= weight;
    if (left <= 0) return at;
  }
  return null;
}
