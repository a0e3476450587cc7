import { sql, type Transaction } from 'kysely';
import type { CalendarLedger, EditQuestion, KeptEvent, WrittenEvent } from '../../flows/calendar/calendar-out-store.ts';
import { toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

/** What goes to a person's calendar waits in the outbox under this and their id. */
const QUEUE = 'calendar:';

export class CalendarRows implements CalendarLedger {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async eventOf(bookingId: string): Promise<KeptEvent | null> {
    const row = await this.#trx
      .selectFrom('calendar_event')
      .selectAll()
      .where('booking_id', '=', bookingId)
      .executeTakeFirst();
    if (!row) return null;
    const { event_id: eventId, subjects, own_words: ownWords } = row;
    return { eventId, written: writtenOf(row.written), subjects, ownWords };
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

  async begin(bookingId: string, subject: string): Promise<void> {
    await this.#trx
      .updateTable('calendar_event')
      .set({ written: null, subjects: withSubject(subject) })
      .where('booking_id', '=', bookingId)
      .execute();
  }

  async save(bookingId: string, event: { eventId: string; written: WrittenEvent } | null): Promise<void> {
    if (event === null) {
      await this.#trx.deleteFrom('calendar_event').where('booking_id', '=', bookingId).execute();
      return;
    }
    const { eventId, written } = event;
    const values = { event_id: eventId, written: toJson(written) };
    await this.#trx
      .insertInto('calendar_event')
      .values({ booking_id: bookingId, ...values, subjects: sql`${[written.subject]}::text[]`, own_words: false })
      .onConflict((conflict) =>
        conflict.column('booking_id').doUpdateSet({
          ...values,
          subjects: withSubject(written.subject),
          own_words: sql<boolean>`calendar_event.own_words AND calendar_event.event_id = ${eventId}`,
        }),
      )
      .execute();
  }

  async rename(bookingId: string, eventId: string): Promise<void> {
    await this.#trx
      .updateTable('calendar_event')
      .set({ event_id: eventId })
      .where('booking_id', '=', bookingId)
      .execute();
  }

  async writing(personIds: string[], since: Date, now: Date): Promise<Map<string, Date>> {
    const queues = personIds.map((id) => `${QUEUE}${id}`);
    // What failed waits for its next attempt; what is under way is due.
    const { rows } = await sql<{ queue: string; at: Date }>`
      SELECT queue, min(at) AS at FROM (
        SELECT queue, ${now}::timestamptz AS at FROM outbox
          WHERE queue = ANY (${queues}::text[]) AND coalesce(done_at, given_up_at) >= ${since}
        UNION ALL
        SELECT queue, next_attempt_at FROM outbox
          WHERE queue = ANY (${queues}::text[]) AND done_at IS NULL AND given_up_at IS NULL
            AND attempts > 0 AND next_attempt_at <= ${now}
      ) AS written GROUP BY queue`.execute(this.#trx);
    return new Map(rows.map(({ queue, at }) => [queue.slice(QUEUE.length), at]));
  }

  async isPuttingBack(bookingId: string): Promise<boolean> {
    const { rows } = await sql`
      SELECT 1 FROM outbox JOIN booking ON booking.id = ${bookingId} AND queue = 'calendar:' || booking.person_id
        WHERE done_at IS NULL AND given_up_at IS NULL
          AND work ->> 'bookingId' = ${bookingId} AND work ->> 'anew' = 'true'
        LIMIT 1`.execute(this.#trx);
    return rows.length > 0;
  }

  async setOwnWords(bookingId: string, ownWords: boolean): Promise<void> {
    await this.#trx
      .updateTable('calendar_event')
      .set({ own_words: ownWords })
      .where('booking_id', '=', bookingId)
      .where('own_words', '!=', ownWords)
      .execute();
  }

  async questionOf(bookingId: string): Promise<EditQuestion | null> {
    const row = await this.#trx
      .selectFrom('calendar_question')
      .selectAll()
      .where('booking_id', '=', bookingId)
      .executeTakeFirst();
    return row ? questionFrom(row) : null;
  }

  async questionsOf(personId: string): Promise<string[]> {
    const rows = await this.#trx
      .selectFrom('calendar_question')
      .select('booking_id')
      .where('person_id', '=', personId)
      .orderBy('asked_at')
      .orderBy('booking_id')
      .execute();
    return rows.map((row) => row.booking_id);
  }

  async saveQuestion({
    id,
    bookingId,
    personId,
    moved,
    bookingVersion,
    version,
    askedAt,
  }: EditQuestion): Promise<void> {
    const values = {
      id,
      moved: moved && toJson(moved),
      booking_version: bookingVersion,
      version,
      asked_at: askedAt,
    };
    await this.#trx
      .insertInto('calendar_question')
      .values({ booking_id: bookingId, person_id: personId, ...values })
      .onConflict((conflict) => conflict.column('booking_id').doUpdateSet(values))
      .execute();
  }

  async endQuestion(bookingId: string): Promise<EditQuestion | null> {
    const row = await this.#trx
      .deleteFrom('calendar_question')
      .where('booking_id', '=', bookingId)
      .returningAll()
      .executeTakeFirst();
    return row ? questionFrom(row) : null;
  }
}

/** Each wording once. */
function withSubject(subject: string) {
  const text = toText(subject);
  return sql<string[]>`CASE WHEN ${text} = ANY (calendar_event.subjects) THEN calendar_event.subjects
    ELSE calendar_event.subjects || ${text}::text END`;
}

/** Instants come back from JSON as text. */
export function writtenOf(kept: WrittenEvent | null): WrittenEvent | null {
  return kept && { ...kept, startsAt: new Date(kept.startsAt), endsAt: new Date(kept.endsAt) };
}

function questionFrom(row: {
  id: string;
  booking_id: string;
  person_id: string;
  moved: EditQuestion['moved'];
  booking_version: number;
  version: number;
  asked_at: Date;
}): EditQuestion {
  const { moved } = row;
  return {
    id: row.id,
    bookingId: row.booking_id,
    personId: row.person_id,
    moved: moved && { ...moved, startsAt: new Date(moved.startsAt), endsAt: new Date(moved.endsAt) },
    bookingVersion: row.booking_version,
    version: row.version,
    askedAt: row.asked_at,
  };
}
