import { poolOf, type Deps } from '../deps.ts';
import type { LocalDay, Localised } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { Shortage } from './forecast.ts';

/** To the ICT section: on these days more is wanted of a pool than can be had, and what mends it. */
export interface ShortDaysView {
  kind: 'short-days';
  poolName: Localised;
  days: ShortDay[];
  timeZone: string;
}

export interface ShortDay {
  day: LocalDay;
  low: number;
  high: number;
  seats: number;
  shortage: Shortage;
}

/** The days that are still short, as they were last forecast; null where none is any more. */
export async function showShortDays(
  tx: Tx,
  deps: Deps,
  { poolId, days }: { poolId: string; days: LocalDay[] },
): Promise<ShortDaysView | null> {
  const organisation = deps.organisation();
  const kept = await tx.forecasts.days([poolId], days);
  const short = kept.flatMap(({ day, low, high, seats, shortage }) =>
    shortage ? [{ day, low, high, seats, shortage }] : [],
  );
  if (short.length === 0) return null;
  return {
    kind: 'short-days',
    poolName: poolOf(organisation, poolId)?.name ?? { ja: poolId, en: poolId },
    days: short.sort((a, b) => (a.day < b.day ? -1 : 1)),
    timeZone: organisation.timeZone,
  };
}
