import { handsOver } from '../certificates/certificate.ts';
import type { RevocationReason } from '../certificates/certificate-store.ts';
import { mayHaveCertificate } from './move-device.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Device, DeviceKind } from './device-store.ts';
import { hasRole } from '../deps.ts';

/** What people are told of their devices and certificates. */
export type DeviceNotice =
  /** A link was redeemed: its passphrase, and what to do if it was somebody else. */
  | { kind: 'certificate-fetched'; handOverId: string }
  | { kind: 'certificate-renewal' | 'certificate-revoked'; serial: string }
  /** The ICT section has decided. */
  | { kind: 'device-admitted' | 'device-refused'; deviceId: string }
  /** To the ICT section: a device waits for its word. */
  | { kind: 'device-asked'; deviceId: string };

export interface CertificateNoticeView {
  kind: 'certificate-notice';
  news: 'fetched' | 'renewal' | 'revoked' | 'admitted' | 'refused';
  device: { id: string; kind: DeviceKind; label: string } | null;
  /** `fetched`: null where the device made its key itself, or where the time to tell it is over. */
  passphrase: string | null;
  serial: string | null;
  notAfter: Date | null;
  reason: RevocationReason | null;
  /** A certificate may be fetched here and now. */
  canFetch: boolean;
  timeZone: string;
}

/** The ICT section's card of a device. */
export interface DeviceAskedView {
  kind: 'device-asked';
  deviceId: string;
  device: { kind: DeviceKind; label: string; os: string };
  personName: string;
  department: string | null;
  /** `open`: undecided. `over`: the person has taken it out meanwhile. */
  state: 'open' | 'admitted' | 'refused' | 'over';
  registeredAt: Date;
  timeZone: string;
}

/** A notice as it is to be shown now, or null where time has overtaken it. */
export async function showDeviceNotice(
  tx: Tx,
  deps: Deps,
  person: Person,
  notice: DeviceNotice,
): Promise<CertificateNoticeView | DeviceAskedView | null> {
  switch (notice.kind) {
    case 'certificate-fetched': {
      const link = await tx.certificates.handOver(notice.handOverId);
      const certificate = link?.serial ? await tx.certificates.bySerial(link.serial) : null;
      if (!link || !certificate || certificate.revokedAt) return null;
      const { passphrase } = link;
      const { serial, notAfter, deviceId } = certificate;
      return view(tx, deps, person, deviceId, { news: 'fetched', passphrase, serial, notAfter });
    }
    case 'certificate-renewal':
    case 'certificate-revoked': {
      const certificate = await tx.certificates.bySerial(notice.serial);
      const isRenewal = notice.kind === 'certificate-renewal';
      if (!certificate || (certificate.revokedAt !== null) === isRenewal) return null;
      const { serial, notAfter, reason, deviceId } = certificate;
      return view(tx, deps, person, deviceId, { news: isRenewal ? 'renewal' : 'revoked', serial, notAfter, reason });
    }
    case 'device-admitted':
    case 'device-refused': {
      const news = notice.kind === 'device-admitted' ? ('admitted' as const) : ('refused' as const);
      return view(tx, deps, person, notice.deviceId, { news });
    }
    case 'device-asked': {
      const device = await tx.devices.byId(notice.deviceId);
      return device && hasRole(deps, person, 'ict') ? showAsked(tx, deps, device) : null;
    }
  }
}

/** The ICT section's card of a device as it stands now. */
export async function showAsked(tx: Tx, deps: Deps, device: Device): Promise<DeviceAskedView | null> {
  const owner = device.owner === null ? null : await tx.people.byId(device.owner);
  if (!owner) return null;
  const { id, kind, label, os, registeredAt, state, admittedAt } = device;
  return {
    kind: 'device-asked',
    deviceId: id,
    device: { kind, label, os },
    personName: owner.displayName,
    department: owner.department,
    state: state !== 'in-use' ? 'over' : admittedAt === null ? 'open' : 'admitted',
    registeredAt,
    timeZone: deps.organisation().timeZone,
  };
}

async function view(
  tx: Tx,
  deps: Deps,
  person: Person,
  deviceId: string | null,
  more: Partial<CertificateNoticeView> & Pick<CertificateNoticeView, 'news'>,
): Promise<CertificateNoticeView> {
  const device = deviceId === null ? null : await tx.devices.byId(deviceId);
  const { certificates, timeZone } = deps.organisation();
  return {
    kind: 'certificate-notice',
    device: device && { id: device.id, kind: device.kind, label: device.label },
    passphrase: null,
    serial: null,
    notAfter: null,
    reason: null,
    canFetch: handsOver(certificates) && device !== null && device.owner === person.id && mayHaveCertificate(device),
    timeZone,
    ...more,
  };
}
