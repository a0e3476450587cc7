import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type {
  CertificateAuthority,
  CertificateOrder,
  IssuedCertificate,
} from '../../flows/certificates/certificate-authority.ts';
import { ProviderError, type ProviderErrorKind } from '../../flows/provider-error.ts';
import { issuedOf } from './device-certificate.ts';
import type { EstClient } from './est-client.ts';
import { hasNamesOf, requestOf } from './est-request.ts';
import { newKey } from './own-authority.ts';
import { packPkcs12 } from './pkcs12.ts';
import { readRequest } from './read-request.ts';

x509.cryptoProvider.set(webcrypto as Crypto);

/** A renewal that is refused in one of these ways is not taken from zaitaku; an authority that is away is not asked again. */
const NOT_RENEWED = new Set<ProviderErrorKind>(['denied', 'not-found', 'invalid']);

/**
 * Another authority behind EST. zaitaku signs the request where it made the key; a request that a device made is handed on
 * as it is. Where the device has a certificate of the authority the new one is asked for as its renewal; where the authority
 * wants that signed by the device itself, or the names differ, as a first one. Name, purpose and time of the certificate are
 * the authority's matter: what comes back is taken where it is for the key that was asked for and one of the authority's
 * present certificates signed it. Its lists of the revoked are its own. `client`: opened at the first use.
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
  const renewal = await renewalOf(order);
  const answer = renewal && (await renewed(client, renewal));
  const sent = (answer ?? (await client.enrol(await firstOf(order)))).map(certificateOf);
  const own = sent.find(({ publicKey }) => Buffer.from(publicKey.rawData).equals(order.publicKey));
  const refused = (said: string) =>
    new ProviderError(`EST: ${said}`, {
      kind: 'invalid',
      operation: answer ? 'simplereenroll' : 'simpleenroll',
      resource: 'certificate',
    });
  if (!own) throw refused('the certificate that came is for another key');
  const issuers = [...(await client.caCertificates()).map(certificateOf), ...sent];
  const signed = await Promise.all(
    issuers
      .filter(({ subject }) => subject === own.issuer)
      .map((one) => own.verify({ publicKey: one, signatureOnly: true }).catch(() => false)),
  );
  if (!signed.includes(true)) throw refused('the certificate that came is signed by none of its certificates');
  return issuedOf(own);
}

/** The request by which the device's certificate may be renewed, or null. */
async function renewalOf({ proof, renews, ...order }: CertificateOrder): Promise<Uint8Array | null> {
  if (!renews) return null;
  const before = certificateOf(renews);
  if (isOfAnother(before, order.upn)) return null;
  if ('privateKey' in proof) return requestOf({ proof, renews, ...order }, proof.privateKey, before);
  return hasNamesOf(proof.request, before) ? proof.request : null;
}

/** Whether it names a person, and by another name: who has a new one cannot ask for the same again. */
function isOfAnother(certificate: x509.X509Certificate, upn: string): boolean {
  const others = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const people = [
    ...others.filter(({ type }) => type === 'upn').map(({ value }) => value),
    ...certificate.subjectName.getField('CN').filter((name) => name.includes('@')),
  ];
  return people.length > 0 && !people.includes(upn);
}

async function renewed(client: EstClient, request: Uint8Array): Promise<Uint8Array[] | null> {
  try {
    return await client.reenrol(request);
  } catch (error) {
    if (error instanceof ProviderError && NOT_RENEWED.has(error.kind)) return null;
    throw error;
  }
}

async function firstOf(order: CertificateOrder): Promise<Uint8Array> {
  return 'request' in order.proof ? order.proof.request : requestOf(order, order.proof.privateKey);
}

function certificateOf(der: Uint8Array): x509.X509Certificate {
  return new x509.X509Certificate(Uint8Array.from(der).buffer);
}
