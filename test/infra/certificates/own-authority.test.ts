import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { REVOCATION_REASONS } from '../../../flows/certificates/certificate-store.ts';
import { ownAuthority } from '../../../infra/certificates/own-authority.ts';
import { fileSigningKey } from '../../../infra/certificates/signing-key.ts';
import { idOf } from '../../support/builders.ts';
import { type Bench, openBench, pem } from './openssl.ts';

const NOW = new Date('2026-12-02T00:00:00.500Z');
const YEAR_LATER = new Date('2027-12-02T00:00:00Z');
/** Seconds, for openssl: a day after NOW. */
const A_DAY_ON = String(Math.floor(NOW.getTime() / 1000) + 86_400);

for (const kind of ['rsa', 'p-256'] as const)
  describe(`the authority of zaitaku's own, with ${kind}`, function () {
    this.timeout(30_000);
    let bench: Bench;
    before(async () => {
      bench = await openBench(kind, () => NOW);
    });
    after(() => bench.close());

    const issueFor = async (upn: string) => {
      const { publicKey, privateKey } = await bench.authority.newKey(kind);
      const issued = await bench.authority.issue({
        upn,
        deviceId: idOf(upn),
        publicKey,
        renews: null,
        proof: { privateKey },
        notBefore: NOW,
        notAfter: YEAR_LATER,
      });
      return { ...issued, privateKey };
    };
    const verify = (name: string, ...more: string[]) =>
      bench.openssl('verify', '-x509_strict', '-attime', A_DAY_ON, '-CAfile', 'authority.crt', ...more, name);

    it('issues certificates for client authentication alone, which openssl takes', async () => {
      const issued = await issueFor('sato.hanako@city.example');
      await bench.write('client.pem', pem('CERTIFICATE', issued.der));

      const asClient = await verify('client.pem', '-purpose', 'sslclient');
      const asServer = await verify('client.pem', '-purpose', 'sslserver');
      const { text } = await bench.openssl(
        'x509',
        '-in',
        'client.pem',
        '-noout',
        '-text',
        '-serial',
        '-fingerprint',
        '-sha256',
      );

      assert.deepEqual(asClient, { ok: true, text: 'client.pem: OK\n' });
      assert.equal(asServer.ok, false);
      assert.match(text, /Version: 3 \(0x2\)/);
      assert.match(text, /Subject: O ?= ?Ina City, CN ?= ?sato\.hanako@city\.example/);
      assert.match(text, /Not Before: Dec {2}2 00:00:00 2026 GMT\s+Not After : Dec {2}2 00:00:00 2027 GMT/);
      assert.match(text, /X509v3 Basic Constraints: critical\s+CA:FALSE/);
      assert.match(text, /X509v3 Key Usage: critical\s+Digital Signature\n/);
      assert.match(text, /X509v3 Extended Key Usage:\s+TLS Web Client Authentication\n/);
      assert.match(text, /othername: .*sato\.hanako@city\.example, URI:urn:uuid:/);
      assert.match(text, /URI:https:\/\/bot\.city\.example\/crl\/ina\.crl/);
      assert.match(text, /X509v3 Authority Key Identifier/);
      assert.match(text, /X509v3 Subject Key Identifier/);
      assert.equal(/serial=([0-9A-F]+)/.exec(text)?.[1]?.toLowerCase(), issued.serial);
      assert.equal(/Fingerprint=([0-9A-F:]+)/.exec(text)?.[1]?.replaceAll(':', '').toLowerCase(), issued.fingerprint);
    });

    it('gives each certificate a number of 128 random bits', async () => {
      const numbers = await Promise.all([1, 2, 3].map(async (n) => (await issueFor(`p${n}@city.example`)).serial));

      assert.equal(new Set(numbers).size, 3);
      for (const number of numbers) assert.match(number, /^10[0-9a-f]{32}$/);
    });

    it('is an authority that may sign certificates and lists, with none below it', async () => {
      await bench.authority.certificate();

      const { text } = await bench.openssl('x509', '-in', 'authority.crt', '-noout', '-text');

      assert.match(text, /X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
      assert.match(text, /X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign/);
      assert.match(text, kind === 'rsa' ? /Public-Key: \(3072 bit\)/ : /NIST CURVE: P-256/);
      assert.equal((await verify('authority.crt')).ok, true);
    });

    it('signs lists of which openssl says the same: who is on one is refused, who is not is let in', async () => {
      const made = await Promise.all(REVOCATION_REASONS.map((reason) => issueFor(`${reason}@city.example`)));
      const stays = await issueFor('stays@city.example');
      const list = await bench.authority.signList({
        number: 300,
        thisUpdate: NOW,
        nextUpdate: new Date('2026-12-09T00:00:00Z'),
        revoked: REVOCATION_REASONS.map((reason, index) => ({ serial: made[index]!.serial, at: NOW, reason })),
      });
      await bench.write('list.der', list);
      await bench.write('list.pem', pem('X509 CRL', list));
      await bench.write('stays.pem', pem('CERTIFICATE', stays.der));

      const { text } = await bench.readList('list.der');
      const checked = await verify('stays.pem', '-crl_check', '-CRLfile', 'list.pem');

      assert.match(text, /verify OK/);
      assert.match(text, /Version 2 \(0x1\)/);
      assert.match(text, /X509v3 CRL Number:\s+300\n/);
      assert.match(text, /Next Update: Dec {2}9 00:00:00 2026 GMT/);
      const listed = [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, serial]) => serial!.toLowerCase());
      assert.deepEqual(listed.sort(), made.map(({ serial }) => serial).sort());
      assert.match(text, /Key Compromise[^]*Superseded/);
      assert.deepEqual(checked, { ok: true, text: 'stays.pem: OK\n' });
      for (const { der } of made) {
        await bench.write('gone.pem', pem('CERTIFICATE', der));
        const gone = await verify('gone.pem', '-crl_check', '-CRLfile', 'list.pem');
        assert.equal(gone.ok, false);
        assert.match(gone.text, /certificate revoked/);
      }
    });

    it('signs a list of nobody', async () => {
      const list = await bench.authority.signList({
        number: 1,
        thisUpdate: NOW,
        nextUpdate: YEAR_LATER,
        revoked: [],
      });
      await bench.write('empty.der', list);

      const { text } = await bench.readList('empty.der');

      assert.match(text, /No Revoked Certificates[^]*verify OK/);
    });

    it('packs key and certificate as openssl and others read them, with the passphrase alone', async () => {
      const issued = await issueFor('pack@city.example');
      const file = await bench.authority.pack({
        privateKey: issued.privateKey,
        certificate: issued.der,
        passphrase: 'abcd-efgh-jkmn-pqrs',
        name: '佐藤さんの iPad',
      });
      await bench.write('client.p12', file);

      const info = await bench.openssl(
        'pkcs12',
        '-in',
        'client.p12',
        '-info',
        '-nokeys',
        '-legacy',
        '-passin',
        'pass:abcd-efgh-jkmn-pqrs',
      );
      const keys = await bench.openssl(
        'pkcs12',
        '-in',
        'client.p12',
        '-nocerts',
        '-nodes',
        '-passin',
        'pass:abcd-efgh-jkmn-pqrs',
        '-out',
        'key.pem',
      );
      const wrong = await bench.openssl('pkcs12', '-in', 'client.p12', '-nodes', '-passin', 'pass:abcd-efgh-jkmn-pqrt');
      const fromKey = await bench.openssl('pkey', '-in', 'key.pem', '-pubout');
      await bench.write('packed.pem', pem('CERTIFICATE', issued.der));
      const fromCertificate = await bench.openssl('x509', '-in', 'packed.pem', '-noout', '-pubkey');

      assert.match(info.text, /MAC: sha1, Iteration 2048/);
      assert.match(info.text, /Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048/);
      assert.match(info.text, /PKCS7 Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048/);
      assert.match(info.text, /subject=.*pack@city\.example/);
      assert.equal(keys.ok, true);
      assert.equal(fromKey.text, fromCertificate.text);
      assert.equal(wrong.ok, false);
    });

    it('keeps its key for its own user, and is the same after a restart', async () => {
      const before = await bench.authority.certificate();
      const again = ownAuthority({
        key: () => fileSigningKey(bench.file('authority.key'), kind),
        certificateFile: bench.file('authority.crt'),
        organisation: 'Another name',
        listUrl: 'https://elsewhere.example/x.crl',
        now: () => YEAR_LATER,
      });

      assert.deepEqual(await again.certificate(), before);
      if (process.platform !== 'win32') assert.equal((await stat(bench.file('authority.key'))).mode & 0o777, 0o600);
    });

    it('refuses a certificate that is not its key’s', async () => {
      const other = await openBench(kind, () => NOW);
      await other.authority.certificate();
      const mixed = ownAuthority({
        key: () => fileSigningKey(bench.file('authority.key'), kind),
        certificateFile: other.file('authority.crt'),
        organisation: 'Ina City',
        listUrl: 'https://bot.city.example/crl/ina.crl',
        now: () => NOW,
      });

      await assert.rejects(mixed.certificate(), /authority\.crt: does not belong to the authority's key/);
      await other.close();
    });

    it('has one key where two open it at once', async () => {
      const fresh = bench.file(`fresh-${kind}.key`);

      const [one, other] = await Promise.all([fileSigningKey(fresh, kind), fileSigningKey(fresh, kind)]);

      assert.deepEqual(one.publicKey, other.publicKey);
    });

    it('refuses a key that others may read, and a file that is none', async function () {
      if (process.platform === 'win32') this.skip();
      await writeFile(bench.file('open.key'), 'x', { mode: 0o644 });
      await writeFile(bench.file('none.key'), 'x', { mode: 0o600 });

      await assert.rejects(fileSigningKey(bench.file('open.key'), kind), /open\.key: others may read .* chmod 600/);
      await assert.rejects(fileSigningKey(bench.file('none.key'), kind), /none\.key: is no private key in PEM/);
    });

    it('takes requests that a device made with openssl, and says what is wrong with others', async () => {
      await bench.openssl(
        'req',
        '-new',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        'device.key',
        '-subj',
        '/CN=anything',
        '-out',
        'ec.csr',
      );
      await bench.openssl(
        'req',
        '-new',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'device.key',
        '-subj',
        '/CN=x',
        '-outform',
        'DER',
        '-out',
        'rsa.der',
      );
      await bench.openssl(
        'req',
        '-new',
        '-newkey',
        'rsa:1024',
        '-nodes',
        '-keyout',
        'device.key',
        '-subj',
        '/CN=x',
        '-out',
        'weak.csr',
      );
      const good = await readFile(bench.file('ec.csr'), 'utf8');
      const der = await readFile(bench.file('rsa.der'));
      const forged = Buffer.from(der);
      forged[forged.length - 1]! ^= 1;
      const read = (request: string | Uint8Array) => bench.authority.readRequest(request);

      assert.equal((await read(`text before\n${good}\nand after`)).ok, true);
      assert.equal((await read(der)).ok, true);
      assert.deepEqual(await read(forged), { ok: false, problem: 'bad-signature' });
      assert.deepEqual(await read(await readFile(bench.file('weak.csr'), 'utf8')), { ok: false, problem: 'weak-key' });
      assert.deepEqual(await read('hello'), { ok: false, problem: 'not-a-request' });
      assert.deepEqual(await read('x'.repeat(20_000)), { ok: false, problem: 'not-a-request' });
    });
  });
