import type { Pool } from '../organisation.ts';

/** Hours of a month, on average (365.25 days in twelve months). */
const HOURS_OF_MONTH = 730.5;

/** What a pool's reserve and fewest hosts cost in a month at most, where nobody else needs the hosts; null: nothing is kept. */
export interface Readiness {
  hosts: number;
  hostHours: number;
  money: number;
}

/** Hosts that are on at all hours for people without a booking (`reserve`, in whole hosts) or by `hosts.fewest`. */
export function priceOfReadiness({ kind, maxSessions, capacity }: Pool): Readiness | null {
  if (kind === 'personal') return null;
  const hosts = Math.max(capacity.hosts.fewest, Math.ceil(capacity.reserve / maxSessions));
  if (hosts === 0) return null;
  const hostHours = hosts * HOURS_OF_MONTH;
  return { hosts, hostHours: Math.round(hostHours), money: Math.round(hostHours * capacity.prices.hostHour) };
}
