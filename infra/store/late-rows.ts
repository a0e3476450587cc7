import { sql, type Transaction } from 'kysely';
import type { LateStore } from '../../flows/no-show/late-store.ts';
import type { Tables } from './tables.ts';

export class LateRows implements LateStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async say(bookingId: string, comingAt: Date): Promise<void> {
    await this.#trx
      .insertInto('late_word')
      .values({ booking_id: bookingId, coming_at: comingAt })
      .onConflict((conflict) => conflict.column('booking_id').doUpdateSet({ coming_at: comingAt }))
      .execute();
  }

  async of(bookingIds: string[]): Promise<Map<string, Date>> {
    if (bookingIds.length === 0) return new Map();
    const rows = await this.#trx
      .selectFrom('late_word')
      .selectAll()
      .where(sql<boolean>`booking_id = ANY (${bookingIds}::text[])`)
      .execute();
    return new Map(rows.map((row) => [row.booking_id, row.coming_at]));
  }
}
