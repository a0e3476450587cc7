import { sql, type Transaction } from 'kysely';
import type { ActivityLog } from '../../flows/store.ts';
import { toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

export class ActivityRows implements ActivityLog {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async claim(key: string, now: Date): Promise<{ answer: unknown } | null> {
    // The insert waits for a transaction that has claimed the same key and is still at work.
    const claimed = await this.#trx
      .insertInto('activity')
      .values({ key: toText(key), claimed_at: now })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .executeTakeFirst();
    if (claimed) return null;
    const before = await this.#trx
      .selectFrom('activity')
      .select('answer')
      .where('key', '=', toText(key))
      .executeTakeFirst();
    return { answer: before?.answer ?? null };
  }

  async answer(key: string, answer: unknown): Promise<void> {
    await this.#trx
      .updateTable('activity')
      .set({ answer: toJson(answer) })
      .where('key', '=', toText(key))
      .execute();
  }

  async forget(words: string, from: Date, to: Date): Promise<void> {
    await this.#trx
      .updateTable('activity')
      .set({ answer: toJson({ nothing: true }) })
      .where('claimed_at', '>=', from)
      .where('claimed_at', '<=', to)
      .where(sql<boolean>`strpos(answer::text, ${words}) > 0`)
      .execute();
    await this.#trx
      .deleteFrom('outbox')
      .where('created_at', '>=', from)
      .where('created_at', '<=', to)
      .where(sql<boolean>`coalesce(done_at, given_up_at) IS NOT NULL`)
      .where(sql<boolean>`strpos(work::text, ${words}) > 0`)
      .execute();
  }
}
