import { keptShare } from './ageing.ts';
import { cumulated, MINUTES, valueAt, type ArrivalHabits } from './arrival-habits.ts';

/** Minutes: more is not believed. Who is missing may also stand before a shut door. */
export const MOST_EARLIER = 8;
export const MOST_LATER = 4;
/** Half minutes are told apart. */
const SHIFTS = Array.from({ length: (MOST_EARLIER + MOST_LATER) * 2 + 1 }, (_, index) => index / 2 - MOST_EARLIER);
/** Before days are known: they are earlier or later than others (trains, weather) by 2.5 minutes, a standard deviation. */
const PRIOR_DAYS = 10;
const PRIOR_MINUTES = 2.5;
/** Share of those who come at any time whatever: a single one says little of the day. */
const ANY_TIME = 0.02;
/** Shifts less likely than this are left out. */
const NO_CHANCE = 1e-5;
/** Weights of a minute and of those around it: how people came before is not known to the minute. */
const AROUND = [1, 2, 1];
/** More people than this say no more than they: those of one train come together. */
const MOST_WITNESSES = 1000;

/** How much earlier or later than others today is: how likely by each of so many minutes. */
export interface DayShift {
  chances: Float64Array;
  /** Minutes, later is above 0. */
  mean: number;
  /** Minutes: how far off that may be. */
  deviation: number;
}

/** How much days differed: how many they were, and the minutes of each, squared and in all. JSON. */
export interface DayShifts {
  days: number;
  squares: number;
}

export function usualShifts(): DayShifts {
  return { days: PRIOR_DAYS, squares: PRIOR_DAYS * PRIOR_MINUTES ** 2 };
}

/** Days that were seen, the older ones counted less. */
export function daysSeen({ days }: DayShifts): number {
  return days - PRIOR_DAYS;
}

/** A day is over, on which it was this one; what is older counts less. */
export function noteDay(shifts: DayShifts, { mean, deviation }: DayShift): void {
  const kept = keptShare(shifts.days, PRIOR_DAYS);
  shifts.days = shifts.days * kept + 1;
  shifts.squares = shifts.squares * kept + mean ** 2 + deviation ** 2;
}

/** People who are expected and not there yet, so many minutes after they were to be expected. */
export interface Awaited {
  kind: string;
  minutes: number;
  count: number;
  show: number;
}

/**
 * The day's shift, as those who have come (`come`, by minutes after their booked start) and those who have not say it,
 * where people come along `curves` else, and days differ as they did: Bayes' rule over half minutes.
 */
export function dayShift(
  curves: ReadonlyMap<string, Float64Array>,
  come: ArrivalHabits,
  awaited: readonly Awaited[],
  { days, squares }: DayShifts,
): DayShift {
  const likely = SHIFTS.map(() => 0);
  const witnesses = sumOf([...Object.values(come).flat(), ...awaited.map(({ count }) => count)]);
  for (const [kind, curve] of curves) {
    const [counts, density] = [come[kind], densityOf(curve)];
    if (counts !== undefined) addCome(likely, counts, density);
    const by = cumulated(density);
    for (const one of awaited) {
      if (one.kind !== kind) continue;
      SHIFTS.forEach((shift, index) => {
        likely[index]! += one.count * Math.log(1 - one.show * valueAt(by, one.minutes - shift));
      });
    }
  }
  const weight = Math.min(1, MOST_WITNESSES / Math.max(1, witnesses));
  SHIFTS.forEach((shift, index) => (likely[index] = likely[index]! * weight - (shift ** 2 / 2) * (days / squares)));
  const most = Math.max(...likely);
  const chances = Float64Array.from(likely, (one) => Math.exp(one - most));
  const sum = sumOf(chances);
  chances.forEach((one, index) => (chances[index] = one / sum));
  const mean = chances.reduce((all, one, index) => all + one * SHIFTS[index]!, 0);
  const variance = chances.reduce((all, one, index) => all + one * (SHIFTS[index]! - mean) ** 2, 0);
  return { chances, mean, deviation: Math.sqrt(variance) };
}

/** The curve as it is to be expected on such a day. */
export function shifted(curve: Float64Array, { chances }: DayShift): Float64Array {
  // By whole minutes: a half one lies half in each of two.
  const byMinutes = new Float64Array(MOST_EARLIER + MOST_LATER + 1);
  SHIFTS.forEach((shift, index) => {
    byMinutes[Math.floor(shift) + MOST_EARLIER]! += chances[index]! / 2;
    byMinutes[Math.ceil(shift) + MOST_EARLIER]! += chances[index]! / 2;
  });
  const moved = new Float64Array(curve.length);
  const last = curve.length - 1;
  byMinutes.forEach((chance, index) => {
    if (chance < NO_CHANCE) return;
    const later = index - MOST_EARLIER;
    const [from, to] = [Math.max(0, later), Math.min(last, last + later)];
    for (let minute = from; minute <= to; minute++) moved[minute]! += chance * curve[minute - later]!;
    for (let minute = to + 1; minute <= last; minute++) moved[minute]! += chance;
  });
  return moved;
}

/** Of those who have come, minute by minute. */
function addCome(likely: number[], counts: readonly number[], density: Float64Array): void {
  const whole = density.map(Math.log);
  const half = density.map((one, minute) => Math.log((one + density[Math.min(MINUTES - 1, minute + 1)]!) / 2));
  counts.forEach((count, minute) => {
    if (count === 0) return;
    SHIFTS.forEach((shift, index) => {
      const from = Math.max(0, Math.min(MINUTES - 1, minute - Math.ceil(shift)));
      likely[index]! += count * (index % 2 === 0 ? whole : half)[from]!;
    });
  });
}

/** Share of each minute, smoothed. */
function densityOf(curve: Float64Array): Float64Array {
  const density = new Float64Array(MINUTES).fill(ANY_TIME / MINUTES);
  const all = AROUND.reduce((sum, one) => sum + one, 0);
  const half = (AROUND.length - 1) / 2;
  for (let minute = 0; minute < MINUTES; minute++) {
    const share = ((curve[minute + 1]! - curve[minute]!) * (1 - ANY_TIME)) / all;
    AROUND.forEach((weight, index) => {
      density[Math.max(0, Math.min(MINUTES - 1, minute + index - half))]! += share * weight;
    });
  }
  return density;
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const one of numbers) sum += one;
  return sum;
}
