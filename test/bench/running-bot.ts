import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '../support/zaitaku-process.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export interface Memory {
  rss: number;
  heapUsed: number;
}

export interface RunningBot {
  url: string;
  /** After a garbage collection. */
  memory(): Promise<Memory>;
  /** Processor time used so far, all threads, in ms. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

const living = new Set<ChildProcess>();

/** Ends every process that was started here and still lives, the database of a killed bot left to its own lock. */
export async function endAll(): Promise<void> {
  await Promise.all([...living].reverse().map((child) => end(child)));
}

/**
 * zaitaku as an organisation runs it (a configuration, an embedded database, the machine's clock), in a process of its
 * own beside a simulated tenant of that organisation. Answers when the directory has been read.
 */
export async function openBot(configuration: string): Promise<RunningBot & { tenantUrl: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'zaitaku-bench-'));
  // Run by root, the database works as another user: where it may enter this folder, it keeps its files in it.
  chmodSync(folder, 0o755);
  const [port, tenantPort] = await freePorts(2);
  const url = `http://127.0.0.1:${port}`;
  const tenantUrl = `http://127.0.0.1:${tenantPort}`;
  const running: ChildProcess[] = [];
  const close = async () => {
    for (const child of running.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const tenant = start(
      [
        '--import',
        'tsx',
        path('../../infra/simulator/main.ts'),
        '--organisation',
        configuration,
        '--port',
        String(tenantPort),
        '--data',
        folder,
        '--bot',
        `${url}/api/messages`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    running.push(tenant);
    await says(tenant, '"ready":true');
    const bot = start(['--import', path('probe.mjs'), path('../../bot/zaitaku.mjs'), 'start'], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        ...withoutOurs(process.env),
        ZAITAKU_CONFIG: configuration,
        DATA_DIR: folder,
        HOST: '127.0.0.1',
        PORT: String(port),
        AZURE_RESOURCE_MANAGER_ENDPOINT: `${tenantUrl}/arm`,
        GRAPH_ENDPOINT: `${tenantUrl}/graph`,
      },
    });
    running.push(bot);
    await says(bot, 'directory read');
    return { url, tenantUrl, close, ...probed(bot) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The bare echo bot. */
export async function openEchoBot(): Promise<RunningBot> {
  const [port] = await freePorts(1);
  const child = start(['--import', path('probe.mjs'), '--import', 'tsx', path('echo-bot.ts'), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await says(child, 'ready');
  return { url: `http://127.0.0.1:${port}`, close: () => end(child), ...probed(child) };
}

function probed(child: ChildProcess): Pick<RunningBot, 'memory' | 'cpuMs'> {
  const ask = async (what: string) => {
    const answer = once(child, 'message');
    child.send(what);
    return ((await answer) as [Memory & { cpu: NodeJS.CpuUsage }])[0];
  };
  return {
    memory: () => ask('memory'),
    async cpuMs() {
      const { cpu } = await ask('cpu');
      return (cpu.user + cpu.system) / 1000;
    },
  };
}

function start(args: string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  living.add(child);
  child.once('exit', () => living.delete(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
}

/** Waits until the process has written these words on what of its output is piped. */
async function says(child: ChildProcess, words: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      if (said.includes(words)) return;
      said += chunk.toString();
      if (said.includes(words)) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.slice(-2_000)}`)));
  });
}

/** The machine's environment without what would turn the measured process into another one. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(ZAITAKU_|Microsoft|AZURE_|DATABASE_URL$|MIGRATION_DATABASE_URL$|PUBLIC_URL$|NODE_OPTIONS$|NODE_ENV$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}
