/** Sign-ins that no booking announced: how many to expect, by quarter hour and kind of day, and what the last minutes show. */

export interface WalkIns {
  /** A quarter hour's usual number, by kind of day. */
  usual: Record<DayKind, number[]>;
  /** Days that went into it. */
  days: Record<DayKind, number>;
  /** Number so far in the quarter hour that runs, and which (since the epoch). */
  count: number;
  quarter: number;
  /** The last minutes in which somebody came (ms), for bursts. */
  recent: number[];
}

export type DayKind = 'work' | 'free';

const QUARTER_MS = 15 * 60_000;
/** The last minutes against the usual rate: an emergency at ten past six shows here first. */
const BURST_MS = 10 * 60_000;
const MOST_RECENT = 2000;
/** A quarter hour about which nothing is known. */
const PRIOR = 0.02;
/** A day counts at least this much against those before it. */
const LEAST_WEIGHT = 0.08;
/** Gamma prior of the rate: worth one person. */
const SHAPE = 1;
/** Lowest rate a minute that is thought possible: one person in a week. */
const LEAST_RATE = 1 / 10_000;

export function noWalkIns(): WalkIns {
  const quarters = () => Array<number>(96).fill(PRIOR);
  return {
    usual: { work: quarters(), free: quarters() },
    days: { work: 0, free: 0 },
    count: 0,
    quarter: 0,
    recent: [],
  };
}

export function noteWalkIn(walkIns: WalkIns, at: number): void {
  walkIns.count++;
  walkIns.recent.push(at);
  if (walkIns.recent.length > MOST_RECENT) walkIns.recent.shift();
}

/** Usual number of a quarter hour of a day to come, without what is left in it of the prior: none where no day was seen. */
export function usualWalkIns({ usual, days }: WalkIns, kind: DayKind, quarter: number): number {
  const seen = days[kind] / 96;
  const found = usual[kind][quarter]!;
  // After n days the prior weighs 1 / (n + 1), as long as each day counts in full.
  if (seen < 1) return 0;
  return seen > 1 / LEAST_WEIGHT ? found : Math.max(0, (found * (seen + 1) - PRIOR) / seen);
}

/**
 * Brings the quarter hours up to `now`. `local` names the kind of day and the quarter hour of an instant; what lies in a day
 * unlike others is not learned.
 */
export function rollWalkIns(
  walkIns: WalkIns,
  now: number,
  local: (at: number) => { kind: DayKind; quarter: number; unlike?: boolean },
): void {
  const current = Math.floor(now / QUARTER_MS);
  if (walkIns.quarter === 0 || current < walkIns.quarter || current - walkIns.quarter > 96 * 40) {
    Object.assign(walkIns, { quarter: current, count: 0 });
  }
  for (; walkIns.quarter < current; walkIns.quarter++) {
    const { kind, quarter, unlike } = local(walkIns.quarter * QUARTER_MS);
    if (unlike) {
      walkIns.count = 0;
      continue;
    }
    const weight = Math.max(LEAST_WEIGHT, 1 / (walkIns.days[kind] / 96 + 2));
    const usual = walkIns.usual[kind];
    usual[quarter] = usual[quarter]! * (1 - weight) + walkIns.count * weight;
    walkIns.days[kind]++;
    walkIns.count = 0;
  }
  while (walkIns.recent.length > 0 && now - walkIns.recent[0]! > BURST_MS) walkIns.recent.shift();
}

/**
 * The rate a minute to expect now, and how much of it is a guess (variance of the rate): the usual of this quarter hour
 * and its neighbours, corrected by the last ten minutes as a gamma-Poisson law asks. `waiting` counts as having come.
 */
export function walkInRate(
  walkIns: WalkIns,
  day: { kind: DayKind; quarter: number },
  waiting: number,
): { rate: number; variance: number } {
  const usual = walkIns.usual[day.kind];
  const [before, here, after] = [-1, 0, 1].map((step) => usual[(day.quarter + step + 96) % 96]!);
  const expected = Math.max(LEAST_RATE, (before! + 2 * here! + 2 * after!) / 5 / 15);
  // The surer the usual rate is (many people), the less ten minutes say against it.
  const shape = SHAPE + expected * 30;
  const seen = walkIns.recent.length + waiting;
  const minutes = BURST_MS / 60_000;
  const rate = (shape + seen) / (shape / expected + minutes);
  return { rate, variance: rate / (shape / expected + minutes) };
}
