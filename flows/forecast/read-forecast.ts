import { MEMORY_VERSION } from '../capacity/capacity-memory.ts';
import type { CapacityMemory } from '../capacity/capacity.ts';
import type { PoolMemory } from '../capacity/capacity-memory.ts';
import { learnedOf, nothingLearned } from '../capacity/learned.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import { closedOn, isDayOff, spanOf } from '../office-days.ts';
import type { LocalDay, Organisation, Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { HISTORY_DAYS, type BookingHistory } from './booking-history.ts';
import { forecastDay, type ForecastInput, type NamedDay } from './forecast-day.ts';
import type { PoolForecast, Supply } from './forecast.ts';
import { nameShortages } from './name-shortages.ts';

/** Days of a forecast, today the first of them. */
export const FORECAST_DAYS = 14;
/** A session may outlast its booking by so much: the evening before reaches into the day. */
const TAIL_MINUTES = 240;

/**
 * The forecast of a pool for today and the days after it, in the organisation's zone. Reads only, without locks; what
 * it costs grows with the bookings of those days. `history`: as it was kept, where the caller has it.
 */
export async function readForecast(
  tx: Tx,
  organisation: Organisation,
  pool: Pool,
  { now, days, history: kept }: { now: Date; days: number; history?: BookingHistory },
): Promise<PoolForecast> {
  const { timeZone, workingHours } = organisation;
  const today = localDayOf(now, timeZone);
  const planner = plannerOf(await tx.capacity.loadMemory(pool.id));
  const picture = planner && (await tx.capacity.loadPicture(pool.id));
  const history = kept ?? (await readHistory(tx, organisation, pool, today));
  const supply = supplyOf(pool, planner);
  const { prices, hosts } = pool.capacity;
  const first = history.days[0]?.day ?? today;
  const input: ForecastInput = {
    now,
    timeZone,
    isFree: (day) => isDayOff(day, organisation),
    named: (day) => namedDay(day, organisation),
    workingHours,
    supply,
    hostHourYen: prices.hostHour,
    fewestHosts: Math.min(hosts.fewest, supply.hosts),
    learned: picture ? learnedOf(picture.learned) : nothingLearned(),
    history,
    past: daysBetween(first, today),
  };
  const found = [];
  for (let index = 0; index < days; index++) {
    const day = addDays(today, index);
    const from = addMinutes(instantOf(day, '00:00', timeZone), -TAIL_MINUTES);
    // Day by day: between them others get their turn, however many bookings there are.
    const bookings = await tx.forecasts.coming(pool.id, from, instantOf(addDays(day, 1), '00:00', timeZone));
    found.push(forecastDay(input, day, bookings));
  }
  const { id, name, kind } = pool;
  return { pool: id, name, kind, supply, hostHourYen: prices.hostHour, days: nameShortages(found, supply, now) };
}

/** What the organisation's file and calendar call a day. */
function namedDay(day: LocalDay, { closures, workedDays, specialDays }: Organisation): NamedDay | null {
  const special = spanOf(specialDays, day);
  const name = (special ?? spanOf(closures, day) ?? spanOf(workedDays, day))?.name;
  const closed = closedOn(day, { closures });
  return name ? { name, kind: special?.kind ?? null, half: closed === 'full' ? null : closed } : null;
}

/** What the last weeks teach, before `today`. */
export function readHistory(
  tx: Tx,
  { timeZone }: Organisation,
  { id }: Pool,
  today: LocalDay,
): Promise<BookingHistory> {
  return tx.forecasts.history(id, addDays(today, -HISTORY_DAYS), today, timeZone);
}

/** Hosts as the provider has shown them, where the planner has looked; no more than the organisation counts with. */
function supplyOf({ hosts, maxSessions, licences }: Pool, planner: PoolMemory | null): Supply {
  const seen = Object.values(planner?.hosts ?? {}).filter(({ goneAt }) => goneAt === undefined).length;
  const there = seen > 0 ? Math.min(seen, hosts.count) : hosts.count;
  return { hosts: there, maxSessions, licences, seats: Math.min(there * maxSessions, licences ?? Infinity) };
}

/** The planner's memory within that of the rounds, or null where there is none that this version reads. */
function plannerOf(stored: CapacityMemory | null): PoolMemory | null {
  const planner = stored?.['planner'] as PoolMemory | null | undefined;
  return planner?.version === MEMORY_VERSION ? planner : null;
}

function daysBetween(from: LocalDay, before: LocalDay): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = from; day < before; day = addDays(day, 1)) days.push(day);
  return days;
}
