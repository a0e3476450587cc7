import type { Booking } from '../booking/booking.ts';
import { later } from '../minutes.ts';
import { seatsOf, type Organisation, type Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { promisedSeats } from '../waitlist/promised-seats.ts';

/**
 * Whether a seat of the pool is free for the rest of a booking that holds none, without passing those who wait for it.
 * Locks the caps of that time.
 */
export async function isFree(
  tx: Tx,
  organisation: Organisation,
  pool: Pool,
  { personId, startsAt, endsAt }: Booking,
  now: Date,
): Promise<boolean> {
  const time = { poolId: pool.id, startsAt: later(startsAt, now), endsAt };
  const { taken } = await tx.caps.lock({ personId, seats: [time], weeks: [] });
  const promised = await promisedSeats(tx, organisation, [time], personId, now);
  return (taken[0] ?? 0) + (promised[0] ?? 0) < seatsOf(pool);
}
