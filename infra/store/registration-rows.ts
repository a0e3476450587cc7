import { sql, type Transaction } from 'kysely';
import type { Feedback, FeedbackStore, GivenFeedback } from '../../flows/feedback/feedback-store.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Pledge, PledgeStore } from '../../flows/registration/registration-store.ts';
import { toText } from './json.ts';
import type { Tables } from './tables.ts';

export class PledgeRows implements PledgeStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add({ personId, version, ownDevice, pledgedAt }: Pledge): Promise<void> {
    await this.#trx
      .insertInto('pledge')
      .values({ person_id: personId, version, own_device: ownDevice, pledged_at: pledgedAt })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  of(personId: string): Promise<Pledge[]> {
    return this.ofPeople([personId]);
  }

  async ofPeople(personIds: readonly string[]): Promise<Pledge[]> {
    const rows = await this.#trx
      .selectFrom('pledge')
      .selectAll()
      .where(sql<boolean>`person_id = ANY (${[...personIds]}::text[])`)
      .orderBy('pledged_at', 'desc')
      .execute();
    return rows.map((row) => ({
      personId: row.person_id,
      version: row.version,
      ownDevice: row.own_device,
      pledgedAt: row.pledged_at,
    }));
  }
}

export class FeedbackRows implements FeedbackStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async ask(bookingId: string, personId: string, now: Date): Promise<boolean> {
    const { rows } = await sql`
      INSERT INTO feedback (booking_id, person_id, asked_at)
        SELECT b.id, ${personId}, ${now} FROM booking b
          WHERE b.id = ${bookingId} AND NOT EXISTS (
            SELECT FROM feedback f JOIN booking o ON o.id = f.booking_id WHERE f.person_id = ${personId} AND o.day = b.day)
        ON CONFLICT (booking_id) DO NOTHING RETURNING booking_id`.execute(this.#trx);
    return rows.length === 1;
  }

  async lock(bookingId: string): Promise<Feedback | null> {
    const row = await this.#trx
      .selectFrom('feedback')
      .selectAll()
      .where('booking_id', '=', bookingId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return null;
    const { person_id: personId, asked_at: askedAt, given_at: givenAt, score, line } = row;
    return { bookingId, personId, askedAt, givenAt, score, line };
  }

  async save({ bookingId, score, line, givenAt }: Feedback): Promise<void> {
    await this.#trx
      .updateTable('feedback')
      .set({ score, line: line === null ? null : toText(line), given_at: givenAt })
      .where('booking_id', '=', bookingId)
      .execute();
  }

  async nthDays(bookingIds: string[]): Promise<Map<string, number>> {
    if (bookingIds.length === 0) return new Map();
    const { rows } = await sql<{ id: string; days: number }>`
      SELECT b.id, (SELECT count(DISTINCT d.day)::integer FROM booking d
                      WHERE d.person_id = b.person_id AND d.status = 'completed' AND d.day <= b.day) AS days
        FROM booking b
        WHERE b.id = ANY (${bookingIds}::text[]) AND NOT EXISTS (
          SELECT FROM booking o WHERE o.person_id = b.person_id AND o.day = b.day AND o.status IN ('approved', 'active'))
      `.execute(this.#trx);
    return new Map(rows.map((row) => [row.id, row.days]));
  }

  async ofPerson(personId: string): Promise<(Feedback & { day: LocalDay })[]> {
    const rows = await this.#trx
      .selectFrom('feedback')
      .innerJoin('booking', 'booking.id', 'feedback.booking_id')
      .selectAll('feedback')
      .select('booking.day')
      .where('feedback.person_id', '=', personId)
      .orderBy('booking.day')
      .execute();
    return rows.map((row) => ({
      bookingId: row.booking_id,
      personId,
      day: row.day,
      askedAt: row.asked_at,
      score: row.score,
      line: row.line,
      givenAt: row.given_at,
    }));
  }

  async given(from: LocalDay | null, to: LocalDay | null): Promise<GivenFeedback[]> {
    const { rows } = await sql<GivenFeedback>`
      SELECT f.person_id AS "personId", b.day, f.score, f.line FROM feedback f JOIN booking b ON b.id = f.booking_id
        WHERE f.score IS NOT NULL AND (${from}::date IS NULL OR b.day >= ${from}::date)
          AND (${to}::date IS NULL OR b.day <= ${to}::date)
        ORDER BY b.day, f.score, f.line`.execute(this.#trx);
    return rows;
  }
}
