import pg from 'pg';
import { DatabaseRefusal, shownUrl, unreachable } from './database-refusal.ts';
import { sessionConfig } from './open-pool.ts';
import { readMigrations } from './run-migrations.ts';

/**
 * Empties a demo's database, schema and mark and all; the next migration makes it anew. What others keep in the same
 * database is not touched. Refuses one that is marked as real, or with another organisation than the one named.
 * Repeating does nothing more. The caller holds the instance lock.
 */
export async function wipeDatabase(ownerUrl: string, organisation?: string): Promise<void> {
  const client = new pg.Client(sessionConfig(ownerUrl, null));
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(ownerUrl, error);
  }
  try {
    await refuseUnlessDemo(client, ownerUrl, organisation);
    const texts = (await readMigrations()).map((migration) => migration.sql).join('\n');
    const namesOf = (kind: string) =>
      [...texts.matchAll(new RegExp(`^CREATE ${kind} (\\w+)`, 'gm'))].map(([, name]) => client.escapeIdentifier(name!));
    await client.query(`
      BEGIN;
      DROP SCHEMA IF EXISTS graphile_worker CASCADE;
      DROP TABLE IF EXISTS schema_migration, ${namesOf('TABLE').join(', ')} CASCADE;
      ${namesOf('FUNCTION')
        .map((name) => `DROP FUNCTION IF EXISTS ${name} CASCADE;`)
        .join(' ')}
      COMMIT`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function refuseUnlessDemo(client: pg.Client, url: string, organisation: string | undefined): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('zaitaku_database') IS NOT NULL AS there`,
  );
  if (!rows[0]?.there) return;
  const { rows: marks } = await client.query<{ organisation: string; mode: string }>(
    'SELECT organisation, mode FROM zaitaku_database',
  );
  for (const mark of marks) {
    if (mark.mode === 'demo' && mark.organisation === (organisation ?? mark.organisation)) continue;
    throw new DatabaseRefusal(
      'foreign',
      `database ${shownUrl(url)}: belongs to "${mark.organisation}" (${mark.mode}) and is not emptied; name another database in DATABASE_URL`,
    );
  }
}
