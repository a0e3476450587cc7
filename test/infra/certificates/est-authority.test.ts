import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { CertificateAuthority, CertificateOrder } from '../../../flows/certificates/certificate-authority.ts';
import { ProviderError, type ProviderErrorKind } from '../../../flows/provider-error.ts';
import { estAuthority } from '../../../infra/certificates/est-authority.ts';
import { estClient, type EstOptions } from '../../../infra/certificates/est-client.ts';
import { idOf } from '../../support/builders.ts';
import { EST_USER, openEstStandIn, type EstStandIn } from '../../support/est-stand-in.ts';
import { pem } from './openssl.ts';

describe('certificates of another authority by EST (a stand-in from RFC 7030, not a product)', function () {
  this.timeout(60_000);
  let standIn: EstStandIn;
  const waits: number[] = [];

  before(async () => {
    standIn = await openEstStandIn();
  });
  beforeEach(() => {
    standIn.instead.length = 0;
    standIn.asked.length = 0;
    waits.length = 0;
  });
  after(() => standIn?.close());

  const clientOf = (more: Partial<EstOptions> = {}) =>
    estClient({ url: standIn.url, trust: standIn.ca, as: EST_USER, ...more }, (ms) => {
      waits.push(ms);
      return Promise.resolve();
    });
  const authorityOf = (more: Partial<EstOptions> = {}): CertificateAuthority => {
    const client = clientOf(more);
    return estAuthority({ client: () => client });
  };
  const orderOf = (more: Pick<CertificateOrder, 'publicKey' | 'proof'> & Partial<CertificateOrder>) => ({
    upn: 'sato@ina.example',
    deviceId: idOf('pc'),
    renews: null,
    notBefore: new Date(),
    notAfter: new Date(),
    ...more,
  });
  const issue = async (
    authority: CertificateAuthority,
    kind: 'rsa' | 'p-256' = 'rsa',
    more: Partial<CertificateOrder> = {},
  ) => {
    const { publicKey, privateKey } = await authority.newKey(kind);
    const issued = await authority.issue(orderOf({ publicKey, proof: { privateKey }, ...more }));
    return { issued, privateKey };
  };
  const operations = () => standIn.asked.map(({ operation }) => operation).filter((one) => one !== 'cacerts');
  /** What openssl says of subject and other names. */
  const namesOf = async (der: Uint8Array) => {
    await writeFile(standIn.file('named.crt'), pem('CERTIFICATE', der));
    const { stdout } = await standIn.openssl(...'x509 -in named.crt -noout -subject -ext subjectAltName'.split(' '));
    return stdout;
  };
  const failsWith = (kind: ProviderErrorKind, said: RegExp, retryAfterMs?: number) => (error: unknown) => {
    assert.ok(error instanceof ProviderError, String(error));
    assert.deepEqual([error.kind, error.retryAfterMs], [kind, retryAfterMs]);
    assert.match(error.message, said);
    return true;
  };

  for (const kind of ['rsa', 'p-256'] as const)
    it(`are taken by openssl, for a key of ours (${kind}), and packed as a file`, async () => {
      const authority = authorityOf();

      const { issued, privateKey } = await issue(authority, kind);

      await writeFile(standIn.file('device.crt'), pem('CERTIFICATE', issued.der));
      const verified = await standIn.openssl('verify', '-x509_strict', '-CAfile', 'ca.crt', 'device.crt');
      assert.match(verified.stdout, /device\.crt: OK/);
      const shown = await standIn.openssl('x509', '-in', 'device.crt', '-noout', '-serial', '-subject');
      assert.match(shown.stdout, /CN ?= ?sato@ina\.example/);
      assert.match(shown.stdout.toLowerCase(), new RegExp(`serial=0*${issued.serial}`));
      const file = await authority.pack({
        privateKey,
        certificate: issued.der,
        passphrase: 'abc-def',
        name: 'zaitaku',
      });
      assert.ok(file.length > issued.der.length);
      assert.deepEqual(standIn.asked[0], {
        operation: 'simpleenroll',
        type: 'application/pkcs10',
        encoding: 'base64',
      });
    });

  it('hands on the request that a device made, with the name that it asked for', async () => {
    const authority = authorityOf();
    const line = 'req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj /CN=from-the-device';
    await standIn.openssl(...line.split(' '));
    const { stdout } = await standIn.openssl('req', '-in', 'own.csr');

    const read = await authority.readRequest(stdout);
    assert.ok(read.ok);
    const issued = await authority.issue(orderOf({ publicKey: read.publicKey, proof: { request: read.request } }));

    assert.equal(issued.subject, 'CN=from-the-device');
  });

  for (const kind of ['rsa', 'p-256'] as const)
    it(`are renewed as such, with another key (${kind}) and the very names of the one before`, async () => {
      const authority = authorityOf();
      const first = (await issue(authority, 'rsa')).issued;
      standIn.asked.length = 0;

      const { issued } = await issue(authority, kind, { renews: first.der });

      assert.deepEqual(operations(), ['simplereenroll']);
      assert.notEqual(issued.serial, first.serial);
      const names = await namesOf(issued.der);
      assert.equal(names, await namesOf(first.der));
      assert.match(names, /sato@ina\.example[^]*Subject Alternative Name[^]*urn:uuid:/);
    });

  it('are asked for as first ones where their person has another name by now', async () => {
    const first = (await issue(authorityOf())).issued;
    standIn.asked.length = 0;

    const { issued } = await issue(authorityOf(), 'rsa', { renews: first.der, upn: 'suzuki@ina.example' });

    assert.deepEqual(operations(), ['simpleenroll']);
    assert.equal(issued.subject, 'CN=suzuki@ina.example');
  });

  it('are renewed by a request of the device where it has their names, else asked for as first ones', async () => {
    const authority = authorityOf();
    const asked = async (name: string, renews: Uint8Array | null) => {
      const line = `req -newkey rsa:2048 -nodes -keyout own.key -subj /CN=${name}`;
      const read = await authority.readRequest((await standIn.openssl(...line.split(' '))).stdout);
      assert.ok(read.ok);
      standIn.asked.length = 0;
      const order = orderOf({ publicKey: read.publicKey, proof: { request: read.request }, renews });
      return { issued: await authority.issue(order), by: operations() };
    };
    const { issued: first } = await asked('my-pc', null);

    assert.deepEqual((await asked('my-pc', first.der)).by, ['simplereenroll']);
    assert.deepEqual((await asked('another', first.der)).by, ['simpleenroll']);
  });

  for (const [status, text] of [
    [403, 'by the holder of the certificate alone'],
    [404, 'not here'],
    [400, 'another name'],
  ] as const)
    it(`are asked for as first ones where a renewal is refused: ${status} ${text}`, async () => {
      const first = (await issue(authorityOf())).issued;
      standIn.asked.length = 0;
      standIn.instead.push({ status, text });

      const { issued } = await issue(authorityOf(), 'rsa', { renews: first.der });

      assert.deepEqual(operations(), ['simplereenroll', 'simpleenroll']);
      assert.equal(issued.subject, first.subject);
    });

  it('are not asked for twice where the authority is away at their renewal', async () => {
    const first = (await issue(authorityOf())).issued;
    standIn.asked.length = 0;
    standIn.instead.push({ status: 503, headers: { 'retry-after': '20' } });

    await assert.rejects(
      issue(authorityOf(), 'rsa', { renews: first.der }),
      failsWith('unavailable', /simplereenroll: 503/, 20_000),
    );
    assert.deepEqual(operations(), ['simplereenroll']);
  });

  it('comes with a client certificate as well as with a password, and with neither is told so', async () => {
    const { issued } = await issue(authorityOf({ as: standIn.zaitaku }));

    assert.match(issued.serial, /^[0-9a-f]+$/);
    const wrong = authorityOf({ as: { ...EST_USER, password: 'wrong' } });
    await assert.rejects(issue(wrong), failsWith('denied', /simpleenroll: 401 who are you\?/));
  });

  it('repeats the request after a short wait, and says for how long where somebody has to decide', async () => {
    standIn.instead.push({ status: 202, headers: { 'retry-after': '3' } });
    await issue(authorityOf());

    assert.deepEqual(waits, [3000]);
    assert.deepEqual(
      standIn.asked.map(({ operation }) => operation),
      ['simpleenroll', 'simpleenroll', 'cacerts'],
    );
    standIn.instead.push({ status: 202, headers: { 'retry-after': '3600' } });
    await assert.rejects(issue(authorityOf()), failsWith('unavailable', /waits for somebody/, 3_600_000));
  });

  for (const [answer, kind, said, retryAfterMs] of [
    [{ status: 400, text: 'unknown user' }, 'invalid', /400 unknown user/, undefined],
    [{ status: 503, headers: { 'retry-after': '20' } }, 'unavailable', /503/, 20_000],
    [{ status: 429 }, 'throttled', /429/, undefined],
    [{ status: 302, headers: { location: 'https://elsewhere.example/' } }, 'invalid', /302/, undefined],
    [
      { status: 200, headers: { 'content-type': 'text/html' }, text: '<p>' },
      'invalid',
      /answered text\/html/,
      undefined,
    ],
    [
      { status: 200, headers: { 'content-type': 'application/pkcs7-mime' }, text: 'bm90aGluZw==' },
      'invalid',
      /no list of certificates/,
      undefined,
    ],
  ] as const)
    it(`tells what went wrong: ${answer.status} ${'text' in answer ? answer.text : ''}`, async () => {
      standIn.instead.push(answer);

      await assert.rejects(issue(authorityOf()), failsWith(kind, said, retryAfterMs));
    });

  it('takes no certificate for another key, though the authority signed it', async () => {
    const other = (await issue(authorityOf())).issued.der;
    await writeFile(standIn.file('other.crt'), pem('CERTIFICATE', other));
    await standIn.openssl('crl2pkcs7', '-nocrl', '-certfile', 'other.crt', '-outform', 'DER', '-out', 'other.p7');
    const { stdout } = await standIn.openssl('base64', '-in', 'other.p7');
    standIn.instead.push({ status: 200, headers: { 'content-type': 'application/pkcs7-mime' }, text: stdout });

    await assert.rejects(issue(authorityOf()), failsWith('invalid', /for another key/));
  });

  it('trusts nobody whom it was not told to trust, and no plain http', async () => {
    await assert.rejects(issue(authorityOf({ trust: null })), failsWith('unavailable', /certificate/));
    assert.throws(() => clientOf({ url: 'http://127.0.0.1/.well-known/est' }), /expected an https address/);
  });
});
