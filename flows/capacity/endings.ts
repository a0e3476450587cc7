import { keptShare } from './ageing.ts';

/** How sessions end: signed out, or left open for a while; and how long people without a booking stay. For the forecast. */
export interface Endings {
  sessions: number;
  leftOpen: number;
  /** Minutes in all for which those were open without their people. */
  openMinutes: number;
  walkIns: number;
  /** Minutes in all from sign-in to sign-out. */
  walkInMinutes: number;
}

/** Fewer than these are not left when days go by. */
const LEAST = 20;

/** Before anything is known: three of ten close the window, for the hour that Windows is usually set to. */
export function usualEndings(): Endings {
  return { sessions: 20, leftOpen: 6, openMinutes: 360, walkIns: 10, walkInMinutes: 900 };
}

/** Minutes for which people without a booking usually stay. */
export function usualStay({ walkIns, walkInMinutes }: Endings): number {
  return walkInMinutes / walkIns;
}

/** A session has ended. `open`: minutes without its person before; `stayed`: minutes in all. */
export function noteEnding(endings: Endings, one: { booked: boolean; open: number | null; stayed: number }): void {
  if (one.booked) {
    endings.sessions++;
    endings.leftOpen += one.open === null ? 0 : 1;
    endings.openMinutes += one.open ?? 0;
  } else {
    endings.walkIns++;
    endings.walkInMinutes += Math.max(0, one.stayed);
  }
}

/** A day is over: what is older counts less. */
export function ageEndings(endings: Endings): void {
  const booked = keptShare(endings.sessions, LEAST);
  for (const key of ['sessions', 'leftOpen', 'openMinutes'] as const) endings[key] *= booked;
  const walkIns = keptShare(endings.walkIns, LEAST);
  for (const key of ['walkIns', 'walkInMinutes'] as const) endings[key] *= walkIns;
}
