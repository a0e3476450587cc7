import { z } from 'zod';
import { makeCertificateLink } from '../../../flows/certificates/certificate-link.ts';
import {
  decideDevice,
  registerDevice,
  retireOwnDevice,
  revokeOwnCertificates,
} from '../../../flows/devices/register-device.ts';
import { text, uuid, verb, version, type Verb } from './verb.ts';

const device = z.object({ deviceId: uuid, version });
/** A name in one line, null where there is none. */
const line = text.transform((value) => value?.replaceAll(/\s+/g, ' ').trim().slice(0, 60) || null);

/** One's own devices and their certificates, and the ICT section's word on them. */
export const deviceVerbs: Record<string, Verb> = {
  'device.register': verb(
    z.object({ device: z.enum(['own-pc', 'ipad']).default('own-pc'), label: line, os: line, version }),
    registerDevice,
  ),
  'device.certificate': verb(device, makeCertificateLink),
  'device.revoke': verb(device, revokeOwnCertificates),
  'device.retire': verb(device, retireOwnDevice),
  'device.admit': verb(device, (tx, deps, person, { deviceId }) =>
    decideDevice(tx, deps, person, { deviceId, verdict: 'admit' }),
  ),
  'device.refuse': verb(device, (tx, deps, person, { deviceId }) =>
    decideDevice(tx, deps, person, { deviceId, verdict: 'refuse' }),
  ),
};
