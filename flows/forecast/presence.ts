import { arrivalCurves, kindOf, valueAt } from '../capacity/arrival-habits.ts';
import { alike, showRate, usualOverrun, usualShift, type Who } from '../capacity/person-habits.ts';
import type { Learned } from '../capacity/learned.ts';

const MINUTE = 60_000;
const EARLIEST = -180;
const LATEST = 240;
/** Habits of leaving are counted together in steps of so many minutes. */
const OVER_STEP = 5;

/** Of whom nothing is known: as everybody is. */
const NOBODY: Who = { upn: '', section: null };

/** People who are alike: the same booked time, chance and habits. */
export interface Group {
  start: number;
  end: number;
  kind: string;
  /** Minutes later than others come, and leave. */
  shift: number;
  over: number;
  /** Chance that the booking stands and its person comes. */
  chance: number;
  count: number;
}

/** One booking, or several by nobody known yet, as a group. `minute`: of the local day at which it starts. */
export function groupOf(
  learned: Learned,
  one: { who: Who | null; start: number; end: number; minute: number; chance: number; count: number },
): Group {
  const { people } = learned;
  const who = one.who ?? NOBODY;
  const over = Math.round((usualOverrun(people, who) - USUAL_OVER) / OVER_STEP) * OVER_STEP;
  return {
    start: one.start,
    end: one.end,
    kind: kindOf(one.minute, (one.end - one.start) / MINUTE),
    shift: usualShift(people, who),
    over,
    chance: one.chance * showRate(people, who),
    count: one.count,
  };
}

/** Groups of people alike made one, with what they are on average. */
export function together(groups: Iterable<Group>): Group[] {
  const kept = new Map<string, Group>();
  for (const group of groups) {
    const { start, end, kind, shift, over, chance, count } = group;
    const key = `${start} ${end} ${kind} ${over} ${alike(chance, shift)}`;
    const known = kept.get(key);
    if (known === undefined) {
      kept.set(key, { ...group });
      continue;
    }
    known.count += count;
    known.shift += ((shift - known.shift) * count) / known.count;
    known.chance += ((chance - known.chance) * count) / known.count;
  }
  return [...kept.values()];
}

/** Of these groups at an instant: sessions on average, their variance as unlike coins, and how many they can be at most. */
export function presence(
  learned: Learned,
  groups: readonly Group[],
): (at: number) => { mean: number; variance: number; most: number } {
  const curves = arrivalCurves([learned.arrivals], new Set(groups.map(({ kind }) => kind)));
  const open = openCurve(learned);
  return (at) => {
    let [mean, variance, most] = [0, 0, 0];
    for (const { start, end, kind, shift, over, chance, count } of groups) {
      const come = valueAt(curves.get(kind)!, (at - start) / MINUTE - shift);
      if (come === 0) continue;
      const p = chance * come * stillOpen(open, (at - end) / MINUTE - over);
      if (p < 1e-4) continue;
      mean += count * p;
      variance += count * p * (1 - p);
      most += count;
    }
    return { mean, variance, most };
  };
}

function stillOpen(curve: Float64Array, minutes: number): number {
  if (minutes <= EARLIEST) return 1;
  if (minutes >= LATEST) return 0;
  return curve[Math.round(minutes) - EARLIEST]!;
}

/** Of those who leave: one in ten up to two hours early, one in seven up to an hour and a half late, the rest around the end. */
function leftBy(minutes: number): number {
  const even = (from: number, to: number) => Math.min(1, Math.max(0, (minutes - from) / (to - from)));
  return 0.1 * even(-120, -15) + 0.15 * even(10, 90) + 0.75 / (1 + Math.exp(-(minutes - 2) / 5));
}

/** Mean of `leftBy`, in minutes. */
const USUAL_OVER = 0.1 * -67.5 + 0.15 * 50 + 0.75 * 2;

/** Share of the sessions that are open so many minutes after the booked end (index 0 is `EARLIEST`), those left open too. */
function openCurve({ endings }: Learned): Float64Array {
  const { sessions, leftOpen, openMinutes } = endings;
  const share = leftOpen / sessions;
  const longer = leftOpen > 0 ? openMinutes / leftOpen : 0;
  return Float64Array.from({ length: LATEST - EARLIEST + 1 }, (_, index) => {
    const minutes = EARLIEST + index;
    return 1 - (1 - share) * leftBy(minutes) - share * leftBy(minutes - longer);
  });
}
