import { localQuarter, type WorkCalendar } from '../capacity/local-quarter.ts';
import type { Learned } from '../capacity/learned.ts';
import { usualWalkIns, type DayKind } from '../capacity/walk-ins.ts';
import { addDays, instantOf } from '../local-time.ts';
import type { LocalDay, Localised, WallTime } from '../organisation.ts';
import type { SpecialDay } from '../rules/rules.ts';
import { holidayName } from '../working-days.ts';
import { grantChance, keepChance, knownShare, usualTotal, type BookingHistory } from './booking-history.ts';
import { hostRange, sessionRange, type Count } from './count-range.ts';
import type { DayForecast, HalfHour, Range, Supply } from './forecast.ts';
import type { ComingBooking } from './forecast-store.ts';
import { groupOf, presence, together, type Group } from './presence.ts';

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const HOUR = 60 * MINUTE;
/** Each half hour is looked at in so many moments; its fullest counts. */
const MOMENTS = 3;
/** Whole days differ from what single people's habits make (trains, weather, a cold): as a share of those booked. */
const DAY_SPREAD = 0.03;
/** A whole day begins and ends earlier or later by so many minutes (standard deviation). */
const DAY_SHIFT = 2.5;
/** Before such days have been seen, what is still to be booked may be half as much or half as much more. */
const UNSEEN_SPREAD = 0.5;
/** Numbers of people without a booking differ from day to day, as a share. */
const WALK_IN_SPREAD = 0.3;
const WALK_IN_QUARTERS = 32;
const QUARTER = 15 * MINUTE;

/** What the organisation calls a day. */
export interface NamedDay {
  name: Localised;
  kind: SpecialDay['kind'] | null;
  /** Closed in the morning or in the afternoon alone. */
  half: 'am' | 'pm' | null;
}

/** What the forecast of a pool's day is made from. Plain values. */
export interface ForecastInput {
  now: Date;
  timeZone: string;
  /** Weekends, public holidays and closed days. */
  isFree: (day: LocalDay) => boolean;
  /** What the organisation's own calendar calls a day, and whether it is unlike other days; null where it says nothing. */
  named?: (day: LocalDay) => NamedDay | null;
  /** Usual time of a booking where none has been seen yet. */
  workingHours: { start: WallTime; end: WallTime };
  supply: Supply;
  /** Yen for an hour of one host; and hosts that are on at any time. */
  hostHourYen: number;
  fewestHosts: number;
  learned: Learned;
  history: BookingHistory;
  /** Days that the history covers. */
  past: readonly LocalDay[];
}

/**
 * A day of a pool by half hours, from local midnight to midnight: 46 or 50 of them where clocks are changed. Pure.
 * `bookings`: those that touch the day, and those that ended in the evening before it.
 *
 * Sessions are the sum of unlike coins: each booking with its chance to stand, to be approved and to be come for, times
 * the learned curves of coming and leaving. Bookings still to be made (how many of a day's bookings are usually known
 * so long before) and people without a booking are added, with what whole days differ.
 */
