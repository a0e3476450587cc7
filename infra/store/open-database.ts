import type { Kysely } from 'kysely';
import pg from 'pg';
import type { Store } from '../../flows/store.ts';
import { DatabaseRefusal, shownUrl, sqlState, unreachable } from './database-refusal.ts';
import { openKysely, openPool, sessionConfig } from './open-pool.ts';
import { PostgresStore } from './postgres-store.ts';
import { mayTakeRole, missingMigrations, noRole, runMigrations } from './run-migrations.ts';
import type { Tables } from './tables.ts';

export interface Marking {
  organisation: string;
  mode: 'demo' | 'real';
}

export interface DatabaseSettings extends Marking {
  /** Login that the product works with; it takes the role zaitaku_app. */
  url: string;
  /** Login that owns the schema, where it is another one. */
  migrationUrl?: string | undefined;
  /** Key of the audit log's chain. Kept outside the database. */
  auditKey: Buffer;
  /** false: refuses a database whose schema is behind instead of migrating it. */
  migrate?: boolean;
  /** Most connections at once (10). */
  connections?: number;
  /** Told of idle connections that broke. */
  onError?: (error: Error) => void;
}

export interface Database {
  store: Store;
  /** For read models, audit and housekeeping of infra/store. Works as the application's role. */
  db: Kysely<Tables>;
  url: string;
  close(): Promise<void>;
}

/** PostgreSQL 15: the first whose public schema is closed to strangers, and the oldest the product is tested on. */
const OLDEST = 150_000;

/**
 * Opens a database for the product: looks whether it can be used, migrates it, marks an unmarked one with its
 * organisation and mode. Throws DatabaseRefusal, whose message is one line with the mend.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  await checkServer(settings.url, settings);
  const { migrate = true } = settings;
  if (migrate) await runMigrations(settings.migrationUrl ?? settings.url);
  await checkReady(settings.url);
  const pool = openPool(settings.url, {
    max: settings.connections ?? 10,
    ...(settings.onError ? { onError: settings.onError } : {}),
  });
  const db = openKysely(pool);
  try {
    await mark(db, settings);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { store: new PostgresStore(db, settings.auditKey), db, url: settings.url, close: () => db.destroy() };
}

/** Reachable, new enough, UTF-8 and not somebody else's. Changes nothing. `marking: null` takes any. */
export async function checkServer(url: string, marking: Marking | null): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ version: number; encoding: string; marked: boolean }>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
              to_regclass('zaitaku_database') IS NOT NULL AS marked`,
    );
    const { version, encoding, marked } = rows[0]!;
    if (version < OLDEST) {
      const name = `${Math.floor(version / 10_000)}`;
      throw new DatabaseRefusal('too-old', `database ${shownUrl(url)}: PostgreSQL ${name} is too old; use 15 or newer`);
    }
    if (encoding !== 'UTF8') {
      throw new DatabaseRefusal(
        'not-utf8',
        `database ${shownUrl(url)}: its encoding is ${encoding}; create it with ENCODING 'UTF8' TEMPLATE template0`,
      );
    }
    if (marked && marking) await refuseForeign(client, url, marking);
  });
}

async function refuseForeign(client: pg.Client, url: string, marking: Marking): Promise<void> {
  let rows: Marking[];
  try {
    ({ rows } = await client.query<Marking>('SELECT organisation, mode FROM zaitaku_database'));
  } catch (error) {
    // A login that only the application's role lets in reads it after taking the role; `mark` looks again.
    if (sqlState(error) === '42501') return;
    throw error;
  }
  if (rows[0]) refuseIfForeign(rows[0], url, marking);
}

function refuseIfForeign(found: Marking, url: string, wanted: Marking): void {
  if (found.organisation === wanted.organisation && found.mode === wanted.mode) return;
  throw new DatabaseRefusal(
    'foreign',
    `database ${shownUrl(url)}: belongs to "${found.organisation}" (${found.mode}), not to "${wanted.organisation}" (${wanted.mode}); name another database in DATABASE_URL`,
  );
}

async function checkReady(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('schema_migration') IS NOT NULL AS there`,
    );
    if (!rows[0]?.there) {
      throw new DatabaseRefusal('not-migrated', `database ${shownUrl(url)}: has no schema yet; run "zaitaku migrate"`);
    }
    if (!(await mayTakeRole(client))) throw noRole();
    await client.query('SET ROLE zaitaku_app');
    const missing = await missingMigrations(client).catch((error: unknown) => {
      // The table is there and closed to the role: not a schema of ours, or one half restored.
      if (sqlState(error) === '42501') return ['its grants'];
      throw error;
    });
    if (missing.length > 0) {
      throw new DatabaseRefusal(
        'not-migrated',
        `database ${shownUrl(url)}: its schema lacks ${missing.join(', ')}; run "zaitaku migrate"`,
      );
    }
  });
}

async function mark(db: Kysely<Tables>, { url, organisation, mode }: DatabaseSettings): Promise<void> {
  await db
    .insertInto('zaitaku_database')
    .values({ organisation, mode })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const found = await db.selectFrom('zaitaku_database').select(['organisation', 'mode']).executeTakeFirstOrThrow();
  refuseIfForeign(found, url, { organisation, mode });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client(sessionConfig(url, null));
    client.on('error', () => undefined);
    await client.connect();
  } catch (error) {
    await client?.end().catch(() => undefined);
    throw unreachable(url, error);
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
