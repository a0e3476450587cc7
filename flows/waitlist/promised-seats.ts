import type { CapSeat } from '../booking/cap-store.ts';
import { poolsLeadingTo } from '../booking/choose-pool.ts';
import { poolsSharingLicences } from '../licences/licence.ts';
import type { Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';

/** `without`: a time whose seat the person holds already. */
type SeatTime = Pick<CapSeat, 'poolId' | 'startsAt' | 'endsAt' | 'without'>;

/**
 * Seats that a newcomer may not take, in the order asked: one has come back, the line is about to be asked, and these
 * many wait for it. Without this, whoever writes between a cancellation and the promotion that follows it would pass
 * everybody in line. Nothing is promised while nobody waits, or once the line has been asked.
 * Read after the caps are locked, so that a seat that is seen free is seen together with its promise.
 */
export async function promisedSeats(
  tx: Tx,
  organisation: Organisation,
  times: SeatTime[],
  personId: string,
  now: Date,
): Promise<number[]> {
  if (times.length === 0) return [];
  const from = new Date(Math.min(...times.map((one) => one.startsAt.getTime())));
  const to = new Date(Math.max(...times.map((one) => one.endsAt.getTime())));
  const poolIds = [...new Set(times.map((one) => one.poolId))];
  // A seat is waited for in its own pool and in those that overflow to it.
  const linesOf = new Map(poolIds.map((poolId) => [poolId, poolsLeadingTo(organisation, poolId)]));
  const lines = [...new Set([...linesOf.values()].flat())];
  const waiting = (await tx.bookings.waitlisted(lines, from, to)).filter((one) => one.personId !== personId);
  const inLineFor = (poolId: string) => waiting.filter((one) => linesOf.get(poolId)!.includes(one.poolId ?? ''));
  const asked = new Set<string>();
  for (const poolId of poolIds) if (inLineFor(poolId).length > 0 && (await aboutToBeAsked(poolId))) asked.add(poolId);
  return times.map((time) => {
    if (!asked.has(time.poolId) || holdsAlready(time)) return 0;
    const here = inLineFor(time.poolId);
    return here.filter((one) => one.startsAt < time.endsAt && time.startsAt < one.endsAt).length;
  });

  async function aboutToBeAsked(poolId: string): Promise<boolean> {
    for (const one of poolsSharingLicences(organisation, poolId))
      if (await tx.due.stands('waitlist', one, now)) return true;
    return false;
  }
}

function holdsAlready({ poolId, startsAt, endsAt, without }: SeatTime): boolean {
  return without?.poolId === poolId && without.startsAt <= startsAt && endsAt <= without.endsAt;
}
