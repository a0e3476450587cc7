import { type Selectable, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { Booking, BookingStatus, BookingTexts } from '../../flows/booking/booking.ts';
import { HOLDING } from '../../flows/booking/booking.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { type BookingStore, OverlapError } from '../../flows/store.ts';
import { sqlState } from './database-refusal.ts';
import { toJson, toText } from './json.ts';
import type { PendingWrites } from './pending-writes.ts';
import { safe } from './person-rows.ts';
import type { BookingRow, Tables } from './tables.ts';

/** States in which a booking gives access to its pool, or gave it. */
const GRANTED: BookingStatus[] = ['approved', 'active', 'completed', 'no-show'];
/** A day that was booked and has passed is used up: it counts in limits as the days that are still held do. */
const COUNTS: BookingStatus[] = ['pending', 'approved', 'active', 'completed', 'no-show'];
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
      if (Object.values(texts).every((one) => one === null)) return;
      const written = cleaned(texts);
      await this.#trx
        .insertInto('booking_text')
        .values(bookings.map(({ id }) => ({ booking_id: id, ...written })))
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

  async saveTexts(id: string, texts: BookingTexts): Promise<void> {
    const written = cleaned(texts);
    await this.#trx
      .insertInto('booking_text')
      .values({ booking_id: id, ...written })
      .onConflict((conflict) => conflict.column('booking_id').doUpdateSet(written))
      .execute();
  }

  async texts(ids: string[]): Promise<Map<string, BookingTexts>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#trx
      .selectFrom('booking_text')
      .selectAll()
      .where(sql<boolean>`booking_id = ANY (${safe(ids)}::text[])`)
      .execute();
    return new Map(rows.map(({ booking_id, ...texts }) => [booking_id, texts]));
  }

  async ofPerson(personId: string, from: Date, limit: number): Promise<Booking[]> {
    return this.#read((query) => query.where('person_id', '=', personId).where('ends_at', '>', from).limit(limit));
  }

  async ofPersonOnDays(personId: string, from: LocalDay, to: LocalDay): Promise<Booking[]> {
    return this.#read((query) =>
      query.where('person_id', '=', personId).where('day', '>=', from).where('day', '<=', to),
    );
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

  async countedOfPerson(personId: string, from: LocalDay, to: LocalDay): Promise<Booking[]> {
    return this.#read((query) =>
      query
        .where('person_id', '=', personId)
        .where('status', 'in', COUNTS)
        .where('day', '>=', from)
        .where('day', '<=', to),
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

  async waitingFor(approverIds: string[], limit: number): Promise<Booking[]> {
    if (approverIds.length === 0) return [];
    return this.#read((query) =>
      query
        .where(sql<boolean>`approver_ids && ${approverIds}::text[]`)
        .where('status', '=', 'pending')
        .where('offered_until', 'is', null)
        .limit(limit),
    );
  }

  async lockWaitlisted(poolIds: string[], from: Date, to: Date): Promise<Booking[]> {
    const rows = await this.#trx
      .selectFrom('booking')
      .selectAll()
      .where(sql<boolean>`pool_id = ANY (${poolIds}::text[])`)
      .where('status', '=', 'waitlisted')
      .where('ends_at', '>', from)
      .where('starts_at', '<', to)
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows.map(toBooking);
  }

  async waitlisted(poolIds: string[] | null, from: Date, to: Date): Promise<Booking[]> {
    if (poolIds?.length === 0) return [];
    return this.#read((query) =>
      query
        .where(poolIds === null ? sql<boolean>`pool_id IS NOT NULL` : sql<boolean>`pool_id = ANY (${poolIds}::text[])`)
        .where('status', '=', 'waitlisted')
        .where('ends_at', '>', from)
        .where('starts_at', '<', to),
    );
  }

  async pendingSeats(times: { poolId: string; startsAt: Date; endsAt: Date }[]): Promise<number[]> {
    if (times.length === 0) return [];
    const { rows } = await sql<{ nth: number; taken: number }>`
      SELECT s.nth, max(s.taken) AS taken FROM (
        SELECT a.nth, h.slot, count(*)::integer AS taken
          FROM unnest(
            ${times.map((one) => one.poolId)}::text[], ${times.map((one) => one.startsAt)}::timestamptz[],
            ${times.map((one) => one.endsAt)}::timestamptz[]) WITH ORDINALITY AS a (pool_id, starts_at, ends_at, nth)
          CROSS JOIN LATERAL half_hours(a.starts_at, a.ends_at) AS h (slot)
          JOIN booking b ON b.pool_id = a.pool_id AND b.status = 'pending' AND b.seat_held
            AND b.starts_at < h.slot + interval '30 minutes' AND b.ends_at > h.slot
          GROUP BY a.nth, h.slot
      ) s GROUP BY s.nth`.execute(this.#trx);
    const taken = new Map(rows.map((row) => [row.nth, row.taken]));
    return times.map((_, index) => taken.get(index + 1) ?? 0);
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
    device: booking.device,
    requested_by: booking.requestedBy,
    series: booking.series,
    replaces_id: booking.replacesId,
    beyond: toJson(booking.beyond),
    steps: booking.steps,
    step: booking.step,
    approver_ids: booking.approverIds,
    decided_by: booking.decidedBy,
    decided_for: booking.decidedFor,
    decided_at: booking.decidedAt,
    seat_held: booking.seatHeld,
    hold_until: booking.holdUntil,
    offered_until: booking.offeredUntil,
    version: booking.version,
  };
}

function cleaned({ reason, category, contact, material, comment }: BookingTexts): BookingTexts {
  const clean = (text: string | null) => (text === null ? null : toText(text));
  return {
    reason: clean(reason),
    category: clean(category),
    contact: clean(contact),
    material: clean(material),
    comment: clean(comment),
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
    device: row.device,
    requestedBy: row.requested_by,
    series: row.series,
    replacesId: row.replaces_id,
    beyond: row.beyond,
    steps: row.steps,
    step: row.step,
    approverIds: row.approver_ids,
    decidedBy: row.decided_by,
    decidedFor: row.decided_for,
    decidedAt: row.decided_at,
    seatHeld: row.seat_held,
    holdUntil: row.hold_until,
    offeredUntil: row.offered_until,
    createdAt: row.created_at,
    version: row.version,
  };
}

function byStart(a: Booking, b: Booking): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1);
}
