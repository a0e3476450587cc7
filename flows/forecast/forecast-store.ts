import type { LocalDay } from '../organisation.ts';
import type { BookingHistory } from './booking-history.ts';
import type { Shortage } from './forecast.ts';

/** A booking as the forecast sees it. Completed ones count as approved: today is a day like the others. */
export interface ComingBooking {
  upn: string;
  /** The person's department, where the directory knows it. */
  section: string | null;
  startsAt: Date;
  endsAt: Date;
  status: 'approved' | 'pending' | 'waitlisted';
}

/** What is kept of a day's forecast: for the approval card, and to tell of a shortage once. */
export interface KeptDay {
  poolId: string;
  day: LocalDay;
  /** Range at its fullest half hour, and the seats that can be had. */
  low: number;
  high: number;
  seats: number;
  shortage: Shortage | null;
  /** The shortage that the ICT section was told of last, and when. */
  told: { limit: Shortage['limit']; at: Date } | null;
}

export interface ForecastStore {
  /** Bookings of a pool that touch [from, to), that hold a seat or wait for one, by start. Locks nothing. */
  coming(poolId: string, from: Date, to: Date): Promise<ComingBooking[]>;
  /** What the bookings of the local days from `from` to before `to` teach, their times in the zone. */
  history(poolId: string, from: LocalDay, to: LocalDay, timeZone: string): Promise<BookingHistory>;
  /** The history as it was kept last, and the day on which it was made. Reading it anew is dear in a large pool. */
  keptHistory(poolId: string): Promise<{ day: LocalDay; history: BookingHistory } | null>;
  saveHistory(poolId: string, day: LocalDay, history: BookingHistory): Promise<void>;
  /** The kept days of these pools, in any order. */
  days(poolIds: string[], days: LocalDay[]): Promise<KeptDay[]>;
  /** Writes the days of a pool anew; days before `from` go. */
  saveDays(poolId: string, from: LocalDay, days: KeptDay[]): Promise<void>;
}
