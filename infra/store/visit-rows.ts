import type { Selectable, Transaction } from 'kysely';
import type { KeptVisit, VisitStore } from '../../flows/capacity/visit-store.ts';
import type { Tables } from './tables.ts';

/** PostgreSQL takes 65,535 values in a statement. */
const AT_ONCE = 5_000;

export class VisitRows implements VisitStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(visits: KeptVisit[]): Promise<void> {
    const rows = visits.map(({ poolId, personId, cameAt, leftOpenAt, endedAt }) => ({
      pool_id: poolId,
      person_id: personId,
      came_at: cameAt,
      left_open_at: leftOpenAt,
      ended_at: endedAt,
    }));
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await this.#trx
        .insertInto('seen_visit')
        .values(rows.slice(from, from + AT_ONCE))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  }

  async between(poolId: string, from: Date, to: Date): Promise<KeptVisit[]> {
    const rows = await this.#trx
      .selectFrom('seen_visit')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('ended_at', '>', from)
      .where('came_at', '<', to)
      .orderBy('came_at')
      .orderBy('id')
      .execute();
    return rows.map(visitOf);
  }

  async ofPerson(personId: string): Promise<KeptVisit[]> {
    const rows = await this.#trx
      .selectFrom('seen_visit')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('came_at')
      .orderBy('id')
      .execute();
    return rows.map(visitOf);
  }
}

function visitOf(row: Selectable<Tables['seen_visit']>): KeptVisit {
  const { pool_id: poolId, person_id: personId, came_at: cameAt } = row;
  return { poolId, personId, cameAt, leftOpenAt: row.left_open_at, endedAt: row.ended_at };
}
