import { createPrivateKey, createPublicKey, generateKeyPair, randomUUID, sign, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** RSA of 3072 bits, or ECDSA on P-256; both with SHA-256. */
export type KeyKind = 'rsa' | 'p-256';

/** The authority's key, wherever it is kept. It signs, and never leaves its place. */
export interface SigningKey {
  kind: KeyKind;
  /** SubjectPublicKeyInfo in DER. */
  publicKey: Uint8Array;
  /** RSASSA-PKCS1-v1_5, or ECDSA as r and s one after the other (IEEE P1363). Safe to repeat. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** The key's file cannot be used: one line that names it and the mend. */
export class SigningKeyError extends Error {
  override name = 'SigningKeyError';
}

/** 112 bits of strength end with 2030 (NIST SP 800-57 part 1, table 4): an authority that lives ten years takes 3072 bits. */
const RSA_BITS = 3072;

/**
 * The key in a PEM file (PKCS#8, mode 0600), made where there is none: written beside and moved into place, so that two
 * starts at once have the same one, and a crash leaves no half of one. Throws SigningKeyError.
 */
export async function fileSigningKey(file: string, kind: KeyKind): Promise<SigningKey> {
  const pem = (await readKey(file)) ?? (await makeKey(file, kind));
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (error) {
    throw new SigningKeyError(`${file}: is no private key in PEM; restore it from its backup`, { cause: error });
  }
  const found = kindOf(key);
  if (!found)
    throw new SigningKeyError(
      `${file}: expected a key of RSA with 2048 bits or more, or of ECDSA on P-256 (prime256v1)`,
    );
  return {
    kind: found,
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    sign: async (data) => sign('sha256', data, found === 'rsa' ? key : { key, dsaEncoding: 'ieee-p1363' }),
  };
}

async function readKey(file: string): Promise<string | null> {
  try {
    const { mode } = await stat(file);
    // Windows has no such modes: its files say 0666.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new SigningKeyError(`${file}: others may read the authority's key; run: chmod 600 ${file}`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof SigningKeyError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new SigningKeyError(`${file}: cannot be read (${code})`, { cause: error });
  }
}

async function makeKey(file: string, kind: KeyKind): Promise<string> {
  const pair =
    kind === 'rsa'
      ? await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS })
      : await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await keepOnce(file, pem, 0o600);
  return (await readKey(file))!;
}

/** Writes a file that is not there yet, whole or not at all, and on disk when this returns. One that is there stays. */
export async function keepOnce(file: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.${randomUUID()}`;
  const handle = await open(beside, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

function kindOf(key: KeyObject): KeyKind | null {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'rsa';
  return key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1' ? 'p-256' : null;
}
