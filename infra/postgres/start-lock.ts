import { open, readFile, stat, unlink } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { PostgresFailure } from './postgres-failure.ts';

/** Longer than any creation, start or stop of a server takes: an older lock belongs to nobody. */
const STALE_MS = 120_000;
const POLL_MS = 100;
/** Files held by this very process: in a container the process before us had the same number. */
const held = new Set<string>();

/**
 * Runs `work` while no other process creates, starts or stops the server of the same data directory. The lock is a file
 * with the holder's pid; one whose holder is gone is taken over.
 */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; !(await take(file)); waitedMs += POLL_MS) {
    if (waitedMs > STALE_MS) {
      throw new PostgresFailure(`embedded PostgreSQL: another zaitaku holds ${file}; end it, or delete the file`);
    }
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await unlink(file).catch(() => undefined);
    held.delete(file);
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    held.add(file);
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new PostgresFailure(`DATA_DIR: ${file} cannot be written (${code}); run zaitaku as the folder's owner`, {
        cause: error,
      });
    }
  }
  const [text, seen] = await Promise.all([readFile(file, 'utf8').catch(() => null), stat(file).catch(() => null)]);
  if (text === null || seen === null) return false;
  const pid = Number(text);
  const ageMs = Date.now() - seen.mtimeMs;
  // An empty file is one whose holder has not written its pid yet.
  const gone = text === '' ? ageMs > 5_000 : pid === process.pid ? !held.has(file) : !isAlive(pid);
  if (gone || ageMs > STALE_MS) await unlink(file).catch(() => undefined);
  return false;
}

/** Whether a process of that id lives. One of another user is alive too. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
