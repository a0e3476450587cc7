import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runZaitaku, zaitakuPlace } from '../support/zaitaku-process.ts';
import { postgresPid } from './what-lives.ts';

const COMMANDS = [
  [],
  ['start'],
  ['understand'],
  ['bookings'],
  ['forecast'],
  ['plan'],
  ['explain'],
  ['maintenance'],
  ['shadow'],
  ['advise'],
  ['check'],
  ['migrate'],
  ['report'],
  ['report', 'feedback'],
  ['devices'],
  ['devices', 'lend'],
  ['certificates'],
  ['certificates', 'import'],
  ['export'],
  ['audit'],
  ['audit', 'verify'],
];

describe('the command line', function () {
  this.timeout(120_000);
  let dataDir: string;
  let env: NodeJS.ProcessEnv;

  before(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'zaitaku-line-'));
    env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: dataDir };
  });

  after(() => rmSync(dataDir, { recursive: true, force: true }));

  it('prints help for every command', async () => {
    for (const command of COMMANDS) {
      const { code, stdout, stderr } = await runZaitaku(env, [...command, '--help']);

      assert.equal(code, 0, `${command.join(' ')}: ${stderr}`);
      assert.ok(stdout.startsWith(`Usage: ${['zaitaku', ...command].join(' ')}`), stdout);
    }
  });

  it('says in one line what is typed wrongly, with exit code 2', async () => {
    const wrong = [
      ['sail'],
      ['start', '--sail'],
      ['bookings', '--from', 'tomorrow'],
      ['bookings', '--from'],
      ['forecast', '--days', 'many'],
      ['audit', 'sail'],
      ['explain'],
      ['maintenance', '--pool', 'avd-pooled', '--hosts', 'h1'],
      ['maintenance', '--pool', 'avd-pooled', '--mark', ' '],
      ['maintenance', '--pool', 'avd-pooled', '--mark', 'patches', '--done', 'h1'],
      ['shadow', '--days', '0'],
      ['shadow', '--language', 'fr'],
      ['advise', '--weeks', 'many'],
    ];
    for (const args of wrong) {
      const { code, stdout, stderr } = await runZaitaku(env, args);

      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.deepEqual([stdout, stderr.trim().split('\n').length], ['', 1], stderr);
    }
  });

  it('says in one line what is set wrongly, with exit code 2, and makes nothing', async () => {
    const { code, stdout, stderr } = await runZaitaku(env, ['start', '--organisation', 'nowhere']);

    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^zaitaku: organisation "nowhere": expected [^\n]+\n$/);
    assert.deepEqual(readdirSync(dataDir), []);
  });

  it('says that there is no data yet, instead of making some', async () => {
    const { code, stderr } = await runZaitaku({ ...env, DATA_DIR: join(dataDir, 'none') }, ['bookings', '--json']);

    assert.equal(code, 2);
    assert.match(stderr, /^zaitaku: DATA_DIR: there is no data in [^\n]+\n$/);
    assert.deepEqual(readdirSync(dataDir), []);
  });

  it('says in one line that a port is taken, with exit code 1, and ends the database that it had started', async () => {
    const place = await zaitakuPlace();
    const server = createServer();
    server.listen(place.port, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const { code, stderr } = await runZaitaku(place.env, ['start', '--no-playground']);

    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`^zaitaku: PORT: port ${port} on 127\\.0\\.0\\.1 is in use by another program; [^\\n]+\\n$`),
    );
    assert.equal(postgresPid(place.dataDir), null);
    server.close();
    await place.remove();
  });
});
