import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { whyNotListen } from '../taken-port.ts';

/** How long a window may take to end by itself. */
const PATIENCE_MS = 3_000;

/** A person of the organisation as the Playground's YAML wants them. */
export interface PlaygroundPerson {
  id: string;
  displayName: string;
  upn: string;
}

export interface PlaygroundWindow {
  /** Folder for the configuration, the log and what is remembered of the process. */
  dataDir: string;
  name: string;
  port: number;
  endpoint: string;
  tenantId: string;
  person: PlaygroundPerson;
  /** Exactly five besides (its schema wants five). */
  others: PlaygroundPerson[];
}

/** Path of the Playground's program, or null in an installation without development packages. */
export function playgroundProgram(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
    const program = join(dirname(manifest), 'cli.js');
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** The channel's address of a window: where the bot answers its person. */
export function playgroundServiceUrl(port: number): string {
  return `http://localhost:${port}/_connector`;
}

/** The Playground's one personal chat. */
export const PLAYGROUND_CHAT = 'personal-chat-id';

export interface OpenPlayground {
  port: number;
  adopted: boolean;
  stop(): Promise<void>;
}

/**
 * Opens one window of the Playground as a server on its port, or adopts the one that an earlier start left behind
 * after a kill. Its own words go to a log file; it opens no browser. Throws where it does not come up.
 */
export async function openPlayground(program: string, window: PlaygroundWindow): Promise<OpenPlayground> {
  mkdirSync(window.dataDir, { recursive: true });
  const config = join(window.dataDir, `playground-${window.name}.yml`);
  const memory = join(window.dataDir, `playground-${window.name}.json`);
  const text = playgroundConfig(window);
  const living = livingPid(memory);
  if (living && existsSync(config) && readFileSync(config, 'utf8') === text && (await answers(window.port)))
    return { port: window.port, adopted: true, stop: () => end(living, memory) };
  if (living) await end(living, memory);
  const taken = await whyNotListen(window.port, '127.0.0.1');
  if (taken)
    throw new Error(
      `PLAYGROUND_PORT: port ${window.port} on 127.0.0.1 ${taken}; stop that program, or set PLAYGROUND_PORT to a port that is free with the next one, or start with --no-playground`,
    );
  writeFileSync(config, text);
  const log = openSync(join(window.dataDir, `playground-${window.name}.log`), 'w');
  const child = spawn(
    process.execPath,
    [program, 'start', '-e', window.endpoint, '-c', 'msteams', '-p', String(window.port), '--disable-telemetry'],
    {
      // A group of its own: Ctrl-C reaches `start`, which ends it in its turn.
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        TEAMSAPPTESTER_BROWSER: 'none',
        TEAMS_APP_TEST_TOOL_CONFIG_PATH: config,
        M365_AGENTS_PLAYGROUND_LOGFILE: join(window.dataDir, `playground-${window.name}.debug.log`),
      },
    },
  );
  child.unref();
  writeFileSync(memory, JSON.stringify({ pid: child.pid }));
  for (let waited = 0; waited < 100 && child.exitCode === null && child.signalCode === null; waited += 1) {
    if (await answers(window.port)) return { port: window.port, adopted: false, stop: () => end(child.pid!, memory) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await end(child.pid!, memory);
  throw new Error(`the Playground window "${window.name}" does not come up; see ${window.dataDir}/playground-*.log`);
}

/** The Playground's configuration (its schema of 0.2.28: currentUser and exactly five more, one team, two chats). */
export function playgroundConfig({ tenantId, person, others }: PlaygroundWindow): string {
  const user = (one: PlaygroundPerson) => ({
    id: `29:${one.id}`,
    name: one.displayName,
    userPrincipleName: one.upn,
    aadObjectId: one.id,
    givenName: one.displayName,
    surname: '',
    email: one.upn,
  });
  return stringify({
    version: '0.1.1',
    tenantId,
    bot: { id: '28:zaitaku', name: 'zaitaku' },
    currentUser: user(person),
    users: others.slice(0, 5).map(user),
    personalChat: { id: PLAYGROUND_CHAT },
    groupChat: { id: 'group-chat-id', name: 'Group chat' },
    team: {
      id: 'team-id',
      name: 'Team',
      aadGroupId: '00000000-0000-4000-8000-0000000000aa',
      channels: [{ id: 'channel-id', name: 'General' }],
    },
  });
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

function livingPid(memory: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(memory, 'utf8')) as { pid?: unknown };
    if (typeof pid !== 'number') return null;
    process.kill(pid, 0);
    // A number may have been given to another program since.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('agentsplayground') ? pid : null;
  } catch {
    return null;
  }
}

/** Ends a window that an earlier start left behind after a kill, where this one wants none. */
export async function endPlayground(dataDir: string, name: string): Promise<void> {
  const memory = join(dataDir, `playground-${name}.json`);
  const living = livingPid(memory);
  if (living) await end(living, memory);
}

/** Ends the window's group of processes and waits until it is gone. */
async function end(pid: number, memory: string): Promise<void> {
  rmSync(memory, { force: true });
  let there = signal(pid, 'SIGTERM');
  for (let waitedMs = 0; there && waitedMs < 2 * PATIENCE_MS; waitedMs += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    there = signal(pid, waitedMs === PATIENCE_MS ? 'SIGKILL' : 0);
  }
}

/** Whether the group is still there. One that has ended and that init has not buried yet is not. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, name);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${group}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
