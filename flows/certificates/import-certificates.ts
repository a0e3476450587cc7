import type { Deps } from '../deps.ts';
import { certificatesChanged } from './certificates-changed.ts';
import type { Tx } from '../store.ts';
import type { Certificate } from './certificate-store.ts';

/** One certificate of another authority, as a list says it. */
export interface ListedCertificate {
  /** Line of the list, for messages. */
  line: number;
  serial: string;
  upn: string;
  notBefore: Date | null;
  notAfter: Date;
  deviceId: string | null;
  fingerprint: string | null;
}

export type ImportOutcome =
  | { ok: true; added: number; unchanged: number }
  | { ok: false; line: number; problem: 'unknown-person' | 'unknown-device' | 'over' | 'taken' };

/**
 * Takes in certificates of another authority, all of the list or nothing of it. One that is known as the list says it
 * stays as it is, so that the same list may come again; a serial of somebody else's, or with another end, is refused.
 */
export async function importCertificates(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  listed: readonly ListedCertificate[],
  by: string,
): Promise<ImportOutcome> {
  const now = deps.clock.now();
  const fresh: Certificate[] = [];
  for (const one of listed) {
    const { line, serial, notBefore, notAfter, deviceId, fingerprint } = one;
    const person = await tx.people.byUpn(one.upn);
    if (!person || person.goneAt) return { ok: false, line, problem: 'unknown-person' };
    const device = deviceId === null ? null : await tx.devices.byId(deviceId);
    if (deviceId !== null && device?.owner !== person.id) return { ok: false, line, problem: 'unknown-device' };
    const known = fresh.find((other) => other.serial === serial) ?? (await tx.certificates.bySerial(serial));
    if (known) {
      const same = known.personId === person.id && known.notAfter.getTime() === notAfter.getTime();
      if (!same || known.authority !== 'external') return { ok: false, line, problem: 'taken' };
      continue;
    }
    if (notAfter <= now || (notBefore && notBefore >= notAfter)) return { ok: false, line, problem: 'over' };
    fresh.push({
      serial,
      subject: `CN=${person.upn}`,
      deviceId,
      personId: person.id,
      authority: 'external',
      notBefore: notBefore ?? now,
      notAfter,
      fingerprint,
      state: 'handed-over',
      issuedAt: now,
      revokedAt: null,
      reason: null,
      renewalToldAt: null,
    });
  }
  for (const certificate of fresh) {
    await tx.certificates.add(certificate);
    const { personId, deviceId, notAfter, serial } = certificate;
    const facts = { personId, deviceId, notAfter: notAfter.toISOString() };
    tx.audit.add({ kind: 'certificate-imported', by: 'system', subject: serial, facts, personal: { by } }, now);
  }
  await certificatesChanged(
    tx,
    fresh.map(({ personId }) => personId),
    now,
  );
  return { ok: true, added: fresh.length, unchanged: listed.length - fresh.length };
}
