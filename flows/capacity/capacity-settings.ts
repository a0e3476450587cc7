import type { OfficeDays } from '../office-days.ts';
import type { Organisation, Pool, SoftLimit } from '../organisation.ts';
import { USUAL_BOOT, type TypicalBoot } from './boot-curve.ts';
import type { WorkCalendar } from './local-quarter.ts';
import { plannerParameters, type PlannerParameters } from './planner-parameters.ts';

/** Hosts taken out, by name. `ready`: somebody works on it, its power is left alone. */
export type OutOfService = ReadonlyMap<string, 'emptying' | 'ready'>;

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
  /** People may come without a booking. */
  open: boolean;
  /** Hosts started in one look at most. */
  startsPerMinute: number;
  /**
   * Hours for which a host that somebody started by hand is left on. It takes people meanwhile; afterwards it is
   * treated like every other host, so that a forgotten one does not run for weeks. Who wants it left alone drains it.
   */
  keepHandStartedHours: number;
  /** Places and price of single hosts where they differ; null: the same for all. */
  hostSizes: ReadonlyMap<string, { maxSessions: number; price: number }> | null;
  /** Zone and free days of the organisation. */
  calendar: WorkCalendar;
  /**
   * Readings are of this very moment and complete, and commands hold at once: a host that is empty is. Else counts may
   * be a minute old, a drain is felt within a minute, and a host is stopped only when it was empty twice.
   */
  exact: boolean;
  /** May sessions be ended that their people left open and hardly ever come back for, after the booked end? */
  mayLogOff: boolean;
  /** People who ask for a desktop and have none, where that is known. */
  waiting: number;
  /** Hosts taken out to be patched or replaced: not started, and while `emptying` drained and stopped. */
  outOfService: OutOfService;
  /** Windows signs a disconnected session out after this. */
  disconnectTimeoutMinutes: number;
  /** Seconds from start to taking people, as the provider's usually are. */
  typicalBoot: TypicalBoot;
  parameters: PlannerParameters;
  limits: {
    fewestHosts: number;
    mostHosts: number | null;
    /** Hours of a host of price 1 that the month's money pays, or null. */
    budgetHostHours: number | null;
    /** The first gives way first. */
    givesWay: readonly SoftLimit[];
  };
}

/** People come up to 25 minutes before their booked time (observed habit; the access window lets them). */
const EARLY_MINUTES = 25;
/** A working day and its evening: whoever started a host by hand in the morning finds it on at night. */
const KEEP_HAND_STARTED_HOURS = 12;

/** No limit but what there is. */
export const NO_LIMITS: CapacitySettings['limits'] = {
  fewestHosts: 0,
  mostHosts: null,
  budgetHostHours: null,
  givesWay: [],
};

/** Settings of a pool, whose free days are Japan's, the public offices' and the organisation's own. */
export function capacitySettings(
  pool: Pool,
  { timeZone, closures, workedDays, specialDays }: Pick<Organisation, 'timeZone' | 'specialDays'> & OfficeDays,
): CapacitySettings {
  const { prices, hosts, monthlyBudget, givesWay, ...capacity } = pool.capacity;
  return {
    poolId: pool.id,
    kind: pool.kind,
    maxSessions: pool.maxSessions,
    licences: pool.licences,
    earlyMinutes: Math.min(EARLY_MINUTES, pool.leadMinutes),
    graceMinutes: pool.graceMinutes,
    reserve: capacity.reserve,
    open: pool.admission === 'open',
    startsPerMinute: capacity.startsPerMinute,
    keepHandStartedHours: KEEP_HAND_STARTED_HOURS,
    hostSizes: null,
    calendar: { timeZone, holidays: null, closures, workedDays, specialDays },
    exact: false,
    mayLogOff: capacity.endLeftSessions,
    waiting: 0,
    outOfService: new Map(),
    disconnectTimeoutMinutes: capacity.disconnectTimeoutMinutes,
    typicalBoot: USUAL_BOOT,
    parameters: { ...plannerParameters, minuteWaited: prices.waitedMinute / prices.hostHour },
    limits: {
      fewestHosts: hosts.fewest,
      mostHosts: hosts.most,
      budgetHostHours: monthlyBudget === null ? null : monthlyBudget / prices.hostHour,
      givesWay,
    },
  };
}
