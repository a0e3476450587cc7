/** `own`: made by zaitaku. `external`: another authority's, of which zaitaku knows the serial. */
export type CertificateAuthorityName = 'own' | 'external';

/** What may be done with a certificate: certificate.ts has the moves. Whether its time is over is not a state. */
export const CERTIFICATE_STATES = ['issued', 'handed-over', 'revoked', 'replaced'] as const;
export type CertificateState = (typeof CERTIFICATE_STATES)[number];

/** Why a certificate counts no more. The authority says it on its list in the words of RFC 5280. */
export const REVOCATION_REASONS = ['lost', 'left', 'returned', 'person', 'ict', 'replaced', 'not-fetched'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** A client certificate. Valid while `issued` or `handed-over`, from `notBefore` until `notAfter`. */
export interface Certificate {
  /** Hexadecimal, lower case, without leading zeros or colons; unique. */
  serial: string;
  /** As RFC 4514 writes it. */
  subject: string;
  /** The device that it is for; null where another authority's list does not say. */
  deviceId: string | null;
  personId: string;
  authority: CertificateAuthorityName;
  notBefore: Date;
  notAfter: Date;
  /** SHA-256 over its DER, hexadecimal, lower case; null where only the serial is known. */
  fingerprint: string | null;
  state: CertificateState;
  issuedAt: Date;
  /** When it stopped counting: revoked, or replaced by another. */
  revokedAt: Date | null;
  reason: RevocationReason | null;
  /** When the person was told that it has to be renewed. */
  renewalToldAt: Date | null;
}

/** A link by which a person fetches a certificate for a device, once. */
export interface HandOver {
  id: string;
  personId: string;
  deviceId: string;
  madeAt: Date;
  expiresAt: Date;
  /** When it was redeemed; null as long as it may be. */
  usedAt: Date | null;
  /** The certificate that was fetched by it. */
  serial: string | null;
  /** Of the file that was fetched, to be told in chat; null before, and again when its time is over. */
  passphrase: string | null;
}

/** The list of revoked certificates as it was last signed. */
export interface RevocationList {
  /** Rises by one with each list (RFC 5280, 5.2.3). */
  number: number;
  thisUpdate: Date;
  nextUpdate: Date;
  der: Uint8Array;
}

export interface CertificateStore {
  /** Throws where the serial is taken. `der`: the certificate itself, where its renewal has to repeat what it says. */
  add(certificate: Certificate, der?: Uint8Array): Promise<void>;
  /** The certificate itself; null where it was not kept. */
  derOf(serial: string): Promise<Uint8Array | null>;
  bySerial(serial: string): Promise<Certificate | null>;
  /** Locks the rows in the order of their serials. Unknown serials are left out. */
  lock(serials: string[]): Promise<Certificate[]>;
  /** Writes the state of one that `lock` gave. */
  save(certificate: Certificate): Promise<void>;
  /** Of these people, any state, by person and time of issue. */
  ofPeople(personIds: string[]): Promise<Certificate[]>;
  ofDevice(deviceId: string): Promise<Certificate[]>;
  /** Issued or handed over, not over at `now`, over at or before `by`: by their end. */
  endingBy(now: Date, by: Date): Promise<Certificate[]>;
  /** Issued by this instant and never handed over. */
  neverFetched(before: Date): Promise<Certificate[]>;
  /** Of zaitaku's own, revoked or replaced, not over at `now`: what its list has to name, by serial. */
  revoked(now: Date): Promise<Certificate[]>;
  /** All of them, by person and time of issue. */
  all(): Promise<Certificate[]>;

  /** A new link: answers its token (256 bits that nobody can guess). Only the token's hash is kept. */
  addHandOver(handOver: HandOver): Promise<string>;
  /** What a token stands for, whatever its state; null where it is not ours. `lock`: locked until the end of the transaction. */
  handOverOf(token: string, lock?: 'lock'): Promise<HandOver | null>;
  handOver(id: string): Promise<HandOver | null>;
  /** Links of a person, by time; locked in the order of their ids. */
  lockHandOversOf(personId: string): Promise<HandOver[]>;
  saveHandOver(handOver: HandOver): Promise<void>;
  /** Passphrases of links whose time is over are forgotten; links that were over before `before` go. */
  tidyHandOvers(now: Date, before: Date): Promise<void>;

  revocationList(): Promise<RevocationList | null>;
  /** Locks the list's row where there is one. */
  lockRevocationList(): Promise<RevocationList | null>;
  saveRevocationList(list: RevocationList): Promise<void>;
}
