import pg from 'pg';
import { DatabaseRefusal, shownUrl } from './database-refusal.ts';
import { sessionConfig } from './open-pool.ts';

/**
 * Empties a demo's database, schema and all; the next migration makes it anew. Refuses one that is marked as real, and
 * one with tables but no mark. Repeating does nothing more. The caller holds the instance lock.
 */
export async function wipeDatabase(url: string): Promise<void> {
  const client = new pg.Client(sessionConfig(url, null));
  await client.connect();
  try {
    const { rows } = await client.query<{ marked: boolean; tables: number }>(
      `SELECT to_regclass('zaitaku_database') IS NOT NULL AS marked,
              (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`,
    );
    const { marked, tables } = rows[0]!;
    const modes = marked ? (await client.query<{ mode: string }>('SELECT mode FROM zaitaku_database')).rows : [];
    if ((!marked && tables > 0) || modes.some(({ mode }) => mode !== 'demo'))
      throw new DatabaseRefusal(
        'foreign',
        `database ${shownUrl(url)}: is not a demo's and is not emptied; name another database in DATABASE_URL`,
      );
    await client.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  } finally {
    await client.end();
  }
}
