import type { Booking } from '../booking/booking.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { Tx } from '../store.ts';

/** Changes of bookings within so many minutes share a look: a Monday morning's requests make one forecast, not hundreds. */
const SHARED_MINUTES = 2;

/** The pools of bookings that were asked for, decided or taken back are forecast anew shortly. */
export async function forecastAfterChange(
  tx: Tx,
  bookings: readonly Pick<Booking, 'poolId'>[],
  now: Date,
): Promise<void> {
  for (const poolId of new Set(bookings.flatMap((one) => one.poolId ?? [])))
    await tx.due.noLaterThan('forecast', poolId, addMinutes(now, SHARED_MINUTES));
}

/** Without any change, once a day before work: what has not been booked by then becomes ever less likely to be. */
export function nextForecast(now: Date, timeZone: string): Date {
  const today = localDayOf(now, timeZone);
  const morning = instantOf(today, '07:00', timeZone);
  return morning > now ? morning : instantOf(addDays(today, 1), '07:00', timeZone);
}
