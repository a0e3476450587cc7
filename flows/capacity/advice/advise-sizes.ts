import { addDays, instantOf, localDayOf } from '../../local-time.ts';
import type { OfficeDays } from '../../office-days.ts';
import type { LocalDay, Localised, Organisation, Pool } from '../../organisation.ts';
import type { Tx } from '../../store.ts';
import { readMemory } from '../capacity-memory.ts';
import { capacitySettings } from '../capacity-settings.ts';
import { loadRoundMemory } from '../round-memory.ts';
import { hostSizings, type HostSizing } from './host-sizings.ts';
import { replayVisits, type SeenPeople } from './replay-visits.ts';

/** Cost in host-hours of today's size: twice as many hosts at half the price cost the same an hour. */
export interface SizingCost extends HostSizing {
  hostHours: number;
  /** Against hosts as they are today; null where those cost nothing. */
  percent: number | null;
  waitedOver60s: number;
  waitedOver300s: number;
  refused: number;
  longestWaitMinutes: number;
  peakHosts: number;
}

export interface SizeAdvice {
  pool: string;
  name: Localised;
  /** First and last whole day counted. */
  from: LocalDay;
  to: LocalDay;
  visits: number;
  sizings: SizingCost[];
  /** The other size that would have been cheaper by 2 % or more and no worse for people; null: today's is right. */
  better: HostSizing['kind'] | null;
}

/** What advice is worked out from; null: there is none for personal desktops. */
export interface AdviceQuestion {
  pool: Pool;
  from: LocalDay;
  to: LocalDay;
  /** A week of learning before the days that count, as far as visits are kept. */
  begins: LocalDay;
  people: SeenPeople;
}

const WORTH_PERCENT = 2;
const WARM_UP_DAYS = 7;

/** Reads what was seen of a pool's people in the whole days of the last weeks. Reads only. */
export async function askAdvice(
  tx: Tx,
  { timeZone }: Pick<Organisation, 'timeZone'>,
  pool: Pool,
  weeks: number,
  now: Date,
): Promise<AdviceQuestion> {
  const today = localDayOf(now, timeZone);
  const midnight = (day: LocalDay) => instantOf(day, '00:00', timeZone);
  const earliest = addDays(today, -7 * weeks - WARM_UP_DAYS);
  const kept = await tx.visits.between(pool.id, midnight(earliest), midnight(today));
  const first = kept[0] ? localDayOf(kept[0].cameAt, timeZone) : today;
  const begins = first > earliest ? first : earliest;
  const wanted = addDays(today, -7 * weeks);
  const bookings = await tx.capacity.plannedBookings(pool.id, midnight(begins), midnight(addDays(today, 2)));
  const { boots, failures } = readMemory((await loadRoundMemory(tx, pool.id, now)).planner, now.getTime());
  return {
    pool,
    from: begins > wanted ? begins : wanted,
    to: addDays(today, -1),
    begins,
    people: {
      // A person's bookings and visits go by the same key; whom the directory does not know comes without a booking.
      visits: kept.map(({ personId, cameAt, leftOpenAt, endedAt }, index) => ({
        upn: personId ?? `visit-${index}`,
        came: cameAt.getTime(),
        leftOpen: leftOpenAt?.getTime() ?? null,
        ended: endedAt.getTime(),
      })),
      bookings: bookings.map((one) => ({ ...one, upn: one.personId })),
      boots,
      failures,
    },
  };
}

/** Replays the same people on each size of host; null where nobody was seen. Pure; `told` hears of each size begun. */
export function adviseSizes(
  { pool, from, to, begins, people }: AdviceQuestion,
  organisation: Pick<Organisation, 'timeZone' | 'specialDays'> & OfficeDays,
  told: (sizing: HostSizing) => void = () => undefined,
): SizeAdvice | null {
  const midnight = (day: LocalDay) => instantOf(day, '00:00', organisation.timeZone);
  const since = midnight(from).getTime();
  const visits = people.visits.filter(({ came }) => came >= since).length;
  if (visits === 0) return null;
  const settings = capacitySettings(pool, organisation);
  const costs = hostSizings({ hosts: pool.hosts.count, maxSessions: pool.maxSessions }).map((sizing): SizingCost => {
    told(sizing);
    const days = replayVisits(people, sizing, settings, midnight(begins), midnight(addDays(to, 1)));
    const counted = days.filter(({ day }) => day >= from && day <= to);
    const sum = (figure: (one: (typeof days)[number]) => number) =>
      counted.reduce((total, one) => total + figure(one), 0);
    return {
      ...sizing,
      hostHours: (sum((one) => one.ourHostMinutes) / 60) * sizing.price,
      percent: null,
      waitedOver60s: sum((one) => one.waitedOver60s),
      waitedOver300s: sum((one) => one.waitedOver300s),
      refused: sum((one) => one.refused),
      longestWaitMinutes: Math.max(0, ...counted.map((one) => one.longestWaitMinutes)),
      peakHosts: Math.max(0, ...counted.map((one) => one.ourPeakHosts)),
    };
  });
  const today = costs[0]!.hostHours;
  const sizings = costs.map((one) => ({
    ...one,
    percent: today > 0 ? ((one.hostHours - today) / today) * 100 : null,
  }));
  return { pool: pool.id, name: pool.name, from, to, visits, sizings, better: betterOf(sizings, visits) };
}

/** Other limits are no advice by themselves: whether a machine carries more people, its load alone tells. */
function betterOf(sizings: readonly SizingCost[], visits: number): HostSizing['kind'] | null {
  const [today] = sizings;
  const few = visits / 1000;
  const good = sizings.filter(
    (one) =>
      (one.kind === 'half' || one.kind === 'double') &&
      one.percent !== null &&
      one.percent <= -WORTH_PERCENT &&
      one.waitedOver60s <= today!.waitedOver60s + few &&
      one.waitedOver300s <= today!.waitedOver300s &&
      one.refused <= today!.refused,
  );
  return good.sort((a, b) => a.hostHours - b.hostHours)[0]?.kind ?? null;
}
