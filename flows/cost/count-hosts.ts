import type { SeenPool } from '../capacity/capacity.ts';
import { isPaid } from '../capacity/shadow/watch-pool.ts';
import type { Tx } from '../store.ts';
import { hostDaysSince, type HostCount } from './host-day.ts';

/**
 * Adds the time since the last reading to the days' host-hours, and answers what the next round goes on from. Once a round,
 * in the transaction that keeps the answer: a round that is rolled back counts nothing, and the next one counts its time.
 */
export async function countHosts(
  tx: Tx,
  { poolId, timeZone, seen }: { poolId: string; timeZone: string; seen: SeenPool },
  last: HostCount | null,
  { now, wakeAt }: { now: Date; wakeAt: Date },
): Promise<HostCount> {
  const days = hostDaysSince(last, now, timeZone);
  if (days.length > 0) await tx.hostDays.add(poolId, days);
  return { at: now.getTime(), hosts: seen.hosts.filter(isPaid).length, until: wakeAt.getTime() };
}
