import { sql, type Selectable, type Transaction } from 'kysely';
import type { Device, DeviceStore } from '../../flows/devices/device-store.ts';
import { toText } from './json.ts';
import { safe } from './person-rows.ts';
import type { Tables } from './tables.ts';

export class DeviceRows implements DeviceStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(device: Device): Promise<void> {
    const { id, kind, registeredAt } = device;
    await this.#trx
      .insertInto('device')
      .values({ id: toText(id), kind, registered_at: registeredAt, ...changing(device) })
      .execute();
  }

  async byId(id: string): Promise<Device | null> {
    const row = await this.#trx.selectFrom('device').selectAll().where('id', '=', toText(id)).executeTakeFirst();
    return row ? toDevice(row) : null;
  }

  async lock(id: string): Promise<Device | null> {
    const row = await this.#trx
      .selectFrom('device')
      .selectAll()
      .where('id', '=', toText(id))
      .forUpdate()
      .executeTakeFirst();
    return row ? toDevice(row) : null;
  }

  async save(device: Device): Promise<void> {
    await this.#trx.updateTable('device').set(changing(device)).where('id', '=', device.id).execute();
  }

  async ofPerson(personId: string, lock?: 'lock'): Promise<Device[]> {
    const asked = this.#trx.selectFrom('device').selectAll().where('owner_id', '=', toText(personId)).orderBy('id');
    const rows = await (lock ? asked.forUpdate() : asked).execute();
    return rows.map(toDevice).sort((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime());
  }

  async ofPeople(personIds: readonly string[]): Promise<Device[]> {
    const rows = await this.#trx
      .selectFrom('device')
      .selectAll()
      .where(sql<boolean>`owner_id = ANY (${safe([...personIds])}::text[])`)
      .orderBy('registered_at')
      .orderBy('id')
      .execute();
    return rows.map(toDevice);
  }

  async all(): Promise<Device[]> {
    const rows = await this.#trx
      .selectFrom('device')
      .selectAll()
      .orderBy('kind')
      .orderBy('label')
      .orderBy('id')
      .execute();
    return rows.map(toDevice);
  }
}

function changing({ owner, os, label, pledgedAt, state, admittedAt }: Device) {
  return {
    owner_id: owner,
    os: toText(os),
    label: toText(label),
    pledged_at: pledgedAt,
    state,
    admitted_at: admittedAt,
  };
}

function toDevice(row: Selectable<Tables['device']>): Device {
  return {
    id: row.id,
    kind: row.kind,
    owner: row.owner_id,
    os: row.os,
    label: row.label,
    pledgedAt: row.pledged_at,
    state: row.state,
    registeredAt: row.registered_at,
    admittedAt: row.admitted_at,
  };
}
