import { generateKeyPair, randomBytes, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as x509 from '@peculiar/x509';
import type { CertificateAuthority, CertificateOrder } from '../../flows/certificates/certificate-authority.ts';
import type { RevocationReason } from '../../flows/certificates/certificate-store.ts';
import { issuedOf, nameOf, otherNamesOf } from './device-certificate.ts';
import { packPkcs12 } from './pkcs12.ts';
import { readRequest } from './read-request.ts';
import { keepOnce, SigningKeyError, type SigningKey } from './signing-key.ts';

export interface OwnAuthorityOptions {
  key: () => Promise<SigningKey>;
  /** Where the authority's certificate is kept (PEM), made once. */
  certificateFile: string;
  /** Name of the organisation, as certificates show it. */
  organisation: string;
  /** Address of the revocation list. */
  listUrl: string;
  now: () => Date;
}

/** The authority outlives some ten generations of certificates; a new one is a new key and a new file. */
const AUTHORITY_YEARS = 10;
const DAY_MS = 86_400_000;

/** RFC 5280, 5.3.1. Never "unspecified", which is to be left out, nor "on hold", from which there is a way back. */
const REASONS: Record<RevocationReason, x509.X509CrlReason> = {
  lost: x509.X509CrlReason.keyCompromise,
  left: x509.X509CrlReason.affiliationChanged,
  replaced: x509.X509CrlReason.superseded,
  returned: x509.X509CrlReason.cessationOfOperation,
  person: x509.X509CrlReason.cessationOfOperation,
  'not-fetched': x509.X509CrlReason.cessationOfOperation,
  ict: x509.X509CrlReason.privilegeWithdrawn,
};

x509.cryptoProvider.set(webcrypto as Crypto);

/**
 * zaitaku's own certificate authority: X.509 version 3 (RFC 5280), one level, for client authentication alone. Windows,
 * macOS and iPadOS take both kinds of keys in certificates; RSA is the default, because older gateways and what people
 * keep certificates in know it everywhere.
 */
export function ownAuthority(options: OwnAuthorityOptions): CertificateAuthority {
  let opened: Promise<Opened> | null = null;
  /** What failed is tried again at the next call: a vault may have been out of reach. */
  const open = () =>
    (opened ??= openAuthority(options).catch((error: unknown) => {
      opened = null;
      throw error;
    }));
  return {
    certificate: async () => new Uint8Array((await open()).certificate.rawData),
    issue: async (order) => issue(await open(), options, order),
    newKey,
    readRequest,
    pack: (content) => Promise.resolve(packPkcs12(content)),
    signList: async ({ number, thisUpdate, nextUpdate, revoked }) => {
      const { key, certificate, crypto } = await open();
      const list = await x509.X509CrlGenerator.create(
        {
          issuer: certificate.subjectName.toJSON(),
          thisUpdate,
          nextUpdate,
          signingAlgorithm: algorithmOf(key),
          signingKey: handleOf(key),
          extensions: [
            await x509.AuthorityKeyIdentifierExtension.create(certificate.publicKey),
            new x509.Extension('2.5.29.20', false, derInteger(number)),
          ],
          entries: revoked.map(({ serial, at, reason }) => ({
            serialNumber: even(serial),
            revocationDate: at,
            reason: REASONS[reason],
          })),
        },
        crypto,
      );
      return new Uint8Array(list.rawData);
    },
  };
}

interface Opened {
  key: SigningKey;
  certificate: x509.X509Certificate;
  crypto: Crypto;
}

async function openAuthority(options: OwnAuthorityOptions): Promise<Opened> {
  const key = await options.key();
  const crypto = signingWith(key);
  const pem = (await kept(options.certificateFile)) ?? (await makeAuthority(options, key, crypto));
  let certificate: x509.X509Certificate;
  try {
    certificate = new x509.X509Certificate(pem);
  } catch (error) {
    throw new SigningKeyError(`${options.certificateFile}: is no certificate in PEM; restore it from its backup`, {
      cause: error,
    });
  }
  if (!Buffer.from(certificate.publicKey.rawData).equals(key.publicKey))
    throw new SigningKeyError(
      `${options.certificateFile}: does not belong to the authority's key; restore the two together`,
    );
  return { key, certificate, crypto };
}

async function makeAuthority(options: OwnAuthorityOptions, key: SigningKey, crypto: Crypto): Promise<string> {
  const name = nameOf([
    ['O', options.organisation],
    ['CN', `${options.organisation} zaitaku CA`],
  ]);
  // From the day before: gateways and devices whose clocks are behind take at once what it signs.
  const notBefore = new Date(wholeSecond(options.now()).getTime() - DAY_MS);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + AUTHORITY_YEARS);
  const publicKey = new x509.PublicKey(toBuffer(key.publicKey));
  const made = await x509.X509CertificateGenerator.create(
    {
      serialNumber: newSerial(),
      subject: name,
      issuer: name,
      notBefore,
      notAfter,
      publicKey,
      signingKey: handleOf(key),
      signingAlgorithm: algorithmOf(key),
      extensions: [
        // No authority below it.
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ],
    },
    crypto,
  );
  await keepOnce(options.certificateFile, `${made.toString('pem')}\n`, 0o644);
  return (await kept(options.certificateFile))!;
}

