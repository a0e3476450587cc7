import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Pids {
  simulator: number;
  postgres: number;
  windows: number[];
}

/** The processes beside the bot, from what each of them tells or has written down. */
export async function pidsBeside(dataDir: string, simulatorPort: number, windows = true): Promise<Pids> {
  const response = await fetch(`http://127.0.0.1:${simulatorPort}/control/health`);
  const { pid: simulator } = (await response.json()) as { pid: number };
  const window = (name: string) =>
    (JSON.parse(readFileSync(join(dataDir, 'kamakura', `playground-${name}.json`), 'utf8')) as { pid: number }).pid;
  return { simulator, postgres: postgresPid(dataDir)!, windows: windows ? ['staff', 'manager'].map(window) : [] };
}

/** Where the embedded server keeps its files. */
export function serverPlace(dataDir: string): string {
  return (JSON.parse(readFileSync(join(dataDir, 'postgres.json'), 'utf8')) as { place: string }).place;
}

/** The embedded server's process, or null where none runs. */
export function postgresPid(dataDir: string): number | null {
  try {
    return Number(readFileSync(join(serverPlace(dataDir), 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

/** Whether a process is there and not just waiting to be buried. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

export function listens(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5_000) }).then(
    () => true,
    () => false,
  );
}
