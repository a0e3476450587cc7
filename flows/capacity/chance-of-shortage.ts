/** How many people will come too many: the newsvendor's loss function. Pure arithmetic, no state. */

/** Up to this mean the counts are gone through one by one; above, a normal law is near enough. */
const EXACT_UP_TO = 80;

/** E[(D - s)+]: how many of D people find no place where there are `s` places. */
export type Shortfall = (places: number) => number;

/**
 * The law of a sum of unlike coins (people who come or not, walk-ins) by its mean and variance: binomial where the
 * variance is below the mean, Poisson where equal, negative binomial above (Panjer's (a, b, 0) class), normal for large
 * means. For coins the match of two moments is the usual refinement of the Poisson-binomial (Hong 2013).
 */
export function shortfallOf(mean: number, variance: number): Shortfall {
  if (!(mean > 1e-9)) return () => 0;
  if (mean > EXACT_UP_TO) return (places) => normalShortfall(places, mean, Math.sqrt(Math.max(variance, 1e-6)));
  const table = tableOf(mean, Math.max(variance, mean * 0.02));
  return (places) => {
    if (places <= 0) return mean - places;
    const low = Math.floor(places);
    if (low + 1 >= table.length) return 0;
    return table[low]! + (places - low) * (table[low + 1]! - table[low]!);
  };
}

/** E[(D - s)+] for D normal. */
export function normalShortfall(places: number, mean: number, deviation: number): number {
  const z = (places - mean) / deviation;
  if (z > 8) return 0;
  if (z < -8) return mean - places;
  return deviation * (Math.exp(-0.5 * z * z) / 2.5066282746310002 - z * tail(z));
}

/** Fewest places with at most `left` people left out on average. */
export function placesFor(shortfall: Shortfall, mean: number, deviation: number, left: number): number {
  let places = Math.max(0, Math.floor(mean - 2 * deviation));
  while (shortfall(places) > left) places++;
  return places;
}

/** The law of a number of people, by its mean and variance, as `shortfallOf` has it: P(D <= k). */
export function chanceOfAtMost(mean: number, variance: number): (people: number) => number {
  if (!(mean > 1e-9)) return (people) => (people < 0 ? 0 : 1);
  if (mean > EXACT_UP_TO) {
    const deviation = Math.sqrt(Math.max(variance, 1e-6));
    return (people) => 1 - tail((Math.floor(people) + 0.5 - mean) / deviation);
  }
  const law = lawOf(mean, Math.max(variance, mean * 0.02));
  if (law === null) return (people) => (people < Math.floor(mean) ? 0 : people < mean ? Math.ceil(mean) - mean : 1);
  for (let k = 1; k < law.length; k++) law[k]! += law[k - 1]!;
  return (people) => (people < 0 ? 0 : Math.min(1, law[Math.min(law.length - 1, Math.floor(people))]!));
}

/** table[s] = E[(D - s)+] for whole s, by L(s) = L(s - 1) - P(D >= s). */
function tableOf(mean: number, variance: number): Float64Array {
  const law = lawOf(mean, variance);
  if (law === null) return certain(mean, Math.ceil(mean + 10 * Math.sqrt(variance) + 12));
  const last = law.length - 1;
  const table = new Float64Array(last + 1);
  let atLeast = 0;
  for (let s = last - 1; s >= 0; s--) {
    atLeast += law[s + 1]!;
    table[s] = table[s + 1]! + atLeast;
  }
  return table;
}

/** P(D = k), or null where nearly everybody comes for sure. */
function lawOf(mean: number, variance: number): Float64Array | null {
  const last = Math.ceil(mean + 10 * Math.sqrt(variance) + 12);
  const law = new Float64Array(last + 1);
  const ratio = variance / mean;
  if (ratio < 0.999) {
    const people = Math.max(1, Math.round(mean / (1 - ratio)));
    const p = Math.min(1, mean / people);
    const odds = p / Math.max(1e-12, 1 - p);
    law[0] = (1 - p) ** people;
    if (law[0] < 1e-290) return null;
    for (let k = 1; k <= Math.min(last, people); k++) law[k] = (law[k - 1]! * odds * (people - k + 1)) / k;
  } else if (ratio > 1.001) {
    const size = mean / (ratio - 1);
    const q = 1 - 1 / ratio;
    law[0] = (1 - q) ** size;
    for (let k = 1; k <= last; k++) law[k] = (law[k - 1]! * q * (size + k - 1)) / k;
  } else {
    law[0] = Math.exp(-mean);
    for (let k = 1; k <= last; k++) law[k] = (law[k - 1]! * mean) / k;
  }
  return law;
}

/** Nearly everybody comes for sure. */
function certain(mean: number, last: number): Float64Array {
  return Float64Array.from({ length: last + 1 }, (_, s) => Math.max(0, mean - s));
}

/** P(Z > z), Abramowitz and Stegun 26.2.17. */
function tail(z: number): number {
  const x = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * x);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp(-0.5 * x * x) / 2.5066282746310002) * poly;
  return z >= 0 ? upper : 1 - upper;
}
