import assert from 'node:assert/strict';
import { type InstanceLock, takeInstanceLock } from '../../../infra/store/instance-lock.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { until } from './waiting.ts';

describe('the instance lock', () => {
  let database: TestDatabase;
  let lock: InstanceLock | null;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  afterEach(() => lock?.release());

  const cut = () =>
    database.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'zaitaku instance'`);

  it('is one instance’s until it lets go', async () => {
    lock = await takeInstanceLock(database.url);
    assert.equal(lock?.held, true);

    assert.equal(await takeInstanceLock(database.url), null);

    await lock!.release();
    lock = await takeInstanceLock(database.url);
    assert.equal(lock?.held, true);
  });

  it('is taken again after its connection was cut', async () => {
    const problems: string[] = [];
    lock = await takeInstanceLock(database.url, {
      warn: (problem) => problems.push(problem),
      onLost: () => assert.fail('lost'),
    });

    await cut();

    await until('the loss is noticed', () => problems.length > 0);
    await until('it is held again', () => lock!.held);
    assert.equal(await takeInstanceLock(database.url), null);
  });

  it('tells when another instance has it after a loss', async function () {
    this.timeout(30_000);
    let lost = 0;
    lock = await takeInstanceLock(database.url, { onLost: () => (lost += 1) });
    const other = await database.owner.connect();
    // The other waits in the queue: it has the lock the moment the first one's session ends.
    const taken = other.query('SELECT pg_advisory_lock(1784837, 2)');

    await cut();
    await taken;

    await until('the loss is told', () => lost > 0).catch(() => until('the loss is told', () => lost > 0));
    assert.equal(lock?.held, false);
    assert.equal(lost, 1);
    other.release(true);
  });

  it('can be let go twice', async () => {
    lock = await takeInstanceLock(database.url);

    await lock!.release();
    await lock!.release();

    assert.equal(lock!.held, false);
  });

  it('says in one line that the database cannot be reached', async () => {
    await assert.rejects(takeInstanceLock('postgres://x:secret@127.0.0.1:9/x'), {
      name: 'DatabaseRefusal',
      kind: 'unreachable',
    });
  });
});
