import type { Organisation } from '../organisation.ts';
import type { RevocationReason } from './certificate-store.ts';

/** Whom and what a certificate is for. */
export interface CertificateOrder {
  upn: string;
  deviceId: string;
  /** Public key of the device, SubjectPublicKeyInfo in DER. */
  publicKey: Uint8Array;
  /** What another authority asks for beside: the private key (PKCS#8 in DER), to sign a request with, or the device's own request (PKCS#10 in DER). */
  proof: { privateKey: Uint8Array } | { request: Uint8Array };
  /** The device's certificate of the same authority that this one takes the place of, in DER; null where there is none. */
  renews: Uint8Array | null;
  notBefore: Date;
  notAfter: Date;
}

export interface IssuedCertificate {
  der: Uint8Array;
  /** As the store keeps it. */
  serial: string;
  /** SHA-256 over `der`, hexadecimal, lower case. */
  fingerprint: string;
  subject: string;
  /** As it was written, in whole seconds; `notAfter` not after the authority's own. */
  notBefore: Date;
  notAfter: Date;
}

/** The public key of a request that the device made and signed (PKCS#10), or why it is none that we take. */
export type ReadRequest =
  | { ok: true; publicKey: Uint8Array; /** The request itself, in DER. */ request: Uint8Array }
  | { ok: false; problem: 'not-a-request' | 'bad-signature' | 'weak-key' };

/**
 * Makes certificates and lists. Knows nothing of who may have one: the flows do. Each call may be repeated; what was made
 * and not recorded was given to nobody. Throws ProviderError where the key cannot be reached.
 */
export interface CertificateAuthority {
  /** The authority's own certificate in DER: what a gateway is told to trust. */
  certificate(): Promise<Uint8Array>;
  issue(order: CertificateOrder): Promise<IssuedCertificate>;
  /** A new key pair for a device. The private key (PKCS#8 in DER) is in this process's memory alone. */
  newKey(kind: Organisation['certificates']['key']): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }>;
  readRequest(request: string | Uint8Array): Promise<ReadRequest>;
  /** Key and certificate as one file (PKCS#12), for a device to take in. */
  pack(content: {
    privateKey: Uint8Array;
    certificate: Uint8Array;
    passphrase: string;
    /** What the device lists it by. */
    name: string;
  }): Promise<Uint8Array>;
  /** The list in DER. `revoked` in any order. */
  signList(list: {
    number: number;
    thisUpdate: Date;
    nextUpdate: Date;
    revoked: { serial: string; at: Date; reason: RevocationReason }[];
  }): Promise<Uint8Array>;
}
