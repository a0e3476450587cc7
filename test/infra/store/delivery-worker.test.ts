import assert from 'node:assert/strict';
import { type DeliveryTasks, type DeliveryWorker, startDeliveryWorker } from '../../../infra/store/delivery-worker.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { NOW } from './store-builders.ts';
import { deferred, until } from './waiting.ts';

describe('the delivery worker', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let worker: DeliveryWorker | undefined;
  let log: string[];
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  beforeEach(async () => {
    log = [];
    await database.owner.query('TRUNCATE outbox, due; DELETE FROM graphile_worker._private_jobs');
  });
  afterEach(() => worker?.stop());

  const start = async (tasks: Partial<DeliveryTasks>) => {
    worker = await startDeliveryWorker({
      connectionString: database.url,
      tasks: { deliver: async () => undefined, wake: async () => undefined, ...tasks },
      log: (message) => log.push(message),
    });
  };
  const tell = (...people: string[]) =>
    database.store.transaction(async (tx) => {
      for (const personId of people) {
        await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'approval-request', requestId: 'r' } }, NOW);
      }
    });
  const jobs = async () =>
    (await database.owner.query('SELECT count(*)::int AS n FROM graphile_worker.jobs')).rows[0].n as number;

  it('delivers a queue when the transaction that added to it has committed', async () => {
    const delivered: string[] = [];
    await start({ deliver: async (queue) => void delivered.push(queue) });

    await tell('a', 'b');

    await until('both are delivered', () => delivered.length === 2);
    assert.deepEqual(delivered.sort(), ['chat:a', 'chat:b']);
    await until('no job is left', async () => (await jobs()) === 0);
  });

  it('wakes the scheduler when something falls due at another time', async () => {
    const woken = deferred();
    await start({ wake: async () => woken.resolve() });

    await database.store.transaction((tx) => tx.due.noLaterThan('capacity', 'main', NOW));

    await woken.promise;
  });

  it('never delivers one queue twice at once, others meanwhile, and goes round again for what came in between', async () => {
    const mayEnd = deferred();
    const rounds: string[] = [];
    let atWork = 0;
    await start({
      deliver: async (queue) => {
        rounds.push(queue);
        if (queue !== 'chat:slow') return;
        atWork += 1;
        assert.equal(atWork, 1);
        await mayEnd.promise;
        atWork -= 1;
      },
    });
    await tell('slow');
    await until('the slow one is at work', () => atWork === 1);
    await tell('slow', 'quick');
    await until('the quick one is delivered', () => rounds.includes('chat:quick'));
    await until('the second knock was heard', async () => (await jobs()) === 1);

    mayEnd.resolve();

    await until('the slow one went round again', () => rounds.filter((queue) => queue === 'chat:slow').length === 2);
  });

  it('logs a job that fails and does not repeat it: when to try again is data', async () => {
    let tries = 0;
    await start({
      deliver: async () => {
        tries += 1;
        throw new Error('the bug');
      },
    });

    await tell('a');

    await until('the job is gone', async () => tries === 1 && (await jobs()) === 0);
    assert.deepEqual(log, ['delivery: job chat:a failed: the bug']);
  });

  it('takes up at once what a killed worker left locked', async () => {
    await tell('a');
    await database.owner.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = run_at, locked_by = 'dead', attempts = 1`,
    );
    const delivered = deferred<string>();

    await start({ deliver: async (queue) => delivered.resolve(queue) });

    assert.equal(await delivered.promise, 'chat:a');
  });

  it('goes on after its connections were cut', async () => {
    const delivered: string[] = [];
    await start({ deliver: async (queue) => void delivered.push(queue) });
    await tell('a');
    await until('the first is delivered', () => delivered.length === 1);

    await database.owner
      .query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
      .catch(() => undefined);

    await until('the second is delivered', async () => {
      await tell('b').catch(() => undefined);
      return delivered.includes('chat:b');
    });
  });

  it('stops after the jobs that run, and can be stopped twice', async () => {
    const mayEnd = deferred();
    let ended = false;
    let started = false;
    await start({
      deliver: async () => {
        started = true;
        await mayEnd.promise;
        ended = true;
      },
    });
    await tell('a');
    await until('it runs', () => started);

    const stopping = worker!.stop();
    mayEnd.resolve();
    await stopping;

    assert.equal(ended, true);
    await worker!.stop();
  });
});
