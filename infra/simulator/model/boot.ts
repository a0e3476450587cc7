import type { SeededRandom } from './seeded-random.ts';

const second = 1000;
const minute = 60 * second;

/** How long hosts take from start to taking people. Milliseconds. */
export interface BootTimes {
  least: number;
  mostFrequent: number;
  usualGreatest: number;
  /** A few take longer, up to this. */
  greatest: number;
  longerChance: number;
  neverChance: number;
}

/** 2 to 6 minutes, most often 190 s; 2 % up to 10 minutes; one in a thousand never (practitioners report 3 to 7 minutes). */
export const usualBoot: BootTimes = {
  least: 2 * minute,
  mostFrequent: 190 * second,
  usualGreatest: 6 * minute,
  greatest: 10 * minute,
  longerChance: 0.02,
  neverChance: 0.001,
};

/** What one boot will be like: each step as milliseconds after the start. */
export type Boot =
  /** Running, and some time later Available. */
  | { outcome: 'available'; runningAfter: number; availableAfter: number }
  /** Running, but the agent never reports: status stays Unavailable. */
  | { outcome: 'never-available'; runningAfter: number }
  /** The start itself fails. */
  | { outcome: 'failed'; failedAfter: number };

/** `wanted` decides how it ends, where somebody wants it to end badly. */
export function drawBoot(random: SeededRandom, times: BootTimes, wanted: 'failed' | 'never-available' | null): Boot {
  const never = random.chance(times.neverChance) || wanted !== null;
  const longer = random.chance(times.longerChance);
  const total = longer
    ? random.between(times.usualGreatest, times.greatest)
    : random.triangular(times.least, times.mostFrequent, times.usualGreatest);
  const runningShare = random.between(0.3, 0.6); // the machine runs well before the agent is Available
  const running = Math.round(total * runningShare);
  if (!never) return { outcome: 'available', runningAfter: running, availableAfter: Math.round(total) };
  const failed = random.chance(0.5);
  return (wanted ?? (failed ? 'failed' : 'never-available')) === 'failed'
    ? { outcome: 'failed', failedAfter: running }
    : { outcome: 'never-available', runningAfter: running };
}

/** Milliseconds from the deallocate call to `deallocated`: a minute or two. */
export function drawDeallocation(random: SeededRandom): number {
  return Math.round(random.between(60 * second, 120 * second));
}
