import { type Selectable, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { Booking, BookingStatus, BookingTexts } from '../../flows/booking/booking.ts';
import { HOLDING } from '../../flows/booking/booking.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { type BookingStore, OverlapError } from '../../flows/store.ts';
import { sqlState } from './database-refusal.ts';
import { toText } from './json.ts';
import type { PendingWrites } from './pending-writes.ts';
import { safe } from './person-rows.ts';
import type { BookingRow, Tables } from './tables.ts';

/** States in which a booking gives access to its pool, or gave it. */
const GRANTED: BookingStatus[] = ['approved', 'active', 'completed', 'no-show'];
const holding = [...HOLDING];

export class BookingRows implements BookingStore {
  readonly #trx: Transaction<Tables>;
  readonly #pending: PendingWrites;

  constructor(trx: Transaction<Tables>, pending: PendingWrites) {
    this.#trx = trx;
    this.#pending = pending;
  }

  async byId(id: string): Promise<Booking | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  async byIds(ids: string[]): Promise<Booking[]> {
    if (ids.length === 0) return [];
    return this.#read((query) => query.where(sql<boolean>`id = ANY (${safe(ids)}::text[])`));
  }

  async byRequest(requestId: string): Promise<Booking[]> {
    return this.#read((query) => query.where('request_id', '=', safe([requestId])[0] ?? ''));
  }

  async lock(ids: string[]): Promise<Booking[]> {
    if (ids.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('booking')
      .selectAll()
      .where(sql<boolean>`id = ANY (${safe(ids)}::text[])`)
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows.map(toBooking).sort(byStart);
  }

  /** After an OverlapError nothing of this call is left and the transaction can go on: it runs in a savepoint. */
  async add(bookings: Booking[], texts: BookingTexts): Promise<void> {
    if (bookings.length === 0) return;
    await this.#unlessOverlapping(async () => {
      await this.#trx
        .insertInto('booking')
        .values(bookings.map((booking) => ({ id: booking.id, created_at: booking.createdAt, ...changing(booking) })))
        .execute();
      if (texts.reason === null && texts.comment === null) return;
      const { reason, comment } = cleaned(texts);
      await this.#trx
        .insertInto('booking_text')
        .values(bookings.map(({ id }) => ({ booking_id: id, reason, comment })))
        .execute();
    });
    this.#pending.wakeScheduler();
  }

  /** After an OverlapError the booking is as before and the transaction can go on: it runs in a savepoint. */
  async save(booking: Booking, comment?: string): Promise<void> {
    const write = async () => {
      const { numUpdatedRows } = await this.#trx
        .updateTable('booking')
        .set(changing(booking))
        .where('id', '=', booking.id)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw new Error(`booking ${booking.id} is not in the store`);
    };
    // Only a booking that holds time can overlap: the others need no savepoint.
    await (holding.includes(booking.status) ? this.#unlessOverlapping(write) : write());
    if (comment !== undefined) {
      await this.#trx
        .insertInto('booking_text')
        .values({ booking_id: booking.id, comment: toText(comment) })
        .onConflict((conflict) => conflict.column('booking_id').doUpdateSet({ comment: toText(comment) }))
        .execute();
    }
    this.#pending.wakeScheduler();
  }

  async texts(ids: string[]): Promise<Map<string, BookingTexts>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#trx
      .selectFrom('booking_text')
      .selectAll()
      .where(sql<boolean>`booking_id = ANY (${safe(ids)}::text[])`)
      .execute();
    return new Map(rows.map(({ booking_id, reason, comment }) => [booking_id, { reason, comment }]));
  }

  async ofPerson(personId: string, from: Date, limit: number): Promise<Booking[]> {
    return this.#read((query) => query.where('person_id', '=', personId).where('ends_at', '>', from).limit(limit));
  }

  async holdingOfPerson(personId: string, from: Date, to: Date): Promise<Booking[]> {
    return this.#read((query) =>
      query
        .where('person_id', '=', personId)
        .where('status', 'in', holding)
        .where('ends_at', '>', from)
        .where('starts_at', '<', to),
    );
  }

  async holdingOnDays(personIds: string[], days: LocalDay[]): Promise<Booking[]> {
    if (personIds.length === 0 || days.length === 0) return [];
    return this.#read((query) =>
      query
        .where(sql<boolean>`person_id = ANY (${personIds}::text[])`)
        .where(sql<boolean>`day = ANY (${days}::date[])`)
        .where('status', 'in', holding),
    );
  }

  async waitingFor(approverId: string, limit: number): Promise<Booking[]> {
    return this.#read((query) =>
      query
        .where(sql<boolean>`approver_ids @> ARRAY[${approverId}]::text[]`)
        .where('status', '=', 'pending')
        .limit(limit),
    );
  }

  async lockDue(now: Date, limit: number): Promise<Booking[]> {
    const rows = await this.#trx
      .selectFrom('booking')
      .selectAll()
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    return rows.map(toBooking);
  }

  async grantedInPool(poolId: string, from: Date, to: Date): Promise<Booking[]> {
    return this.#read((query) =>
      query
        .where('pool_id', '=', poolId)
        .where('status', 'in', GRANTED)
        .where('ends_at', '>', from)
        .where('starts_at', '<', to),
    );
  }

  async between(fromDay: LocalDay | null, toDay: LocalDay | null, personId: string | null): Promise<Booking[]> {
    return this.#read((query) => {
      let narrowed = query;
      if (fromDay !== null) narrowed = narrowed.where('day', '>=', fromDay);
      if (toDay !== null) narrowed = narrowed.where('day', '<=', toDay);
      if (personId !== null) narrowed = narrowed.where('person_id', '=', personId);
      return narrowed;
    });
  }

  async #read(narrow: (query: BookingQuery) => BookingQuery): Promise<Booking[]> {
    const query = this.#trx.selectFrom('booking').selectAll().orderBy('starts_at').orderBy('id');
    return (await narrow(query).execute()).map(toBooking);
  }

  async #unlessOverlapping(write: () => Promise<void>): Promise<void> {
    await sql`SAVEPOINT booking_write`.execute(this.#trx);
    try {
      await write();
    } catch (error) {
      if (sqlState(error) !== '23P01') throw error;
      await sql`ROLLBACK TO SAVEPOINT booking_write`.execute(this.#trx);
      throw new OverlapError({ cause: error });
    }
    await sql`RELEASE SAVEPOINT booking_write`.execute(this.#trx);
  }
}

type BookingQuery = SelectQueryBuilder<Tables, 'booking', Selectable<BookingRow>>;

function changing(booking: Booking) {
  return {
    request_id: booking.requestId,
    person_id: booking.personId,
    day: booking.day,
    part: booking.part,
    starts_at: booking.startsAt,
    ends_at: booking.endsAt,
    status: booking.status,
    pool_id: booking.poolId,
    place: booking.place,
    approver_ids: booking.approverIds,
    decided_by: booking.decidedBy,
    decided_at: booking.decidedAt,
    version: booking.version,
  };
}

function cleaned(texts: BookingTexts): BookingTexts {
  return {
    reason: texts.reason === null ? null : toText(texts.reason),
    comment: texts.comment === null ? null : toText(texts.comment),
  };
}

export function toBooking(row: Selectable<BookingRow>): Booking {
  return {
    id: row.id,
    requestId: row.request_id,
    personId: row.person_id,
    day: row.day,
    part: row.part,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    status: row.status,
    poolId: row.pool_id,
    place: row.place,
    approverIds: row.approver_ids,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    createdAt: row.created_at,
    version: row.version,
  };
}

function byStart(a: Booking, b: Booking): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);
}
