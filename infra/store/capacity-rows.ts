import { sql, type Transaction } from 'kysely';
import type { CapacityAction, CapacityMemory, PlannedBooking } from '../../flows/capacity/capacity.ts';
import type { CapacityStore, JournalEntry } from '../../flows/capacity/capacity-store.ts';
import type { KeptPicture } from '../../flows/capacity/pool-picture.ts';
import { toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

export class CapacityRows implements CapacityStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async loadMemory(poolId: string): Promise<CapacityMemory | null> {
    const row = await this.#trx
      .selectFrom('capacity_memory')
      .select('memory')
      .where('pool_id', '=', poolId)
      .executeTakeFirst();
    return row?.memory ?? null;
  }

  async loadPicture(poolId: string): Promise<KeptPicture | null> {
    const row = await this.#trx
      .selectFrom('capacity_memory')
      .select('picture')
      .where('pool_id', '=', poolId)
      .executeTakeFirst();
    return row?.picture ?? null;
  }

  async saveMemory(poolId: string, memory: CapacityMemory, picture?: KeptPicture | null): Promise<void> {
    const written = {
      memory: toJson(memory),
      ...(picture === undefined ? {} : { picture: picture === null ? null : toJson(picture) }),
    };
    await this.#trx
      .insertInto('capacity_memory')
      .values({ pool_id: poolId, ...written })
      .onConflict((conflict) => conflict.column('pool_id').doUpdateSet(written))
      .execute();
  }

  async intend(poolId: string, action: CapacityAction, now: Date, round: number | null = null): Promise<number> {
    const host = 'host' in action ? action.host : null;
    const { id } = await this.#trx
      .insertInto('capacity_journal')
      .values({ pool_id: poolId, host, at: now, action: toJson(action), round_id: round })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async outcome(intent: number, result: { ok: boolean; error?: string }, now: Date): Promise<void> {
    const error = result.error === undefined ? null : toText(result.error.slice(0, 1000));
    await this.#trx
      .updateTable('capacity_journal')
      .set({ ok: result.ok, error, outcome_at: now })
      .where('id', '=', intent)
      .execute();
  }

  /** Entries since `since`, and older intents without an outcome that nothing has followed on their host. */
  async journalSince(poolId: string, since: Date): Promise<JournalEntry[]> {
    const { rows } = await sql<JournalEntry>`
      SELECT j.id, j.at, j.action, j.ok FROM capacity_journal j
        WHERE j.pool_id = ${poolId} AND (j.at >= ${since} OR (j.ok IS NULL AND NOT EXISTS (
          SELECT 1 FROM capacity_journal k
            WHERE k.pool_id = j.pool_id AND k.host IS NOT DISTINCT FROM j.host AND k.id > j.id)))
        ORDER BY j.id`.execute(this.#trx);
    return rows;
  }

  async plannedBookings(poolId: string, from: Date, to: Date): Promise<PlannedBooking[]> {
    const { rows } = await sql<PlannedBooking>`
      SELECT b.id, b.person_id AS "personId", coalesce(p.upn, b.person_id) AS upn,
             p.department AS section, b.starts_at AS "startsAt",
             b.ends_at AS "endsAt", coalesce(b.decided_at, b.created_at) AS "knownAt"
        FROM booking b LEFT JOIN person p ON p.id = b.person_id
        WHERE b.pool_id = ${poolId} AND b.status IN ('approved', 'active', 'completed')
          AND b.ends_at > ${from} AND b.starts_at < ${to}
        ORDER BY b.starts_at, b.id`.execute(this.#trx);
    return rows;
  }
}
