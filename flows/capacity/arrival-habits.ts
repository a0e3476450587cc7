/** When booked people come, around their booked start: learned histograms, the kind's drawn towards that of all. */

/** Minutes before and after the booked start that are looked at, and the width of a bin. */
export const EARLIEST = -90;
export const LATEST = 240;
const WIDTH = 5;
const BINS = (LATEST - EARLIEST) / WIDTH;
/** The prior weighs as many arrivals; all kinds together weigh as many in the histogram of one kind. */
const PRIOR_WEIGHT = 25;
const POOLED_WEIGHT = 40;
/** Arrivals so far are worth this much the day after: half after 17 days. */
const KEPT_A_DAY = 0.96;

export type ArrivalCounts = number[];
export type ArrivalHabits = Record<string, ArrivalCounts>;

/** Which histogram a booking belongs to: long ones, short ones in the morning, short ones later. */
export function kindOf(startMinute: number, minutes: number): string {
  if (minutes >= 360) return 'full';
  return startMinute < 660 ? 'am' : 'pm';
}

export function noteArrival(habits: ArrivalHabits, kind: string, offsetMinutes: number): void {
  const counts = (habits[kind] ??= Array<number>(BINS).fill(0));
  counts[binOf(offsetMinutes)]! += 1;
}

/** A day is over: what is older counts less. */
export function ageArrivals(habits: ArrivalHabits): void {
  for (const counts of Object.values(habits)) for (let bin = 0; bin < BINS; bin++) counts[bin]! *= KEPT_A_DAY;
}

/** Share of those who come that have come by each minute from `EARLIEST` to `LATEST` (index 0 is `EARLIEST`). */
export function arrivalCurve(habits: ArrivalHabits, kind: string): Float64Array {
  const all = new Float64Array(BINS);
  for (const counts of Object.values(habits)) counts.forEach((count, bin) => (all[bin]! += count));
  const pooled = drawnTo(all, PRIOR, PRIOR_WEIGHT);
  const own = habits[kind];
  return cumulated(own === undefined ? pooled : drawnTo(Float64Array.from(own), pooled, POOLED_WEIGHT));
}

function drawnTo(counts: Float64Array, towards: Float64Array, weight: number): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0) + weight;
  return counts.map((count, bin) => (count + weight * towards[bin]!) / total);
}

function cumulated(shares: Float64Array): Float64Array {
  const curve = new Float64Array(LATEST - EARLIEST + 1);
  for (let minute = 1; minute < curve.length; minute++) {
    curve[minute] = curve[minute - 1]! + shares[Math.floor((minute - 1) / WIDTH)]! / WIDTH;
  }
  return curve;
}

function binOf(minutes: number): number {
  return Math.min(BINS - 1, Math.max(0, Math.floor((minutes - EARLIEST) / WIDTH)));
}

/** Day one: most come from half an hour before to a quarter after, some up to an hour and a quarter late, a few ever. */
const PRIOR = priorShares();

function priorShares(): Float64Array {
  const shares = new Float64Array(BINS);
  const spread = (from: number, to: number, share: number, shape: (x: number) => number) => {
    const bins = Array.from({ length: BINS }, (_, bin) => EARLIEST + (bin + 0.5) * WIDTH);
    const weights = bins.map((x) => (x > from && x < to ? shape(x) : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, bin) => (shares[bin]! += (share * weight) / total));
  };
  spread(-40, 25, 0.88, (x) => 1 - Math.abs(x + 5) / 40);
  spread(10, 80, 0.08, () => 1);
  spread(EARLIEST, LATEST, 0.04, () => 1);
  return shares;
}
