import type { Booking } from '../../flows/booking/booking.ts';
import { localDayOf, mondayOf } from '../../flows/local-time.ts';
import type { Organisation } from '../../flows/organisation.ts';
import type { City } from './city.ts';

const HELD = new Set(['pending', 'approved', 'active', 'completed']);

/** The most bookings that hold a seat of one pool at one instant. */
export function mostAtOnce(bookings: readonly Booking[], poolId: string): number {
  const own = bookings.filter((one) => one.poolId === poolId && HELD.has(one.status));
  const changes = own.flatMap(({ startsAt, endsAt }) => [
    { at: startsAt.getTime(), by: 1 },
    { at: endsAt.getTime(), by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let [now, most] = [0, 0];
  for (const { by } of changes) most = Math.max(most, (now += by));
  return most;
}

/** The most days of one person in one week, Monday to Sunday, halves counted as the organisation's rules say. */
export function mostInAWeek(bookings: readonly Booking[], { rules, timeZone }: Organisation): number {
  const days = new Map<string, Map<string, number>>();
  for (const { personId, startsAt, part, status } of bookings) {
    if (!HELD.has(status)) continue;
    const day = localDayOf(startsAt, timeZone);
    const key = `${personId} ${mondayOf(day)}`;
    const week = days.get(key) ?? new Map<string, number>();
    const weight = rules.halfCounts === 'half' && (part === 'am' || part === 'pm') ? 0.5 : 1;
    days.set(key, week.set(day, Math.min(1, (week.get(day) ?? 0) + weight)));
  }
  return Math.max(0, ...[...days.values()].map((week) => [...week.values()].reduce((sum, one) => sum + one, 0)));
}

/** Licences and days beyond what the organisation's file allows; empty where all is within. */
export async function capsExceeded(city: City): Promise<string[]> {
  const bookings = await city.bookings();
  const { pools, rules } = city.organisation;
  const licences = pools.flatMap(({ id, licences: most }) => {
    const held = mostAtOnce(bookings, id);
    return most !== null && held > most ? [`${held} booked at once in ${id}, which has ${most} licences`] : [];
  });
  const week = mostInAWeek(bookings, city.organisation);
  const days = rules.daysPerWeek !== null && week > rules.daysPerWeek ? [`somebody has ${week} days in a week`] : [];
  return [...licences, ...days];
}
