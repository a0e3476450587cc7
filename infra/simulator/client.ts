import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Health } from './control.ts';

export interface SimulatorProcessOptions {
  port: number;
  dataDir: string;
  /** Id of the organisation; the tenant's `--organisation` unless `organisationFile` says otherwise. */
  organisation: string;
  organisationFile?: string;
  botUrl: string;
  now?: Date;
  fresh?: boolean;
  seed?: number;
}

/** The simulated tenant cannot be had: one line that says what is wrong and the way out. */
export class SimulatedTenantError extends Error {}

const startWithinMs = 30_000;

/** The simulated tenant's process: started so that it outlives whoever started it, or adopted where it lives already. */
export class SimulatedTenantClient {
  readonly url: string;
  readonly pid: number;
  /** It lived already: nothing of it was lost, its clock has run on. */
  readonly adopted: boolean;

  private constructor(url: string, pid: number, adopted: boolean) {
    this.url = url;
    this.pid = pid;
    this.adopted = adopted;
  }

  /**
   * Adopts the tenant that listens on the port if it is the same one (data folder, organisation, bot), else starts one.
   * With `now` or `fresh` a living one is stopped and started anew. Throws SimulatedTenantError.
   */
  static async open(options: SimulatorProcessOptions): Promise<SimulatedTenantClient> {
    const url = `http://127.0.0.1:${options.port}`;
    const living = await health(url);
    if (living) {
      if (living.dataDir !== resolve(options.dataDir) || living.organisation !== options.organisation)
        throw new SimulatedTenantError(
          `port ${options.port}: the simulated tenant of ${living.organisation} in ${living.dataDir} runs there; stop it or set SIMULATOR_PORT`,
        );
      const client = new SimulatedTenantClient(url, living.pid, true);
      if (options.now === undefined && !options.fresh && living.botUrl === options.botUrl) return client;
      await client.stop();
    }
    const started = await start(options);
    return new SimulatedTenantClient(url, started, false);
  }

  clock(): Promise<{ now: Date; running: boolean }> {
    return this.call<{ now: string; running: boolean }>('GET', 'clock').then((clock) => ({
      ...clock,
      now: new Date(clock.now),
    }));
  }

  /** The clock stands still. Answers the instant at which it stands. Repeating it changes nothing. */
  async freeze(): Promise<Date> {
    return new Date((await this.call<{ now: string }>('POST', 'clock/freeze')).now);
  }

  /** The clock runs on in real time. */
  async run(): Promise<Date> {
    return new Date((await this.call<{ now: string }>('POST', 'clock/run')).now);
  }

  /** Moves the frozen clock; stops early right after an instant at which the bot was sent something. */
  async advance(to: Date): Promise<{ now: Date; delivered: number }> {
    const { now, delivered } = await this.call<{ now: string; delivered: number }>('POST', 'clock/advance', {
      to: to.toISOString(),
    });
    return { now: new Date(now), delivered };
  }

  /** This person is played from outside from now on. */
  async outside(personId: string): Promise<void> {
    await this.call('POST', 'outside', { personId });
  }

  /** Ends the process, its state written, and waits until the port is free. */
  async stop(): Promise<void> {
    await this.call('POST', 'stop');
    for (let tries = 0; tries < 100 && (await health(this.url)) !== null; tries += 1) await pause(50);
    for (let tries = 0; tries < 100 && isAlive(this.pid); tries += 1) await pause(50);
  }

  private async call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}/control/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : {}),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new SimulatedTenantError(`simulated tenant, ${path}: ${answer.error ?? response.status}`);
    return answer;
  }
}

/** Null where nothing listens; throws where something else does. */
async function health(url: string): Promise<Health | null> {
  let response: Response;
  try {
    response = await fetch(`${url}/control/health`, { signal: AbortSignal.timeout(5000) });
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return null;
    throw new SimulatedTenantError(`${url}: another program listens there and does not answer; set SIMULATOR_PORT`);
  }
  const body = (await response.json().catch(() => null)) as Health | null;
  if (response.ok && body?.ok === true && typeof body.organisation === 'string') return body;
  throw new SimulatedTenantError(`${url}: another program listens there; set SIMULATOR_PORT to a free port`);
}

/** Detached, with a log file of its own; answers the process id once it listens. */
function start(options: SimulatorProcessOptions): Promise<number> {
  const folder = join(resolve(options.dataDir), 'simulator');
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'simulator.log');
  const log = openSync(logFile, 'a', 0o600);
  const before = statSync(logFile).size;
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const args = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href, main];
  args.push('--port', String(options.port), '--data', resolve(options.dataDir), '--bot', options.botUrl);
  args.push('--organisation', options.organisationFile ?? options.organisation);
  if (options.now) args.push('--now', options.now.toISOString());
  if (options.fresh) args.push('--fresh');
  if (options.seed !== undefined) args.push('--seed', String(options.seed));
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', log], cwd: folder });
  closeSync(log);
  return new Promise((done, failed) => {
    const late = setTimeout(() => {
      child.kill();
      failed(new SimulatedTenantError(`the simulated tenant did not start within 30 s; see ${logFile}`));
    }, startWithinMs);
    const settle = () => {
      clearTimeout(late);
      child.stdout?.destroy();
      child.unref();
    };
    child.once('error', (error) => {
      settle();
      failed(error);
    });
    child.once('exit', () => {
      settle();
      const said = readFileSync(logFile).subarray(before).toString().trim().split('\n');
      failed(new SimulatedTenantError(said.at(-1) || 'the simulated tenant ended while it started'));
    });
    child.stdout?.once('data', () => {
      child.removeAllListeners('exit');
      settle();
      done(child.pid ?? 0);
    });
  });
}

/** One that has ended and that init has not buried yet is not alive: some containers' first process takes its time. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
