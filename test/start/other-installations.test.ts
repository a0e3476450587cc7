import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startSimulator, type RunningSimulator } from '../../infra/simulator/start-simulator.ts';
import { emptyDatabase } from '../support/database.ts';
import { freePorts, PROGRAM, runZaitaku } from '../support/zaitaku-process.ts';
import { listens, postgresPid, serverPlace } from './what-lives.ts';

const ROOT = dirname(dirname(PROGRAM));
const SOURCES = ['bot', 'flows', 'cards', 'infra', 'package.json', 'tsconfig.json'];
const PLAYGROUND = '@microsoft/m365agentsplayground';

describe('a start elsewhere', function () {
  this.timeout(120_000);

  describe('as an ordinary user, from a checkout of somebody else’s, without the development packages', () => {
    const user = ordinaryUser();
    let folder: string;
    let env: NodeJS.ProcessEnv;
    let ports: number[];
    let running: Run;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'zaitaku-elsewhere-'));
      chmodSync(folder, 0o755);
      productionCopy(join(folder, 'checkout'), user);
      mkdirSync(join(folder, 'home'), { mode: 0o700 });
      if (user) chownSync(join(folder, 'home'), user.uid, user.gid);
      ports = await freePorts(2);
      const [port, simulatorPort] = ports.map(String);
      const data = { DATA_DIR: '', HOME: join(folder, 'home'), TMPDIR: join(folder, 'home') };
      env = { ...process.env, NODE_OPTIONS: '', ...data, PORT: port, SIMULATOR_PORT: simulatorPort };
      const program = join(folder, 'checkout', 'bot', 'zaitaku.mjs');
      running = new Run(spawn(process.execPath, [program, 'start'], { env, cwd: join(folder, 'home'), ...user }));
      await running.says('/ ready');
    });

    after(async () => {
      await running?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('works in place, below the working directory', () => {
      const dataDir = join(folder, 'home', '.data');

      assert.equal(serverPlace(dataDir), join(dataDir, 'postgres'));
      if (user) assert.equal(statSync(dataDir).uid, user.uid);
      assert.ok(!running.output.includes('database kept in'));
    });

    it('goes without the chat windows, and says so in both languages', async () => {
      assert.match(running.output, /Playground）はこのインストールに入っていません/);
      assert.match(running.output, /Playground\) are not installed here; this runs as with --no-playground/);
      assert.equal((await fetch(`http://127.0.0.1:${ports[0]}/simulator/state`)).status, 200);
    });

    it('ends all that it started', async () => {
      assert.equal(await running.stop(), 0);
      assert.equal(postgresPid(join(folder, 'home', '.data')), null);
      assert.deepEqual(await Promise.all(ports.map(listens)), [false, false]);
    });
  });

  describe('with a configuration and a database of its own', () => {
    let dataDir: string;
    let database: { url: string; drop: () => Promise<void> };
    let tenant: RunningSimulator;
    let env: NodeJS.ProcessEnv;
    let running: Run;

    before(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'zaitaku-real-'));
      database = await emptyDatabase();
      tenant = await startSimulator({ organisation: 'kamakura' });
      const [port] = await freePorts(1);
      env = {
        ...process.env,
        NODE_OPTIONS: '',
        DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        ZAITAKU_CONFIG: join(ROOT, 'infra/organisations/kamakura.yaml'),
        HOST: '127.0.0.1',
        PORT: String(port),
        AZURE_RESOURCE_MANAGER_ENDPOINT: `${tenant.url}/arm`,
        GRAPH_ENDPOINT: `${tenant.url}/graph`,
      };
      const migrated = await runZaitaku(env, ['migrate']);
      assert.equal(migrated.code, 0, migrated.stderr);
      running = new Run(spawn(process.execPath, [PROGRAM, 'start'], { env }));
      await running.says('zaitaku is ready');
    });

    after(async () => {
      await running?.stop();
      await tenant?.close();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    });

    it('serves, and has nothing of the demo', async () => {
      const url = `http://127.0.0.1:${env['PORT']}`;

      assert.equal((await fetch(`${url}/readyz`)).status, 200);
      assert.equal((await fetch(`${url}/simulator/state`)).status, 404);
      assert.equal((await fetch(`${url}/simulator/clock`, { method: 'POST' })).status, 404);
      assert.ok(!existsSync(join(dataDir, 'postgres.json')), 'no embedded database');
    });

    it('refuses a second instance on that database, wherever its data folder is', async () => {
      const second = await runZaitaku({ ...env, DATA_DIR: join(dataDir, 'other') }, ['start']);

      assert.equal(second.code, 1);
      assert.match(second.stderr, /^zaitaku: zaitaku is already running on this data \(DATABASE_URL\); [^\n]+\n$/);
    });

    it('keeps the demo out of its database', async () => {
      await running.stop();

      const demo = await runZaitaku({ ...env, ZAITAKU_CONFIG: '' }, ['start', '--no-playground']);

      assert.equal(demo.code, 2);
      assert.match(
        demo.stderr,
        /^zaitaku: database .* belongs to "kamakura" \(real\), not to "kamakura" \(demo\); [^\n]+\n$/,
      );
    });
  });
});

/** A process and what it says. */
class Run {
  output = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(child: ChildProcess) {
    this.child = child;
    this.ended = once(child, 'exit').then(([code]) => code as number | null);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  async says(words: string): Promise<void> {
    for (const end = Date.now() + 100_000; !this.output.includes(words); await wait(50))
      if (this.child.exitCode !== null || Date.now() > end) throw new Error(`it said: ${this.output}`);
  }

  stop(): Promise<number | null> {
    if (this.child.exitCode === null) this.child.kill('SIGINT');
    return this.ended;
  }
}

/** Root tries it as the user without rights that every system has; anybody else as who they are. */
function ordinaryUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout));
  assert.ok(uid! > 0 && gid! > 0, 'this system has a user "nobody"');
  return { uid: uid!, gid: gid! };
}

/** A checkout with the packages that `npm ci --omit=dev` would leave, as far as the product can tell. Nobody but us may write to it. */
function productionCopy(folder: string, user: { uid: number; gid: number } | null): void {
  for (const name of SOURCES) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  const packages = join(ROOT, 'node_modules');
  const mayEnter =
    !user || spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r .', 'sh', packages], { ...user, cwd: '/' }).status === 0;
  for (const name of packageNames(packages)) {
    const copy = join(folder, 'node_modules', name);
    mkdirSync(dirname(copy), { recursive: true });
    // Links are enough, unless the checkout lies where that user cannot go (root's home).
    if (mayEnter) symlinkSync(join(packages, name), copy);
    else cpSync(join(packages, name), copy, { recursive: true, verbatimSymlinks: true });
  }
}

function packageNames(packages: string): string[] {
  return readdirSync(packages)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(packages, name)).map((one) => `${name}/${one}`) : [name],
    )
    .filter((name) => name !== PLAYGROUND);
}
