import { localDayOf } from '../local-time.ts';
import type { LocalDay, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { PoolForecast } from './forecast.ts';
import { readForecast } from './read-forecast.ts';

/** `zaitaku forecast` in numbers. */
export interface ForecastView {
  now: Date;
  timeZone: string;
  pools: PoolForecast[];
}

export type ForecastAnswer =
  | { ok: true; view: ForecastView }
  | { ok: false; refusal: 'no-such-pool'; pools: string[] }
  | { ok: false; refusal: 'day-out-of-reach'; first: LocalDay; last: LocalDay };

/** The longest forecast; for one day by half hours, it may be any of these. */
export const MOST_DAYS = 28;

/** The pools' coming days, made anew; of one pool, or one day, where these are named. Reads only. */
export async function showForecast(
  tx: Tx,
  organisation: Organisation,
  { now, days, pool, day }: { now: Date; days: number; pool: string | null; day: LocalDay | null },
): Promise<ForecastAnswer> {
  const pools = organisation.pools.filter(({ id }) => pool === null || id === pool);
  if (pools.length === 0) return { ok: false, refusal: 'no-such-pool', pools: organisation.pools.map(({ id }) => id) };
  const { timeZone } = organisation;
  const first = localDayOf(now, timeZone);
  const reach = day === null ? days : MOST_DAYS;
  const found: PoolForecast[] = [];
  for (const one of pools) found.push(await readForecast(tx, organisation, one, { now, days: reach }));
  if (day === null) return { ok: true, view: { now, timeZone, pools: found } };
  const only = found.map((one) => ({ ...one, days: one.days.filter((each) => each.day === day) }));
  if (only.some((one) => one.days.length === 0))
    return { ok: false, refusal: 'day-out-of-reach', first, last: found[0]!.days.at(-1)!.day };
  return { ok: true, view: { now, timeZone, pools: only } };
}
