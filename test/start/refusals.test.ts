import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '../../bot/main/settings.ts';
import { start, type StartOptions } from '../../bot/main/start.ts';
import { emptyDatabase, testDatabase } from '../support/database.ts';
import { freePorts } from '../support/zaitaku-process.ts';
import { openOldPostgres } from './old-postgres.ts';

const CONFIG = new URL('../../infra/organisations/kamakura.yaml', import.meta.url).pathname;

/** What the program's edge makes exit code 2 of (the command line's own test looks at the codes). */
const BAD_INPUT = ['UsageError', 'OrganisationError'];

describe('a start that cannot be', function () {
  this.timeout(60_000);
  const ends: (() => Promise<unknown> | void)[] = [];
  let dataDir: string;
  let ports: number[];
  let database: string;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'zaitaku-start-'));
    ports = await freePorts(3);
    const empty = await emptyDatabase();
    database = empty.url;
    ends.push(empty.drop, () => rmSync(dataDir, { recursive: true, force: true }));
  });

  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  describe('because of what was typed or set', () => {
    const cases: [name: string, env: NodeJS.ProcessEnv, options: Partial<StartOptions>, says: RegExp][] = [
      [
        'a city that nobody knows',
        {},
        { organisation: 'nowhere' },
        /^organisation "nowhere": expected kamakura or ina/,
      ],
      ['a clock that is no instant', {}, { now: 'tomorrow' }, /^--now: "tomorrow" is no instant; expected ISO 8601/],
      ['a clock without a zone', {}, { now: '2026-12-01T10:00:00' }, /^--now: .* with a zone/],
      ['an app id in the demo', { MicrosoftAppId: 'some-app' }, {}, /^MicrosoftAppId: the demo has none; unset it/],
      ['a demo in production', { NODE_ENV: 'production' }, {}, /^NODE_ENV: the demo does not run in production/],
      ['a demo that others reach', { HOST: '0.0.0.0' }, {}, /^HOST: .* loopback address alone/],
      [
        'a real bot without an app id that others reach',
        { ZAITAKU_CONFIG: CONFIG },
        {},
        /^HOST: without MicrosoftAppId/,
      ],
      [
        'a real bot with a demo option',
        { ZAITAKU_CONFIG: CONFIG, HOST: '127.0.0.1' },
        { fresh: true },
        /^--fresh: only the demo/,
      ],
      [
        'a configuration that is missing',
        { ZAITAKU_CONFIG: '/no/such.yaml', HOST: '127.0.0.1' },
        {},
        /\/no\/such\.yaml/,
      ],
      ['a port that is none', { PORT: 'many' }, {}, /^PORT: "many" is no port/],
      [
        'a database of another kind',
        { DATABASE_URL: 'mysql://localhost/x' },
        {},
        /^DATABASE_URL: expected postgres:\/\//,
      ],
      [
        'plain http to somewhere else',
        { GRAPH_ENDPOINT: 'http://graph.example' },
        {},
        /^GRAPH_ENDPOINT: .* is not https/,
      ],
      ['a public address that is plain', { PUBLIC_URL: 'http://bot.example' }, {}, /^PUBLIC_URL: .* is not https/],
    ];
    for (const [name, env, options, says] of cases)
      it(`says in one line: ${name}`, async () => {
        const error = await refusalOf(env, options);

        assert.ok(BAD_INPUT.includes(error.name), `${error.name}: ${error.message}`);
        assert.match(error.message, says);
        assert.ok(!error.message.includes('\n'));
        assert.ok(!existsSync(join(dataDir, 'postgres.json')), 'nothing was made in DATA_DIR');
      });
  });

  describe('because of the database that DATABASE_URL names', () => {
    it('says that it does not answer, without the password', async () => {
      const [port] = await freePorts(1);

      const error = await refusalOf({ DATABASE_URL: `postgres://zaitaku:secret@127.0.0.1:${port}/x` });

      assert.equal(kindOf(error), 'unreachable');
      assert.match(
        error.message,
        /^database zaitaku@127\.0\.0\.1:\d+\/x: .*ECONNREFUSED.*; start the server or mend DATABASE_URL/,
      );
      assert.ok(!error.message.includes('secret'));
    });

    it('says that it belongs to somebody else', async () => {
      const foreign = await testDatabase({ organisation: 'elsewhere', mode: 'real' });
      ends.push(() => foreign.close());

      const error = await refusalOf({ DATABASE_URL: foreign.url });

      assert.equal(kindOf(error), 'foreign');
      assert.match(error.message, /belongs to "elsewhere" \(real\), not to "kamakura" \(demo\); name another database/);
    });

    it('says that it is not UTF-8', async () => {
      const { url, drop } = await emptyDatabase({ encoding: 'SQL_ASCII' });
      ends.push(drop);

      const error = await refusalOf({ DATABASE_URL: url });

      assert.equal(kindOf(error), 'not-utf8');
      assert.match(error.message, /its encoding is SQL_ASCII; create it with ENCODING 'UTF8'/);
    });

    it('says how an organisation’s own one gets its schema', async () => {
      const { url, drop } = await emptyDatabase();
      ends.push(drop);

      const error = await refusalOf({ DATABASE_URL: url, ZAITAKU_CONFIG: CONFIG, HOST: '127.0.0.1' });

      assert.equal(kindOf(error), 'not-migrated');
      assert.match(error.message, /has no schema yet; run "zaitaku migrate"$/);
    });

    it('says that its server is too old', async () => {
      const { url, close } = await openOldPostgres();
      ends.push(close);

      const error = await refusalOf({ DATABASE_URL: url });

      assert.equal(kindOf(error), 'too-old');
      assert.match(error.message, /PostgreSQL 12 is too old; use 15 or newer$/);
    });
  });

  describe('because a port is taken', () => {
    let taken: number;

    before(async () => {
      const server = createServer((_request, response) => response.end('somebody else'));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      taken = (server.address() as AddressInfo).port;
      ends.push(async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      });
    });

    it('names PORT', async () => {
      const error = await refusalOf({ DATABASE_URL: database, PORT: String(taken) });

      assert.equal(error.name, 'StartError');
      assert.match(
        error.message,
        /^PORT: port \d+ on 127\.0\.0\.1 is in use by another program; .* set PORT to a free port$/,
      );
    });

    it('names SIMULATOR_PORT', async () => {
      const error = await refusalOf({ DATABASE_URL: database, SIMULATOR_PORT: String(taken) });

      assert.equal(error.name, 'StartError');
      assert.match(error.message, /another program listens there; set SIMULATOR_PORT to a free port$/);
      assert.ok(!(await answers(ports[0]!)));
    });

    it('names PLAYGROUND_PORT, and ends the simulated tenant and the bot that it had started', async () => {
      const error = await refusalOf({ DATABASE_URL: database, PLAYGROUND_PORT: String(taken) }, { playground: true });

      assert.equal(error.name, 'StartError');
      assert.match(error.message, /^PLAYGROUND_PORT: port \d+ .* is in use by another program; .* set PLAYGROUND_PORT/);
      assert.deepEqual(await Promise.all(ports.slice(0, 2).map(answers)), [false, false]);
      // It was opening when the first one failed: nothing of it comes up later.
      assert.ok(!existsSync(join(dataDir, 'kamakura', 'playground-manager.json')));
      assert.ok(!(await answers(taken + 1)), 'the other window is gone as well');
    });
  });

  async function refusalOf(env: NodeJS.ProcessEnv, options: Partial<StartOptions> = {}): Promise<Error> {
    const [port, simulatorPort, playgroundPort] = ports.map(String);
    const all = {
      DATA_DIR: dataDir,
      PORT: port,
      SIMULATOR_PORT: simulatorPort,
      PLAYGROUND_PORT: playgroundPort,
      ...env,
    };
    const names = ['MicrosoftAppId', 'NODE_ENV', 'HOST', 'ZAITAKU_CONFIG', 'DATABASE_URL', ...Object.keys(env)];
    const kept = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) delete process.env[name];
    Object.assign(process.env, env);
    try {
      const close = await start(readSettings(all), { playground: false, fresh: false, ...options });
      await close();
    } catch (error) {
      return error as Error;
    } finally {
      for (const [name, value] of kept) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    throw new Error('it started');
  }
});

function kindOf(error: Error): unknown {
  return (error as { kind?: unknown }).kind;
}

function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}
