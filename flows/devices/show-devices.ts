import { countsAt, handsOver } from '../certificates/certificate.ts';
import type { Certificate } from '../certificates/certificate-store.ts';
import type { Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { isOwnDevice, type Device, type DeviceKind, type DeviceState } from './device-store.ts';
import { mayHaveCertificate } from './move-device.ts';

export interface DeviceLine {
  deviceId: string;
  kind: DeviceKind;
  os: string;
  label: string;
  state: DeviceState;
  /** `pledge`, `ict`: what it waits for before it may have a certificate; null where it waits for nothing. */
  waitsFor: 'pledge' | 'ict' | null;
  /** The end of the certificate that counts now and longest, or null where there is none. */
  validUntil: Date | null;
  /** It is time for a new one. */
  renew: boolean;
  canFetch: boolean;
  canRevoke: boolean;
  /** The person may take it out of the register themselves. */
  canRetire: boolean;
}

/** A person's own devices, and the form to register another. */
export interface DevicesView {
  kind: 'devices';
  devices: DeviceLine[];
  /** Whether own devices can be registered at all, and whether the form is shown. */
  form: 'open' | 'button' | 'full';
  news: 'registered' | 'registered-asked' | 'revoked' | 'retired' | null;
  problem: 'label-missing' | null;
  authority: 'own' | 'external';
  timeZone: string;
}

/** Own devices of one person at most: more is a mistake, or a household. */
export const MOST_OWN = 5;

/** 「自分の機器」「証明書」, “my devices”. */
const ASKS_DEVICES =
  /(?:自分|わたし|私)の(?:機器|端末|デバイス)|(?:機器|端末|デバイス|pc|パソコン|ipad)(?:を|の)?(?:登録|一覧)|証明書|\bmy devices?\b|\bregister (?:a|my|an|this|the)?\s?(?:own )?(?:device|pc|computer|ipad|tablet|laptop)\b|\bcertificates?\b/iu;

/** Whether a message asks for one's devices or their certificates. Pure. */
export function asksDevices(text: string): boolean {
  return ASKS_DEVICES.test(text.normalize('NFKC'));
}

/** Null where the organisation has no certificates: nothing is registered then. */
export async function showDevices(
  tx: Tx,
  deps: Deps,
  person: Person,
  shown: Partial<Pick<DevicesView, 'form' | 'news' | 'problem'>> = {},
): Promise<DevicesView | null> {
  const { certificates, timeZone } = deps.organisation();
  if (certificates.authority === 'none') return null;
  const devices = (await tx.devices.ofPerson(person.id)).filter(({ state }) => state !== 'retired');
  const held = await tx.certificates.ofPeople([person.id]);
  const own = devices.filter(({ kind }) => isOwnDevice(kind)).length;
  return {
    kind: 'devices',
    devices: devices.map((device) => lineOf(deps, device, held)),
    news: null,
    problem: null,
    authority: handsOver(certificates) ? 'own' : 'external',
    timeZone,
    ...shown,
    form: own >= MOST_OWN ? 'full' : (shown.form ?? (own === 0 ? 'open' : 'button')),
  };
}

function lineOf(deps: Deps, device: Device, held: readonly Certificate[]): DeviceLine {
  const { certificates, pledge } = deps.organisation();
  const now = deps.clock.now();
  const valid = held
    .filter((one) => one.deviceId === device.id && countsAt(one, now))
    .sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
  const validUntil = valid[0]?.notAfter ?? null;
  const isOwn = handsOver(certificates);
  const { id, kind, os, label, state } = device;
  return {
    deviceId: id,
    kind,
    os,
    label,
    state,
    waitsFor: device.admittedAt ? null : pledge && !device.pledgedAt && isOwnDevice(kind) ? 'pledge' : 'ict',
    validUntil,
    renew: validUntil !== null && validUntil <= addMinutes(now, certificates.renewBeforeDays * 24 * 60),
    canFetch: isOwn && mayHaveCertificate(device),
    canRevoke: isOwn && valid.length > 0,
    canRetire: isOwnDevice(kind),
  };
}
