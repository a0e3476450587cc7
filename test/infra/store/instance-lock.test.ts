import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type InstanceLock, takeInstanceLock } from '../../../infra/store/instance-lock.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { until } from './waiting.ts';

describe('the instance lock', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let lock: InstanceLock | null;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.close());
  afterEach(() => lock?.release());

  const cut = () =>
    database.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'zaitaku instance'`);

  it('is one instance’s until it lets go', async () => {
    lock = await takeInstanceLock(database.url);
    assert.equal(lock?.held, true);

    assert.equal(await takeInstanceLock(database.url), null);

    await lock.release();
    lock = await takeInstanceLock(database.url);
    assert.equal(lock?.held, true);
  });

  it('is taken again after its connection was cut', async () => {
    const problems: string[] = [];
    lock = await takeInstanceLock(database.url, {
      warn: (problem) => problems.push(problem),
      onLost: () => assert.fail('lost'),
    });

    await cut();

    await until('the loss is noticed', () => problems.length > 0);
    await until('it is held again', () => lock!.held);
    assert.equal(await takeInstanceLock(database.url), null);
  });

  it('tells when another instance has it after a loss', async () => {
    let lost = 0;
    lock = await takeInstanceLock(database.url, { onLost: () => (lost += 1) });
    const other = await database.owner.connect();
    // The other waits in the queue: it has the lock the moment the first one's session ends.
    const taken = other.query('SELECT pg_advisory_lock(1784837, 2)');

    await cut();
    await taken;

    await until('the loss is told', () => lost > 0);
    assert.equal(lock?.held, false);
    assert.equal(lost, 1);
    other.release(true);
  });

  it('is taken again where the server has not noticed the loss: the old session is ended, not believed', async () => {
    const network = await networkTo(database.url);
    const problems: string[] = [];
    lock = await takeInstanceLock(network.url, {
      warn: (problem) => problems.push(problem),
      onLost: () => assert.fail('lost'),
    });
    const sessionOf = async () =>
      (await database.owner.query(`SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 2 AND granted`))
        .rows[0]?.pid as number | undefined;
    const old = await sessionOf();

    network.breakOff();

    await until('another session holds it', async () => ![old, undefined].includes(await sessionOf()));
    await until('it is held again', () => lock!.held);
    assert.ok(problems.length > 0);
    await lock!.release();
    network.close();
  });

  it('can be let go twice', async () => {
    lock = await takeInstanceLock(database.url);

    await lock!.release();
    await lock!.release();

    assert.equal(lock!.held, false);
  });

  it('says in one line that the database cannot be reached', async () => {
    await assert.rejects(takeInstanceLock('postgres://x:secret@127.0.0.1:9/x'), {
      name: 'DatabaseRefusal',
      kind: 'unreachable',
    });
  });
});

/** A way to the server that breaks as networks do: the client's end is gone, the server is told nothing. */
async function networkTo(url: string): Promise<{ url: string; breakOff(): void; close(): void }> {
  const target = new URL(url);
  let clients: Socket[] = [];
  const all: Socket[] = [];
  const proxy = createServer((client) => {
    const server = connect({ host: target.hostname, port: Number(target.port) });
    clients.push(client);
    all.push(client, server);
    server.pipe(client);
    client.on('data', (bytes) => server.write(bytes));
    for (const socket of [client, server]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const here = new URL(url);
  here.port = String((proxy.address() as AddressInfo).port);
  return {
    url: here.href,
    breakOff: () => {
      for (const client of clients) client.destroy();
      clients = [];
    },
    close: () => {
      for (const socket of all) socket.destroy();
      proxy.close();
    },
  };
}
