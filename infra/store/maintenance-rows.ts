import type { Selectable, Transaction } from 'kysely';
import type { HostMaintenance, MaintenanceStore } from '../../flows/maintenance/maintenance-store.ts';
import { toText } from './json.ts';
import type { Tables } from './tables.ts';

export class MaintenanceRows implements MaintenanceStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(marks: Parameters<MaintenanceStore['add']>[0]): Promise<void> {
    if (marks.length === 0) return;
    await this.#trx
      .insertInto('host_maintenance')
      .values(
        marks.map(({ poolId, host, reason, markedAt, markedBy }) => ({
          pool_id: poolId,
          host,
          reason: toText(reason),
          marked_at: markedAt,
          marked_by: toText(markedBy),
          state: 'waiting' as const,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async lockOpen(poolId: string): Promise<HostMaintenance[]> {
    const rows = await this.#trx
      .selectFrom('host_maintenance')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('state', '<>', 'done')
      .orderBy('host')
      .forUpdate()
      .execute();
    return rows.map(toMark);
  }

  async between(poolId: string, from: Date, to: Date, host: string | null): Promise<HostMaintenance[]> {
    let asked = this.#trx
      .selectFrom('host_maintenance')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('marked_at', '<', to)
      .where((is) => is.or([is('done_at', 'is', null), is('done_at', '>=', from)]));
    if (host !== null) asked = asked.where('host', '=', host);
    return (await asked.orderBy('host').orderBy('id').execute()).map(toMark);
  }

  async save(mark: HostMaintenance): Promise<void> {
    const { state, zone, waitsFor, begunAt, readyAt, toldAt, doneAt } = mark;
    await this.#trx
      .updateTable('host_maintenance')
      .set({
        state,
        zone,
        waits_for: waitsFor,
        begun_at: begunAt,
        ready_at: readyAt,
        told_at: toldAt,
        done_at: doneAt,
      })
      .where('id', '=', mark.id)
      .execute();
  }
}

function toMark(row: Selectable<Tables['host_maintenance']>): HostMaintenance {
  return {
    id: row.id,
    poolId: row.pool_id,
    host: row.host,
    reason: row.reason,
    markedAt: row.marked_at,
    markedBy: row.marked_by,
    state: row.state,
    zone: row.zone,
    waitsFor: row.waits_for,
    begunAt: row.begun_at,
    readyAt: row.ready_at,
    toldAt: row.told_at,
    doneAt: row.done_at,
  };
}
