import type { Transaction } from 'kysely';
import type { Emergency, EmergencyProgress, EmergencyStore } from '../../flows/emergency/emergency-store.ts';
import { toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

export class EmergencyRows implements EmergencyStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async byId(id: string): Promise<Emergency | null> {
    const row = await this.#trx.selectFrom('emergency').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toEmergency(row) : null;
  }

  async progress(id: string): Promise<EmergencyProgress[]> {
    const rows = await this.#trx
      .selectFrom('emergency_progress')
      .select(['step', 'reached', 'counts', 'done'])
      .where('emergency_id', '=', id)
      .execute();
    return rows;
  }

  async saveProgress(id: string, { step, reached, counts, done }: EmergencyProgress): Promise<void> {
    const written = { reached, counts: toJson(counts), done };
    await this.#trx
      .insertInto('emergency_progress')
      .values({ emergency_id: id, step, ...written })
      .onConflict((conflict) => conflict.columns(['emergency_id', 'step']).doUpdateSet(written))
      .execute();
  }

  async lock(id: string): Promise<Emergency | null> {
    const row = await this.#trx.selectFrom('emergency').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row ? toEmergency(row) : null;
  }

  async add(emergency: Emergency): Promise<void> {
    const { id, sections, askedBy, askedAt } = emergency;
    const reason = toText(emergency.reason);
    await this.#trx
      .insertInto('emergency')
      .values({ id, sections, reason, asked_by: askedBy, asked_at: askedAt, ...changing(emergency) })
      .execute();
  }

  async save(emergency: Emergency): Promise<void> {
    await this.#trx.updateTable('emergency').set(changing(emergency)).where('id', '=', emergency.id).execute();
  }

  on(): Promise<Emergency[]> {
    return this.#inState(['on']);
  }

  open(): Promise<Emergency[]> {
    return this.#inState(['asked', 'on']);
  }

  async #inState(states: Emergency['state'][]): Promise<Emergency[]> {
    const rows = await this.#trx
      .selectFrom('emergency')
      .selectAll()
      .where('state', 'in', states)
      .orderBy('asked_at')
      .orderBy('id')
      .execute();
    return rows.map(toEmergency);
  }
}

function changing({ state, confirmedBy, beganAt, endedBy, endedAt, version }: Emergency) {
  return { state, confirmed_by: confirmedBy, began_at: beganAt, ended_by: endedBy, ended_at: endedAt, version };
}

function toEmergency(row: Tables['emergency']): Emergency {
  return {
    id: row.id,
    sections: row.sections,
    reason: row.reason,
    state: row.state,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    confirmedBy: row.confirmed_by,
    beganAt: row.began_at,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
    version: row.version,
  };
}
