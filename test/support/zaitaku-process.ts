import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbeddedPostgres } from '../../infra/postgres/embedded-postgres.ts';

/** The program `zaitaku` of this checkout. */
export const PROGRAM = fileURLToPath(new URL('../../bot/zaitaku.mjs', import.meta.url));

export interface ZaitakuProcess {
  child: ChildProcess;
  url: string;
  dataDir: string;
  env: NodeJS.ProcessEnv;
  /** Milliseconds from the start of the process to its "ready". */
  readyMs: number;
  output: () => string;
  /** Ctrl-C, then waits for the end; answers the exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

export interface ZaitakuPlace {
  dataDir: string;
  env: NodeJS.ProcessEnv;
  port: number;
  simulatorPort: number;
  /** Ends what a killed start left behind, and removes the data. */
  remove(): Promise<void>;
}

/** A data folder and free ports for one demo. */
export async function zaitakuPlace(env: NodeJS.ProcessEnv = {}): Promise<ZaitakuPlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zaitaku-run-'));
  const [port, simulatorPort, playgroundPort] = await freePorts(3);
  return {
    dataDir,
    port: port!,
    simulatorPort: simulatorPort!,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATA_DIR: dataDir,
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      PLAYGROUND_PORT: String(playgroundPort),
      ...env,
    },
    async remove() {
      await fetch(`http://127.0.0.1:${simulatorPort}/control/stop`, { method: 'POST' }).catch(() => undefined);
      await removeServer(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Stops the embedded server that a killed start left behind, and removes its files where they lie outside the folder. */
async function removeServer(dataDir: string): Promise<void> {
  const kept = join(dataDir, 'postgres.json');
  if (!existsSync(kept)) return;
  const { place } = JSON.parse(readFileSync(kept, 'utf8')) as { place: string | null };
  if (!place) return;
  if (existsSync(join(place, 'data', 'postmaster.pid'))) {
    const server = await openEmbeddedPostgres({ dataDir, log: () => undefined });
    await server.stop({ adopted: true, force: true });
  }
  rmSync(place, { recursive: true, force: true });
}

/** Runs `zaitaku start` until it says that it is ready. Rejects with what it said where it ends before. */
export async function startZaitakuProcess(place: ZaitakuPlace, args: string[] = []): Promise<ZaitakuProcess> {
  const begun = Date.now();
  const child = spawn(process.execPath, [PROGRAM, 'start', ...args], {
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('/ ready')) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    void ended.then((code) => reject(new Error(`zaitaku start ended with ${code}: ${output}`)));
  });
  return {
    child,
    url: `http://127.0.0.1:${place.port}`,
    dataDir: place.dataDir,
    env: place.env,
    readyMs: Date.now() - begun,
    output: () => output,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs one command to its end. */
export function runZaitaku(
  env: NodeJS.ProcessEnv,
  args: string[],
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

/** Ports that are free now, the next one after each free as well (the second window takes it). */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    // Below 32768, where Linux takes the near end of outgoing connections from: any of those may take one again.
    const port = 20_000 + Math.floor(Math.random() * 6_000) * 2;
    if (!ports.includes(port) && (await isFree(port)) && (await isFree(port + 1))) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
