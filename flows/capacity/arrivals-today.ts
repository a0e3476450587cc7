import {
  addArrivals,
  arrivalCurves,
  binMiddle,
  BINS,
  EARLIEST,
  LATEST,
  noteArrival,
  WIDTH,
  type ArrivalHabits,
} from './arrival-habits.ts';
import type { Expected } from './known-people.ts';

const MINUTE = 60_000;
/** People who begin further apart than this have not the same day. */
const SAME_DAY = 600 * MINUTE;
/** Minutes by which whole days are earlier or later than others (trains, weather): a standard deviation, assumed. */
const DAY_DIFFERS = 2.5;
/** Minutes: more is not believed. Who is missing may also stand before a shut door. */
const MOST_EARLIER = 6;
const MOST_LATER = 3;
/** Minutes: whoever is further off than this says no more of the day. */
const FAR = 25;

/** Those of one day who have come, by minutes after their booked start. JSON. */
export interface ArrivalsToday {
  /** Earliest booked start of them. */
  from: number;
  /** An election or a training: nothing is learned from it for other days. */
  unlike: boolean;
  counts: ArrivalHabits;
}

/** How people come today. */
export interface Morning {
  /** By kind of booking, as `arrivalCurves`: from other days alone, and with today's. */
  usual: Map<string, Float64Array>;
  curves: Map<string, Float64Array>;
  /** Minutes by which people are to be expected later than usual. */
  later: number;
}

/**
 * Somebody booked from `from` has come, `minutes` after it: among today's, or the first of another day, before which the
 * old one's count for other days (`habits`).
 */
export function withArrival(
  today: ArrivalsToday | undefined,
  habits: ArrivalHabits,
  { from, unlike, kind, minutes }: { from: number; unlike: boolean; kind: string; minutes: number },
): ArrivalsToday {
  let one = today;
  if (one === undefined || Math.abs(from - one.from) > SAME_DAY) {
    if (one !== undefined) dayIsOver(one, habits);
    one = { from, unlike, counts: {} };
  }
  one.from = Math.min(one.from, from);
  noteArrival(one.counts, kind, minutes);
  return one;
}

/** Nobody who would still come for this day's times is waited for. */
export function isOver(today: ArrivalsToday, now: number): boolean {
  return now - today.from > SAME_DAY + LATEST * MINUTE;
}

/** What its arrivals say of other days is added to the habits. */
export function dayIsOver(today: ArrivalsToday, habits: ArrivalHabits): void {
  if (!today.unlike) addArrivals(habits, today.counts);
}

/**
 * How people come, from other days and from today's so far, for groups that begin within `horizon` minutes. The first of
 * a morning would say that everybody comes early as long as those who are not there yet say nothing: so each of these
 * counts, as likely as they still come, where the others of their kind come from here on (Kaplan and Meier's estimate
 * from observations that are not over). In the same way all of them say by how much the day is later than others, drawn
 * towards not at all.
 */
export function readMorning(
  habits: ArrivalHabits,
  today: ArrivalsToday | undefined,
  groups: Iterable<Expected>,
  now: number,
  horizon: number,
): Morning {
  const waited: Waited[] = [];
  const kinds = new Set(Object.keys(today?.counts ?? {}));
  for (const group of groups) {
    const minutes = (now - group.start) / MINUTE - group.shift;
    // However late or early today is.
    if (minutes < EARLIEST - horizon - MOST_EARLIER || minutes > LATEST + MOST_LATER) continue;
    kinds.add(group.kind);
    if (minutes > EARLIEST && minutes < LATEST) waited.push({ group, minutes });
  }
  if (kinds.size === 0) return { usual: new Map(), curves: new Map(), later: 0 };
  const usual = arrivalCurves([habits], kinds);
  const later = laterToday(usual, today, waited);
  // What today is earlier or later by is not also a habit.
  const like = waited.flatMap(({ group, minutes }) => {
    const usually = minutes - later;
    return group.unlike || usually <= EARLIEST || usually >= LATEST ? [] : [{ group, minutes: usually }];
  });
  const come = today === undefined || today.unlike ? {} : earlierBy(today.counts, later);
  const curves = arrivalCurves([habits, come], kinds, stillToCome(like, usual));
  return { usual, curves, later };
}

interface Waited {
  group: Expected;
  /** Since they were to be expected. */
  minutes: number;
}

/** How likely somebody who comes with the chance `show` still does when a share `come` of those who do has come. */
export function chanceToCome(show: number, come: number): number {
  return (show * (1 - come)) / (1 - show * come);
}

