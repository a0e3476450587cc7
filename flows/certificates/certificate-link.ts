import type { Deps } from '../deps.ts';
import type { Device, DeviceKind } from '../devices/device-store.ts';
import { mayHaveCertificate } from '../devices/move-device.ts';
import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { addMinutes } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import type { HandOver } from './certificate-store.ts';
import { handsOver } from './certificate.ts';
import { endLinks } from './revoke-certificates.ts';

/** The way to a new certificate: a link that works once, for some minutes. */
export interface CertificateLinkView {
  kind: 'certificate-link';
  url: string;
  expiresAt: Date;
  device: { kind: DeviceKind; label: string };
  timeZone: string;
}

/**
 * A link by which the owner of a device fetches a certificate for it, in the transaction of the tap. The one before ends
 * with it. Who may not have one gets the one neutral refusal.
 */
export async function makeCertificateLink(
  tx: Tx,
  deps: Deps,
  person: Person,
  { deviceId }: { deviceId: string },
): Promise<CertificateLinkView | SentenceView> {
  const { certificates, timeZone } = deps.organisation();
  const now = deps.clock.now();
  const device = await tx.devices.lock(deviceId);
  if (!handsOver(certificates) || !device || device.owner !== person.id || !mayHaveCertificate(device))
    return neutralRefusal(deps);
  await endLinks(tx, person.id, deviceId, now);
  const expiresAt = addMinutes(now, certificates.linkMinutes);
  const handOver: HandOver = {
    id: deps.newId(),
    personId: person.id,
    deviceId,
    madeAt: now,
    expiresAt,
    usedAt: null,
    serial: null,
    passphrase: null,
  };
  const token = await tx.certificates.addHandOver(handOver);
  const facts = { personId: person.id, deviceId, handOverId: handOver.id };
  tx.audit.add({ kind: 'certificate-link', by: person.id, subject: deviceId, facts }, now);
  return {
    kind: 'certificate-link',
    url: `${deps.publicUrl}/enrol/${token}`,
    expiresAt,
    device: { kind: device.kind, label: device.label },
    timeZone,
  };
}

export type LinkRefusal =
  /** Not a link of ours, or one that is gone. */
  | 'unknown'
  | 'used'
  | 'late'
  /** The device is lost, retired, or not to have one any more; or its person has left. */
  | 'withdrawn';

/** Whether a link may be redeemed at an instant. Pure. */
export function judgeLink(
  link: HandOver | null,
  device: Device | null,
  person: Person | null,
  now: Date,
): { ok: true; link: HandOver; device: Device; person: Person } | { ok: false; refusal: LinkRefusal } {
  if (!link) return { ok: false, refusal: 'unknown' };
  if (link.usedAt !== null) return { ok: false, refusal: 'used' };
  if (link.expiresAt <= now) return { ok: false, refusal: 'late' };
  if (!device || !person || person.goneAt || device.owner !== person.id || link.personId !== person.id)
    return { ok: false, refusal: 'withdrawn' };
  if (!mayHaveCertificate(device)) return { ok: false, refusal: 'withdrawn' };
  return { ok: true, link, device, person };
}
