/** What was learned on a day is worth this much the day after: half after 17 days. */
export const KEPT_A_DAY = 0.96;

/**
 * By how much counts of so many are multiplied when a day is over: the older ones count less, but no count falls below
 * `least`. By days, not by numbers: within a day those who stayed away are counted last, and a memory of the last
 * so many people would hold these alone where many come.
 */
export function keptShare(count: number, least: number): number {
  return count > least ? Math.max(KEPT_A_DAY, least / count) : 1;
}
