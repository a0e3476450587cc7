import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type {
  CertificateAuthority,
  CertificateOrder,
  IssuedCertificate,
} from '../../flows/certificates/certificate-authority.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import { issuedOf, nameOf, otherNamesOf } from './device-certificate.ts';
import type { EstClient } from './est-client.ts';
import { newKey } from './own-authority.ts';
import { packPkcs12 } from './pkcs12.ts';
import { readRequest } from './read-request.ts';

x509.cryptoProvider.set(webcrypto as Crypto);

/**
 * Another authority behind EST. zaitaku signs the request where it made the key; a request that a device made is handed on
 * as it is. Name, purpose and time of the certificate are the authority's matter: what comes back is taken where it is for
 * the key that was asked for and one of the authority's present certificates signed it. Its lists of the revoked are its
 * own. `client`: opened at the first use.
 */
export function estAuthority({ client }: { client: () => EstClient }): CertificateAuthority {
  return {
    certificate: async () => (await client().caCertificates())[0]!,
    issue: (order) => issue(client(), order),
    newKey,
    readRequest,
    pack: (content) => Promise.resolve(packPkcs12(content)),
    signList: () => Promise.reject(new Error('the list of the revoked is the other authority’s')),
  };
}

async function issue(client: EstClient, order: CertificateOrder): Promise<IssuedCertificate> {
  const request = 'request' in order.proof ? order.proof.request : await requestOf(order, order.proof.privateKey);
  const sent = (await client.enrol(request)).map((der) => new x509.X509Certificate(Uint8Array.from(der).buffer));
  const own = sent.find(({ publicKey }) => Buffer.from(publicKey.rawData).equals(order.publicKey));
  if (!own) throw refused('the certificate that came is for another key');
  const authorities = (await client.caCertificates()).map(
    (der) => new x509.X509Certificate(Uint8Array.from(der).buffer),
  );
  const issuers = [...authorities, ...sent].filter(({ subject }) => subject === own.issuer);
  const signed = await Promise.all(
    issuers.map((one) => own.verify({ publicKey: one, signatureOnly: true }).catch(() => false)),
  );
  if (!signed.includes(true)) throw refused('the certificate that came is signed by none of its certificates');
  return issuedOf(own);
}

/** PKCS#10 (RFC 2986) with the person's UPN as name, and UPN and device as other names, as zaitaku's own certificates have them. */
async function requestOf(order: CertificateOrder, privateKey: Uint8Array): Promise<Uint8Array> {
  const secret = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  const algorithm =
    secret.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { subtle } = webcrypto;
  const shared = createPublicKey(secret).export({ type: 'spki', format: 'der' });
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name: nameOf([['CN', order.upn]]),
    keys: {
      privateKey: await subtle.importKey('pkcs8', privateKey, algorithm, false, ['sign']),
      publicKey: await subtle.importKey('spki', shared, algorithm, true, ['verify']),
    },
    signingAlgorithm: algorithm,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      otherNamesOf(order),
    ],
  });
  return new Uint8Array(made.rawData);
}

function refused(said: string): ProviderError {
  return new ProviderError(`EST: ${said}`, { kind: 'invalid', operation: 'simpleenroll', resource: 'certificate' });
}
