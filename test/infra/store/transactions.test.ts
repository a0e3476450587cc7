import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { sqlState } from '../../../infra/store/database-refusal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aBooking, aDirectoryPerson, NO_TEXTS, NOW } from './store-builders.ts';
import { deferred, until } from './waiting.ts';

describe('a transaction of the store', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());

  const serializationFailure = Object.assign(new Error('could not serialize'), { code: '40001' });

  it('is run again as a whole when it loses a deadlock', async () => {
    const bookings = [aBooking({ id: 'x', personId: 'x' }), aBooking({ id: 'y', personId: 'y' })];
    await database.store.transaction((tx) => tx.bookings.add(bookings, NO_TEXTS));
    const [hasX, hasY] = [deferred(), deferred()];
    let runs = 0;
    const crosswise = (first: string, second: string, mine: typeof hasX, theirs: typeof hasX) =>
      database.store.transaction(async (tx) => {
        runs += 1;
        await tx.bookings.lock([first]);
        mine.resolve();
        await theirs.promise;
        return (await tx.bookings.lock([second])).length;
      });

    const found = await Promise.all([crosswise('x', 'y', hasX, hasY), crosswise('y', 'x', hasY, hasX)]);

    assert.deepEqual(found, [1, 1]);
    assert.ok(runs > 2, `${runs} runs`);
  });

  it('leaves nothing of the run that failed', async () => {
    let runs = 0;

    await database.store.transaction(async (tx) => {
      runs += 1;
      await tx.people.saveFromDirectory([aDirectoryPerson({ id: `run-${runs}` })], NOW);
      await tx.outbox.add({ kind: 'calendar', bookingId: `run-${runs}` }, NOW);
      if (runs === 1) throw serializationFailure;
    });

    const people = await database.store.transaction((tx) => tx.people.byIds(['run-1', 'run-2']));
    assert.deepEqual(
      people.map((person) => person.id),
      ['run-2'],
    );
    assert.equal((await database.store.outboxState(NOW)).waiting, 1);
  });

  it('gives up after a bounded number of runs', async () => {
    let runs = 0;

    const giving = database.store.transaction(async () => {
      runs += 1;
      throw serializationFailure;
    });

    await assert.rejects(giving, (error) => sqlState(error) === '40001');
    assert.equal(runs, 12);
  });

  it('is not run again for anything else', async () => {
    let runs = 0;

    await assert.rejects(
      database.store.transaction(async () => {
        runs += 1;
        throw new Error('a bug');
      }),
      /a bug/,
    );

    assert.equal(runs, 1);
  });

  it('runs as the application’s role, which may not change the schema', async () => {
    const { rows } = await sql<{ role: string }>`SELECT current_user AS role`.execute(database.db);

    assert.deepEqual(rows, [{ role: 'zaitaku_app' }]);
    for (const statement of ['CREATE TABLE x ()', 'ALTER TABLE booking ADD COLUMN x int', 'DELETE FROM booking']) {
      await assert.rejects(sql.raw(statement).execute(database.db), /permission denied|must be owner/, statement);
    }
  });

  it('goes on after every connection was cut, also in the middle of its work', async () => {
    const cut = () =>
      database.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'zaitaku' AND pid <> pg_backend_pid()`);

    const inTheMiddle = database.store.transaction(async (tx) => {
      await tx.bookings.lock(['x']);
      await cut();
      return tx.bookings.lock(['x']);
    });

    await assert.rejects(inTheMiddle, /terminat|Connection|not queryable|ECONNRESET|EPIPE/);
    // Each connection that was idle may fail once before its end is noticed.
    await until('it works again', () =>
      database.store.nextDueAt().then(
        () => true,
        () => false,
      ),
    );
  });
});
