import type { Pool } from '../organisation.ts';

/** What the planner is told about a pool beside what it sees. Plain values: the planner asks nobody. */
export interface CapacitySettings {
  poolId: string;
  kind: 'pooled' | 'personal';
  /** Places of a host as the organisation counts them; the provider's own limit holds where it is lower. */
  maxSessions: number;
  /** The most sessions at once that licences allow, or null. */
  licences: number | null;
  /** Minutes before the booked start at which the first people come: their desktop is ready by then. */
  earlyMinutes: number;
  /** Minutes after the booked end in which the person can still sign in. A personal host stays on for them. */
  graceMinutes: number;
  /** Places kept free for people without a booking. 0 in a booked-only pool. */
  reserve: number;
  /** Hosts started in one look at most. */
  startsPerMinute: number;
  /**
   * Hours for which a host that somebody started by hand is left on. It takes people meanwhile; afterwards it is
   * treated like every other host, so that a forgotten one does not run for weeks. Who wants it left alone drains it.
   */
  keepHandStartedHours: number;
  /** Places and price of single hosts where they differ; null: the same for all. */
  hostSizes: ReadonlyMap<string, { maxSessions: number; price: number }> | null;
}

/** People come up to 25 minutes before their booked time (observed habit; the access window lets them). */
const EARLY_MINUTES = 25;
/** Azure allows far more; a burst of starts beyond this gains nothing, since boots take minutes. */
const STARTS_PER_MINUTE = 60;
/** A working day and its evening: whoever started a host by hand in the morning finds it on at night. */
const KEEP_HAND_STARTED_HOURS = 12;

export function capacitySettings(pool: Pool): CapacitySettings {
  return {
    poolId: pool.id,
    kind: pool.kind,
    maxSessions: pool.maxSessions,
    licences: pool.licences,
    earlyMinutes: Math.min(EARLY_MINUTES, pool.leadMinutes),
    graceMinutes: pool.graceMinutes,
    reserve: 0,
    startsPerMinute: STARTS_PER_MINUTE,
    keepHandStartedHours: KEEP_HAND_STARTED_HOURS,
    hostSizes: null,
  };
}
