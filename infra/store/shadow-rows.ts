import type { Transaction } from 'kysely';
import type { ShadowDay } from '../../flows/capacity/shadow/shadow-day.ts';
import type { ShadowStore } from '../../flows/capacity/shadow/shadow-store.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { ShadowDayRow, Tables } from './tables.ts';

export class ShadowRows implements ShadowStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async save(poolId: string, days: ShadowDay[]): Promise<void> {
    for (const day of days) {
      const row = rowOf(poolId, day);
      await this.#trx
        .insertInto('shadow_day')
        .values(row)
        .onConflict((conflict) => conflict.columns(['pool_id', 'day']).doUpdateSet(row))
        .execute();
    }
  }

  async since(poolId: string, from: LocalDay): Promise<ShadowDay[]> {
    const rows = await this.#trx
      .selectFrom('shadow_day')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('day', '>=', from)
      .orderBy('day')
      .execute();
    return rows.map(dayOf);
  }
}

function rowOf(poolId: string, day: ShadowDay): ShadowDayRow {
  return {
    pool_id: poolId,
    day: day.day,
    watched_minutes: day.watchedMinutes,
    real_host_minutes: day.realHostMinutes,
    real_peak_hosts: day.realPeakHosts,
    real_peak_sessions: day.realPeakSessions,
    people: day.people,
    our_host_minutes: day.ourHostMinutes,
    our_peak_hosts: day.ourPeakHosts,
    starts: day.starts,
    stops: day.stops,
    drains_with_people: day.drainsWithPeople,
    waited_over_60s: day.waitedOver60s,
    waited_over_300s: day.waitedOver300s,
    refused: day.refused,
    waited_minutes: day.waitedMinutes,
    longest_wait_minutes: day.longestWaitMinutes,
  };
}

function dayOf(row: ShadowDayRow): ShadowDay {
  return {
    day: row.day,
    watchedMinutes: row.watched_minutes,
    realHostMinutes: row.real_host_minutes,
    realPeakHosts: row.real_peak_hosts,
    realPeakSessions: row.real_peak_sessions,
    people: row.people,
    ourHostMinutes: row.our_host_minutes,
    ourPeakHosts: row.our_peak_hosts,
    starts: row.starts,
    stops: row.stops,
    drainsWithPeople: row.drains_with_people,
    waitedOver60s: row.waited_over_60s,
    waitedOver300s: row.waited_over_300s,
    refused: row.refused,
    waitedMinutes: row.waited_minutes,
    longestWaitMinutes: row.longest_wait_minutes,
  };
}
