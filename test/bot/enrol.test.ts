import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { enrolRoutes } from '../../bot/enrol.ts';
import { followCertificates } from '../../flows/certificates/follow-certificates.ts';
import { showDeviceNotice } from '../../flows/devices/device-notices.ts';
import { revokeOwnCertificates } from '../../flows/devices/register-device.ts';
import { openCertificates, type Certificates } from '../flows/certificates/certificate-stage.ts';
import { type Bench, openBench, pem } from '../infra/certificates/openssl.ts';

describe('the page by which a certificate is fetched', function () {
  this.timeout(30_000);
  let acts: Certificates;
  let bench: Bench;
  let server: Server;
  let base: string;

  before(async () => {
    acts = await openCertificates();
    bench = await openBench('p-256', () => acts.stage.clock.now());
  });
  after(async () => {
    await bench.close();
    await acts.stage.database.close();
  });
  beforeEach(async () => {
    await acts.reset();
    const app = express();
    enrolRoutes(app, acts.stage.deps, { authority: bench.authority, log: acts.stage.log });
    server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (token: string, language = 'ja') =>
    fetch(`${base}/enrol/${token}`, { headers: { 'accept-language': language } });
  const post = (token: string, form: Record<string, string>) =>
    fetch(`${base}/enrol/${token}`, { method: 'POST', body: new URLSearchParams(form) });
  const freshLink = async (kind: 'own-pc' | 'ipad' = 'own-pc') => {
    const deviceId = await acts.register('hanako', kind);
    return { deviceId, token: (await acts.link(deviceId))! };
  };
  const passphrase = async () => {
    const hanako = await acts.stage.person('hanako');
    const notices = (await acts.stage.outbox()).flatMap((work) => (work.kind === 'tell' ? [work.notice] : []));
    const view = await acts.stage.tx((tx) => showDeviceNotice(tx, acts.stage.deps, hanako, notices.at(-1) as never));
    return view?.kind === 'certificate-notice' ? view.passphrase : '';
  };
  /** Waits for what follows an answer that has gone out already. */
  const allSerials = async (state: string) => {
    for (;;) {
      const all = await acts.stage.tx((tx) => tx.certificates.all());
      if (all.length > 0 && all.every((one) => one.state === state)) return all.map(({ serial }) => serial);
    }
  };

  it('shows what to do, in either language, and nothing that could be kept, framed or run', async () => {
    const { token } = await freshLink('ipad');

    const response = await open(token);
    const page = await response.text();
    const english = await (await fetch(`${base}/enrol/${token}?lang=en`)).text();

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.match(
      response.headers.get('content-security-policy')!,
      /default-src 'none'.*form-action 'self'; frame-ancestors 'none'/,
    );
    assert.doesNotMatch(page, /<script|https?:|javascript:/i);
    assert.match(page, /「hanako&#39;s」に入れる証明書/);
    assert.match(page, /<details open><summary>iPad<\/summary>\s*<svg/);
    assert.match(page, /<details><summary>Windows のパソコン/);
    assert.match(english, /Get your certificate[^]*Press “Install” and type the passcode/);
  });

  it('hands out a file once, which opens with the passphrase from the chat, and whose certificate openssl takes', async () => {
    const { token } = await freshLink();

    const response = await post(token, { way: 'file' });
    await bench.write('client.p12', new Uint8Array(await response.arrayBuffer()));
    const [serial] = await allSerials('handed-over');
    const second = await post(token, { way: 'file' });

    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/x-pkcs12');
    assert.match(response.headers.get('content-disposition')!, /attachment; filename=zaitaku\.p12/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const word = await passphrase();
    const opened = await bench.openssl(
      'pkcs12',
      '-in',
      'client.p12',
      '-clcerts',
      '-nodes',
      '-passin',
      `pass:${word}`,
      '-out',
      'client.pem',
    );
    assert.equal(opened.ok, true, opened.text);
    const at = String(Math.floor(acts.stage.clock.now().getTime() / 1000));
    const verified = await bench.openssl(
      'verify',
      '-purpose',
      'sslclient',
      '-attime',
      at,
      '-CAfile',
      'authority.crt',
      'client.pem',
    );
    assert.equal(verified.text, 'client.pem: OK\n');
    const { text } = await bench.openssl('x509', '-in', 'client.pem', '-noout', '-serial');
    assert.equal(text.trim().toLowerCase(), `serial=${serial}`);
    assert.equal(second.status, 410);
    assert.match(await second.text(), /もう受け取られています|fetched already/);
  });

  it('gives one file where two press at once', async () => {
    const { token } = await freshLink();

    const answers = await Promise.all([1, 2, 3, 4].map(() => post(token, { way: 'file' })));

    assert.deepEqual(
      answers.map(({ status }) => status).sort((a, b) => a - b),
      [200, 410, 410, 410],
    );
    assert.equal((await allSerials('handed-over')).length, 1);
  });

  it('is over after half an hour', async () => {
    const { token } = await freshLink();
    acts.stage.clock.forward(30);

    assert.equal((await open(token)).status, 410);
    const late = await post(token, { way: 'file' });

    assert.equal(late.status, 410);
    assert.match(await late.text(), /リンクの時間が過ぎました|time of this link is over/);
    assert.deepEqual(await acts.stage.tx((tx) => tx.certificates.all()), []);
  });

  it('takes a request that was made on the device, pasted or sent as a file, and says what is wrong with another', async () => {
    const { token } = await freshLink();
    await bench.openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'mine.key',
      '-subj',
      '/CN=somebody else',
      '-out',
      'mine.csr',
    );
    const request = await readFile(bench.file('mine.csr'), 'utf8');

    const wrong = await post(token, { way: 'request', request: 'hello <b>' });
    const right = await fetch(`${base}/enrol/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/pkcs10' },
      body: request,
    });

    assert.equal(wrong.status, 422);
    assert.match(await wrong.text(), /role="alert"[^]*リンクはまだ使えます/);
    assert.equal(right.status, 200);
    assert.equal(right.headers.get('content-type'), 'application/pkix-cert');
    await bench.write('mine.pem', pem('CERTIFICATE', new Uint8Array(await right.arrayBuffer())));
    const ofKey = await bench.openssl('pkey', '-in', 'mine.key', '-pubout');
    const ofCertificate = await bench.openssl('x509', '-in', 'mine.pem', '-noout', '-pubkey', '-subject');
    assert.equal(ofCertificate.text.includes(ofKey.text.trim()), true);
    assert.match(ofCertificate.text, /hanako@city\.example/);
    assert.doesNotMatch(ofCertificate.text, /somebody else/);
    assert.equal(await passphrase(), null);
  });

  it('tells whoever tries links that are none to wait, and nobody who has one', async () => {
    const { token } = await freshLink();
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => open(`guess-${n}`)));
    assert.deepEqual(new Set(guesses.map(({ status }) => status)), new Set([404]));

    const waits = await open('guess');
    const later = await open(token, 'en');
    const fetched = await post(token, { way: 'file' });

    assert.equal(waits.status, 429);
    assert.equal(waits.headers.get('retry-after'), '60');
    assert.equal(later.status, 200);
    assert.equal(fetched.status, 200);
  });

  it('publishes the list of the revoked, of which openssl says the same as the store', async () => {
    const { deviceId, token } = await freshLink();
    await post(token, { way: 'file' }).then((response) => response.arrayBuffer());
    const [revoked] = await allSerials('handed-over');
    const hanako = await acts.stage.person('hanako');
    assert.equal((await fetch(`${base}/crl/kamakura.crl`)).status, 404);
    await acts.stage.tx((tx) => revokeOwnCertificates(tx, acts.stage.deps, hanako, { deviceId }));
    await followCertificates({ ...acts.stage.deps, authority: bench.authority }, 'list');

    const response = await fetch(`${base}/crl/kamakura.crl`);
    await bench.write('list.der', new Uint8Array(await response.arrayBuffer()));
    const { text } = await bench.readList('list.der');

    assert.equal(response.headers.get('content-type'), 'application/pkix-crl');
    assert.match(text, /verify OK/);
    assert.deepEqual(
      [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, one]) => one!.toLowerCase()),
      [revoked],
    );
    assert.ok(response.headers.get('etag'));
    assert.equal((await fetch(`${base}/crl/other.crl`)).status, 404);
  });
});
