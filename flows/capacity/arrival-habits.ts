import { KEPT_A_DAY } from './ageing.ts';

/** When booked people come, around their booked start: learned histograms, the kind's drawn towards that of all. */

/** Minutes before and after the booked start that are looked at, each of which is counted by itself. */
export const EARLIEST = -90;
export const LATEST = 240;
export const MINUTES = LATEST - EARLIEST;
/** The prior weighs as many arrivals; all kinds together weigh as many in the histogram of one kind. */
const PRIOR_WEIGHT = 25;
const POOLED_WEIGHT = 40;

export type ArrivalCounts = number[];
export type ArrivalHabits = Record<string, ArrivalCounts>;

/** Which histogram a booking belongs to: long ones, short ones in the morning, short ones later. */
export function kindOf(startMinute: number, minutes: number): string {
  if (minutes >= 360) return 'full';
  return startMinute < 660 ? 'am' : 'pm';
}

export function noteArrival(habits: ArrivalHabits, kind: string, offsetMinutes: number): void {
  const counts = (habits[kind] ??= noCounts());
  counts[minuteOf(offsetMinutes)]! += 1;
}

/** A day is over: what is older counts less. */
export function ageArrivals(habits: ArrivalHabits): void {
  for (const counts of Object.values(habits)) counts.forEach((count, minute) => (counts[minute] = count * KEPT_A_DAY));
}

/**
 * By kind: share of those who come that have come by each minute from `EARLIEST` to `LATEST` (index 0 is `EARLIEST`), from
 * all the arrivals of all `sources` and, by kind and minute, of `more`.
 */
export function arrivalCurves(
  sources: readonly ArrivalHabits[],
  kinds: Iterable<string>,
  more: ReadonlyMap<string, Float64Array> = new Map(),
): Map<string, Float64Array> {
  const all = new Float64Array(MINUTES);
  for (const habits of sources) for (const counts of Object.values(habits)) addCounts(all, counts);
  for (const counts of more.values()) addCounts(all, counts);
  const pooled = drawnTo(all, PRIOR, PRIOR_WEIGHT);
  const curves = new Map<string, Float64Array>();
  for (const kind of kinds) {
    const own = more.get(kind)?.slice() ?? new Float64Array(MINUTES);
    for (const habits of sources) if (habits[kind] !== undefined) addCounts(own, habits[kind]);
    curves.set(kind, cumulated(drawnTo(own, pooled, POOLED_WEIGHT)));
  }
  return curves;
}

/** The arrivals of `more` count among the habits. */
export function addArrivals(habits: ArrivalHabits, more: ArrivalHabits): void {
  for (const [kind, counts] of Object.entries(more)) {
    const own = (habits[kind] ??= noCounts());
    addCounts(own, counts);
  }
}

function addCounts(to: Float64Array | number[], counts: ArrayLike<number>): void {
  for (let minute = 0; minute < MINUTES; minute++) to[minute]! += counts[minute]!;
}

function drawnTo(counts: Float64Array, towards: Float64Array, weight: number): Float64Array {
  let total = weight;
  for (const count of counts) total += count;
  const shares = new Float64Array(MINUTES);
  for (let minute = 0; minute < MINUTES; minute++)
    shares[minute] = (counts[minute]! + weight * towards[minute]!) / total;
  return shares;
}

/** From the share of each minute: the share by each, 0 before the first. */
export function cumulated(shares: Float64Array): Float64Array {
  const curve = new Float64Array(MINUTES + 1);
  for (let minute = 0; minute < MINUTES; minute++) curve[minute + 1] = curve[minute]! + shares[minute]!;
  return curve;
}

/** Share of those who come that have come `minutes` after their booked start. */
export function valueAt(curve: Float64Array, minutes: number): number {
  const index = minutes - EARLIEST;
  if (index <= 0) return 0;
  if (index >= curve.length - 1) return 1;
  const low = Math.floor(index);
  return curve[low]! + (index - low) * (curve[low + 1]! - curve[low]!);
}

export function noCounts(): ArrivalCounts {
  return Array<number>(MINUTES).fill(0);
}

function minuteOf(offset: number): number {
  return Math.min(MINUTES - 1, Math.max(0, Math.floor(offset - EARLIEST)));
}

/** Day one: most come from half an hour before to a quarter after, some up to an hour and a quarter late, a few ever. */
const PRIOR = priorShares();

function priorShares(): Float64Array {
  const shares = new Float64Array(MINUTES);
  const spread = (from: number, to: number, share: number, shape: (x: number) => number) => {
    const middles = Array.from({ length: MINUTES }, (_, minute) => EARLIEST + minute + 0.5);
    const weights = middles.map((x) => (x > from && x < to ? shape(x) : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, minute) => (shares[minute]! += (share * weight) / total));
  };
  spread(-40, 25, 0.88, (x) => 1 - Math.abs(x + 5) / 40);
  spread(10, 80, 0.08, () => 1);
  spread(EARLIEST, LATEST, 0.04, () => 1);
  return shares;
}
