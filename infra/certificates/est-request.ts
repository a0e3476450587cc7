import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { CertificateOrder } from '../../flows/certificates/certificate-authority.ts';
import { nameOf, otherNamesOf } from './device-certificate.ts';

const OTHER_NAMES = '2.5.29.17';

/**
 * PKCS#10 (RFC 2986), signed with the key of the order: with the names that zaitaku's own certificates have, or with those of
 * the certificate that is renewed (RFC 7030, 4.2.2: subject and other names "MUST be identical").
 */
export async function requestOf(
  order: CertificateOrder,
  privateKey: Uint8Array,
  renews: x509.X509Certificate | null = null,
): Promise<Uint8Array> {
  const secret = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  const algorithm =
    secret.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { subtle } = webcrypto;
  const shared = createPublicKey(secret).export({ type: 'spki', format: 'der' });
  const otherNames = renews ? renews.getExtension(OTHER_NAMES) : otherNamesOf(order);
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name: renews ? renews.subjectName : nameOf([['CN', order.upn]]),
    keys: {
      privateKey: await subtle.importKey('pkcs8', privateKey, algorithm, false, ['sign']),
      publicKey: await subtle.importKey('spki', shared, algorithm, true, ['verify']),
    },
    signingAlgorithm: algorithm,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ...(otherNames ? [otherNames] : []),
    ],
  });
  return new Uint8Array(made.rawData);
}

/** Whether a device's own request has the very names of a certificate. */
export function hasNamesOf(request: Uint8Array, certificate: x509.X509Certificate): boolean {
  const asked = new x509.Pkcs10CertificateRequest(Uint8Array.from(request).buffer);
  const otherNames = (of: x509.X509Certificate | x509.Pkcs10CertificateRequest) => of.getExtension(OTHER_NAMES)?.value;
  return (
    same(asked.subjectName.toArrayBuffer(), certificate.subjectName.toArrayBuffer()) &&
    same(otherNames(asked), otherNames(certificate))
  );
}

function same(one: ArrayBuffer | undefined, other: ArrayBuffer | undefined): boolean {
  return Buffer.from(one ?? new ArrayBuffer(0)).equals(Buffer.from(other ?? new ArrayBuffer(0)));
}
