import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { DatabaseRefusal } from '../../../infra/store/database-refusal.ts';
import { readMigrations, runMigrations } from '../../../infra/store/run-migrations.ts';
import { emptyDatabase, testDatabase } from '../../support/database.ts';
import { describeSchema } from '../../support/describe-schema.ts';

const SNAPSHOT = new URL('./schema.snap', import.meta.url);

describe('migrations', function () {
  this.timeout(60_000);
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(() => database.drop());

  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return await client.query(text);
    } finally {
      await client.end();
    }
  };

  it('lead to the schema that is written down (UPDATE_SNAPSHOTS=1 writes it)', async () => {
    const migrated = await testDatabase();
    const schema = await describeSchema(migrated.owner);
    await migrated.close();

    if (process.env['UPDATE_SNAPSHOTS']) await writeFile(SNAPSHOT, schema);

    assert.equal(schema, await readFile(SNAPSHOT, 'utf8'));
  });

  it('are numbered from one without a gap', async () => {
    const numbers = (await readMigrations()).map((migration) => migration.number);

    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
  });

  it('are applied once, in order, and repeating does nothing', async () => {
    const files = await readMigrations();

    assert.deepEqual(
      await runMigrations(database.url),
      files.map((file) => file.name),
    );
    assert.deepEqual(await runMigrations(database.url), []);
  });

  it('are applied once when several processes start together', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => runMigrations(database.url)));

    assert.equal(applied.flat().length, (await readMigrations()).length);
  });

  it('refuse a file that was changed after it had been applied', async () => {
    const files = await readMigrations();
    await runMigrations(database.url, files);
    const changed = files.map((file) => (file.number === 2 ? { ...file, checksum: 'other' } : file));

    await assert.rejects(runMigrations(database.url, changed), (error: DatabaseRefusal) => {
      assert.equal(error.kind, 'not-migrated');
      assert.match(error.message, /0002-people\.sql was changed/);
      return true;
    });
  });

  it('refuse a database that a newer version has migrated', async () => {
    const files = await readMigrations();
    await runMigrations(database.url, [
      ...files,
      { number: 99, name: '0099-later.sql', sql: 'SELECT 1', checksum: 'x' },
    ]);

    await assert.rejects(runMigrations(database.url, files), /0099-later\.sql, which this version does not know/);
  });

  it('leave nothing of a file that fails, and go on from there once it is mended', async () => {
    const [first, second] = await readMigrations();
    const broken = { ...second!, sql: `${second!.sql}; SELECT 1 / 0` };

    await assert.rejects(runMigrations(database.url, [first!, broken]), /0002-people\.sql: division by zero/);

    const { rows } = await query(`SELECT to_regclass('activity') AS first, to_regclass('person') AS second`);
    assert.deepEqual(rows, [{ first: 'activity', second: null }]);
    assert.deepEqual(await runMigrations(database.url, [first!, second!]), ['0002-people.sql']);
  });

  it('ask nobody for the time', async () => {
    for (const { name, sql } of await readMigrations()) {
      assert.doesNotMatch(
        sql,
        /\b(now\s*\(|clock_timestamp|statement_timestamp|transaction_timestamp|current_timestamp|current_date|localtimestamp)/i,
        name,
      );
    }
  });
});