/** By kind and minute: those waited for, each in as many parts as there are minutes in which they may come. */
function stillToCome(waited: readonly Waited[], curves: Map<string, Float64Array>): Map<string, Float64Array> {
  const expected = new Map<string, Float64Array>();
  for (const [kind, curve] of curves) {
    // What those waited for since each minute add to every later share of the curve.
    const shares = new Float64Array(curve.length - 1);
    for (const one of waited) {
      if (one.group.kind !== kind) continue;
      const minute = Math.floor(one.minutes) - EARLIEST;
      const left = 1 - curve[minute]!;
      if (left > 1e-9) shares[minute]! += (one.group.count * chanceToCome(one.group.show, curve[minute]!)) / left;
    }
    let each = 0;
    for (let minute = 0; minute < shares.length; minute++) {
      each += shares[minute]!;
      shares[minute] = each * (curve[minute + 1]! - curve[minute]!);
    }
    expected.set(kind, shares);
  }
  return expected;
}

/** The same arrivals so many minutes earlier: of a bin, the share that lies in each of the two it comes to lie over. */
function earlierBy(habits: ArrivalHabits, minutes: number): ArrivalHabits {
  const whole = Math.floor(minutes / WIDTH);
  const part = minutes / WIDTH - whole;
  const within = (bin: number) => Math.min(BINS - 1, Math.max(0, bin));
  const moved: ArrivalHabits = {};
  for (const [kind, counts] of Object.entries(habits)) {
    const own = (moved[kind] = Array<number>(BINS).fill(0));
    counts.forEach((count, bin) => {
      own[within(bin - whole)]! += count * (1 - part);
      own[within(bin - whole - 1)]! += count * part;
    });
  }
  return moved;
}

/**
 * Minutes by which today is later: one step of the likelihood's way from none. Who has come counts with how far off they
 * were, who has not with how far off they are likely to be; the weight of these is what is known of them already.
 */
function laterToday(
  curves: Map<string, Float64Array>,
  today: ArrivalsToday | undefined,
  waited: readonly Waited[],
): number {
  let [later, weight] = [0, 0];
  for (const [kind, curve] of curves) {
    const { off, meanFrom, squareFrom } = momentsOf(curve);
    const variance = Math.max(1, squareFrom[0]!);
    for (const [bin, count] of today?.counts[kind]?.entries() ?? []) {
      later += (count * off[bin]!) / variance;
      weight += count / variance;
    }
    for (const one of waited) {
      if (one.group.kind !== kind) continue;
      const bin = Math.floor((one.minutes - EARLIEST) / WIDTH);
      const come = curve[Math.floor(one.minutes) - EARLIEST]!;
      const count = one.group.count * chanceToCome(one.group.show, come);
      const spread = squareFrom[bin]! - meanFrom[bin]! ** 2;
      later += (count * meanFrom[bin]!) / variance;
      weight += (count * Math.max(0, 1 - spread / variance)) / variance;
    }
  }
  return Math.max(-MOST_EARLIER, Math.min(MOST_LATER, later / (weight + 1 / DAY_DIFFERS ** 2)));
}

/** Minutes off the mean, at most `FAR`, by bin; their mean and their mean square over all bins from each one on. */
function momentsOf(curve: Float64Array): { off: Float64Array; meanFrom: Float64Array; squareFrom: Float64Array } {
  const share = (bin: number) => curve[(bin + 1) * WIDTH]! - curve[bin * WIDTH]!;
  let middle = 0;
  for (let bin = 0; bin < BINS; bin++) middle += share(bin) * Math.max(-60, Math.min(60, binMiddle(bin)));
  const off = new Float64Array(BINS).map((_, bin) => Math.max(-FAR, Math.min(FAR, binMiddle(bin) - middle)));
  const mean = off.reduce((sum, one, bin) => sum + one * share(bin), 0);
  for (let bin = 0; bin < BINS; bin++) off[bin]! -= mean;
  const [meanFrom, squareFrom] = [new Float64Array(BINS), new Float64Array(BINS)];
  let [shares, sum, squares] = [0, 0, 0];
  for (let bin = BINS - 1; bin >= 0; bin--) {
    shares += share(bin);
    sum += share(bin) * off[bin]!;
    squares += share(bin) * off[bin]! ** 2;
    meanFrom[bin] = shares > 1e-9 ? sum / shares : off[bin]!;
    squareFrom[bin] = shares > 1e-9 ? squares / shares : off[bin]! ** 2;
  }
  return { off, meanFrom, squareFrom };
}
