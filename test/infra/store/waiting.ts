import type pg from 'pg';

/** A promise that somebody else settles. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Asks until the answer is yes. Fails after half a minute or more. */
export async function until(what: string, asked: () => Promise<boolean> | boolean): Promise<void> {
  for (let look = 0; look < 3_000; look += 1) {
    if (await asked()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`did not come about: ${what}`);
}

/** A session of this database waits for another's lock. */
export function waitUntilBlocked(owner: pg.Pool): Promise<void> {
  return until('a session waits for a lock', async () => {
    const { rows } = await owner.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
    );
    return rows.length > 0;
  });
}
