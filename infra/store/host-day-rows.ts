import { sql, type Transaction } from 'kysely';
import type { HostDay, HostDayStore } from '../../flows/cost/host-day.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Tables } from './tables.ts';

export class HostDayRows implements HostDayStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(poolId: string, days: HostDay[]): Promise<void> {
    for (const { day, hostMinutes, watchedMinutes } of days)
      await this.#trx
        .insertInto('host_day')
        .values({ pool_id: poolId, day, host_minutes: hostMinutes, watched_minutes: watchedMinutes })
        .onConflict((conflict) =>
          conflict.columns(['pool_id', 'day']).doUpdateSet({
            host_minutes: sql`host_day.host_minutes + excluded.host_minutes`,
            watched_minutes: sql`host_day.watched_minutes + excluded.watched_minutes`,
          }),
        )
        .execute();
  }

  async between(poolId: string, from: LocalDay, to: LocalDay): Promise<HostDay[]> {
    const rows = await this.#trx
      .selectFrom('host_day')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('day', '>=', from)
      .where('day', '<=', to)
      .orderBy('day')
      .execute();
    return rows.map((row) => ({
      day: row.day,
      hostMinutes: row.host_minutes,
      watchedMinutes: row.watched_minutes,
    }));
  }
}
