import type { Booking } from '../booking/booking.ts';
import { minutesOfDay } from '../capacity/shadow/shadow-day.ts';
import { isCounted } from '../licences/licence.ts';
import type { LocalDay, Localised, Organisation, Pool } from '../organisation.ts';
import type { CostSettings } from './cost-settings.ts';
import type { HostDay } from './host-day.ts';

/** A month, or the part of it that the report covers. Money is the organisation's, not rounded. */
export interface CostMonth {
  /** `2026-12` */
  month: string;
  from: LocalDay;
  to: LocalDay;
  /** Days covered, and days that the month has: what is paid by the month counts by this share. */
  days: number;
  daysOfMonth: number;
  pools: PoolCost[];
  licences: LicenceCost[];
  /** Gateway, storage, network and the like; null: the settings do not say. */
  other: number | null;
  /** Bookings of a desktop that were used, different people among them, and the most people on one day. */
  used: { bookings: number; people: number; mostOnADay: number; mostOn: LocalDay | null };
  /** Hosts, licences and other cost as far as they are known; for each used booking, null where there was none. */
  desktops: { cost: number; perBooking: number | null };
  /** Lending devices instead: one for each that were needed on the fullest day, and one for everybody who used a desktop. */
  lending: { fewest: LentDevices; most: LentDevices };
  /** Lending less desktops. */
  saved: { fewest: number; most: number };
}

export interface PoolCost {
  pool: string;
  name: Localised;
  kind: Pool['kind'];
  hostHours: number;
  /** Of the hours of these days, those in which hosts were read. The rest is in no figure. */
  hours: number;
  watchedHours: number;
  hostHour: number;
  cost: number;
}

export interface LicenceCost {
  licence: string;
  name: Localised;
  count: number;
  /** Null: the settings have no price. */
  month: number | null;
  cost: number | null;
}

export interface LentDevices {
  devices: number;
  /** Of one, in a year. */
  year: number;
  cost: number;
}

export interface CostFacts {
  organisation: Pick<Organisation, 'pools' | 'licences' | 'timeZone'> & { costs: CostSettings };
  /** Of the days of the report. */
  bookings: readonly Pick<Booking, 'personId' | 'poolId' | 'status' | 'day'>[];
  /** By pool. */
  hostDays: ReadonlyMap<string, readonly HostDay[]>;
}

const USED = new Set<Booking['status']>(['active', 'completed']);

/** What each month of these days cost, and what lending devices would have. `days`: ascending, without gaps. Pure. */
export function costMonths(facts: CostFacts, days: readonly LocalDay[]): CostMonth[] {
  const months = [...new Set(days.map(monthOf))];
  return months.map((month) =>
    costOf(
      facts,
      month,
      days.filter((day) => monthOf(day) === month),
    ),
  );
}

function costOf({ organisation, ...facts }: CostFacts, month: string, days: readonly LocalDay[]): CostMonth {
  const { costs, timeZone } = organisation;
  const covered = new Set(days);
  const daysOfMonth = daysIn(month);
  const share = days.length / daysOfMonth;
  const hours = days.reduce((sum, day) => sum + minutesOfDay(day, timeZone), 0) / 60;
  const pools = organisation.pools.map((pool): PoolCost => {
    const seen = (facts.hostDays.get(pool.id) ?? []).filter(({ day }) => covered.has(day));
    const hostHours = seen.reduce((sum, { hostMinutes }) => sum + hostMinutes, 0) / 60;
    const watchedHours = seen.reduce((sum, { watchedMinutes }) => sum + watchedMinutes, 0) / 60;
    const { hostHour } = pool.capacity.prices;
    const { id, name, kind } = pool;
    return { pool: id, name, kind, hostHours, hours, watchedHours, hostHour, cost: hostHours * hostHour };
  });
  const licences = organisation.licences.filter(isCounted).map(({ id, name, count }): LicenceCost => {
    const price = costs.licenceMonth[id] ?? null;
    return { licence: id, name, count, month: price, cost: price === null ? null : price * count * share };
  });
  const other = costs.otherMonth === null ? null : costs.otherMonth * share;
  const used = usedOn(facts.bookings.filter(({ day }) => covered.has(day)));
  const cost = sumOf(pools.map((one) => one.cost)) + sumOf(licences.map((one) => one.cost ?? 0)) + (other ?? 0);
  const lent = (devices: number, year: number) => ({ devices, year, cost: ((devices * year) / 12) * share });
  const lending = {
    fewest: lent(used.mostOnADay, costs.deviceYear.low),
    most: lent(used.people, costs.deviceYear.high),
  };
  return {
    month,
    from: days[0]!,
    to: days.at(-1)!,
    days: days.length,
    daysOfMonth,
    pools,
    licences,
    other,
    used,
    desktops: { cost, perBooking: used.bookings === 0 ? null : cost / used.bookings },
    lending,
    saved: { fewest: lending.fewest.cost - cost, most: lending.most.cost - cost },
  };
}

function usedOn(bookings: CostFacts['bookings']): CostMonth['used'] {
  const used = bookings.filter(({ poolId, status }) => poolId !== null && USED.has(status));
  const byDay = new Map<LocalDay, Set<string>>();
  for (const { day, personId } of used) byDay.set(day, (byDay.get(day) ?? new Set()).add(personId));
  let [mostOnADay, mostOn]: [number, LocalDay | null] = [0, null];
  for (const [day, people] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (people.size > mostOnADay) [mostOnADay, mostOn] = [people.size, day];
  return { bookings: used.length, people: new Set(used.map(({ personId }) => personId)).size, mostOnADay, mostOn };
}

function monthOf(day: LocalDay): string {
  return day.slice(0, 7);
}

function daysIn(month: string): number {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year!, number, 0)).getUTCDate();
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0);
}
