import type { Transaction } from 'kysely';
import type { CalendarLedger } from '../../flows/store.ts';
import type { Tables } from './tables.ts';

export class CalendarRows implements CalendarLedger {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async eventOf(bookingId: string): Promise<{ eventId: string } | null> {
    const row = await this.#trx
      .selectFrom('calendar_event')
      .select('event_id')
      .where('booking_id', '=', bookingId)
      .executeTakeFirst();
    return row ? { eventId: row.event_id } : null;
  }

  async save(bookingId: string, eventId: string | null): Promise<void> {
    if (eventId === null) {
      await this.#trx.deleteFrom('calendar_event').where('booking_id', '=', bookingId).execute();
      return;
    }
    await this.#trx
      .insertInto('calendar_event')
      .values({ booking_id: bookingId, event_id: eventId })
      .onConflict((conflict) => conflict.column('booking_id').doUpdateSet({ event_id: eventId }))
      .execute();
  }
}
