import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations as runGraphileMigrations } from 'graphile-worker';
import pg from 'pg';
import { DatabaseRefusal, oneLine, sqlState, unreachable } from './database-refusal.ts';
import { APP_ROLE, openPool, sessionConfig } from './open-pool.ts';
import { quietLogger } from './quiet-logger.ts';

/** Advisory lock under which one process at a time changes the schema of a database. */
const MIGRATION_LOCK = [1784837, 3] as const;

export interface Migration {
  number: number;
  name: string;
  sql: string;
  checksum: string;
}

const here = new URL('./migrations/', import.meta.url);

/** The numbered SQL files, ascending. A file is left alone once released: its checksum is kept in the database. */
export async function readMigrations(folder: URL = here): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
      return { number: Number(name.slice(0, 4)), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the schema up to date, as the role that the URL names: the application's role, graphile-worker's own schema,
 * then each file that is missing in a transaction of its own, all under an advisory lock. Repeating does nothing.
 * Answers the names of the files applied. Throws DatabaseRefusal where a file was changed after its release, where
 * the database is ahead of this version, or where the role may not do it.
 */
export async function runMigrations(url: string, migrations?: Migration[]): Promise<string[]> {
  const files = migrations ?? (await readMigrations());
  let client: pg.Client | undefined;
  try {
    client = new pg.Client(sessionConfig(url, null));
    client.on('error', () => undefined);
    await client.connect();
  } catch (error) {
    throw unreachable(url, error);
  }
  try {
    await client.query('SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1, $2)', [...MIGRATION_LOCK]);
    await ensureAppRole(client);
    await migrateQueue(url);
    const applied = await applyMissing(client, files);
    await client.query(openQueueToApp);
    return applied;
  } catch (error) {
    throw toRefusal(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Names of the files that the database still lacks. Throws DatabaseRefusal as `runMigrations` does. Changes nothing. */
export async function missingMigrations(client: pg.ClientBase, migrations?: Migration[]): Promise<string[]> {
  const files = migrations ?? (await readMigrations());
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('schema_migration') IS NOT NULL AS there`,
  );
  if (!rows[0]?.there) return files.map((file) => file.name);
  const { rows: known } = await client.query<{ number: number; name: string; checksum: string }>(
    'SELECT number, name, checksum FROM schema_migration ORDER BY number',
  );
  return compare(files, known).map((file) => file.name);
}

async function applyMissing(client: pg.Client, files: Migration[]): Promise<string[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS schema_migration (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL);
    GRANT SELECT ON schema_migration TO ${APP_ROLE}`);
  const { rows: known } = await client.query<{ number: number; name: string; checksum: string }>(
    'SELECT number, name, checksum FROM schema_migration ORDER BY number',
  );
  const missing = compare(files, known);
  for (const file of missing) {
    await client.query('BEGIN');
    try {
      await client.query(file.sql);
      await client.query('INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)', [
        file.number,
        file.name,
        file.checksum,
      ]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw new MigrationFailed(file.name, error);
    }
  }
  return missing.map((file) => file.name);
}

class MigrationFailed extends Error {
  constructor(name: string, cause: unknown) {
    super(`migration ${name}: ${oneLine(cause)}`, { cause });
  }
}

function compare(files: Migration[], known: { number: number; name: string; checksum: string }[]): Migration[] {
  const byNumber = new Map(files.map((file) => [file.number, file]));
  for (const { number, name, checksum } of known) {
    const file = byNumber.get(number);
    if (!file) {
      throw new DatabaseRefusal(
        'not-migrated',
        `database: its schema has ${name}, which this version does not know; run the version that made it, or a newer one`,
      );
    }
    if (file.checksum !== checksum) {
      throw new DatabaseRefusal(
        'not-migrated',
        `database: ${file.name} was changed after it had been applied; restore the file as it was released and add a new one`,
      );
    }
  }
  const done = new Set(known.map((row) => row.number));
  return files.filter((file) => !done.has(file.number));
}

/** Roles belong to the whole server: another database's migration may make or grant it at the same moment. */
async function ensureAppRole(client: pg.Client): Promise<void> {
  const exists = async () =>
    (await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE])).rows.length > 0;
  if (!(await exists())) {
    try {
      await client.query(`CREATE ROLE ${APP_ROLE} NOLOGIN`);
    } catch (error) {
      // 42710, 23505: somebody else has just made it.
      if (!['42710', '23505'].includes(sqlState(error) ?? '')) throw noRole(error);
    }
  }
  for (let attempt = 1; !(await mayTakeRole(client)); attempt += 1) {
    try {
      await client.query(`GRANT ${APP_ROLE} TO CURRENT_USER`);
    } catch (error) {
      // XX000 "tuple concurrently updated", 23505: another grant at the same moment.
      if (attempt >= 5 || !['XX000', '23505'].includes(sqlState(error) ?? '')) throw noRole(error);
    }
  }
}

/** Whether this session may SET ROLE to the application's. */
export async function mayTakeRole(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean | null }>(
    `SELECT pg_has_role(current_user, oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS may
       FROM pg_roles WHERE rolname = $1`,
    [APP_ROLE],
  );
  return rows[0]?.may === true;
}

/** Refusal with what an administrator of the server runs. */
export function noRole(cause?: unknown): DatabaseRefusal {
  return new DatabaseRefusal(
    'no-role',
    `database: the role ${APP_ROLE} is missing or may not be used by this login; an administrator runs: CREATE ROLE ${APP_ROLE} NOLOGIN; GRANT ${APP_ROLE} TO <login of DATABASE_URL>, <login of MIGRATION_DATABASE_URL>;`,
    { cause },
  );
}

async function migrateQueue(url: string): Promise<void> {
  const pgPool = openPool(url, { max: 2 }, null);
  try {
    await runGraphileMigrations({ pgPool, logger: quietLogger });
  } finally {
    await pgPool.end();
  }
}

/**
 * graphile-worker closes its tables to everybody but their owner (row level security). The worker here runs as the
 * application's role, so that role is let in; done after each migration, because a newer version may add tables.
 */
const openQueueToApp = `
DO $$
DECLARE
  t record;
BEGIN
  GRANT USAGE ON SCHEMA graphile_worker TO ${APP_ROLE};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${APP_ROLE};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${APP_ROLE};
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${APP_ROLE};
  REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM ${APP_ROLE};
  FOR t IN
    SELECT c.oid, c.relname FROM pg_class c
      WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relrowsecurity
        AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = '${APP_ROLE}')
  LOOP
    EXECUTE format('CREATE POLICY ${APP_ROLE} ON graphile_worker.%I TO ${APP_ROLE} USING (true) WITH CHECK (true)', t.relname);
  END LOOP;
END
$$`;

function toRefusal(error: unknown): unknown {
  if (error instanceof DatabaseRefusal) return error;
  const cause = error instanceof MigrationFailed ? error.cause : error;
  if (sqlState(cause) === '42501') {
    return new DatabaseRefusal(
      'not-migrated',
      `database: ${oneLine(error)}; migrate as the database's owner (MIGRATION_DATABASE_URL)`,
      { cause: error },
    );
  }
  if (['58P01', '0A000'].includes(sqlState(cause) ?? '') && oneLine(cause).includes('btree_gist')) {
    return new DatabaseRefusal(
      'not-migrated',
      "database: the extension btree_gist is missing on the server; install PostgreSQL's contrib package (postgresql-contrib)",
      { cause: error },
    );
  }
  return error;
}
