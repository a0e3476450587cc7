import { sql, type Transaction } from 'kysely';
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

  async bookingsOf(eventIds: string[]): Promise<Map<string, string>> {
    if (eventIds.length === 0) return new Map();
    const rows = await this.#trx
      .selectFrom('calendar_event')
      .select(['event_id', 'booking_id'])
      .where(sql<boolean>`event_id = ANY (${eventIds}::text[])`)
      .execute();
    return new Map(rows.map((row) => [row.event_id, row.booking_id]));
  }

  async ofPerson(personId: string, from: Date, to: Date): Promise<{ bookingId: string; eventId: string }[]> {
    const rows = await this.#trx
      .selectFrom('calendar_event')
      .innerJoin('booking', 'booking.id', 'calendar_event.booking_id')
      .select(['booking_id', 'event_id'])
      .where('person_id', '=', personId)
      .where('starts_at', '<', to)
      .where('ends_at', '>', from)
      .orderBy('starts_at')
      .execute();
    return rows.map((row) => ({ bookingId: row.booking_id, eventId: row.event_id }));
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
