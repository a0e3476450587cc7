import { keptShare } from './ageing.ts';

/** Does a person come back for the session they left open? Learned by when they left it and how long ago. */

/** Left near or after the booked end (or without a booking late in the day); some time before; long before. */
export type LeftWhen = 'at-end' | 'before-end' | 'early';

/** [at risk, came back] for each stretch of minutes since the window was closed. */
export type Returning = Record<LeftWhen, [number, number][]>;

const STRETCHES = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120];
/** Before anything is known: so many of those who left then come back in all. */
const PRIOR: Record<LeftWhen, number> = { 'at-end': 0.08, 'before-end': 0.5, early: 0.85 };
const PRIOR_WEIGHT = 6;

export function nobodyReturned(): Returning {
  return { 'at-end': fresh('at-end'), 'before-end': fresh('before-end'), early: fresh('early') };
}

function fresh(when: LeftWhen): [number, number][] {
  const each = 1 - (1 - PRIOR[when]) ** (1 / STRETCHES.length);
  return STRETCHES.map(() => [PRIOR_WEIGHT, PRIOR_WEIGHT * each]);
}

/** `minutes` relative to the booked end; null without a booking. */
export function leftWhen(minutes: number | null): LeftWhen {
  if (minutes === null) return 'before-end';
  return minutes >= -12 ? 'at-end' : minutes >= -60 ? 'before-end' : 'early';
}

/** A session left open came to this: after `minutes` its person was back, or it ended. */
export function noteReturn(returning: Returning, when: LeftWhen, minutes: number, cameBack: boolean): void {
  const cells = returning[when];
  for (let stretch = 0; stretch < STRETCHES.length && STRETCHES[stretch]! <= minutes; stretch++) {
    const cell = cells[stretch]!;
    const last = stretch === STRETCHES.length - 1 || minutes < STRETCHES[stretch + 1]!;
    // Who left the stretch without an answer tells nothing of it.
    if (last && !cameBack) break;
    cell[0] += 1;
    if (last) cell[1] += 1;
  }
}

/** A day is over: what is older counts less. */
export function ageReturning(returning: Returning): void {
  for (const cell of Object.values(returning).flat()) {
    const kept = keptShare(cell[0], PRIOR_WEIGHT);
    cell[0] *= kept;
    cell[1] *= kept;
  }
}

/** Chance that the person still comes back, `since` minutes after they left, within `within` minutes more. */
export function chanceOfReturn(returning: Returning, when: LeftWhen, since: number, within: number): number {
  let away = 1;
  for (let stretch = 0; stretch < STRETCHES.length; stretch++) {
    const from = STRETCHES[stretch]!;
    const to = STRETCHES[stretch + 1] ?? Infinity;
    if (to <= since || from >= since + within) continue;
    const [risk, back] = returning[when][stretch]!;
    away *= 1 - Math.min(1, back / risk);
  }
  return 1 - away;
}
