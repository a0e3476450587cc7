import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deps } from '../../flows/deps.ts';
import { isWholeList } from '../../flows/gateway/allow-list-text.ts';
import { followAllowList } from '../../flows/gateway/follow-allow-list.ts';
import { localDayOf } from '../../flows/local-time.ts';
import { allowListFile } from '../../infra/gateway/allow-list-file.ts';
import { aGateway, anOrganisation, TOKYO } from '../support/builders.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';
import { booked, certified, GATEWAY_SECRET, serveGateway } from '../support/gateway-stage.ts';
import { Nginx } from './nginx-process.ts';
import { type KeyPair, OpensslAuthority } from './openssl-authority.ts';

const FETCH = fileURLToPath(new URL('../../docs/gateway/fetch-allow-list.sh', import.meta.url));
const FETCH_REVOKED = fileURLToPath(new URL('../../docs/gateway/fetch-revocation-list.sh', import.meta.url));
const SERIALS = { hanako: '0a1b2c', jiro: 'c3', saburo: 'd4', shiro: 'e5', goro: 'f6' };
type Name = keyof typeof SERIALS;

/** nginx as the docs set it up, real client certificates of openssl, and the machine's clock. */
describe('nginx before the desktops', function () {
  this.timeout(60_000);
  let folder: string;
  const place = (name: string) => join(folder, name);
  const clients = {} as Record<Name, KeyPair>;
  let stage: Stage;
  let deps: Deps;
  let zaitaku: Awaited<ReturnType<typeof serveGateway>>;
  let desktops: Server;
  let nginx: Nginx;
  let port: number;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaitaku-nginx-'));
    stage = await openStage();
    deps = { ...stage.deps, clock: { now: () => new Date() } };
    const gateway = aGateway({ file: place('allow.map') });
    await stage.reset(anOrganisation({ gateway }));
    await stage.people(...Object.keys(SERIALS));
    const authority = new OpensslAuthority(folder);
    authority.server();
    for (const [name, serial] of Object.entries(SERIALS) as [Name, string][]) {
      clients[name] = authority.client(name, serial);
      await certified(stage, name, { serial: serial.replace(/^0+/, '') });
    }
    authority.revoke('saburo');
    writeFileSync(place('secret.conf'), `proxy_set_header Authorization "Bearer ${GATEWAY_SECRET}";\n`, {
      mode: 0o600,
    });
    desktops = createServer((_request, response) => response.end('desktop')).listen(0, '127.0.0.1');
    await once(desktops, 'listening');
    zaitaku = await serveGateway(stage, { deps });
    for (const name of ['hanako', 'saburo', 'shiro'] as const) await bookSeconds(name, -600, 3600);
    await bookSeconds('goro', -600, -1);
    await writeFile();
    port = await freePort();
    const desktopsPort = (desktops.address() as AddressInfo).port;
    nginx = await Nginx.start({ folder, port, zaitakuPort: zaitaku.port, desktopsPort });
  });
  after(async () => {
    await nginx?.stop();
    await zaitaku?.close();
    desktops?.close();
    await stage?.database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** From and to in seconds from the present whole second. */
  async function bookSeconds(name: Name, from: number, to: number) {
    const second = Math.floor(Date.now() / 1000);
    const [startsAt, endsAt] = [new Date((second + from) * 1000), new Date((second + to) * 1000)];
    await booked(stage, name, { startsAt, endsAt, day: localDayOf(startsAt, TOKYO), part: 'hours' });
    return { startsAt, endsAt };
  }
  const writeFile = () => followAllowList({ ...deps, allowListFile });

  const ask = (name: Name | null) =>
    get(port, '/desktop', name === null ? {} : { key: clients[name].key, cert: clients[name].certificate });

  /** A connection of its own, as a device's first one. */
  function get(to: number, path: string, pair: { key?: Buffer; cert?: Buffer }, headers: Record<string, string> = {}) {
    return new Promise<number>((resolve, reject) => {
      const ca = readFileSync(place('ca.pem'));
      const sent = request({ host: '127.0.0.1', port: to, path, agent: false, ca, headers, ...pair }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      });
      sent.once('error', reject).end();
    });
  }

  /** Asks again and again over the time's two edges. Every answer that lies on one side of them must be right. */
  async function watchEdges(name: Name, { startsAt, endsAt }: { startsAt: Date; endsAt: Date }) {
    const seen = { before: 0, within: 0, after: 0 };
    while (seen.after < 3) {
      const asked = Date.now();
      const status = await ask(name);
      const answered = Date.now();
      if (answered < startsAt.getTime()) {
        assert.equal(status, 403, `${startsAt.getTime() - answered} ms before its start`);
        seen.before += 1;
      } else if (startsAt.getTime() <= asked && answered < endsAt.getTime()) {
        assert.equal(status, 200, `${asked - startsAt.getTime()} ms after its start`);
        seen.within += 1;
      } else if (endsAt.getTime() <= asked) {
        assert.equal(status, 403, `${asked - endsAt.getTime()} ms after its end`);
        seen.after += 1;
      }
    }
    assert.ok(seen.before > 0 && seen.within > 0, JSON.stringify(seen));
  }

  it('lets a booked person’s certificate through', async () => {
    assert.equal(await ask('hanako'), 200);
  });

  it('refuses who is not booked, whose booking is over, and who shows no certificate', async () => {
    assert.deepEqual([await ask('jiro'), await ask('goro'), await ask(null)], [403, 403, 400]);
  });

  it('refuses a revoked certificate: by the revocation list, and by zaitaku before the list is there', async () => {
    assert.equal(await ask('saburo'), 400);
    assert.equal(await ask('shiro'), 200);

    await stage.tx(async (tx) => {
      const [certificate] = await tx.certificates.lock(['e5']);
      await tx.certificates.save({ ...certificate!, state: 'revoked', revokedAt: new Date(), reason: 'lost' });
    });

    assert.equal(await ask('shiro'), 403);
  });

  it('opens and closes with the booking, while zaitaku answers', async () => {
    await watchEdges('jiro', await bookSeconds('jiro', 3, 6));
  });

  it('goes by the last file when zaitaku is gone, exact to its times though nobody writes or reloads any more', async () => {
    const times = await bookSeconds('goro', 6, 10);
    await writeFile();
    await nginx.reload();
    await zaitaku.close();

    assert.deepEqual([await ask('hanako'), await ask('shiro'), await ask('saburo')], [200, 403, 400]);
    await watchEdges('goro', times);

    zaitaku = await serveGateway(stage, { deps, port: zaitaku.port });
    assert.equal(await ask('hanako'), 200);
  });

  it('lets nobody through without zaitaku and with an empty file', async () => {
    await zaitaku.close();
    writeFileSync(place('allow.map'), '');
    await nginx.reload();

    assert.deepEqual([await ask('hanako'), await ask('jiro')], [403, 403]);

    zaitaku = await serveGateway(stage, { deps, port: zaitaku.port });
    await writeFile();
    await nginx.reload();
  });

  it('answers a callout as zaitaku does, and by the last file when it is gone', async () => {
    writeFileSync(place('bearer.map'), `"Bearer ${GATEWAY_SECRET}" 1;\n`, { mode: 0o600 });
    const places = { folder, port: await freePort(), zaitakuPort: zaitaku.port, desktopsPort: 9 };
    const callout = await Nginx.start({ ...places, example: 'nginx-callout.conf' });
    const call = (serial: string, secret = GATEWAY_SECRET) =>
      get(places.port, `/gateway/allow?serial=${serial}`, {}, { Authorization: `Bearer ${secret}` });
    const answers = async () => [
      await call('0A1B2C'),
      await call('a1b2c'),
      await call('c3'),
      await call(''),
      await call(`a1b2c:${Math.floor(Date.now() / 1000)}.`),
      await call('a1b2c', 'wrong'),
    ];
    const right = [204, 204, 403, 403, 403, 401];

    try {
      assert.deepEqual(await answers(), right);
      await zaitaku.close();
      assert.deepEqual(await answers(), right);
    } finally {
      await callout.stop();
      zaitaku = await serveGateway(stage, { deps, port: zaitaku.port });
    }
  });

  describe('with the list fetched from elsewhere', () => {
    const fetchList = (url = zaitaku.url) =>
      new Promise<{ code: number; stderr: string }>((resolve) => {
        execFile('sh', [FETCH, url, place('fetched.map'), place('header.txt')], (error, _stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), stderr }),
        );
      });
    beforeEach(() => {
      rmSync(place('fetched.map'), { force: true });
      writeFileSync(place('header.txt'), `Authorization: Bearer ${GATEWAY_SECRET}\n`);
    });

    it('puts a whole list in its place, and leaves one that says the same', async () => {
      assert.deepEqual(await fetchList(), { code: 0, stderr: '' });
      const text = readFileSync(place('fetched.map'), 'utf8');
      assert.ok(isWholeList(text) && text.includes('hanako@city.example a1b2c'), text);

      await fetchList();

      assert.equal(readFileSync(place('fetched.map'), 'utf8'), text, 'also the instant at which it was written');
    });

    it('keeps the last list when zaitaku does not answer, refuses, or sends half of it', async () => {
      await fetchList();
      const text = readFileSync(place('fetched.map'), 'utf8');
      const half = createServer((_request, response) => response.end(text.slice(0, -70))).listen(0, '127.0.0.1');
      await once(half, 'listening');

      const failures = [await fetchList(`http://127.0.0.1:${(half.address() as AddressInfo).port}`)];
      half.close();
      failures.push(await fetchList('http://127.0.0.1:9'));
      writeFileSync(place('header.txt'), 'Authorization: Bearer wrong\n');
      failures.push(await fetchList());

      assert.deepEqual(
        failures.map(({ code }) => code),
        [1, 1, 1],
      );
      assert.ok(failures.every(({ stderr }) => stderr.includes('the last file goes on counting')));
      assert.equal(readFileSync(place('fetched.map'), 'utf8'), text);
      assert.ok(existsSync(place('fetched.map.checked')));
    });
  });
});

