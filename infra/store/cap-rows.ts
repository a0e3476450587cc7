import { sql, type Transaction } from 'kysely';
import type { BookingStatus } from '../../flows/booking/booking.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { CapRequest, CapState, CapStore } from '../../flows/store.ts';
import type { Tables } from './tables.ts';

const HALF_HOUR_MS = 30 * 60_000;
/** A day that was booked and has passed is used up: it counts in its week as the days that are still held do. */
const COUNTS_IN_WEEK: BookingStatus[] = ['pending', 'approved', 'active', 'completed', 'no-show'];

interface Seats {
  pool_id: string;
  slot: Date;
  taken: number;
}

export class CapRows implements CapStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async lock(asked: CapRequest): Promise<CapState> {
    const { pools, slots } = slotsOf(asked);
    const { rows } = await sql<Seats>`
      SELECT * FROM lock_caps(${pools}::text[], ${slots}::timestamptz[], ${asked.personId}, ${asked.weeks}::date[])`.execute(
      this.#trx,
    );
    return this.#state(asked, rows);
  }

  async look(asked: CapRequest): Promise<CapState> {
    const { pools, slots } = slotsOf(asked);
    if (pools.length === 0) return this.#state(asked, []);
    const { rows } = await sql<Seats>`
      SELECT pool_id, slot, taken FROM pool_half_hour
        WHERE (pool_id, slot) IN (SELECT * FROM unnest(${pools}::text[], ${slots}::timestamptz[]))`.execute(this.#trx);
    return this.#state(asked, rows);
  }

  async #state(asked: CapRequest, rows: Seats[]): Promise<CapState> {
    const taken = new Map(rows.map((row) => [keyOf(row.pool_id, row.slot.getTime()), row.taken]));
    return {
      taken: asked.seats.map((seat) =>
        Math.max(0, ...halfHours(seat).map((slot) => taken.get(keyOf(seat.poolId, slot)) ?? 0)),
      ),
      daysOfWeek: await this.#daysOfWeek(asked),
    };
  }

  async #daysOfWeek({ personId, weeks }: CapRequest): Promise<Map<LocalDay, LocalDay[]>> {
    const days = new Map<LocalDay, LocalDay[]>(weeks.map((monday) => [monday, []]));
    if (weeks.length === 0) return days;
    const { rows } = await sql<{ monday: LocalDay; day: LocalDay }>`
      SELECT DISTINCT w.monday, b.day
        FROM unnest(${weeks}::date[]) AS w (monday)
        JOIN booking b ON b.day >= w.monday AND b.day < w.monday + 7
        WHERE b.person_id = ${personId} AND b.status = ANY (${COUNTS_IN_WEEK}::text[])
        ORDER BY 1, 2`.execute(this.#trx);
    for (const { monday, day } of rows) days.get(monday)?.push(day);
    return days;
  }
}

function slotsOf({ seats }: CapRequest): { pools: string[]; slots: Date[] } {
  const asked = seats.flatMap((seat) => halfHours(seat).map((slot) => ({ pool: seat.poolId, slot: new Date(slot) })));
  return { pools: asked.map(({ pool }) => pool), slots: asked.map(({ slot }) => slot) };
}

/** Every half hour that the time touches, as the triggers count it: a seat is free only where it is free throughout. */
function halfHours({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): number[] {
  const slots: number[] = [];
  const first = Math.floor(startsAt.getTime() / HALF_HOUR_MS) * HALF_HOUR_MS;
  for (let slot = first; slot < endsAt.getTime(); slot += HALF_HOUR_MS) slots.push(slot);
  return slots;
}

function keyOf(poolId: string, slot: number): string {
  return `${slot} ${poolId}`;
}
