import { sql, type Transaction } from 'kysely';
import type { CapacityRound } from '../../flows/capacity/capacity-round.ts';
import type { KeptAction, KeptRound, RoundStore } from '../../flows/capacity/round-store.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

export class RoundRows implements RoundStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(poolId: string, { at, readAt, wakeAt, figures, starts, faults, events }: CapacityRound): Promise<number> {
    const { id } = await this.#trx
      .insertInto('capacity_round')
      .values({
        pool_id: poolId,
        at,
        read_at: readAt,
        wake_at: wakeAt,
        figures: figures && toJson(figures),
        starts: toJson(starts),
        faults: toJson(faults),
        events: toJson(events),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async around(poolId: string, at: Date): Promise<{ last: KeptRound | null; next: KeptRound | null }> {
    const rounds = this.#trx.selectFrom('capacity_round').selectAll().where('pool_id', '=', poolId).limit(1);
    const last = await rounds.where('at', '<=', at).orderBy('at', 'desc').orderBy('id', 'desc').executeTakeFirst();
    const next = await rounds.where('at', '>', at).orderBy('at').orderBy('id').executeTakeFirst();
    return { last: last ? toRound(last) : null, next: next ? toRound(next) : null };
  }

  async ofHost(poolId: string, host: string, from: Date, to: Date): Promise<KeptRound[]> {
    const rows = await this.#trx
      .selectFrom('capacity_round')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('at', '>=', from)
      .where('at', '<', to)
      .where(sql<boolean>`events @> ${toJson([{ host }])}::jsonb`)
      .orderBy('at')
      .orderBy('id')
      .execute();
    return rows.map(toRound);
  }

  async actions(poolId: string, from: Date, to: Date, host: string | null): Promise<KeptAction[]> {
    let asked = this.#trx
      .selectFrom('capacity_journal')
      .select(['id', 'round_id as round', 'at', 'action', 'ok', 'error', 'outcome_at as outcomeAt'])
      .where('pool_id', '=', poolId)
      .where('at', '>=', from)
      .where('at', '<', to);
    if (host !== null) asked = asked.where('host', '=', host);
    return asked.orderBy('id').execute();
  }

  async lastActionBefore(poolId: string, host: string, at: Date): Promise<KeptAction | null> {
    const row = await this.#trx
      .selectFrom('capacity_journal')
      .select(['id', 'round_id as round', 'at', 'action', 'ok', 'error', 'outcome_at as outcomeAt'])
      .where('pool_id', '=', poolId)
      .where('host', '=', host)
      .where('at', '<', at)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ?? null;
  }
}

interface RoundRow {
  id: number;
  at: Date;
  read_at: Date | null;
  wake_at: Date;
  figures: CapacityRound['figures'];
  starts: { at: string; bookings: number }[];
  faults: CapacityRound['faults'];
  events: CapacityRound['events'];
}

function toRound(row: RoundRow): KeptRound {
  return {
    id: row.id,
    at: row.at,
    readAt: row.read_at,
    wakeAt: row.wake_at,
    figures: row.figures,
    starts: row.starts.map(({ at, bookings }) => ({ at: new Date(at), bookings })),
    faults: row.faults,
    events: row.events,
  };
}
