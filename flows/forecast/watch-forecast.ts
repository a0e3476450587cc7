import { poolOf, type Deps } from '../deps.ts';
import { addDays, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { LocalDay, Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { nextForecast } from './forecast-due.ts';
import type { DayForecast } from './forecast.ts';
import type { KeptDay } from './forecast-store.ts';
import { FORECAST_DAYS, readForecast, readHistory } from './read-forecast.ts';

/** A shortage that is only possible is told when its day is as near as this: further off, the range is too wide to act on. */
const POSSIBLE_WITHIN_DAYS = 3;
/** Told once, it is told again only where it went away and comes back a day later. */
const AGAIN_AFTER_MINUTES = 24 * 60;

/**
 * Forecasts a pool's coming days anew, keeps them for the approval cards, and tells the ICT section of the days on which
 * more is wanted than can be had: each day and cause once. Answers when to look again; a change of bookings makes it
 * earlier. Safe to repeat.
 */
export async function watchForecast(deps: Deps, poolId: string): Promise<Date | null> {
  const { store, clock } = deps;
  const organisation = deps.organisation();
  const pool = poolOf(organisation, poolId);
  if (!pool) return null;
  const now = clock.now();
  const { timeZone } = organisation;
  const today = localDayOf(now, timeZone);
  await store.transaction(async (tx) => {
    const history = await historyOfToday(tx, deps, pool, today);
    const { days, supply } = await readForecast(tx, organisation, pool, { now, days: FORECAST_DAYS, history });
    const names = days.map(({ day }) => day);
    const before = new Map((await tx.forecasts.days([poolId], names)).map((one) => [one.day, one]));
    const near = addDays(today, POSSIBLE_WITHIN_DAYS);
    const news: LocalDay[] = [];
    const kept = days.map((day) => {
      const told = before.get(day.day)?.told ?? null;
      const next: KeptDay = { ...keptDay(poolId, day, supply.seats), told };
      if (!mustBeTold(before.get(day.day), day, near, now)) return next;
      news.push(day.day);
      return { ...next, told: { limit: day.shortage!.limit, at: now } };
    });
    await tx.forecasts.saveDays(poolId, today, kept);
    if (news.length === 0) return;
    for (const personId of deps.roles.peopleWith('ict'))
      await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'short-days', poolId, days: news } }, now);
  });
  return nextForecast(now, timeZone);
}

/** Whether the ICT section hears of a day now. */
export function mustBeTold(
  before: Pick<KeptDay, 'shortage' | 'told'> | undefined,
  { day, shortage }: Pick<DayForecast, 'day' | 'shortage'>,
  near: LocalDay,
  now: Date,
): boolean {
  if (shortage === null || (shortage.certainty === 'possible' && day > near)) return false;
  const told = before?.told ?? null;
  if (told === null || told.limit !== shortage.limit) return true;
  return before!.shortage === null && addMinutes(told.at, AGAIN_AFTER_MINUTES) <= now;
}

async function historyOfToday(tx: Tx, deps: Deps, pool: Pool, today: LocalDay) {
  const kept = await tx.forecasts.keptHistory(pool.id);
  if (kept?.day === today) return kept.history;
  const history = await readHistory(tx, deps.organisation(), pool, today);
  await tx.forecasts.saveHistory(pool.id, today, history);
  return history;
}

function keptDay(poolId: string, { day, peak, shortage }: DayForecast, seats: number): Omit<KeptDay, 'told'> {
  return { poolId, day, low: peak.sessions.low, high: peak.sessions.high, seats, shortage };
}
