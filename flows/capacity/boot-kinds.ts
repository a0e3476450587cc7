import { localQuarter, type WorkCalendar } from './local-quarter.ts';

/**
 * By how much boots of a size, in a zone, at an hour differ from the pool's usual boot: [starts, sum of the logarithms
 * of how many times as long they took]. JSON.
 */
export type BootKinds = Record<string, [starts: number, logs: number]>;

export interface BootKind {
  size: string | null;
  zone: string | null;
  /** Of the pool's day in its own zone, 0 to 23. */
  hour: number;
}

/** A kind counts as the pool's usual until it has shown otherwise: that weighs as many starts. */
const WEIGHT = 24;
/** Beyond this many starts the older ones count less. */
const REMEMBERED = 200;
/** Hours that count together: the storms of the morning are over within three. */
const HOURS = 3;
/** One boot says no more than this: twice as long, or half. */
const MOST_LOG = Math.log(2);
/** No kind is thought to differ by more. */
const MOST = 3;
/** Kinds nearer to the usual than this are taken as usual; beyond, in steps of it. */
const STEP = Math.log(1.1);

/** The hour of an instant in the pool's own zone. */
export function localHour(at: number, calendar: WorkCalendar): number {
  return Math.floor(localQuarter(at, calendar).minute / 60);
}

/** One more boot that took `seconds` where `usual` is the pool's median. What two kinds share is not counted twice. */
export function withBootKind(kinds: BootKinds, kind: BootKind, seconds: number, usual: number): BootKinds {
  if (!(seconds > 0) || !(usual > 0)) return kinds;
  const took = Math.max(-MOST_LOG, Math.min(MOST_LOG, Math.log(seconds / usual)));
  const keys = keysOf(kind);
  const all = keys.reduce((sum, key) => sum + effectOf(kinds, key), 0);
  const next = { ...kinds };
  for (const key of keys) {
    const [starts, logs] = kinds[key] ?? [0, 0];
    const one = [starts + 1, logs + took - (all - effectOf(kinds, key))] as const;
    next[key] = one[0] > REMEMBERED ? [one[0] / 2, one[1] / 2] : [one[0], one[1]];
  }
  return next;
}

/**
 * How many times as long as the pool's usual boot one of this kind takes, each of size, zone and hour in steps of a tenth;
 * 1 where little is known, and for faster kinds: nobody waits for having been promised a fast boot.
 */
export function bootFactor(kinds: BootKinds, kind: BootKind): number {
  const steps = keysOf(kind).reduce((sum, key) => sum + Math.trunc(effectOf(kinds, key) / STEP), 0);
  return Math.min(MOST, Math.max(1, Math.exp(steps * STEP)));
}

function effectOf(kinds: BootKinds, key: string): number {
  const [starts, logs] = kinds[key] ?? [0, 0];
  return logs / (starts + WEIGHT);
}

function keysOf({ size, zone, hour }: BootKind): string[] {
  return [
    ...(size === null ? [] : [`size ${size}`]),
    ...(zone === null ? [] : [`zone ${zone}`]),
    `hour ${hour - (hour % HOURS)}`,
  ];
}
