import { certificatesChanged } from './certificates-changed.ts';
import type { Tx } from '../store.ts';
import type { Certificate, RevocationReason } from './certificate-store.ts';
import { moveCertificate } from './certificate.ts';

/** Why, and who did it: a person's id, or `system`. `tell`: whether its person is told. */
export interface Revocation {
  reason: Exclude<RevocationReason, 'replaced'>;
  by: string;
  tell: boolean;
}

/**
 * Revokes what is not closed yet of these, in the caller's transaction; the list of the revoked is signed anew at once.
 * Answers what was revoked by this call. Repeating does nothing more.
 */
export async function revokeCertificates(
  tx: Tx,
  certificates: readonly Pick<Certificate, 'serial'>[],
  { reason, by, tell }: Revocation,
  now: Date,
): Promise<Certificate[]> {
  const revoked: Certificate[] = [];
  for (const found of await tx.certificates.lock(certificates.map(({ serial }) => serial))) {
    const moved = moveCertificate(found, { to: 'revoked', reason }, now);
    if (!moved) continue;
    await closeCertificate(tx, moved, by, now);
    revoked.push(moved);
    if (tell) {
      const notice = { kind: 'certificate-revoked' as const, serial: moved.serial };
      await tx.outbox.add({ kind: 'tell', personId: moved.personId, notice }, now);
    }
  }
  return revoked;
}

/** Writes a certificate that counts no more, has the list signed anew, and the gateway's file written. */
export async function closeCertificate(tx: Tx, moved: Certificate, by: string, now: Date): Promise<void> {
  const { serial, personId, deviceId, state, reason } = moved;
  await tx.certificates.save(moved);
  tx.audit.add({ kind: `certificate-${state}`, by, subject: serial, facts: { personId, deviceId, reason } }, now);
  // The list is signed anew; of another authority's certificate the ICT section is told (follow-certificates.ts).
  await tx.due.noLaterThan('certificates', 'list', now);
  await certificatesChanged(tx, [personId], now);
}

/** All of a device, and the links that are still open for it. */
export async function revokeOfDevice(
  tx: Tx,
  device: { id: string; owner: string | null },
  revocation: Revocation,
  now: Date,
): Promise<Certificate[]> {
  if (device.owner !== null) await endLinks(tx, device.owner, device.id, now);
  return revokeCertificates(tx, await tx.certificates.ofDevice(device.id), revocation, now);
}

/** All of these people, and the links that are still open for them: they are gone. */
export async function revokeOfPeople(
  tx: Tx,
  personIds: string[],
  revocation: Revocation,
  now: Date,
): Promise<Certificate[]> {
  for (const personId of personIds) await endLinks(tx, personId, null, now);
  return revokeCertificates(tx, await tx.certificates.ofPeople(personIds), revocation, now);
}

/** Links of a person that were not used yet open no more; of one device where it is named. */
export async function endLinks(tx: Tx, personId: string, deviceId: string | null, now: Date): Promise<void> {
  for (const link of await tx.certificates.lockHandOversOf(personId))
    if (link.usedAt === null && link.expiresAt > now && (deviceId === null || link.deviceId === deviceId))
      await tx.certificates.saveHandOver({ ...link, expiresAt: now });
}
