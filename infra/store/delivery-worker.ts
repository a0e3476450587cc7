import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { run, type Runner } from 'graphile-worker';
import type pg from 'pg';
import { oneLine } from './database-refusal.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { openPool } from './open-pool.ts';
import { quietLogger } from './quiet-logger.ts';

export interface DeliveryTasks {
  /** Delivers what is due of one outbox queue. Never runs twice at once for the same queue. */
  deliver(queue: string): Promise<void>;
  /** Something falls due at another time than before: look again. Never runs twice at once. */
  wake(): Promise<void>;
}

export interface DeliveryWorker {
  /** Takes no more jobs, waits for those that run, closes the connections. Repeating does nothing. */
  stop(): Promise<void>;
}

/**
 * Runs the jobs that transactions add through `wake_delivery`. A job is only a knock at the door: what is to be done,
 * how often it was tried and when it is tried again is data on the product's clock. So a job that throws is logged and
 * not repeated by graphile-worker.
 *
 * One at a time by queue is kept here and not by graphile-worker's named queues: those lock every free queue's row at
 * each look for a job (0.17, strategy 2), which is thousands with a queue for every conversation. It is enough because
 * the instance lock lets one process deliver. For the same reason jobs that are still locked belong to workers that
 * were killed, and are unlocked at the start: graphile-worker would wait four hours.
 */
export async function startDeliveryWorker({
  connectionString,
  tasks,
  log,
  concurrency = 8,
}: {
  connectionString: string;
  tasks: DeliveryTasks;
  /** Told of jobs that failed and of connections that broke, one line each. */
  log: (message: string) => void;
  concurrency?: number;
}): Promise<DeliveryWorker> {
  const pgPool = openPool(connectionString, {
    max: concurrency + 2,
    onError: (error) => log(`delivery: connection lost: ${oneLine(error)}`),
  });
  const works = new OneAtATime();
  const guarded = (name: string, work: () => Promise<void>) =>
    works.run(name, work).catch((error: unknown) => log(`delivery: job ${name} failed: ${oneLine(error)}`));
  const taskList = {
    deliver: (payload: unknown) => {
      const { queue } = payload as { queue: string };
      return guarded(queue, () => tasks.deliver(queue));
    },
    wake: () => guarded('wake', () => tasks.wake()),
  };
  const startRunner = async () => {
    await unlockAbandoned(pgPool);
    return run({
      pgPool,
      taskList,
      concurrency,
      noHandleSignals: true,
      logger: quietLogger,
      events: new EventEmitter(),
    });
  };

  const stopping = new AbortController();
  let runner: Runner | null;
  try {
    runner = await startRunner();
  } catch (error) {
    await pgPool.end();
    throw error;
  }
  // A worker asks again by itself while the database is gone. Should the runner end nevertheless, start anew.
  const supervised = (async () => {
    while (!stopping.signal.aborted) {
      const ended = await runner?.promise.then(
        () => 'stopped',
        (error: unknown) => oneLine(error),
      );
      if (stopping.signal.aborted) return;
      if (runner) log(`delivery: worker ended (${ended}), starting anew`);
      await runner?.stop().catch(() => undefined);
      runner = await startRunner().catch(async (error: unknown) => {
        log(`delivery: cannot start yet: ${oneLine(error)}`);
        await wait(1_000);
        return null;
      });
      if (stopping.signal.aborted) await runner?.stop().catch(() => undefined);
    }
  })();

  let stopped: Promise<void> | undefined;
  return {
    stop: () =>
      (stopped ??= (async () => {
        stopping.abort();
        await runner?.stop().catch(() => undefined);
        await supervised;
        await works.idle();
        await pgPool.end();
      })()),
  };
}

/** Frees what killed workers held, and removes jobs that were replaced while they ran and then cut off. */
async function unlockAbandoned(pool: pg.Pool): Promise<void> {
  await pool.query(`
    SELECT graphile_worker.force_unlock_workers(ARRAY(
      SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
      UNION SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL))`);
  await pool.query(`DELETE FROM graphile_worker._private_jobs WHERE attempts >= max_attempts AND locked_at IS NULL`);
}
