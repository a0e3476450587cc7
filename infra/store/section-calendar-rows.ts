import { sql, type Transaction } from 'kysely';
import type { SectionBooking, SectionEvent, SectionLedger } from '../../flows/calendar/section-calendar.ts';
import { writtenOf } from './calendar-rows.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

export class SectionCalendarRows implements SectionLedger {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async bookingsOf(personIds: string[], from: Date): Promise<SectionBooking[]> {
    if (personIds.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('booking')
      .select(['id', 'person_id', 'part', 'place', 'status', 'starts_at', 'ends_at'])
      .where(sql<boolean>`person_id = ANY (${personIds}::text[])`)
      .where('ends_at', '>', from)
      .where('status', 'not in', ['rejected', 'cancelled', 'expired'])
      .orderBy('starts_at')
      .orderBy('id')
      .execute();
    return rows.map(({ id, person_id: personId, part, place, status, starts_at: startsAt, ends_at: endsAt }) => ({
      id,
      personId,
      part,
      place,
      status,
      startsAt,
      endsAt,
    }));
  }

  async eventsIn(mailbox: string, from: Date): Promise<SectionEvent[]> {
    const rows = await this.#trx
      .selectFrom('section_event')
      .selectAll()
      .where('mailbox', '=', mailbox)
      .where('ends_at', '>', from)
      .orderBy('ends_at')
      .orderBy('booking_id')
      .execute();
    return rows.map((row) => ({
      bookingId: row.booking_id,
      mailbox,
      eventId: row.event_id,
      written: writtenOf(row.written),
      endsAt: row.ends_at,
    }));
  }

  async mailboxes(from: Date): Promise<string[]> {
    const rows = await this.#trx
      .selectFrom('section_event')
      .select('mailbox')
      .distinct()
      .where('ends_at', '>', from)
      .orderBy('mailbox')
      .execute();
    return rows.map(({ mailbox }) => mailbox);
  }

  async save(events: SectionEvent[]): Promise<void> {
    for (const { bookingId, mailbox, eventId, written, endsAt } of events) {
      const values = { event_id: eventId, written: written && toJson(written), ends_at: endsAt };
      await this.#trx
        .insertInto('section_event')
        .values({ booking_id: bookingId, mailbox, ...values })
        .onConflict((conflict) => conflict.columns(['booking_id', 'mailbox']).doUpdateSet(values))
        .execute();
    }
  }

  async remove(mailbox: string, bookingIds: string[]): Promise<void> {
    await this.#trx
      .deleteFrom('section_event')
      .where('mailbox', '=', mailbox)
      .where(sql<boolean>`booking_id = ANY (${bookingIds}::text[])`)
      .execute();
  }
}
