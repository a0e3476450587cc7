import { addDays, mondayOf } from '../local-time.ts';
import type { LocalDay, WorkingHours } from '../organisation.ts';
import type { Rules } from './rules.ts';

/** A booking as it counts in somebody's limits. */
export interface CountedBooking {
  day: LocalDay;
  part: 'full' | 'am' | 'pm' | 'hours';
  startsAt: Date;
  endsAt: Date;
}

/** First and last day of the period of a limit, both included. */
export interface Period {
  first: LocalDay;
  last: LocalDay;
}

export function weekOf(day: LocalDay): Period {
  const first = mondayOf(day);
  return { first, last: addDays(first, 6) };
}

export function monthOf(day: LocalDay): Period {
  const first = `${day.slice(0, 7)}-01`;
  return { first, last: addDays(firstOfMonth(day, 1), -1) };
}

/** The year that begins with the month so named (4: April to March). */
export function yearOf(day: LocalDay, begins: number): Period {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const start = month >= begins ? year : year - 1;
  const first = `${start}-${String(begins).padStart(2, '0')}-01`;
  const next = `${String(start + 1).padStart(4, '0')}-${String(begins).padStart(2, '0')}-01`;
  return { first, last: addDays(next, -1) };
}

function firstOfMonth(day: LocalDay, later: number): LocalDay {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + later;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

/** Half days that a booking is long: hours of at most half the working time are one. */
export function halvesOf(booking: CountedBooking, hours: WorkingHours): 1 | 2 {
  if (booking.part === 'full') return 2;
  if (booking.part !== 'hours') return 1;
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const { start, end, lunch } = hours;
  const working = minutes(lunch.start) - minutes(start) + (minutes(end) - minutes(lunch.end));
  return (booking.endsAt.getTime() - booking.startsAt.getTime()) / 60_000 > working / 2 ? 2 : 1;
}

/** Days used up by bookings within a period: at most one a day, a half counting as the rule says. */
export function daysUsed(
  bookings: readonly CountedBooking[],
  { first, last }: Period,
  hours: WorkingHours,
  halfCounts: Rules['halfCounts'],
): { used: number; days: LocalDay[] } {
  const halves = new Map<LocalDay, number>();
  for (const booking of bookings) {
    if (booking.day < first || booking.day > last) continue;
    const length = halfCounts === 'whole' ? 2 : halvesOf(booking, hours);
    halves.set(booking.day, Math.min(2, (halves.get(booking.day) ?? 0) + length));
  }
  const used = [...halves.values()].reduce((sum, one) => sum + one, 0) / 2;
  return { used, days: [...halves.keys()].sort() };
}
