/** How likely a started host is ready after so many minutes: learned, drawn towards what the provider's boots usually are. */

/** Least, most frequent and usual greatest seconds from start to taking people (practitioners report 3 to 7 minutes). */
export type TypicalBoot = readonly [least: number, mode: number, greatest: number];
export const USUAL_BOOT: TypicalBoot = [120, 190, 360];

export const LONGEST_MINUTES = 20;
/** Of the prior: up to ten minutes, and never. */
const LONGER = 0.025;
const NEVER = 0.004;
const LONGER_UP_TO = 600;
/** The prior weighs as many starts. */
const PRIOR_WEIGHT = 30;

/** curve[m]: share of starts that are ready within m minutes. The rest to 1 is what never comes up in time. */
export type BootCurve = Float64Array;

/**
 * `boots`: seconds that starts took; `failures`: starts that never came up, among as many. `factor`: how many times as
 * long boots of the kind in question take.
 */
export function bootCurve(
  boots: readonly number[],
  failures: number,
  typical: TypicalBoot,
  factor: number = 1,
): BootCurve {
  const curve = new Float64Array(LONGEST_MINUTES + 1);
  const total = boots.length + failures;
  const sorted = [...boots].sort((a, b) => a - b);
  let taken = 0;
  for (let minute = 0; minute <= LONGEST_MINUTES; minute++) {
    const seconds = (minute * 60) / factor;
    while (taken < sorted.length && sorted[taken]! <= seconds) taken++;
    const prior = priorShare(seconds, typical);
    curve[minute] = (taken + PRIOR_WEIGHT * prior) / (total + PRIOR_WEIGHT);
  }
  return curve;
}

/** Ready within `minutes` more, given that it is not ready `age` minutes after its start. */
export function readyWithin(curve: BootCurve, age: number, minutes: number): number {
  const before = at(curve, age);
  return before >= 1 ? 1 : Math.max(0, (at(curve, age + minutes) - before) / (1 - before));
}

function at(curve: BootCurve, minutes: number): number {
  if (minutes <= 0) return 0;
  if (minutes >= LONGEST_MINUTES) return curve[LONGEST_MINUTES]!;
  const low = Math.floor(minutes);
  return curve[low]! + (minutes - low) * (curve[low + 1]! - curve[low]!);
}

function priorShare(seconds: number, [least, mode, greatest]: TypicalBoot): number {
  const longer = Math.min(1, Math.max(0, (seconds - greatest) / Math.max(1, LONGER_UP_TO - greatest)));
  return (1 - LONGER - NEVER) * triangle(seconds, least, mode, greatest) + LONGER * longer;
}

function triangle(x: number, least: number, mode: number, greatest: number): number {
  if (x <= least) return 0;
  if (x >= greatest) return 1;
  const span = greatest - least;
  return x < mode
    ? (x - least) ** 2 / (span * Math.max(1, mode - least))
    : 1 - (greatest - x) ** 2 / (span * Math.max(1, greatest - mode));
}

/** Seconds that a start takes, or null where it never comes up: drawn from the same distribution as `bootCurve` tells. */
export function drawBoot(
  boots: readonly number[],
  failures: number,
  [least, mode, greatest]: TypicalBoot,
  chance: () => number,
): number | null {
  const which = chance() * (boots.length + failures + PRIOR_WEIGHT);
  if (which < boots.length) return boots[Math.floor(which)]!;
  if (which < boots.length + failures) return null;
  const kind = chance();
  const u = chance();
  if (kind < NEVER) return null;
  if (kind < NEVER + LONGER) return greatest + u * Math.max(0, LONGER_UP_TO - greatest);
  const span = greatest - least;
  const turn = span > 0 ? (mode - least) / span : 0;
  if (u < turn) return least + Math.sqrt(u * span * (mode - least));
  return greatest - Math.sqrt((1 - u) * span * (greatest - mode));
}
