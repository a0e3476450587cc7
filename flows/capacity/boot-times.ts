/** What starts have taken so far, and what to expect of the next. All figures are seconds. */

/** Deallocated to taking people: 3 to 7 minutes is what practitioners report; 6 until we know better. */
const PRIOR_SECONDS = 360;
/** The prior weighs as many starts as are missing to this number. */
const PRIOR_WEIGHT = 8;
const KEPT = 200;
const LEAD_QUANTILE = 0.9;
const LATE_QUANTILE = 0.95;
const LEAST_LEAD = 120;
const MOST_LEAD = 1200;
const LEAST_LATE = 600;
const MOST_LATE = 1800;

/** Half of the starts take no longer; null before enough are known. */
export function usualBootSeconds(boots: readonly number[]): number | null {
  return boots.length < PRIOR_WEIGHT ? null : quantile(boots, 0.5);
}

/** The starts with one more; the oldest is forgotten. */
export function withBoot(boots: readonly number[], seconds: number): number[] {
  return [...boots, seconds].slice(-KEPT);
}

/** How long before the need a host is started: nine of ten are up by then. */
export function bootLeadSeconds(boots: readonly number[]): number {
  return clamp(quantile(boots, LEAD_QUANTILE), LEAST_LEAD, MOST_LEAD);
}

/** After this a start counts as failed and is replaced: the 95th percentile, at least 10 minutes. */
export function lateAfterSeconds(boots: readonly number[]): number {
  return clamp(quantile(boots, LATE_QUANTILE), LEAST_LATE, MOST_LATE);
}

function quantile(boots: readonly number[], q: number): number {
  const prior = Array<number>(Math.max(0, PRIOR_WEIGHT - boots.length)).fill(PRIOR_SECONDS);
  const sorted = [...boots, ...prior].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? PRIOR_SECONDS;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