export function forecastDay(input: ForecastInput, day: LocalDay, bookings: readonly ComingBooking[]): DayForecast {
  const { timeZone, learned, history, now, supply } = input;
  const calendar = calendarOf(timeZone);
  const from = instantOf(day, '00:00', timeZone).getTime();
  const to = instantOf(addDays(day, 1), '00:00', timeZone).getTime();
  const granted = grantChance(history);
  const chanceOf = ({ status, startsAt }: ComingBooking) =>
    keepChance(history, hoursUntil(startsAt, now)) * (status === 'approved' ? 1 : granted);
  const known = together(
    bookings.map((one) => {
      const [start, end] = [one.startsAt.getTime(), one.endsAt.getTime()];
      const { minute } = localQuarter(start, calendar);
      return groupOf(learned, {
        who: { upn: one.upn.toLowerCase(), section: one.section },
        start,
        end,
        minute,
        chance: chanceOf(one),
        count: 1,
      });
    }),
  );
  const own = bookings.filter(({ startsAt }) => startsAt.getTime() >= from && startsAt.getTime() < to);
  const future = stillToCome(
    input,
    day,
    own.reduce((sum, one) => sum + (one.status === 'approved' ? 1 : granted), 0),
  );
  const booked = presence(learned, known);
  const toCome = presence(learned, future.groups);
  const kind = input.isFree(day) ? 'free' : 'work';

  const touching = touchedHalfHours(bookings, from, to);
  const step = HALF_HOUR / MOMENTS;
  const moments: ReturnType<typeof booked>[] = [];
  for (let at = from - step / 2; at < to + step; at += step) moments.push(booked(at));
  const needed: Omit<HalfHour, 'yen'>[] = [];
  for (let at = from; at < to; at += HALF_HOUR) {
    const fullest = fullestOf(
      Array.from({ length: MOMENTS }, (_, moment) => {
        const index = ((at - from) / HALF_HOUR) * MOMENTS + moment + 1;
        const instant = at + (moment + 0.5) * step;
        return { now: moments[index]!, moves: moments[index + 1]!.mean - moments[index - 1]!.mean, instant };
      }).map(({ now: people, moves, instant }) => {
        const shifted = (moves / ((2 * step) / MINUTE)) * DAY_SHIFT;
        const variance = people.variance + (DAY_SPREAD * people.mean) ** 2 + shifted ** 2;
        const [later, walkIns] = [toCome(instant), walkInsAt(learned, calendar, kind, instant)];
        return {
          booked: { ...people, variance },
          besides: {
            mean: later.mean + walkIns.mean,
            variance: later.mean + (future.spread * later.mean) ** 2 + walkIns.variance,
          },
        };
      }),
    );
    const sessions = sessionRange(fullest.booked, fullest.besides);
    const { mean, variance } = sumOf(fullest.booked, fullest.besides);
    const hosts = hostRange({ mean, variance }, sessions, supply.maxSessions, supply.seats);
    needed.push({ at: new Date(at), booked: touching[(at - from) / HALF_HOUR]!, sessions, hosts });
  }
  const count = (status: ComingBooking['status']) => own.filter((one) => one.status === status).length;
  const hoursOf = (key: keyof Range) =>
    needed.map((_, index) => Math.max(input.fewestHosts, running(needed, index, key)) / 2);
  const hours = (key: keyof Range) => hoursOf(key).reduce((sum, one) => sum + one, 0);
  const expected = hoursOf('expected');
  const halfHours = needed.map((one, index): HalfHour => ({ ...one, yen: yenOf(input, expected[index]!) }));
  return {
    day,
    holiday: nameOf(day, input),
    closed: input.isFree(day),
    half: input.isFree(day) ? null : (input.named?.(day)?.half ?? null),
    booked: count('approved'),
    pending: count('pending'),
    waiting: count('waitlisted'),
    stillToCome: Math.round(future.people * 10) / 10,
    halfHours,
    peak: halfHours.reduce((best, one) => (one.sessions.expected > best.sessions.expected ? one : best)),
    hostHours: { expected: Math.round(hours('expected') * 10) / 10, low: hours('low'), high: hours('high') },
    yen: yenOf(input, hours('expected')),
    shortage: null,
  };
}

/** The organisation's name comes first: it says what is unlike other days. */
function nameOf(day: LocalDay, { named }: ForecastInput): Localised | null {
  const [own, holiday] = [named?.(day)?.name ?? null, holidayName(day)];
  if (!own || !holiday || own.ja === holiday.ja) return own ?? holiday;
  return { ja: `${own.ja}・${holiday.ja}`, en: `${own.en}, ${holiday.en}` };
}

/**
 * Bookings of the day that nobody has made yet, by usual times. How many: the day's own bookings so far, scaled up by
 * the share that is usually known by now, and the usual total of such days, weighed by that share (after Bornhuetter
 * and Ferguson, and Benktander, who ask it of insurance claims).
 */
