import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../../infra/postgres/embedded-postgres.ts';
import { findPlace, installedPrograms } from '../../../infra/postgres/server-place.ts';
import { canUse, findServerUser } from '../../../infra/postgres/server-user.ts';
import { isAlive } from '../../../infra/postgres/start-lock.ts';
import { itWhere } from '../../support/it-where.ts';
import { asAdmin } from '../../support/postgres.ts';
import { until } from '../store/waiting.ts';

const asRoot = process.getuid?.() === 0;
/** User and group `nobody` of every Linux. */
const NOBODY = 65_534;

describe('the embedded PostgreSQL', function () {
  this.timeout(120_000);
  let folder: string;
  let dataDir: string;
  const log: string[] = [];
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'zaitaku-embedded-'));
    await chmod(folder, 0o755);
    dataDir = path.join(folder, 'data');
  });
  after(async () => {
    await (await open()).stop({ adopted: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => stopAll());

  const opened: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];
  const open = async (at = dataDir) => {
    const server = await openEmbeddedPostgres({
      dataDir: at,
      log: (line) => log.push(line),
      settings: { fsync: 'off' },
    });
    opened.push(server);
    return server;
  };
  const stopAll = async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    for (const server of opened.splice(0)) await server.stop({ adopted: true, force: true });
  };
  const inChild = async (at: string, uid?: number): Promise<{ child: ChildProcess; got: Record<string, unknown> }> => {
    const child = fork(fileURLToPath(new URL('./open-and-wait.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, DATA: at, ...(uid ? { HOME: folder } : {}) },
      ...(uid ? { uid, gid: uid } : {}),
    });
    children.push(child);
    const [got] = (await once(child, 'message')) as [Record<string, unknown>];
    return { child, got };
  };
  const postmasterPid = async (place: string) =>
    Number((await readFile(path.join(place, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const show = (url: string, setting: string) =>
    asAdmin(url, async (client) => (await client.query(`SHOW ${setting}`)).rows[0][setting] as string);

  it('is created at the first time: UTF-8, UTC, loopback alone, a password of its own in a closed file', async () => {
    const server = await open();

    assert.equal(server.owned, true);
    assert.equal(server.place, path.join(dataDir, 'postgres'));
    assert.equal(server.elsewhere, false);
    assert.deepEqual(log, [`embedded PostgreSQL: creating a database in ${server.place}`]);
    assert.equal(await show(server.url, 'server_encoding'), 'UTF8');
    assert.equal(await show(server.url, 'TimeZone'), 'UTC');
    assert.equal(await show(server.url, 'listen_addresses'), '127.0.0.1');
    assert.equal((await stat(path.join(dataDir, 'postgres.json'))).mode & 0o777, 0o600);
    const other = new URL(server.url);
    other.password = 'password';
    await assert.rejects(
      asAdmin(other.href, (client) => client.query('SELECT 1')),
      /password authentication failed/,
    );
  });

  it('is as durable as PostgreSQL is, unless told otherwise', async () => {
    const server = await openEmbeddedPostgres({ dataDir, log: () => undefined });
    opened.push(server);

    assert.deepEqual(
      await Promise.all(['fsync', 'synchronous_commit', 'full_page_writes'].map((name) => show(server.url, name))),
      ['on', 'on', 'on'],
    );
  });

  it('is found again with its data after a stop', async () => {
    const first = await open();
    await asAdmin(first.url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    assert.equal(await first.stop(), true);
    assert.equal(await first.stop(), false);

    const second = await open();

    assert.equal(second.url, first.url);
    const { rows } = await asAdmin(second.url, (client) => client.query('SELECT answer FROM kept'));
    assert.deepEqual(rows, [{ answer: 42 }]);
  });

  it('is started once by several that open it at the same moment', async () => {
    const servers = await Promise.all([open(), open(), open()]);

    assert.equal(servers.filter((server) => server.owned).length, 1);
    assert.equal(new Set(servers.map((server) => server.url)).size, 1);
  });

  it('is stopped by whom it was started by, and only when nobody else is connected', async () => {
    const first = await open();
    const second = await open();

    assert.equal(await second.stop(), false);
    await asAdmin(first.url, async () => {
      assert.equal(await first.stop(), false);
      assert.equal(await show(first.url, 'server_encoding'), 'UTF8');
    });
    assert.equal(await first.stop(), true);
  });

  it('lives on when its parent is killed, and is adopted by the next, who may stop it', async () => {
    const { child, got } = await inChild(dataDir);
    assert.equal(got['owned'], true);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const adopted = await open();

    assert.deepEqual([adopted.owned, adopted.url], [false, got['url']]);
    assert.equal(await adopted.stop(), false);
    assert.equal(await adopted.stop({ adopted: true }), true);
  });

  it('comes back after it was killed itself', async () => {
    const first = await open();
    await asAdmin(first.url, (client) => client.query('CREATE TABLE IF NOT EXISTS survives AS SELECT 1 AS row'));
    const pid = await postmasterPid(first.place);
    process.kill(pid, 'SIGKILL');
    await until('it is gone', () => !isAlive(pid));

    const second = await open();

    assert.equal(second.owned, true);
    assert.equal((await asAdmin(second.url, (client) => client.query('SELECT * FROM survives'))).rows.length, 1);
  });

  itWhere(
    process.platform === 'linux',
    'is not taken for running because another program has its old number',
    async () => {
      const first = await open();
      const pidFile = path.join(first.place, 'data', 'postmaster.pid');
      const text = await readFile(pidFile, 'utf8');
      await first.stop();
      await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)));

      const second = await open();

      assert.equal(second.owned, true);
      assert.equal(await show(second.url, 'server_encoding'), 'UTF8');
    },
  );

  it('moves to another port where somebody took its own', async () => {
    const first = await open();
    const port = Number(new URL(first.url).port);
    await first.stop();
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));

    const second = await open().finally(() => thief.close());

    assert.notEqual(new URL(second.url).port, String(port));
    assert.equal(await show(second.url, 'server_encoding'), 'UTF8');
  });

  it('begins anew where its creation was cut short', async () => {
    const at = path.join(folder, 'cut-short');
    await mkdir(path.join(at, 'postgres', 'data.new'), { recursive: true });
    await writeFile(path.join(at, 'postgres', 'data.new', 'PG_VERSION'), '18\n');
    await writeFile(path.join(at, 'postgres.lock'), '999999999');

    const server = await open(at);

    assert.equal(await show(server.url, 'server_encoding'), 'UTF8');
  });

  it('says in one line that the file with its password is missing or damaged', async () => {
    const at = path.join(folder, 'lost');
    await mkdir(path.join(at, 'postgres', 'data'), { recursive: true });
    await assert.rejects(open(at), /postgres\.json is missing and with it the password/);

    await writeFile(path.join(at, 'postgres.json'), '{"password":');

    await assert.rejects(open(at), /postgres\.json is damaged/);
  });

  const nobodyEnters = !asRoot || canUse({ uid: NOBODY, gid: NOBODY }, process.cwd(), 'enter');
  itWhere(nobodyEnters, 'works for an ordinary user in their own folder', async () => {
    const home = path.join(folder, 'home');
    await mkdir(home, { mode: 0o700 });
    if (asRoot) await chownTo(home, NOBODY);

    const { got } = await inChild(path.join(home, 'data'), asRoot ? NOBODY : undefined);

    assert.deepEqual([got['problem'], got['owned'], got['elsewhere']], [undefined, true, false]);
    const pid = await postmasterPid(String(got['place']));
    process.kill(pid, 'SIGINT');
    await until('it is gone', () => !isAlive(pid));
  });

  describe('run by root in a folder that its user cannot enter', () => {
    let closed: string;
    before(async () => {
      closed = await mkdtemp(path.join(folder, 'closed-'));
    });

    itWhere(asRoot, 'uses a place that it can, names it, and finds it again', async () => {
      const first = await open(path.join(closed, 'data'));
      try {
        assert.equal(first.elsewhere, true);
        assert.match(first.place, /^\/var\/tmp\/zaitaku-/);
        const seen = await stat(first.place);
        assert.deepEqual([seen.mode & 0o777, seen.uid], [0o700, findServerUser()!.uid]);
        await first.stop();

        const second = await open(path.join(closed, 'data'));

        assert.deepEqual([second.place, second.url], [first.place, first.url]);
      } finally {
        await stopAll();
        await rm(first.place, { recursive: true, force: true });
      }
    });

    itWhere(asRoot, 'begins anew where the data directory was removed and made again', async () => {
      const at = path.join(closed, 'removed');
      const first = await open(at);
      await asAdmin(first.url, (client) => client.query('CREATE TABLE old ()'));
      await rm(at, { recursive: true });
      let second: EmbeddedPostgres | undefined;
      try {
        second = await open(at);

        assert.notEqual(second.place, first.place);
        await assert.rejects(
          asAdmin(second.url, (client) => client.query('SELECT FROM old')),
          /does not exist/,
        );
      } finally {
        const pid = await postmasterPid(first.place);
        process.kill(pid, 'SIGINT');
        await until('it is gone', () => !isAlive(pid));
        opened.splice(opened.indexOf(first), 1);
        await stopAll();
        await rm(first.place, { recursive: true, force: true });
        if (second) await rm(second.place, { recursive: true, force: true });
      }
    });

    itWhere(asRoot, 'does not take a folder that somebody else has put there', async () => {
      const at = path.join(closed, 'squatted');
      const first = await open(at);
      const place = first.place;
      await stopAll();
      await rm(place, { recursive: true, force: true });
      await rm(at, { recursive: true, force: true });
      await mkdir(place, { mode: 0o755 });
      await chownTo(place, NOBODY);
      let second: EmbeddedPostgres | undefined;
      try {
        second = await open(at);

        assert.ok(second.place.startsWith(`${place}-`), second.place);
        assert.equal(await show(second.url, 'server_encoding'), 'UTF8');
      } finally {
        await stopAll();
        await rm(place, { recursive: true, force: true });
        if (second) await rm(second.place, { recursive: true, force: true });
      }
    });

    itWhere(asRoot, 'copies the programs where their own folder is closed', async () => {
      const native = path.join(closed, 'node_modules', 'native');
      await cp(installedPrograms(), native, { recursive: true, verbatimSymlinks: true });
      const user = findServerUser();
      const reachable = path.join(folder, 'reachable');
      await mkdir(reachable);

      const place = await findPlace(reachable, user, null, native);

      assert.equal(path.dirname(place.native), place.folder);
      assert.equal(canUse(user, place.native, 'run'), true);
      assert.equal((await findPlace(reachable, user, place.folder, native)).native, place.native);
    });
  });
});

function chownTo(file: string, uid: number): Promise<void> {
  return chown(file, uid, uid);
}
