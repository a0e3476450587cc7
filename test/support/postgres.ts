import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../infra/postgres/embedded-postgres.ts';
import { isAlive } from '../../infra/postgres/start-lock.ts';
import { runMigrations } from '../../infra/store/run-migrations.ts';

/** How the main process tells the test processes of the server and of the migrated template. */
const URL_NAME = 'ZAITAKU_TEST_SERVER_URL';
const TEMPLATE_NAME = 'ZAITAKU_TEST_TEMPLATE';
const FOLDER_PREFIX = 'zaitaku-test-';

export interface TestServer {
  /** Login that may create databases. */
  url: string;
  /** A migrated database to copy. Nobody connects to it. */
  template: string;
}

/** The server of this test run: an embedded one of its own, or the one that TEST_DATABASE_URL names. */
export async function startTestServer(): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const { url, stop } = given ? { url: given, stop: async () => undefined } : await startEmbedded();
  const template = `zaitaku_test_${process.pid}_template`;
  await asAdmin(url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${template}`);
    await client.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`);
  });
  await runMigrations(urlOf(url, template));
  process.env[URL_NAME] = url;
  process.env[TEMPLATE_NAME] = template;
  return async () => {
    if (given) await asAdmin(url, (client) => client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`));
    await stop();
  };
}

export function testServer(): TestServer {
  const url = process.env[URL_NAME];
  const template = process.env[TEMPLATE_NAME];
  if (!url || !template) throw new Error('no test server: run mocha with --require test/support/global-setup.ts');
  return { url, template };
}

/** The same server, another database. */
export function urlOf(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.href;
}

/** One connection with the server's login. */
export async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function startEmbedded(): Promise<{ url: string; stop: () => Promise<unknown> }> {
  await sweep();
  const dataDir = await mkdtemp(path.join(tmpdir(), FOLDER_PREFIX));
  await writeFile(path.join(dataDir, 'owner.pid'), String(process.pid));
  const server = await openEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    database: 'zaitaku_test',
    // Nothing here has to survive a power cut. The tests that kill processes do not kill the kernel.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop({ force: true });
      await rm(server.place, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Servers of test runs that were killed. */
async function sweep(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const dataDir = path.join(tmpdir(), name);
    const owner = await readFile(path.join(dataDir, 'owner.pid'), 'utf8').catch(() => null);
    if (owner === null || isAlive(Number(owner))) continue;
    const server = await openEmbeddedPostgres({ dataDir, log: () => undefined }).catch(() => null);
    await server?.stop({ adopted: true, force: true }).catch(() => undefined);
    await rm(dataDir, { recursive: true, force: true }).catch(() => undefined);
  }
}
