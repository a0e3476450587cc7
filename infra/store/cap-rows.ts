import { sql, type Transaction } from 'kysely';
import type { CapRequest, CapSeat, CapState, CapStore } from '../../flows/booking/cap-store.ts';
import type { Tables } from './tables.ts';

const HALF_HOUR_MS = 30 * 60_000;

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
    if (asked.keys?.length) await sql`SELECT lock_cap_keys(${asked.keys}::text[])`.execute(this.#trx);
    return state(asked, rows);
  }

  async look(asked: CapRequest): Promise<CapState> {
    const { pools, slots } = slotsOf(asked);
    if (pools.length === 0) return state(asked, []);
    const { rows } = await sql<Seats>`
      SELECT pool_id, slot, taken FROM pool_half_hour
        WHERE (pool_id, slot) IN (SELECT * FROM unnest(${pools}::text[], ${slots}::timestamptz[]))`.execute(this.#trx);
    return state(asked, rows);
  }
}

function state({ seats }: CapRequest, rows: Seats[]): CapState {
  const taken = new Map(rows.map((row) => [keyOf(row.pool_id, row.slot.getTime()), row.taken]));
  return {
    taken: seats.map((seat) => {
      const { without } = seat;
      const own = new Set(without && poolsOf(seat).includes(without.poolId ?? '') ? halfHours(without) : []);
      const ofSlot = (slot: number) =>
        poolsOf(seat).reduce((sum, pool) => sum + (taken.get(keyOf(pool, slot)) ?? 0), 0) - (own.has(slot) ? 1 : 0);
      return Math.max(0, ...halfHours(seat).map(ofSlot));
    }),
  };
}

function poolsOf({ poolId, together = [] }: CapSeat): string[] {
  return [...new Set([poolId, ...together])];
}

function slotsOf({ seats }: CapRequest): { pools: string[]; slots: Date[] } {
  const asked = seats.flatMap((seat) =>
    poolsOf(seat).flatMap((pool) => halfHours(seat).map((slot) => ({ pool, slot: new Date(slot) }))),
  );
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
