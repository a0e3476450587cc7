import type { LocalDay, WallTime } from '../organisation.ts';
import { weekdayOf } from '../local-time.ts';

/** What the bookings of the last weeks teach about those to come. JSON. */
export interface BookingHistory {
  /** Bookings by local day, of those that were approved and not taken back. Days without any are left out. */
  days: { day: LocalDay; count: number }[];
  /** The same by the hours between asking and start: `leads[i]` lie from `LEAD_HOURS[i]` to the next. */
  leads: number[];
  /** Decided: approved and kept, approved and taken back, not approved. */
  granted: number;
  cancelled: number;
  refused: number;
  /** Usual times, the most frequent first. */
  times: { from: WallTime; minutes: number; count: number }[];
}

export const LEAD_HOURS = [0, 1, 2, 4, 8, 12, 16, 24, 48, 72, 96, 120, 168, 240, 336, 504] as const;

/** Days looked back: eight of each weekday, and not the season before. */
export const HISTORY_DAYS = 56;

/**
 * Before anything is known: share of a day's bookings that is made within so many hours of its start (each step of
 * `LEAD_HOURS`). Telework is asked for some days ahead; a few book on the day itself.
 */
const PRIOR_LEADS = [0.01, 0.01, 0.015, 0.015, 0.01, 0.03, 0.07, 0.13, 0.1, 0.09, 0.08, 0.13, 0.1, 0.09, 0.08, 0.04];
/** The priors weigh as many bookings. */
const LEAD_WEIGHT = 60;
const KEEP_WEIGHT = 60;
const PRIOR_CANCELLED = 0.03;
const GRANT_WEIGHT = 30;
const PRIOR_REFUSED = 0.06;
/** Bookings are taken back in the last hours, mostly: from this on the chance falls to nothing at the start. */
const TAKEN_BACK_WITHIN_HOURS = 12;
/** The mean of all days alike weighs as many of the same weekday. */
const WEEKDAY_WEIGHT = 2;
/** How unlike the totals of days alike are, as a share: before anything is known, worth so many days. */
const PRIOR_SPREAD = 0.25;
const SPREAD_WEIGHT = 5;

export function noHistory(): BookingHistory {
  return { days: [], leads: LEAD_HOURS.map(() => 0), granted: 0, cancelled: 0, refused: 0, times: [] };
}

/** Share of the bookings of a time that are usually made `hours` before it: 1 at its start, falling with the hours. */
export function knownShare({ leads }: BookingHistory, hours: number): number {
  if (hours <= 0) return 1;
  const total = leads.reduce((sum, count) => sum + count, 0) + LEAD_WEIGHT;
  const share = (index: number) => ((leads[index] ?? 0) + LEAD_WEIGHT * PRIOR_LEADS[index]!) / total;
  let later = 0;
  for (let index = 0; index < LEAD_HOURS.length; index++) {
    const from = LEAD_HOURS[index]!;
    // What is asked for earlier than the last step spreads over as long again.
    const to = LEAD_HOURS[index + 1] ?? 2 * from;
    if (hours >= to) later += share(index);
    else if (hours > from) later += (share(index) * (hours - from)) / (to - from);
  }
  return Math.max(0, 1 - later);
}

/** Chance that an approved booking is not taken back before its start in `hours`. */
export function keepChance({ granted, cancelled }: BookingHistory, hours: number): number {
  const taken = (cancelled + KEEP_WEIGHT * PRIOR_CANCELLED) / (granted + cancelled + KEEP_WEIGHT);
  return 1 - taken * Math.min(1, Math.max(0, hours / TAKEN_BACK_WITHIN_HOURS));
}

/** Chance that an undecided one is approved. */
export function grantChance({ granted, cancelled, refused }: BookingHistory): number {
  const decided = granted + cancelled + refused;
  return 1 - (refused + GRANT_WEIGHT * PRIOR_REFUSED) / (decided + GRANT_WEIGHT);
}

/**
 * Usual number of bookings of a day, from days alike (working, free or of an election, the same weekday above all), and how unlike such
 * days are (a share of it); null where none has been seen. `kindOf` a day: what two days alike have the same.
 */
export function usualTotal(
  { days }: BookingHistory,
  day: LocalDay,
  past: readonly LocalDay[],
  kindOf: (day: LocalDay) => unknown,
): { mean: number; spread: number } | null {
  const counts = new Map(days.map((one) => [one.day, one.count]));
  const alike = past.filter((one) => kindOf(one) === kindOf(day));
  if (alike.length === 0) return null;
  const count = (one: LocalDay) => counts.get(one) ?? 0;
  const mean = alike.reduce((sum, one) => sum + count(one), 0) / alike.length;
  const same = alike.filter((one) => weekdayOf(one) === weekdayOf(day));
  const own = same.reduce((sum, one) => sum + count(one), 0);
  const squares = alike.reduce((sum, one) => sum + (count(one) - mean) ** 2, 0);
  const relative = mean > 0 ? squares / mean ** 2 : 0;
  const variance = (relative + SPREAD_WEIGHT * PRIOR_SPREAD ** 2) / (alike.length + SPREAD_WEIGHT);
  return { mean: (own + WEEKDAY_WEIGHT * mean) / (same.length + WEEKDAY_WEIGHT), spread: Math.sqrt(variance) };
}
