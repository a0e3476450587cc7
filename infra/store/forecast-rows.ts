import { sql, type Transaction } from 'kysely';
import { LEAD_HOURS, type BookingHistory } from '../../flows/forecast/booking-history.ts';
import type { Shortage } from '../../flows/forecast/forecast.ts';
import type { ComingBooking, ForecastStore, KeptDay } from '../../flows/forecast/forecast-store.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

/** Usual times that are kept; the rest is rare. */
const TIMES = 40;

export class ForecastRows implements ForecastStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  /** A change of a booking within its day is not counted beside the booking that it replaces. */
  async coming(poolId: string, from: Date, to: Date): Promise<ComingBooking[]> {
    const { rows } = await sql<ComingBooking>`
      SELECT coalesce(p.upn, b.person_id) AS upn, p.department AS section, b.starts_at AS "startsAt", b.ends_at AS "endsAt",
             CASE WHEN b.status IN ('pending', 'waitlisted') THEN b.status ELSE 'approved' END AS status
        FROM booking b LEFT JOIN person p ON p.id = b.person_id
        WHERE b.pool_id = ${poolId} AND b.day BETWEEN (${from}::timestamptz - interval '2 days')::date
                                                  AND (${to}::timestamptz + interval '2 days')::date
          AND b.starts_at < ${to} AND b.ends_at > ${from}
          AND b.status IN ('pending', 'waitlisted', 'approved', 'active', 'completed', 'no-show')
          AND NOT EXISTS (
            SELECT FROM booking old
              WHERE old.id = b.replaces_id AND b.status IN ('pending', 'waitlisted') AND old.day = b.day
                AND old.pool_id = b.pool_id AND old.status IN ('pending', 'approved', 'active'))
        ORDER BY b.starts_at, b.id`.execute(this.#trx);
    return rows;
  }

  async history(poolId: string, from: LocalDay, to: LocalDay, timeZone: string): Promise<BookingHistory> {
    const past = sql`pool_id = ${poolId} AND day >= ${from}::date AND day < ${to}::date`;
    const granted = sql`${past} AND status IN ('approved', 'active', 'completed', 'no-show')`;
    const days = await sql<BookingHistory['days'][number]>`
      SELECT day, count(*) AS count FROM booking WHERE ${granted} GROUP BY day ORDER BY day`.execute(this.#trx);
    const leads = await sql<{ step: number; count: number }>`
      SELECT greatest(1, width_bucket(extract(epoch FROM starts_at - created_at) / 3600, ${[...LEAD_HOURS]}::numeric[]))
               AS step, count(*) AS count
        FROM booking WHERE ${granted} GROUP BY 1`.execute(this.#trx);
    const ends = await sql<Pick<BookingHistory, 'granted' | 'cancelled' | 'refused'>>`
      SELECT count(*) FILTER (WHERE status IN ('approved', 'active', 'completed', 'no-show')) AS granted,
             count(*) FILTER (WHERE status = 'cancelled' AND decided_at IS NOT NULL) AS cancelled,
             count(*) FILTER (WHERE status IN ('rejected', 'expired')) AS refused
        FROM booking WHERE ${past}`.execute(this.#trx);
    const times = await sql<BookingHistory['times'][number]>`
      SELECT to_char(starts_at AT TIME ZONE ${timeZone}, 'HH24:MI') AS "from",
             round(extract(epoch FROM ends_at - starts_at) / 60)::integer AS minutes, count(*) AS count
        FROM booking WHERE ${granted} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${TIMES}`.execute(this.#trx);
    const counted = new Map(leads.rows.map(({ step, count }) => [step, count]));
    return {
      days: days.rows,
      leads: LEAD_HOURS.map((_, index) => counted.get(index + 1) ?? 0),
      ...ends.rows[0]!,
      times: times.rows,
    };
  }

  async keptHistory(poolId: string): Promise<{ day: LocalDay; history: BookingHistory } | null> {
    const row = await this.#trx
      .selectFrom('forecast_history')
      .select(['day', 'history'])
      .where('pool_id', '=', poolId)
      .executeTakeFirst();
    return row ?? null;
  }

  async saveHistory(poolId: string, day: LocalDay, history: BookingHistory): Promise<void> {
    const written = { day, history: toJson(history) };
    await this.#trx
      .insertInto('forecast_history')
      .values({ pool_id: poolId, ...written })
      .onConflict((conflict) => conflict.column('pool_id').doUpdateSet(written))
      .execute();
  }

  async days(poolIds: string[], days: LocalDay[]): Promise<KeptDay[]> {
    if (poolIds.length === 0 || days.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('forecast_day')
      .selectAll()
      .where('pool_id', 'in', poolIds)
      .where(sql<boolean>`day = ANY (${days}::date[])`)
      .execute();
    return rows.map((row) => ({
      poolId: row.pool_id,
      day: row.day,
      low: row.low,
      high: row.high,
      seats: row.seats,
      shortage: row.shortage && revived(row.shortage),
      told: row.told_limit && row.told_at && { limit: row.told_limit, at: row.told_at },
    }));
  }

  async saveDays(poolId: string, from: LocalDay, days: KeptDay[]): Promise<void> {
    await this.#trx.deleteFrom('forecast_day').where('pool_id', '=', poolId).where('day', '<', from).execute();
    if (days.length === 0) return;
    await this.#trx
      .insertInto('forecast_day')
      .values(
        days.map((one) => ({
          pool_id: poolId,
          day: one.day,
          low: one.low,
          high: one.high,
          seats: one.seats,
          shortage: one.shortage && toJson(one.shortage),
          told_limit: one.told?.limit ?? null,
          told_at: one.told?.at ?? null,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['pool_id', 'day']).doUpdateSet((row) => ({
          low: row.ref('excluded.low'),
          high: row.ref('excluded.high'),
          seats: row.ref('excluded.seats'),
          shortage: row.ref('excluded.shortage'),
          told_limit: row.ref('excluded.told_limit'),
          told_at: row.ref('excluded.told_at'),
        })),
      )
      .execute();
  }
}

function revived(shortage: Shortage): Shortage {
  return { ...shortage, startsAt: new Date(shortage.startsAt), endsAt: new Date(shortage.endsAt) };
}
