import { createPublicKey } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { ReadRequest } from '../../flows/certificates/certificate-authority.ts';

/** A request is a kilobyte or two. */
const LONGEST = 16_384;

/**
 * The public key of a PKCS#10 request (RFC 2986), PEM or DER, whose signature shows that whoever sends it has the private
 * key. Nothing else of it counts: name and purpose come from the register. Keys as NIST SP 800-57 allows them: RSA of
 * 2048 bits or more, ECDSA on P-256 or P-384.
 */
export async function readRequest(request: string | Uint8Array): Promise<ReadRequest> {
  if (request.length > LONGEST) return { ok: false, problem: 'not-a-request' };
  let parsed: x509.Pkcs10CertificateRequest;
  try {
    parsed = new x509.Pkcs10CertificateRequest(typeof request === 'string' ? pemIn(request) : Uint8Array.from(request));
  } catch {
    return { ok: false, problem: 'not-a-request' };
  }
  if (!(await parsed.verify().catch(() => false))) return { ok: false, problem: 'bad-signature' };
  const publicKey = new Uint8Array(parsed.publicKey.rawData);
  return isStrong(publicKey)
    ? { ok: true, publicKey, request: new Uint8Array(parsed.rawData) }
    : { ok: false, problem: 'weak-key' };
}

/** What stands around it (as openssl writes it with -text) does not count. */
function pemIn(text: string): string {
  const found = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\s]+)-----END/.exec(text);
  if (!found) throw new Error('no request in it');
  return `-----BEGIN CERTIFICATE REQUEST-----${found[1]}-----END CERTIFICATE REQUEST-----`;
}

function isStrong(publicKey: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
    return key.asymmetricKeyType === 'rsa'
      ? modulusLength >= 2048 && modulusLength <= 8192
      : key.asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1'].includes(namedCurve);
  } catch {
    return false;
  }
}
