import { type Selectable, sql, type Transaction } from 'kysely';
import type { OutboxEntry, OutboxStore, OutboxWork } from '../../flows/store.ts';
import { toText } from './json.ts';
import type { PendingWrites } from './pending-writes.ts';
import type { OutboxRow, Tables } from './tables.ts';

/** What an outside system answered is kept for the operator, not in full length. */
const LONGEST_ERROR = 1000;

export class OutboxRows implements OutboxStore {
  readonly #trx: Transaction<Tables>;
  readonly #pending: PendingWrites;

  constructor(trx: Transaction<Tables>, pending: PendingWrites) {
    this.#trx = trx;
    this.#pending = pending;
  }

  async add(work: OutboxWork, now: Date): Promise<void> {
    this.#pending.outbox(work, now);
  }

  async dueQueues(now: Date): Promise<string[]> {
    await this.#pending.writeOutbox();
    const { rows } = await sql<{ queue: string }>`
      SELECT queue FROM (
        SELECT DISTINCT ON (queue) queue, id, next_attempt_at FROM outbox
          WHERE done_at IS NULL AND given_up_at IS NULL ORDER BY queue, id
      ) AS heads WHERE next_attempt_at <= ${now} ORDER BY id`.execute(this.#trx);
    return rows.map((row) => row.queue);
  }

  async take(queue: string, now: Date): Promise<OutboxEntry | null> {
    await this.#pending.writeOutbox();
    const { rows } = await sql<Selectable<OutboxRow>>`
      UPDATE outbox SET attempts = attempts + 1
        WHERE id = (
          SELECT id FROM outbox WHERE queue = ${queue} AND done_at IS NULL AND given_up_at IS NULL
            ORDER BY id LIMIT 1 FOR UPDATE
        ) AND next_attempt_at <= ${now} AND done_at IS NULL AND given_up_at IS NULL
        RETURNING *`.execute(this.#trx);
    return rows[0] ? toEntry(rows[0]) : null;
  }

  async done(id: number, now: Date): Promise<void> {
    await this.#trx
      .updateTable('outbox')
      .set({ done_at: now })
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .execute();
  }

  async retryAt(id: number, at: Date, error: string): Promise<void> {
    await this.#trx
      .updateTable('outbox')
      .set({ next_attempt_at: at, last_error: shortened(error) })
      .where('id', '=', id)
      .execute();
    this.#pending.wakeScheduler();
  }

  async giveUp(id: number, error: string, now: Date): Promise<void> {
    await this.#trx
      .updateTable('outbox')
      .set({ given_up_at: now, last_error: shortened(error) })
      .where('id', '=', id)
      .where('done_at', 'is', null)
      .execute();
  }

  async byId(id: number): Promise<OutboxEntry | null> {
    const row = await this.#trx.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toEntry(row) : null;
  }
}

function shortened(error: string): string {
  return toText(error.slice(0, LONGEST_ERROR));
}

function toEntry(row: Selectable<OutboxRow>): OutboxEntry {
  return {
    id: row.id,
    work: revived(row.work as OutboxWork),
    queue: row.queue,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
  };
}

/** Instants are texts in JSON: back to a Date where the port says so. */
function revived(work: OutboxWork): OutboxWork {
  if (work.kind !== 'tell' || work.notice.kind !== 'fault') return work;
  const { fault } = work.notice;
  return { ...work, notice: { kind: 'fault', fault: { ...fault, since: new Date(fault.since) } } };
}
