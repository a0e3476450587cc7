import type { Booking } from '../booking/booking.ts';
import type { Tx } from '../store.ts';

/** What an approver is shown of a day's seats: its fullest half hour as last forecast. */
export interface SeatsExpected {
  low: number;
  high: number;
  seats: number;
  short: boolean;
}

/**
 * The forecast of each booking's day and pool, as it is kept: one statement, nothing is computed. Null where no desktop
 * is needed or the day lies beyond the forecast.
 */
export async function readSeatsExpected(
  tx: Tx,
  bookings: readonly Booking[],
): Promise<(booking: Booking) => SeatsExpected | null> {
  const pools = [...new Set(bookings.flatMap((one) => one.poolId ?? []))];
  const kept = await tx.forecasts.days(pools, [...new Set(bookings.map((one) => one.day))]);
  return ({ poolId, day }) => {
    const found = kept.find((one) => one.poolId === poolId && one.day === day);
    return found ? { low: found.low, high: found.high, seats: found.seats, short: found.shortage !== null } : null;
  };
}
