import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { serialSaid } from '../../flows/certificates/certificate.ts';
import type { CertificateOrder, IssuedCertificate } from '../../flows/certificates/certificate-authority.ts';

/** ub-organization-name and ub-common-name of RFC 5280, appendix A. */
const LONGEST_NAME = 64;

/** A name as certificates have it, its parts cut to what X.509 allows. */
export function nameOf(parts: ['O' | 'CN', string][]): x509.JsonName {
  return parts.map(([type, value]) => ({ [type]: [Array.from(value).slice(0, LONGEST_NAME).join('')] }));
}

/** The UPN as Windows and gateways look for it (otherName 1.3.6.1.4.1.311.20.2.3), and which device it is for. */
export function otherNamesOf({ upn, deviceId }: CertificateOrder): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension([
    { type: 'upn', value: upn },
    { type: 'url', value: `urn:uuid:${deviceId}` },
  ]);
}

/** A certificate as the flows know it. */
export function issuedOf(certificate: x509.X509Certificate): IssuedCertificate {
  const der = new Uint8Array(certificate.rawData);
  return {
    der,
    serial: serialSaid(certificate.serialNumber)!,
    fingerprint: createHash('sha256').update(der).digest('hex'),
    subject: certificate.subject,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}