function stillToCome(
  input: ForecastInput,
  day: LocalDay,
  known: number,
): { groups: Group[]; people: number; spread: number } {
  const { history, learned, now, timeZone, workingHours } = input;
  const minutesOf = (time: WallTime) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const usual = { from: workingHours.start, minutes: minutesOf(workingHours.end) - minutesOf(workingHours.start) };
  const times = history.times.length > 0 ? history.times : [{ ...usual, count: 1 }];
  const all = times.reduce((sum, { count }) => sum + count, 0);
  const shares = times.map(({ from, minutes, count }) => {
    const start = instantOf(day, from, timeZone);
    return { from, minutes, start, share: count / all, known: knownShare(history, hoursUntil(start, now)) };
  });
  const knownBy = shares.reduce((sum, one) => sum + one.share * one.known, 0);
  const total = usualTotal(history, day, input.past, (one) => input.named?.(one)?.kind ?? input.isFree(one));
  const usualBy = total?.mean ?? known;
  const scaled = knownBy > 0.01 ? known / knownBy : usualBy;
  const people = knownBy * scaled + (1 - knownBy) * usualBy;
  const groups = shares
    .map(({ from, minutes, start, share, known: by }) => {
      const [at, minute] = [start.getTime(), minutesOf(from)];
      const count = people * share * (1 - by);
      return groupOf(learned, { who: null, start: at, end: at + minutes * MINUTE, minute, chance: 1, count });
    })
    .filter(({ count }) => count > 1e-6);
  const left = groups.reduce((sum, { count }) => sum + count, 0);
  return { groups, people: left, spread: total?.spread ?? UNSEEN_SPREAD };
}

/** Approved bookings that touch each half hour. */
function touchedHalfHours(bookings: readonly ComingBooking[], from: number, to: number): number[] {
  const touched = Array.from({ length: Math.ceil((to - from) / HALF_HOUR) }, () => 0);
  for (const { status, startsAt, endsAt } of bookings) {
    if (status !== 'approved') continue;
    const first = Math.max(0, Math.floor((startsAt.getTime() - from) / HALF_HOUR));
    const last = Math.min(touched.length, Math.ceil((endsAt.getTime() - from) / HALF_HOUR));
    for (let index = first; index < last; index++) touched[index]!++;
  }
  return touched;
}

/** One calendar a zone: what it has looked up stays known. Free days are the organisation's, asked elsewhere. */
function calendarOf(timeZone: string): WorkCalendar {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) calendars.set(timeZone, (calendar = { timeZone, holidays: null }));
  return calendar;
}

const calendars = new Map<string, WorkCalendar>();

/** People without a booking who are there: usual sign-ins of the quarter hours before, each staying for a while. */
function walkInsAt({ walkIns, endings }: Learned, calendar: WorkCalendar, kind: DayKind, at: number): Count {
  const stays = (endings.walkInMinutes / endings.walkIns) * MINUTE;
  let mean = 0;
  for (let back = 0; back < WALK_IN_QUARTERS; back++) {
    const { quarter } = localQuarter(at - back * QUARTER, calendar);
    mean += usualWalkIns(walkIns, kind, quarter) * Math.exp((-(back + 0.5) * QUARTER) / stays);
  }
  return { mean, variance: mean + (WALK_IN_SPREAD * mean) ** 2 };
}

function fullestOf<T extends { booked: Count; besides: Count }>(moments: T[]): T {
  return moments.reduce((best, one) =>
    sumOf(one.booked, one.besides).mean > sumOf(best.booked, best.besides).mean ? one : best,
  );
}

function sumOf(a: Count, b: Count): Count {
  return { mean: a.mean + b.mean, variance: a.variance + b.variance };
}

/** Hosts on in a half hour: started before they are needed, and stopped only when their last session is gone. */
function running(needed: readonly { hosts: Range }[], index: number, key: keyof Range): number {
  return Math.max(...needed.slice(Math.max(0, index - 1), index + 2).map(({ hosts }) => hosts[key]));
}

function yenOf({ hostHourYen }: ForecastInput, hostHours: number): number {
  return Math.round(hostHours * hostHourYen);
}

function hoursUntil(instant: Date, now: Date): number {
  return (instant.getTime() - now.getTime()) / HOUR;
}
