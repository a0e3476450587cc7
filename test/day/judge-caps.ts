import type { Booking } from '../../flows/booking/booking.ts';
import { mostHolders } from '../../flows/licences/held.ts';
import { isCounted, type CountedLicence } from '../../flows/licences/licence.ts';
import type { DatedUse } from '../../flows/licences/licence-store.ts';
import { localDayOf, mondayOf } from '../../flows/local-time.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { Organisation, Pool } from '../../flows/organisation.ts';
import type { City } from './city.ts';

const HELD = new Set(['pending', 'approved', 'active', 'completed']);

/** The most bookings that hold a seat of the pool at one instant. One that was not used holds it until it gives it back. */
export function mostAtOnce(bookings: readonly Booking[], { id, noShow }: Pool): number {
  const changes = bookings.flatMap(({ poolId, status, seatHeld, startsAt, endsAt }) => {
    if (poolId !== id || !(HELD.has(status) || status === 'no-show')) return [];
    if (status === 'pending' && !seatHeld) return [];
    const until = status === 'no-show' ? addMinutes(startsAt, noShow?.afterMinutes ?? 0) : endsAt;
    return [
      { at: startsAt.getTime(), by: 1 },
      { at: until.getTime(), by: -1 },
    ];
  });
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
  const licences = pools.flatMap((pool) => {
    const held = mostAtOnce(bookings, pool);
    if (pool.licences === null || held <= pool.licences) return [];
    return [`${held} booked at once in ${pool.id}, which has ${pool.licences} licences`];
  });
  const week = mostInAWeek(bookings, city.organisation);
  const days = rules.daysPerWeek !== null && week > rules.daysPerWeek ? [`somebody has ${week} days in a week`] : [];
  const lent = (await ledgers(city)).flatMap(({ licence, most }) =>
    most > licence.count ? [`${most} hold ${licence.id} at once, of which there are ${licence.count}`] : [],
  );
  return [...licences, ...lent, ...days];
}

/** What the ledger has of each licence that is counted: who had one, and the most at an instant. */
export function ledgers(city: City): Promise<{ licence: CountedLicence; held: DatedUse[]; most: number }[]> {
  const span = { from: new Date('2000-01-01'), to: new Date('2100-01-01') };
  return city.deps.store.transaction((tx) =>
    Promise.all(
      city.organisation.licences.filter(isCounted).map(async (licence) => {
        const held = await tx.licences.held({ licenceId: licence.id, pools: licence.pools, lockDays: 0, ...span });
        return { licence, held, most: mostHolders(held, span) };
      }),
    ),
  );
}
