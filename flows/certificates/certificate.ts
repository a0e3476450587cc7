import type { CertificateSettings } from '../organisation.ts';
import type { Certificate, CertificateState, RevocationReason } from './certificate-store.ts';

/**
 * issued ──its file has reached the device──▶ handed-over
 *   ├──revoked, or never fetched──▶ revoked ◀──revoked──┤
 *   └──another is handed over for the device──▶ replaced ◀──┘
 *
 * `revoked` and `replaced` are final. Its end in time is no state: nothing has to happen for it.
 */
const MOVES: Record<CertificateMove['to'], readonly CertificateState[]> = {
  'handed-over': ['issued'],
  revoked: ['issued', 'handed-over'],
  replaced: ['issued', 'handed-over'],
};

export type CertificateMove =
  { to: 'handed-over' } | { to: 'revoked'; reason: Exclude<RevocationReason, 'replaced'> } | { to: 'replaced' };

/** The certificate after a move, or null where it is not one of its moves (any more). Pure. */
export function moveCertificate(certificate: Certificate, move: CertificateMove, now: Date): Certificate | null {
  if (!MOVES[move.to].includes(certificate.state)) return null;
  if (move.to === 'handed-over') return { ...certificate, state: 'handed-over' };
  const reason = move.to === 'replaced' ? 'replaced' : move.reason;
  return { ...certificate, state: move.to, revokedAt: now, reason };
}

/** Whether a certificate may be let in at an instant, as far as it alone says: not closed, and within its time. Pure. */
export function countsAt({ state, notBefore, notAfter }: Certificate, at: Date): boolean {
  return (state === 'issued' || state === 'handed-over') && notBefore <= at && at < notAfter;
}

/** Whether zaitaku hands certificates over itself, whoever signs them. Pure. */
export function handsOver({ authority }: Pick<CertificateSettings, 'authority'>): boolean {
  return authority === 'own' || authority === 'est';
}

/** A serial as it is kept, from what lists and certificates write: "00:AB:12", "0xAB12", "ab 12" are "ab12". Null where it is none. Pure. */
export function serialSaid(text: string): string | null {
  const hex = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*0x/, '')
    .replaceAll(/[\s:-]/g, '');
  if (!/^[0-9a-f]{1,40}$/.test(hex)) return null;
  return hex.replace(/^0+(?=.)/, '');
}
