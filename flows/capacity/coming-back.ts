import { keptShare } from './ageing.ts';

/**
 * People whose session Windows ended while they were away from it (a long lunch), and whose booked time goes on: how
 * many come back for a new one, and after how long. Learned for a pool, by how much of the booked time is left: with
 * hours left it was lunch, with less of it most have gone for the day.
 */
export type ComingBack = BackWithin[];

interface BackWithin {
  ended: number;
  back: number;
  /** Minutes in all from the end of the session to the new one. */
  minutes: number;
}

/** When Windows ended a session whose person was away, and the end of their booked time. */
export interface EndedAway {
  at: number;
  end: number;
}

const MINUTE = 60_000;
/** Booked time left, minutes: from here on the next cell counts. */
const CELLS = [90, 180, 270];
/** Before anything is known, and at least: as many ended sessions. */
const LEAST = 4;
/** Who has not come back by then is not waited for. */
export const LATEST_BACK_MS = 60 * MINUTE;

/** Before anything is known: few of those with little time left, most of those with hours, within some ten minutes. */
export function usualComingBack(): ComingBack {
  return [0.4, 0.8, 1.6, 2.4].map((back) => ({ ended: LEAST, back, minutes: 10 * back }));
}

/** `backAt`: when they were back; null: they did not come. */
export function noteComingBack(known: ComingBack, away: EndedAway, backAt: number | null): void {
  const cell = cellOf(known, away);
  cell.ended++;
  if (backAt !== null) {
    cell.back++;
    cell.minutes += (backAt - away.at) / MINUTE;
  }
}

/** A day is over: what is older counts less. */
export function ageComingBack(known: ComingBack): void {
  for (const cell of known) {
    const kept = keptShare(cell.ended, LEAST);
    for (const key of ['ended', 'back', 'minutes'] as const) cell[key] *= kept;
  }
}

/**
 * Adds those who are not back yet to the people expected within m minutes from now: to the mean and its variance, m = 1
 * to the end of both. Costs grow with the number of people, not with that times the minutes.
 */
export function addComingBack(
  known: ComingBack,
  away: Iterable<EndedAway>,
  now: number,
  mean: Float64Array,
  variance: Float64Array,
): void {
  const cells = new Map<BackWithin, { chances: number; squares: number }>();
  for (const one of away) {
    const cell = cellOf(known, one);
    const share = cell.back / cell.ended;
    const still = share * Math.exp(-(now - one.at) / MINUTE / usualMinutes(cell));
    const chance = still / (1 - share + still);
    const sum = cells.get(cell) ?? { chances: 0, squares: 0 };
    cells.set(cell, { chances: sum.chances + chance, squares: sum.squares + chance ** 2 });
  }
  for (const [cell, { chances, squares }] of cells)
    for (let minute = 1; minute < mean.length; minute++) {
      const within = 1 - Math.exp(-minute / usualMinutes(cell));
      mean[minute]! += chances * within;
      variance[minute]! += chances * within - squares * within ** 2;
    }
}

function usualMinutes({ back, minutes }: BackWithin): number {
  return Math.max(1, minutes / back);
}

function cellOf(known: ComingBack, { at, end }: EndedAway): BackWithin {
  const left = (end - at) / MINUTE;
  return known[CELLS.filter((from) => left >= from).length]!;
}
