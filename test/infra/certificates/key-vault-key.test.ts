import assert from 'node:assert/strict';
import { constants, generateKeyPairSync, privateEncrypt, type KeyObject } from 'node:crypto';
import { ProviderError } from '../../../flows/provider-error.ts';
import { keyVaultSigningKey } from '../../../infra/certificates/key-vault-key.ts';
import { ownAuthority } from '../../../infra/certificates/own-authority.ts';
import { openBench, pem, type Bench } from './openssl.ts';

const ADDRESS = 'https://city.vault.azure.net/keys/zaitaku-ca';
const NOW = new Date('2026-12-02T00:00:00Z');
/** DigestInfo of SHA-256 (RFC 8017, 9.2): a vault is given a digest, and signs that. */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** A vault written from Microsoft's reference (keys, get and sign, 7.4). Not proved against a real one. */
function standIn(privateKey: KeyObject, publicKey: KeyObject, kty: string) {
  const calls: { url: string; authorization: string | null }[] = [];
  const refusals: Response[] = [];
  const call = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    calls.push({ url: request.url, authorization: request.headers.get('authorization') });
    const refusal = refusals.shift();
    if (refusal) return refusal;
    if (request.method === 'GET') {
      const { n, e, crv, x, y } = publicKey.export({ format: 'jwk' });
      return Response.json({ key: { kid: `${ADDRESS}/v1`, kty, key_ops: ['sign'], n, e, crv, x, y }, attributes: {} });
    }
    const { alg, value } = (await request.json()) as { alg: string; value: string };
    assert.equal(alg, 'RS256');
    const digest = Buffer.from(value, 'base64url');
    assert.equal(digest.length, 32);
    return Response.json({ kid: `${ADDRESS}/v1`, value: signDigest(privateKey, digest).toString('base64url') });
  };
  return { call, calls, refusals };
}

function signDigest(key: KeyObject, digest: Buffer): Buffer {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([DIGEST_INFO, digest]));
}

describe('the authority’s key in a vault', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await openBench('p-256', () => NOW);
  });
  after(() => bench.close());
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('signs certificates and lists of which openssl says the same as of a file’s', async () => {
    const vault = standIn(pair.privateKey, pair.publicKey, 'RSA-HSM');
    const token = () => Promise.resolve('token');
    const authority = ownAuthority({
      key: () => keyVaultSigningKey({ address: ADDRESS, token, fetch: vault.call }),
      certificateFile: bench.file('vault.crt'),
      organisation: 'Ina City',
      listUrl: 'https://bot.city.example/crl/ina.crl',
      now: () => NOW,
    });
    const { publicKey } = await authority.newKey('p-256');
    const notAfter = new Date('2027-12-02T00:00:00Z');
    const issued = await authority.issue({
      upn: 'a@city.example',
      deviceId: 'x',
      publicKey,
      renews: null,
      proof: { request: publicKey },
      notBefore: NOW,
      notAfter,
    });
    await bench.write('of-vault.pem', pem('CERTIFICATE', issued.der));

    const at = String(NOW.getTime() / 1000 + 60);
    const verified = await bench.openssl(
      'verify',
      '-x509_strict',
      '-attime',
      at,
      '-CAfile',
      'vault.crt',
      'of-vault.pem',
    );

    assert.deepEqual(verified, { ok: true, text: 'of-vault.pem: OK\n' });
    assert.deepEqual(
      vault.calls.map(({ url }) => url),
      [`${ADDRESS}?api-version=7.4`, `${ADDRESS}/v1/sign?api-version=7.4`, `${ADDRESS}/v1/sign?api-version=7.4`],
    );
    assert.deepEqual(new Set(vault.calls.map(({ authorization }) => authorization)), new Set(['Bearer token']));
  });

  it('says what is wrong, and when to come again', async () => {
    const vault = standIn(pair.privateKey, pair.publicKey, 'RSA');
    const open = () =>
      keyVaultSigningKey({ address: ADDRESS, token: () => Promise.resolve('token'), fetch: vault.call });
    const failure = async (response: Response) => {
      vault.refusals.push(response);
      const error = await open().then(
        () => null,
        (one: unknown) => one,
      );
      assert.ok(error instanceof ProviderError);
      return [error.kind, error.retryAfterMs, /zaitaku-ca: read the key: /.test(error.message)];
    };

    assert.deepEqual(await failure(new Response('', { status: 429, headers: { 'retry-after': '3' } })), [
      'throttled',
      3000,
      true,
    ]);
    assert.deepEqual(await failure(new Response('', { status: 403 })), ['denied', undefined, true]);
    assert.deepEqual(await failure(new Response('', { status: 404 })), ['not-found', undefined, true]);
    assert.deepEqual(await failure(new Response('', { status: 503 })), ['unavailable', undefined, true]);
    vault.refusals.push(Response.json({ key: { kid: 'x', kty: 'EC', crv: 'P-521' } }));
    await assert.rejects(open(), /expected a key of RSA or of ECDSA on P-256, found EC P-521/);
  });
});
