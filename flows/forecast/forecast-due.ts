import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';

/** Changes of bookings within two minutes share a look: a Monday morning's requests make one forecast, not hundreds. */
export function forecastDueAfterChange(now: Date): Date {
  return addMinutes(now, 2);
}

/** Without any change, once a day before work: what has not been booked by then becomes ever less likely to be. */
export function nextForecast(now: Date, timeZone: string): Date {
  const today = localDayOf(now, timeZone);
  const morning = instantOf(today, '07:00', timeZone);
  return morning > now ? morning : instantOf(addDays(today, 1), '07:00', timeZone);
}
