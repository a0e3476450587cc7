import assert from 'node:assert/strict';
import { type DatabaseRefusal, type DatabaseRefusalKind } from '../../../infra/store/database-refusal.ts';
import { type DatabaseSettings, openDatabase } from '../../../infra/store/open-database.ts';
import { runMigrations } from '../../../infra/store/run-migrations.ts';
import { wipeDatabase } from '../../../infra/store/wipe-database.ts';
import { emptyDatabase } from '../../support/database.ts';
import { asAdmin } from '../../support/postgres.ts';
import { aDraft } from './store-builders.ts';

describe('opening a database', function () {
  this.timeout(60_000);
  const dropped: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const drop of dropped.splice(0)) await drop();
  });

  const created = async (options?: Parameters<typeof emptyDatabase>[0]) => {
    const { url, drop } = await emptyDatabase(options);
    dropped.push(drop);
    return url;
  };
  const settingsFor = (url: string, settings: Partial<DatabaseSettings> = {}): DatabaseSettings => ({
    url,
    organisation: 'kamakura',
    mode: 'demo',
    auditKey: Buffer.alloc(32),
    ...settings,
  });
  const opened = async (settings: DatabaseSettings) => (await openDatabase(settings)).close();
  const refused = (settings: DatabaseSettings, kind: DatabaseRefusalKind, message: RegExp) =>
    assert.rejects(openDatabase(settings), (error: DatabaseRefusal) => {
      assert.equal(error.kind, kind, error.message);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });

  it('migrates and marks an empty one, and finds it again', async () => {
    const url = await created();

    await opened(settingsFor(url));
    await opened(settingsFor(url));
  });

  it('refuses one of another organisation or mode, and changes nothing in it', async () => {
    const url = await created();
    await opened(settingsFor(url));

    await refused(
      settingsFor(url, { organisation: 'ina' }),
      'foreign',
      /belongs to "kamakura" \(demo\), not to "ina" \(demo\)/,
    );
    await refused(settingsFor(url, { mode: 'real' }), 'foreign', /name another database in DATABASE_URL/);
    await opened(settingsFor(url));
  });

  it('is marked by one of two that open it at once', async () => {
    const url = await created({ migrated: true });

    const outcomes = await Promise.allSettled(
      ['kamakura', 'ina'].map((organisation) => opened(settingsFor(url, { organisation }))),
    );

    assert.deepEqual(outcomes.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected']);
  });

  it('refuses a server that does not answer, without showing the password', async () => {
    await refused(
      settingsFor('postgres://zaitaku:secret@127.0.0.1:9/x'),
      'unreachable',
      /^database zaitaku@127\.0\.0\.1:9\/x: .*ECONNREFUSED/,
    );
    await assert.rejects(
      openDatabase(settingsFor('postgres://zaitaku:secret@127.0.0.1:9/x')),
      (error: Error) => !error.message.includes('secret'),
    );
  });

  it('refuses what is no address', async () => {
    await refused(settingsFor('postgres://:::'), 'unreachable', /mend DATABASE_URL/);
  });

  it('refuses a database that is missing on its server', async () => {
    const url = new URL(await created());
    url.pathname = '/no_such_database';

    await refused(settingsFor(url.href), 'unreachable', /"no_such_database" does not exist/);
  });

  it('refuses one that is not UTF-8', async () => {
    await refused(settingsFor(await created({ encoding: 'LATIN1' })), 'not-utf8', /its encoding is LATIN1/);
  });

  it('refuses one whose schema is missing or behind where it may not migrate', async () => {
    const url = await created();
    await refused(settingsFor(url, { migrate: false }), 'not-migrated', /no schema yet; run "zaitaku migrate"/);

    await runMigrations(url);
    await asAdmin(url, (client) => client.query('DELETE FROM schema_migration WHERE number = 7'));

    await refused(
      settingsFor(url, { migrate: false }),
      'not-migrated',
      /lacks 0007-ledgers\.sql; run "zaitaku migrate"/,
    );
  });

  describe('as logins of an administrator', () => {
    const login = `zaitaku_test_login_${process.pid}`;
    let url: string;
    beforeEach(async () => {
      url = await created();
      await asAdmin(url, (client) => client.query(`CREATE ROLE ${login} LOGIN PASSWORD 'p'`));
    });
    afterEach(async () => {
      const server = new URL(url);
      server.pathname = '/postgres';
      for (const drop of dropped.splice(0)) await drop();
      await asAdmin(server.href, (client) => client.query(`DROP ROLE ${login}`));
    });
    const asLogin = () => {
      const parsed = new URL(url);
      parsed.username = login;
      parsed.password = 'p';
      return parsed.href;
    };

    it('refuses a login that may not take the application’s role, and says what to run', async () => {
      await runMigrations(url);

      await refused(settingsFor(asLogin(), { migrate: false }), 'no-role', /GRANT zaitaku_app TO/);
    });

    it('works with a login that may do nothing but take the role, migrated by the owner', async () => {
      await asAdmin(url, (client) => client.query(`GRANT zaitaku_app TO ${login}`));

      const database = await openDatabase(settingsFor(asLogin(), { migrationUrl: url }));

      await database.store.transaction(async (tx) => {
        await tx.drafts.save(aDraft({ id: 'd' }));
        await tx.outbox.add({ kind: 'calendar', bookingId: 'b' }, new Date(0));
        tx.audit.add({ kind: 'k', by: 'b', subject: 's', facts: {} }, new Date(0));
      });
      assert.equal((await database.store.transaction((tx) => tx.drafts.lock('d')))?.id, 'd');
      await database.close();
    });

    it('refuses to migrate as a login that may not, and says as whom', async () => {
      await asAdmin(url, (client) =>
        client.query(
          `GRANT zaitaku_app TO ${login}; REVOKE CREATE ON DATABASE ${new URL(url).pathname.slice(1)} FROM PUBLIC`,
        ),
      );

      await refused(settingsFor(asLogin()), 'not-migrated', /permission denied.*MIGRATION_DATABASE_URL/);
    });
  });

  describe('and emptying it', () => {
    const filled = async (settings: DatabaseSettings) => {
      const database = await openDatabase(settings);
      await database.store.transaction((tx) => tx.drafts.save(aDraft({ id: 'd' })));
      await database.close();
    };
    const hasDraft = async (settings: DatabaseSettings) => {
      const database = await openDatabase(settings);
      try {
        return (await database.store.transaction((tx) => tx.drafts.lock('d'))) !== null;
      } finally {
        await database.close();
      }
    };

    it('takes everything of ours and nothing of others', async () => {
      const url = await created();
      await filled(settingsFor(url));
      await asAdmin(url, (client) => client.query('CREATE TABLE of_others AS SELECT 1 AS kept'));

      await wipeDatabase(url);
      await wipeDatabase(url);

      const { rows } = await asAdmin(url, (client) =>
        client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`),
      );
      assert.deepEqual(rows, [{ relname: 'of_others' }]);
      assert.equal(await hasDraft(settingsFor(url, { organisation: 'ina' })), false);
    });

    it('never empties real data or another organisation’s', async () => {
      const real = settingsFor(await created(), { mode: 'real' });
      const other = settingsFor(await created(), { organisation: 'ina' });
      await filled(real);
      await filled(other);

      await assert.rejects(wipeDatabase(real.url), { name: 'DatabaseRefusal', kind: 'foreign' });
      await assert.rejects(wipeDatabase(other.url, 'kamakura'), { name: 'DatabaseRefusal', kind: 'foreign' });

      assert.deepEqual([await hasDraft(real), await hasDraft(other)], [true, true]);
    });
  });
});
