import type { Supply } from './start-decision.ts';
import type { Situation } from './situation.ts';

/** A host started now is reckoned with after so many minutes, where many are started one after the other. */
const LEAD_MINUTES = 7;
/** Standard deviations of the arrivals that are covered. */
const COVERED = 2.5;

/**
 * Hosts to start now because later there would be too many at once: what is needed m minutes from now less what can
 * still be started until then, at the rate that the provider allows, whichever m asks for most.
 */
export function startsAhead({ forecast, settings, waiting, groups }: Situation, { free, coming }: Supply): number {
  const rate = Math.max(1, settings.startsPerMinute);
  if (groups.startable.length <= rate) return 0;
  const places = groups.startable.reduce((sum, { max }) => sum + max, 0) / groups.startable.length;
  const held = free + coming.reduce((sum, host) => sum + host.places, 0) - waiting;
  let most = 0;
  for (let minute = LEAD_MINUTES + 1; minute < forecast.mean.length; minute++) {
    const people = forecast.mean[minute]! + COVERED * Math.sqrt(forecast.risk[minute]!);
    const needed = Math.ceil((people - held) / places);
    most = Math.max(most, needed - rate * (minute - LEAD_MINUTES));
  }
  return Math.min(most, rate);
}
