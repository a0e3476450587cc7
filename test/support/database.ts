import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Store } from '../../flows/store.ts';
import { type Database, openDatabase } from '../../infra/store/open-database.ts';
import { asAdmin, testServer, urlOf } from './postgres.ts';

export interface TestDatabase extends Database {
  store: Store;
  auditKey: Buffer;
  /** The schema's owner, without the application's role: for looking, and for what an attacker with the database could do. */
  owner: pg.Pool;
  /** Closes the connections and drops the database. */
  close(): Promise<void>;
}

/** A fresh, migrated database of its own for a test file. Open in `before`, close in `after`. */
export async function testDatabase({
  organisation = 'kamakura',
  mode = 'demo',
  connections = 10,
}: {
  organisation?: string;
  mode?: 'demo' | 'real';
  connections?: number;
} = {}): Promise<TestDatabase> {
  const { url, drop } = await emptyDatabase({ migrated: true });
  const auditKey = randomBytes(32);
  const database = await openDatabase({ url, organisation, mode, auditKey, connections, migrate: false });
  const owner = new pg.Pool({ connectionString: url, max: 3 });
  owner.on('error', () => undefined);
  return {
    ...database,
    auditKey,
    owner,
    close: async () => {
      await database.close();
      await owner.end();
      await drop();
    },
  };
}

/** A database without tables, or a copy of the migrated one. */
export async function emptyDatabase({ migrated = false, encoding = 'UTF8' } = {}): Promise<{
  url: string;
  drop: () => Promise<void>;
}> {
  const { url: server, template } = testServer();
  const name = `zaitaku_test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await asAdmin(server, (client) =>
    client.query(
      migrated
        ? `CREATE DATABASE ${name} TEMPLATE ${template}`
        : `CREATE DATABASE ${name} TEMPLATE template0 ENCODING '${encoding}'${encoding === 'UTF8' ? '' : " LOCALE_PROVIDER libc LOCALE 'C'"}`,
    ),
  );
  return {
    url: urlOf(server, name),
    drop: async () => {
      await asAdmin(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/**
 * Deletes every row but the database's own mark. Tables without rows, most of them, are only looked at: to truncate all
 * seventy takes a tenth of a second, and a property test begins anew some hundred times.
 */
export async function emptyTables({ owner }: Pick<TestDatabase, 'owner'>): Promise<void> {
  await owner.query(`DO $$
    DECLARE
      one regclass;
      has_rows boolean;
    BEGIN
      -- Neither foreign keys nor triggers: what refers to a row goes with it, in whatever order.
      SET LOCAL session_replication_role = replica;
      FOR one IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relname NOT IN ('zaitaku_database', 'schema_migration')
          AND (relnamespace = 'public'::regnamespace OR oid = 'graphile_worker._private_jobs'::regclass)
      LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO has_rows;
        IF has_rows THEN EXECUTE format('DELETE FROM %s', one); END IF;
      END LOOP;
    END $$`);
}
