import { sql, type Transaction } from 'kysely';
import type { AccessGrant, AccessLedger } from '../../flows/store.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

export class AccessRows implements AccessLedger {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async ofPool(poolId: string): Promise<AccessGrant[]> {
    const rows = await this.#trx
      .selectFrom('access_grant')
      .selectAll()
      .where('pool_id', '=', poolId)
      .orderBy('person_id')
      .execute();
    return rows.map((row) => ({
      poolId: row.pool_id,
      personId: row.person_id,
      state: row.state,
      attempts: row.attempts,
      nextAttemptAt: row.next_attempt_at,
      failingSince: row.failing_since,
    }));
  }

  async save(grants: AccessGrant[]): Promise<void> {
    if (grants.length === 0) return;
    const rows = [...new Map(grants.map((grant) => [`${grant.poolId} ${grant.personId}`, grant])).values()];
    await sql`
      INSERT INTO access_grant (pool_id, person_id, state, attempts, next_attempt_at, failing_since)
        SELECT * FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS g ("poolId" text, "personId" text, state text,
          attempts integer, "nextAttemptAt" timestamptz, "failingSince" timestamptz)
          ORDER BY "poolId", "personId"
      ON CONFLICT (pool_id, person_id) DO UPDATE SET
        state = EXCLUDED.state, attempts = EXCLUDED.attempts,
        next_attempt_at = EXCLUDED.next_attempt_at, failing_since = EXCLUDED.failing_since`.execute(this.#trx);
  }

  async remove(poolId: string, personIds: string[]): Promise<void> {
    if (personIds.length === 0) return;
    await this.#trx
      .deleteFrom('access_grant')
      .where('pool_id', '=', poolId)
      .where(sql<boolean>`person_id = ANY (${personIds}::text[])`)
      .execute();
  }

  async warned(poolId: string): Promise<{ personId: string; windowEnd: Date; minutes: number }[]> {
    const rows = await this.#trx
      .selectFrom('session_warning')
      .selectAll()
      .where('pool_id', '=', poolId)
      .orderBy('window_end')
      .orderBy('person_id')
      .orderBy('minutes')
      .execute();
    return rows.map((row) => ({ personId: row.person_id, windowEnd: row.window_end, minutes: row.minutes }));
  }

  async saveWarned(poolId: string, personId: string, windowEnd: Date, minutes: number): Promise<void> {
    await this.#trx
      .insertInto('session_warning')
      .values({ pool_id: poolId, person_id: personId, window_end: windowEnd, minutes })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
