import { addDays, instantOf, localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';

/** A local day of a pool's hosts, as it was read round by round. */
export interface HostDay {
  day: LocalDay;
  /** Minutes of hosts with their power on. */
  hostMinutes: number;
  /** Minutes between readings that followed one another. What lies in a gap was not seen, and is in neither figure. */
  watchedMinutes: number;
}

export interface HostDayStore {
  /** Adds to what is kept of these days. */
  add(poolId: string, days: HostDay[]): Promise<void>;
  /** Days that something is known of, both ends included, ascending. */
  between(poolId: string, from: LocalDay, to: LocalDay): Promise<HostDay[]>;
}

/** A reading: hosts that were on, and when the pool was to be read again. Instants in ms. JSON. */
export interface HostCount {
  at: number;
  hosts: number;
  until: number;
}

const MINUTE = 60_000;
/** A reading that is later than planned by no more than this still follows the last: a restart, a provider that failed once. */
const LATE_MS = 15 * MINUTE;

/**
 * The time from the last reading to `now`, by local day: the hosts that were on then count until now. Nothing where the
 * readings do not follow one another, or the clock was put back. Pure.
 */
export function hostDaysSince(last: HostCount | null, now: Date, timeZone: string): HostDay[] {
  const end = now.getTime();
  if (last === null || end <= last.at || end > last.until + LATE_MS) return [];
  const days: HostDay[] = [];
  for (let at = last.at; at < end;) {
    const day = localDayOf(new Date(at), timeZone);
    const midnight = instantOf(addDays(day, 1), '00:00', timeZone).getTime();
    const to = Math.min(end, Math.max(midnight, at + 1));
    const minutes = (to - at) / MINUTE;
    days.push({ day, hostMinutes: minutes * last.hosts, watchedMinutes: minutes });
    at = to;
  }
  return days;
}