async function issue({ key, certificate, crypto }: Opened, options: OwnAuthorityOptions, order: CertificateOrder) {
  const publicKey = new x509.PublicKey(toBuffer(order.publicKey));
  // Nothing outlives its issuer (a verifier would refuse it before anyhow).
  const notAfter = new Date(Math.min(wholeSecond(order.notAfter).getTime(), certificate.notAfter.getTime()));
  const made = await x509.X509CertificateGenerator.create(
    {
      serialNumber: newSerial(),
      subject: nameOf([
        ['O', options.organisation],
        ['CN', order.upn],
      ]),
      issuer: certificate.subjectName,
      notBefore: wholeSecond(order.notBefore),
      notAfter,
      publicKey,
      signingKey: handleOf(key),
      signingAlgorithm: algorithmOf(key),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
        otherNamesOf(order),
        new x509.CRLDistributionPointsExtension([options.listUrl]),
        await x509.AuthorityKeyIdentifierExtension.create(certificate.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ],
    },
    crypto,
  );
  return issuedOf(made);
}

/** A key pair for a device. */
export async function newKey(kind: 'rsa' | 'p-256'): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }> {
  const pair =
    kind === 'rsa'
      ? await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
      : await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
  };
}

/** 128 random bits after a first byte that keeps the number positive and its length the same: 17 of the 20 octets allowed. */
function newSerial(): string {
  return `10${randomBytes(16).toString('hex')}`;
}

/** WebCrypto as the library calls it, with the authority's key behind `sign`. */
function signingWith(key: SigningKey): Crypto {
  const subtle = new Proxy(webcrypto.subtle, {
    get(target, name) {
      if (name === 'sign')
        return async (_algorithm: unknown, _key: unknown, data: ArrayBuffer) =>
          toBuffer(await key.sign(new Uint8Array(data)));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { subtle, getRandomValues: webcrypto.getRandomValues.bind(webcrypto) } as unknown as Crypto;
}

/** What the library wants to know of the key. */
function handleOf(key: SigningKey): CryptoKey {
  return { type: 'private', algorithm: algorithmOf(key), extractable: false, usages: ['sign'] } as unknown as CryptoKey;
}

function algorithmOf({ kind }: SigningKey) {
  return kind === 'rsa'
    ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
}

async function kept(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new SigningKeyError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

/** X.509 knows whole seconds. */
function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

/** Hexadecimal as bytes, positive: an even number of digits, the first below 8. */
function even(serial: string): string {
  const digits = serial.length % 2 === 0 ? serial : `0${serial}`;
  return /^[89a-f]/.test(digits) ? `00${digits}` : digits;
}

function derInteger(number: number): ArrayBuffer {
  const bytes = Buffer.from(even(number.toString(16)), 'hex');
  return toBuffer(Buffer.concat([Buffer.from([2, bytes.length]), bytes]));
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
