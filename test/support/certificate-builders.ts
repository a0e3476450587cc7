import { randomBytes, randomUUID } from 'node:crypto';
import type { Certificate } from '../../flows/certificates/certificate-store.ts';
import type { Device } from '../../flows/devices/device-store.ts';
import { NOW } from './builders.ts';

const DAY_MS = 86_400_000;

/** An own PC in use. */
export function aDevice(more: Partial<Device> = {}): Device {
  return {
    id: randomUUID(),
    kind: 'own-pc',
    owner: 'staff',
    os: 'Windows 11',
    label: 'home PC',
    pledgedAt: null,
    state: 'in-use',
    registeredAt: NOW,
    admittedAt: NOW,
    ...more,
  };
}

/** A certificate of zaitaku's own that was handed over; a year from NOW on. */
export function aCertificate(more: Partial<Certificate> = {}): Certificate {
  return {
    serial: randomBytes(15).toString('hex').replace(/^0+/, '1'),
    subject: 'CN=staff',
    deviceId: null,
    personId: 'staff',
    authority: 'own',
    notBefore: NOW,
    notAfter: new Date(NOW.getTime() + 365 * DAY_MS),
    fingerprint: randomBytes(32).toString('hex'),
    state: 'handed-over',
    issuedAt: NOW,
    revokedAt: null,
    reason: null,
    renewalToldAt: null,
    ...more,
  };
}
