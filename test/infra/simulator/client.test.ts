import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SimulatedTenantClient } from '../../../infra/simulator/client.ts';

const main = fileURLToPath(new URL('../../../infra/simulator/main.ts', import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describe('the simulated tenant as a process of its own', function () {
  this.timeout(60_000);
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'zaitaku-process-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('is started once, adopted afterwards, and finds its clock again after it was stopped', async () => {
    const port = await freePort();
    const options = { port, dataDir, organisation: 'kamakura', botUrl: 'http://127.0.0.1:9/api/messages' };
    const first = await SimulatedTenantClient.open({ ...options, now: new Date('2026-12-01T09:00:00+09:00') });
    try {
      await first.freeze();
      const { now } = await first.advance(new Date('2026-12-01T12:00:00+09:00'));
      const second = await SimulatedTenantClient.open(options);
      assert.deepEqual([second.adopted, second.pid], [true, first.pid]);
      assert.deepEqual(await second.clock(), { now, running: false });

      await second.stop();
      const third = await SimulatedTenantClient.open(options);

      assert.equal(third.adopted, false);
      assert.ok((await third.clock()).now >= now);
      assert.ok((await third.clock()).now.getTime() - now.getTime() < 30_000);
      const other = SimulatedTenantClient.open({ ...options, dataDir: tmpdir() });
      await assert.rejects(other, /stop it or set SIMULATOR_PORT$/);
      const back = SimulatedTenantClient.open({ ...options, now: new Date('2026-12-01T08:00:00+09:00') });
      await assert.rejects(back, /^Error: --now 2026-11-30T23:00:00.000Z: earlier than the kept clock/);
    } finally {
      await SimulatedTenantClient.open(options)
        .then((client) => client.stop())
        .catch(() => {});
    }
  });

  it('says in one line what is wrong with its arguments, and exits with 2', () => {
    const wrong = [
      ['--organisation', 'atlantis'],
      ['--port', 'many'],
      ['--now', 'tomorrow'],
      ['--bot', 'http://example.com/api/messages'],
      ['--sail'],
    ];

    for (const args of wrong) {
      const { status, stderr, stdout } = spawnSync(process.execPath, [
        '--import',
        'tsx',
        main,
        '--data',
        dataDir,
        ...args,
      ]);
      const lines = stderr.toString().trim().split('\n');
      assert.deepEqual(
        [status, lines.length, stdout.toString()],
        [2, 1, ''],
        `${args.join(' ')}: ${stderr.toString()}`,
      );
    }
  });

  it('tells of a port that something else has', async () => {
    const server = createServer((_request, response) => response.end('something else'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;

    const opening = SimulatedTenantClient.open({
      port,
      dataDir,
      organisation: 'kamakura',
      botUrl: 'http://127.0.0.1:9/',
    });

    await assert.rejects(opening, /another program listens there; set SIMULATOR_PORT to a free port/);
    server.close();
  });
});