describe('the list of revoked certificates, fetched for nginx', function () {
  this.timeout(20_000);
  let folder: string;
  const place = (name: string) => join(folder, name);
  let server: Server;
  let sent: Buffer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaitaku-crl-'));
    const authority = new OpensslAuthority(folder);
    authority.client('hanako', 'a1');
    authority.revoke('hanako');
    server = createServer((_request, response) => response.end(sent)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const fetchRevoked = () =>
    new Promise<{ code: number; stderr: string }>((resolve) => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/crl/city.crl`;
      execFile('sh', [FETCH_REVOKED, url, place('fetched.pem'), place('ca.pem')], (error, _stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stderr }),
      );
    });
  const der = (pem: string) => execFileSync('openssl', ['crl', '-in', pem, '-outform', 'DER']);

  it('is put in its place as nginx reads it, and stays where something else comes', async () => {
    sent = der(place('crl.pem'));
    assert.deepEqual(await fetchRevoked(), { code: 0, stderr: '' });
    const text = readFileSync(place('fetched.pem'), 'utf8');
    assert.equal(text, readFileSync(place('crl.pem'), 'utf8'));

    const other = mkdtempSync(join(tmpdir(), 'zaitaku-crl-'));
    const stranger = new OpensslAuthority(other);
    const wrong = [der(stranger.path('crl.pem')), Buffer.from('not found\n'), Buffer.alloc(0)];
    rmSync(other, { recursive: true, force: true });
    for (sent of wrong) {
      const { code, stderr } = await fetchRevoked();
      assert.equal(code, 1);
      assert.match(stderr, /the last list goes on counting/);
    }

    assert.equal(readFileSync(place('fetched.pem'), 'utf8'), text);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
