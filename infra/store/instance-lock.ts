import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { oneLine, unreachable } from './database-refusal.ts';
import { sessionConfig } from './open-pool.ts';

/** Advisory lock of the database that the instance at work holds for as long as its session lives. */
const INSTANCE_LOCK = [1784837, 2] as const;
/** A killed process's session ends within milliseconds where its statement was short. */
const FIRST_TRIES = 10;
const FIRST_PAUSE_MS = 200;
/** Finds a connection that died without a word. */
const HEARTBEAT_MS = 10_000;
const RETAKE_PAUSE_MS = 1_000;

export interface InstanceLock {
  /** false while the database is gone or another instance has the lock. */
  readonly held: boolean;
  /** Lets the lock go. Repeating does nothing. */
  release(): Promise<void>;
}

export interface InstanceLockListeners {
  /** Another instance took the lock while ours was lost: stop working. Called once. */
  onLost?: () => void;
  /** The connection broke; the lock is being taken again. */
  warn?: (problem: string) => void;
}

/**
 * Takes the lock that tells one instance from an orphan and from a second start: a session's advisory lock on a
 * connection of its own, which PostgreSQL lets go when the process dies, however it dies. null: another instance has it.
 *
 * A lost connection (database restarted, network gone) is noticed by its end or by the heartbeat; the lock is then
 * taken again as soon as the database is back. Throws DatabaseRefusal where it cannot be reached at first. Needs no
 * schema and no role: taken before anything else is done with the database.
 */
export async function takeInstanceLock(
  url: string,
  { onLost = () => undefined, warn = () => undefined }: InstanceLockListeners = {},
): Promise<InstanceLock | null> {
  for (let tries = 1; tries <= FIRST_TRIES; tries += 1) {
    const client = await lockWithNewSession(url);
    if (client) return new HeldLock(url, client, { onLost, warn });
    if (tries < FIRST_TRIES) await wait(FIRST_PAUSE_MS);
  }
  return null;
}

class HeldLock implements InstanceLock {
  readonly #url: string;
  readonly #listeners: Required<InstanceLockListeners>;
  #client: pg.Client | null = null;
  #heartbeat: NodeJS.Timeout | undefined;
  #released = false;

  constructor(url: string, client: pg.Client, listeners: Required<InstanceLockListeners>) {
    this.#url = url;
    this.#listeners = listeners;
    this.#watch(client);
  }

  get held(): boolean {
    return this.#client !== null;
  }

  async release(): Promise<void> {
    this.#released = true;
    clearInterval(this.#heartbeat);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #watch(client: pg.Client): void {
    this.#client = client;
    const gone = (problem: string) => {
      if (this.#client !== client) return;
      this.#client = null;
      clearInterval(this.#heartbeat);
      // Not waited for: ending a connection that no longer answers can take as long as TCP likes.
      client.end().catch(() => undefined);
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      if (this.#released) return;
      this.#listeners.warn(problem);
      void this.#retake((client as unknown as { processID: number }).processID);
    };
    client.on('error', (error) => gone(oneLine(error)));
    client.on('end', () => gone('connection ended'));
    this.#heartbeat = setInterval(() => {
      let answered = false;
      client.query('SELECT 1').then(
        () => (answered = true),
        (error: unknown) => gone(oneLine(error)),
      );
      setTimeout(() => {
        if (!answered) gone('no answer to the heartbeat');
      }, HEARTBEAT_MS / 2).unref();
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** `old`: our session that was lost. It may live on in the server for a while: then it is ended, not believed. */
  async #retake(old: number): Promise<void> {
    while (!this.#released) {
      try {
        const client = await lockWithNewSession(this.#url, old);
        if (client && this.#released) await client.end();
        else if (client) this.#watch(client);
        else this.#listeners.onLost();
        return;
      } catch (error) {
        if (!(error instanceof StillOurs)) this.#listeners.warn(oneLine(error));
      }
      await wait(RETAKE_PAUSE_MS, undefined, { ref: false });
    }
  }
}

/** The lock is still with our own lost session. */
class StillOurs extends Error {}

/** A session that has the lock, or null where somebody else has it. Throws StillOurs where `old` has it, and ends that. */
async function lockWithNewSession(url: string, old?: number): Promise<pg.Client | null> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS taken', [
      ...INSTANCE_LOCK,
    ]);
    // The server, too, must notice a peer that went without a word, or the lock stays with it for two hours.
    await client
      .query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3')
      .catch(() => undefined);
    if (rows[0]?.taken) return client;
    if (old !== undefined) {
      const { rows: ended } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
           WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND granted AND pid = $3
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [...INSTANCE_LOCK, old],
      );
      if (ended.length > 0) throw new StillOurs();
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end().catch(() => undefined);
  return null;
}

async function connect(url: string): Promise<pg.Client> {
  let client: pg.Client | undefined;
  try {
    client = new pg.Client({ ...sessionConfig(url, null), application_name: 'zaitaku instance' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    await client?.end().catch(() => undefined);
    throw unreachable(url, error);
  }
}
