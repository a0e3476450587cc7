import {
  addArrivals,
  arrivalCurves,
  EARLIEST,
  LATEST,
  MINUTES,
  noCounts,
  noteArrival,
  type ArrivalHabits,
} from './arrival-habits.ts';
import { daysSeen, dayShift, noteDay, MOST_EARLIER, MOST_LATER, shifted, type Awaited } from './day-shift.ts';
import type { Expected } from './known-people.ts';
import type { Learned } from './learned.ts';

const MINUTE = 60_000;
/** People who begin further apart than this have not the same day. */
const SAME_DAY = 600 * MINUTE;

/** Whether the curve holds just now is seen by the last minutes, so many. */
export const RECENT_MINUTES = 10;

/** Those of one day who have come, by minutes after their booked start. JSON. */
export interface ArrivalsToday {
  /** Earliest booked start of them. */
  from: number;
  /** An election or a training: nothing is learned from it for other days. */
  unlike: boolean;
  counts: ArrivalHabits;
  /** How many came in each of the last minutes (since the epoch). */
  recent: Record<number, number>;
}

/** What days teach. */
type LearnedOfDays = Pick<Learned, 'arrivals' | 'dayShifts'>;

/** How people come today. */
export interface Morning {
  /** By kind of booking, as `arrivalCurves`, on a day as early or late as this: from other days alone, and with today's. */
  usual: Map<string, Float64Array>;
  curves: Map<string, Float64Array>;
  /** Minutes by which people come later than on other days, and how far off that may be. */
  later: number;
  unsure: number;
  /** People with a booking who came in the last `RECENT_MINUTES`. */
  lately: number;
  /** So many days say how people come. */
  days: number;
}

/**
 * Somebody booked from `from` has come, `minutes` after it: among today's, or the first of another day, before which the
 * old one's are learned.
 */
export function withArrival(
  today: ArrivalsToday | undefined,
  learned: LearnedOfDays,
  { from, unlike, kind, minutes, at }: { from: number; unlike: boolean; kind: string; minutes: number; at: number },
): ArrivalsToday {
  let one = today;
  if (one === undefined || Math.abs(from - one.from) > SAME_DAY) {
    if (one !== undefined) dayIsOver(one, learned);
    one = { from, unlike, counts: {}, recent: {} };
  }
  one.from = Math.min(one.from, from);
  noteArrival(one.counts, kind, minutes);
  const minute = Math.floor(at / MINUTE);
  for (const before of Object.keys(one.recent))
    if (Number(before) < minute - RECENT_MINUTES) delete one.recent[Number(before)];
  one.recent[minute] = (one.recent[minute] ?? 0) + 1;
  return one;
}

/** Nobody who would still come for this day's times is waited for. */
export function isOver(today: ArrivalsToday, now: number): boolean {
  return now - today.from > SAME_DAY + LATEST * MINUTE;
}

/** What its arrivals say of other days is learned. */
export function dayIsOver({ counts, unlike }: ArrivalsToday, { arrivals, dayShifts }: LearnedOfDays): void {
  if (unlike) return;
  noteDay(dayShifts, dayShift(arrivalCurves([arrivals], Object.keys(counts)), counts, [], dayShifts));
  addArrivals(arrivals, counts);
}

/**
 * How people come, from other days and from today's so far, for groups that begin within `horizon` minutes. The first of
 * a morning would say that everybody comes early as long as those who are not there yet say nothing: so each of these
 * counts, as likely as they still come, where the others of their kind come from here on (Kaplan and Meier's estimate
 * from observations that are not over). In the same way all of them say by how much the day is later than others.
 */
export function readMorning(
  { arrivals: habits, dayShifts }: LearnedOfDays,
  today: ArrivalsToday | undefined,
  groups: Iterable<Expected>,
  now: number,
  horizon: number,
): Morning {
  const waited: (Awaited & { unlike: boolean })[] = [];
  const kinds = new Set(Object.keys(today?.counts ?? {}));
  for (const group of groups) {
    const minutes = (now - group.start) / MINUTE - group.shift;
    // However late or early today is.
    if (minutes < EARLIEST - horizon - MOST_EARLIER || minutes > LATEST + MOST_LATER) continue;
    kinds.add(group.kind);
    if (minutes > EARLIEST && minutes < LATEST) waited.push({ ...group, minutes });
  }
  if (kinds.size === 0) return { usual: new Map(), curves: new Map(), later: 0, unsure: 0, lately: 0, days: 0 };
  const usual = arrivalCurves([habits], kinds);
  const shift = dayShift(usual, today?.counts ?? {}, waited, dayShifts);
  const later = shift.mean;
  // What today is earlier or later by is not also a habit.
  const like = waited.flatMap((one) => {
    const minutes = one.minutes - later;
    return one.unlike || minutes <= EARLIEST || minutes >= LATEST ? [] : [{ ...one, minutes }];
  });
  const come = today === undefined || today.unlike ? {} : earlierBy(today.counts, later);
  const curves = arrivalCurves([habits, come], kinds, stillToCome(like, usual));
  const onSuchADay = (of: Map<string, Float64Array>) =>
    new Map([...of].map(([kind, curve]) => [kind, shifted(curve, shift)]));
  return {
    usual: onSuchADay(usual),
    curves: onSuchADay(curves),
    later,
    unsure: shift.deviation,
    lately: lately(today, now),
    days: daysSeen(dayShifts),
  };
}

/** How likely somebody who comes with the chance `show` still does when a share `come` of those who do has come. */
export function chanceToCome(show: number, come: number): number {
  return (show * (1 - come)) / (1 - show * come);
}

function lately(today: ArrivalsToday | undefined, now: number): number {
  const isRecent = (minute: number) => minute >= now / MINUTE - RECENT_MINUTES && minute <= now / MINUTE;
  return Object.entries(today?.recent ?? {}).reduce(
    (sum, [minute, one]) => sum + (isRecent(Number(minute)) ? one : 0),
    0,
  );
}

/** By kind and minute: those waited for, each in as many parts as there are minutes in which they may come. */
function stillToCome(waited: readonly Awaited[], curves: Map<string, Float64Array>): Map<string, Float64Array> {
  const expected = new Map<string, Float64Array>();
  for (const [kind, curve] of curves) {
    // What those waited for since each minute add to every later share of the curve.
    const shares = new Float64Array(curve.length - 1);
    for (const one of waited) {
      if (one.kind !== kind) continue;
      const minute = Math.floor(one.minutes) - EARLIEST;
      const left = 1 - curve[minute]!;
      if (left > 1e-9) shares[minute]! += (one.count * chanceToCome(one.show, curve[minute]!)) / left;
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

/** The same arrivals so many minutes earlier: of each minute, the share that lies in each of the two it comes to lie over. */
function earlierBy(habits: ArrivalHabits, earlier: number): ArrivalHabits {
  const whole = Math.floor(earlier);
  const part = earlier - whole;
  const within = (minute: number) => Math.min(MINUTES - 1, Math.max(0, minute));
  const moved: ArrivalHabits = {};
  for (const [kind, counts] of Object.entries(habits)) {
    const own = (moved[kind] = noCounts());
    counts.forEach((count, minute) => {
      if (count === 0) return;
      own[within(minute - whole)]! += count * (1 - part);
      own[within(minute - whole - 1)]! += count * part;
    });
  }
  return moved;
}
