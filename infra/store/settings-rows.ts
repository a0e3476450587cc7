import type { Transaction } from 'kysely';
import type { SettingsStore } from '../../flows/settings/settings-store.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

export class SettingsRows implements SettingsStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async seen(): Promise<unknown> {
    const row = await this.#trx.selectFrom('settings_seen').select('settings').forUpdate().executeTakeFirst();
    return row?.settings ?? null;
  }

  async save(settings: unknown, now: Date): Promise<void> {
    const written = { settings: toJson(settings), seen_at: now };
    await this.#trx
      .insertInto('settings_seen')
      .values({ only_row: true, ...written })
      .onConflict((conflict) => conflict.column('only_row').doUpdateSet(written))
      .execute();
  }
}
