import { appendFile, chown, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { freePort, isFree } from './free-port.ts';
import { keep, type Kept } from './kept-settings.ts';
import { PostgresFailure } from './postgres-failure.ts';
import { runProgram } from './run-program.ts';
import type { ServerPlace } from './server-place.ts';
import type { ServerUser } from './server-user.ts';
import { isAlive } from './start-lock.ts';

export interface ServerSettings {
  log: (line: string) => void;
  /** Further settings of postgresql.conf. */
  settings?: Record<string, string>;
}

const SUPERUSER = 'zaitaku';

/** The server of one data directory: created, found running, started, stopped. The caller holds the start lock. */
export class PostgresServer {
  readonly #dataDir: string;
  readonly #place: ServerPlace;
  readonly #user: ServerUser | null;
  readonly #kept: Kept;
  readonly #settings: ServerSettings;

  constructor(dataDir: string, place: ServerPlace, user: ServerUser | null, kept: Kept, settings: ServerSettings) {
    this.#dataDir = dataDir;
    this.#place = place;
    this.#user = user;
    this.#kept = kept;
    this.#settings = settings;
  }

  get #pgdata(): string {
    return path.join(this.#place.folder, 'data');
  }

  /** Answers whether it had to be started. */
  async ensureRunning(): Promise<boolean> {
    if (!(await exists(path.join(this.#pgdata, 'PG_VERSION')))) await this.#create();
    const living = await this.#livingPort();
    if (living !== null) {
      await this.#keepPort(living);
      return false;
    }
    await this.#start();
    return true;
  }

  async ensureDatabase(name: string): Promise<string> {
    await this.#withClient('postgres', async (client) => {
      const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (rows.length === 0) {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
      }
    });
    return this.#url(name);
  }

  async stopUnlessUsed(force: boolean): Promise<boolean> {
    if ((await this.#livingPort()) === null) return false;
    if (force) return this.#stop();
    // Backends leave the list a moment after their client has gone.
    for (let look = 0; look < 10; look += 1) {
      if ((await this.#others()) === 0) return this.#stop();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  async #others(): Promise<number> {
    return this.#withClient('postgres', async (client) => {
      const { rows } = await client.query<{ others: number }>(
        `SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
      );
      return rows[0]!.others;
    });
  }

  async #stop(): Promise<boolean> {
    const ran = await this.#pgCtl(['stop', '-m', 'fast', '-w', '-t', '60']);
    if (ran.code !== 0) throw new PostgresFailure(`embedded PostgreSQL: did not stop: ${lastLine(ran.output)}`);
    return true;
  }

  /** Port of a server that runs on this directory and takes our password, or null where none runs. */
  async #livingPort(): Promise<number | null> {
    const pidFile = path.join(this.#pgdata, 'postmaster.pid');
    const text = await readFile(pidFile, 'utf8').catch(() => null);
    if (text === null) return null;
    const lines = text.split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (Number.isInteger(port) && port > 0 && (await this.#answers(port))) return port;
    if (!isAlive(pid)) return null;
    if (!(await isPostgres(pid))) {
      // The machine was restarted and its number given to another program: PostgreSQL would take that for a server.
      await unlink(pidFile);
      return null;
    }
    // It lives and does not answer yet: starting, recovering after a crash, or on its way out.
    for (let look = 0; look < 600; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (!isAlive(pid)) return null;
      const now = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[3]);
      if (now > 0 && (await this.#answers(now))) return now;
    }
    throw new PostgresFailure(
      `embedded PostgreSQL: process ${pid} holds ${this.#pgdata} and does not answer; see ${this.#logFile}, or end that process`,
    );
  }

  async #answers(port: number): Promise<boolean> {
    try {
      return await this.#withClient(
        'postgres',
        async (client) => {
          const { rows } = await client.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
          return (
            path.resolve(rows[0]!.folder) === path.resolve(this.#pgdata) ||
            (await samePlace(rows[0]!.folder, this.#pgdata))
          );
        },
        port,
      );
    } catch {
      return false;
    }
  }

  async #create(): Promise<void> {
    this.#settings.log(`embedded PostgreSQL: creating a database in ${this.#place.folder}`);
    // An earlier creation that was cut short leaves a part of a directory: it never held data.
    await rm(this.#pgdata, { recursive: true, force: true });
    const unfinished = path.join(this.#place.folder, 'data.new');
    await rm(unfinished, { recursive: true, force: true });
    const passwordFile = path.join(this.#place.folder, 'password.new');
    await writeFile(passwordFile, this.#kept.password, { mode: 0o600 });
    if (this.#user) await chown(passwordFile, this.#user.uid, this.#user.gid);
    try {
      const ran = await this.#run('initdb', [
        `--pgdata=${unfinished}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ]);
      if (ran.code !== 0)
        throw new PostgresFailure(
          `embedded PostgreSQL: could not be created in ${this.#place.folder}: ${lastLine(ran.output)}`,
        );
    } finally {
      await unlink(passwordFile).catch(() => undefined);
    }
    await appendFile(path.join(unfinished, 'postgresql.conf'), `\ninclude 'zaitaku.conf'\n`);
    await writeFile(path.join(unfinished, 'zaitaku.conf'), '');
    await rename(unfinished, this.#pgdata);
  }

  async #start(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const port =
        tries === 1 && this.#kept.port && (await isFree(this.#kept.port)) ? this.#kept.port : await freePort();
      await this.#configure(port);
      const ran = await this.#pgCtl(['start', '-w', '-t', '60', '-l', this.#logFile]);
      if (ran.code === 0) {
        await this.#keepPort(port);
        return;
      }
      const log = await readFile(this.#logFile, 'utf8').catch(() => '');
      // Somebody took the port between our look and the start.
      if (tries < 5 && /could not bind|could not create any TCP\/IP sockets/.test(log.slice(-2_000))) continue;
      throw new PostgresFailure(
        `embedded PostgreSQL: did not start in ${this.#place.folder}: ${lastLine(log) || lastLine(ran.output)} (log: ${this.#logFile})`,
      );
    }
  }

  /** Written before every start, so that a newer version's settings reach an older directory. */
  async #configure(port: number): Promise<void> {
    const settings: Record<string, string> = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      // TCP on loopback alone: a socket's path is limited to 107 characters and DATA_DIR is not.
      unix_socket_directories: '',
      max_connections: '100',
      shared_buffers: '64MB',
      max_wal_size: '256MB',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      // A deadlock of two bookings is found quickly; the loser is run again.
      deadlock_timeout: '200ms',
      timezone: 'UTC',
      log_timezone: 'UTC',
      log_min_messages: 'warning',
      // The refused statement's text may hold what people wrote.
      log_min_error_statement: 'panic',
      dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'mmap',
      ...this.#settings.settings,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
    await writeFile(path.join(this.#pgdata, 'zaitaku.conf'), `${lines.join('\n')}\n`);
    // The log of one start is enough to tell why it failed.
    await rm(this.#logFile, { force: true });
  }

  get #logFile(): string {
    return path.join(this.#place.folder, 'postgres.log');
  }

  async #keepPort(port: number): Promise<void> {
    if (this.#kept.port === port) return;
    this.#kept.port = port;
    await keep(this.#dataDir, this.#kept);
  }

  #pgCtl(args: string[]) {
    return this.#run('pg_ctl', [...args, '-D', this.#pgdata]);
  }

  #run(program: string, args: string[]) {
    return runProgram(path.join(this.#place.native, 'bin', program), args, {
      user: this.#user,
      cwd: this.#place.folder,
      timeoutMs: 90_000,
    });
  }

  #url(database: string, port = this.#kept.port): string {
    return `postgres://${SUPERUSER}:${encodeURIComponent(this.#kept.password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  }

  async #withClient<T>(database: string, work: (client: pg.Client) => Promise<T>, port = this.#kept.port): Promise<T> {
    const client = new pg.Client({
      connectionString: this.#url(database, port),
      connectionTimeoutMillis: 5_000,
      application_name: 'zaitaku control',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** On Linux the kernel tells the program's name; elsewhere a living process is taken for the server. */
async function isPostgres(pid: number): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
  return name === null || name.trim().startsWith('postgres');
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function samePlace(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([stat(a).catch(() => null), stat(b).catch(() => null)]);
  return first !== null && second !== null && first.ino === second.ino && first.dev === second.dev;
}

function lastLine(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
}
