import { sql, type Transaction } from 'kysely';
import type { DueKind, DueStore } from '../../flows/store.ts';
import type { PendingWrites } from './pending-writes.ts';
import type { Tables } from './tables.ts';

/**
 * One entry a (kind, subject), and behind it the earliest wish made since the entry came (`then_at`). What a handler
 * removes or moves is the entry that it has seen; a wish committed while it worked comes up next. So a handler may read,
 * act, and clear or set at its end, and still nothing that was asked meanwhile is lost.
 */
export class DueRows implements DueStore {
  readonly #trx: Transaction<Tables>;
  readonly #pending: PendingWrites;

  constructor(trx: Transaction<Tables>, pending: PendingWrites) {
    this.#trx = trx;
    this.#pending = pending;
  }

  /** Written right before the commit. */
  async noLaterThan(kind: DueKind, subject: string, at: Date): Promise<void> {
    this.#pending.due(kind, subject, at);
  }

  async set(kind: DueKind, subject: string, at: Date | null): Promise<void> {
    await this.#pending.writeDue();
    this.#pending.wakeScheduler();
    if (at === null) {
      await this.#next(kind, subject, null);
      return;
    }
    await sql`
      INSERT INTO due AS d (kind, subject, at) VALUES (${kind}, ${subject}, ${at})
        ON CONFLICT (kind, subject) DO UPDATE SET at = least(EXCLUDED.at, d.then_at), then_at = NULL`.execute(
      this.#trx,
    );
  }

  async list(now: Date): Promise<{ kind: DueKind; subject: string; at: Date }[]> {
    await this.#pending.writeDue();
    const rows = await this.#trx
      .selectFrom('due')
      .select(['kind', 'subject', 'at'])
      .where('at', '<=', now)
      .orderBy('at')
      .orderBy('kind')
      .orderBy('subject')
      .execute();
    return rows.map((row) => ({ ...row, kind: row.kind as DueKind }));
  }

  async stands(kind: DueKind, subject: string, now: Date): Promise<boolean> {
    const row = await this.#trx
      .selectFrom('due')
      .select('at')
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('at', '<=', now)
      .executeTakeFirst();
    return row !== undefined;
  }

  async clear(kind: DueKind, subject: string, at: Date): Promise<void> {
    await this.#pending.writeDue();
    await this.#next(kind, subject, at);
    this.#pending.dealtWith(kind, subject);
  }

  /** Removes the entry, or puts the wish behind it in its place. */
  async #next(kind: DueKind, subject: string, standing: Date | null): Promise<void> {
    const { rows } = await sql<{ at: Date; then_at: Date | null }>`
      SELECT at, then_at FROM due WHERE kind = ${kind} AND subject = ${subject} FOR UPDATE`.execute(this.#trx);
    const entry = rows[0];
    if (!entry || (standing && entry.at.getTime() !== standing.getTime())) return;
    if (entry.then_at === null) {
      await sql`DELETE FROM due WHERE kind = ${kind} AND subject = ${subject}`.execute(this.#trx);
    } else {
      await sql`UPDATE due SET at = then_at, then_at = NULL WHERE kind = ${kind} AND subject = ${subject}`.execute(
        this.#trx,
      );
    }
  }
}
