import { nothingLearned } from '../../flows/capacity/learned.ts';
import { noHistory } from '../../flows/forecast/booking-history.ts';
import type { ForecastInput } from '../../flows/forecast/forecast-day.ts';
import type { DayForecast, HalfHour, Supply } from '../../flows/forecast/forecast.ts';
import type { ComingBooking } from '../../flows/forecast/forecast-store.ts';
import { instantOf } from '../../flows/local-time.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { isWorkingDay } from '../../flows/working-days.ts';
import { NOW, TOKYO } from './builders.ts';

/** Seven hosts of sixteen sessions, without a licence limit. */
export function aSupply({ hosts = 7, maxSessions = 16, licences = null }: Partial<Supply> = {}): Supply {
  return { hosts, maxSessions, licences, seats: Math.min(hosts * maxSessions, licences ?? Infinity) };
}

/** A new installation, asked at NOW: nothing is learned and nothing was booked before. */
export function aForecastInput(input: Partial<ForecastInput> = {}): ForecastInput {
  return {
    now: NOW,
    timeZone: TOKYO,
    isFree: (day) => !isWorkingDay(day),
    workingHours: { start: '08:30', end: '17:15' },
    supply: aSupply(),
    hostHourYen: 80,
    fewestHosts: 0,
    learned: nothingLearned(),
    history: noHistory(),
    past: [],
    ...input,
  };
}

/** So many people's bookings of a day, each the next of p0, p1 …, from half past eight to a quarter past five. */
export function comingBookings(
  day: LocalDay,
  count: number,
  { from = '08:30', to = '17:15', status = 'approved', timeZone = TOKYO, first = 0 }: ComingOptions = {},
): ComingBooking[] {
  return Array.from({ length: count }, (_, index) => ({
    upn: `p${first + index}@city.example`,
    section: null,
    startsAt: instantOf(day, from, timeZone),
    endsAt: instantOf(day, to, timeZone),
    status,
  }));
}

interface ComingOptions {
  from?: string;
  to?: string;
  status?: ComingBooking['status'];
  timeZone?: string;
  first?: number;
}

/** A day with one half hour from ten o'clock, in which so many sessions are expected. */
export function aDayForecast(
  day: LocalDay,
  [expected, low, high]: [number, number, number] = [50, 45, 55],
  more: Partial<DayForecast> = {},
): DayForecast {
  const peak: HalfHour = {
    at: instantOf(day, '10:00', TOKYO),
    booked: expected,
    sessions: { expected, low, high },
    hosts: { expected: Math.ceil(expected / 16), low: Math.ceil(low / 16), high: Math.ceil(high / 16) },
    yen: 0,
  };
  return {
    day,
    holiday: null,
    closed: !isWorkingDay(day),
    half: null,
    booked: expected,
    pending: 0,
    waiting: 0,
    stillToCome: 0,
    halfHours: [peak],
    peak,
    hostHours: { expected: 2, low: 1.5, high: 2.5 },
    yen: 0,
    shortage: null,
    ...more,
  };
}
