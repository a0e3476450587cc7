import { addDays, localDayOf } from '../../local-time.ts';
import type { LocalDay, Localised, Organisation, Pool } from '../../organisation.ts';
import type { Tx } from '../../store.ts';
import { minutesOfDay, type ShadowDay } from './shadow-day.ts';

/** Hosts of a span of time, as they were or would have been. */
interface HostFigures {
  hostHours: number;
  peakHosts: number;
  /** null where no price is configured. */
  yen: number | null;
}

/** What was, what would have been, and the difference: of a day, or of several. */
export interface Compared {
  real: HostFigures & { peakSessions: number; people: number };
  ours: HostFigures &
    Pick<
      ShadowDay,
      | 'starts'
      | 'stops'
      | 'drainsWithPeople'
      | 'waitedOver60s'
      | 'waitedOver300s'
      | 'refused'
      | 'waitedMinutes'
      | 'longestWaitMinutes'
    >;
  /** Ours less real; `percent` is null where nothing was paid. */
  difference: { hostHours: number; percent: number | null; yen: number | null };
}

export interface ShadowReport {
  pool: string;
  name: Localised;
  scaling: Pool['scaling'];
  /** The days asked for: the last whole ones, and today so far. */
  from: LocalDay;
  to: LocalDay;
  days: (Compared & { day: LocalDay; whole: boolean })[];
  /** Of the whole days; null where there is none. */
  totals: (Compared & { days: number }) | null;
}

/** A day with less than this unseen is a whole one: an update of the server does not spoil it. */
const UNSEEN_MINUTES = 60;

/**
 * What a pool's shadow came to in the last `count` days, and today so far. `hostHour`: yen for an hour of a host, or null.
 * Reads only.
 */
export async function shadowReport(
  tx: Tx,
  { timeZone }: Pick<Organisation, 'timeZone'>,
  { pool, hostHour }: { pool: Pool; hostHour: number | null },
  count: number,
  now: Date,
): Promise<ShadowReport> {
  const to = localDayOf(now, timeZone);
  const from = addDays(to, -count);
  const found = (await tx.shadow.since(pool.id, from)).filter(({ day }) => day <= to);
  const isWhole = (one: ShadowDay) =>
    one.day < to && one.watchedMinutes >= minutesOfDay(one.day, timeZone) - UNSEEN_MINUTES;
  const whole = found.filter(isWhole);
  return {
    pool: pool.id,
    name: pool.name,
    scaling: pool.scaling,
    from,
    to,
    days: found.map((one) => ({ day: one.day, whole: isWhole(one), ...compared([one], hostHour) })),
    totals: whole.length === 0 ? null : { days: whole.length, ...compared(whole, hostHour) },
  };
}

function compared(days: readonly ShadowDay[], hostHour: number | null): Compared {
  const sum = (figure: keyof Omit<ShadowDay, 'day'>) => days.reduce((total, one) => total + one[figure], 0);
  const most = (figure: keyof Omit<ShadowDay, 'day'>) => Math.max(...days.map((one) => one[figure]));
  const yen = (hours: number) => (hostHour === null ? null : Math.round(hours * hostHour));
  const [real, ours] = [sum('realHostMinutes') / 60, sum('ourHostMinutes') / 60];
  return {
    real: {
      hostHours: real,
      peakHosts: most('realPeakHosts'),
      yen: yen(real),
      peakSessions: most('realPeakSessions'),
      people: sum('people'),
    },
    ours: {
      hostHours: ours,
      peakHosts: most('ourPeakHosts'),
      yen: yen(ours),
      starts: sum('starts'),
      stops: sum('stops'),
      drainsWithPeople: sum('drainsWithPeople'),
      waitedOver60s: sum('waitedOver60s'),
      waitedOver300s: sum('waitedOver300s'),
      refused: sum('refused'),
      waitedMinutes: sum('waitedMinutes'),
      longestWaitMinutes: most('longestWaitMinutes'),
    },
    difference: {
      hostHours: ours - real,
      percent: real > 0 ? ((ours - real) / real) * 100 : null,
      yen: yen(ours - real),
    },
  };
}
