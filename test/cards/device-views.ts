import fc from 'fast-check';
import { REVOCATION_REASONS } from '../../flows/certificates/certificate-store.ts';
import type { CertificateNoticeView, DeviceAskedView } from '../../flows/devices/device-notices.ts';
import { DEVICE_KINDS, DEVICE_STATES } from '../../flows/devices/device-store.ts';
import type { DeviceLine, DevicesView } from '../../flows/devices/show-devices.ts';
import type { View } from '../../flows/views.ts';
import type { Parts } from './arbitrary-approvals.ts';
import { at, timeZone } from './asking-views.ts';

/** Devices and their certificates in a city office. All people are invented. */

const DEVICE_ID = '0197c0de-0000-7000-8000-00005eed0d01';
const pc = { id: DEVICE_ID, kind: 'own-pc' as const, label: '居間のパソコン' };

function line(more: Partial<DeviceLine> = {}): DeviceLine {
  return {
    deviceId: DEVICE_ID,
    kind: 'own-pc',
    os: 'Windows 11',
    label: '居間のパソコン',
    state: 'in-use',
    waitsFor: null,
    validUntil: at('2027-11-30', '10:00'),
    renew: false,
    canFetch: true,
    canRevoke: true,
    canRetire: true,
    ...more,
  };
}

function devices(more: Partial<DevicesView> = {}): DevicesView {
  return {
    kind: 'devices',
    devices: [],
    form: 'button',
    news: null,
    problem: null,
    authority: 'own',
    timeZone,
    ...more,
  };
}

function told(news: CertificateNoticeView['news'], more: Partial<CertificateNoticeView> = {}): CertificateNoticeView {
  return {
    kind: 'certificate-notice',
    news,
    device: pc,
    passphrase: null,
    serial: '10ab',
    notAfter: at('2027-11-30', '10:00'),
    reason: null,
    canFetch: true,
    timeZone,
    ...more,
  };
}

function asked(state: DeviceAskedView['state']): DeviceAskedView {
  return {
    kind: 'device-asked',
    deviceId: DEVICE_ID,
    device: { kind: 'ipad', label: '自宅の iPad', os: 'iPadOS 18' },
    personName: '山田 花子',
    department: '市民課',
    state,
    registeredAt: at('2026-12-01', '10:00'),
    timeZone,
  };
}

export const DEVICE_VIEWS: Record<string, View> = {
  'devices-none': devices({ form: 'open' }),
  'devices-unnamed': devices({ form: 'open', problem: 'label-missing' }),
  'devices-registered': devices({
    news: 'registered',
    devices: [line({ validUntil: null, canRevoke: false })],
  }),
  'devices-several': devices({
    devices: [
      line(),
      line({ kind: 'ipad', os: 'iPadOS 18', label: '自宅の iPad', renew: true, validUntil: at('2026-12-20', '10:00') }),
      line({ kind: 'lent-pc', label: 'M-012', canRetire: false }),
      line({ waitsFor: 'ict', validUntil: null, canFetch: false, canRevoke: false, label: '新しいパソコン' }),
      line({ state: 'lost', validUntil: null, canFetch: false, canRevoke: false, label: '古いパソコン' }),
    ],
  }),
  'devices-asked-ict': devices({
    news: 'registered-asked',
    form: 'full',
    devices: [line({ waitsFor: 'ict', validUntil: null, canFetch: false, canRevoke: false })],
  }),
  'devices-elsewhere': devices({
    authority: 'external',
    devices: [line({ validUntil: null, canFetch: false, canRevoke: false })],
  }),
  'certificate-link': {
    kind: 'certificate-link',
    url: `https://bot.city.example/enrol/${'A'.repeat(43)}`,
    expiresAt: at('2026-12-01', '10:30'),
    device: pc,
    timeZone,
  },
  'certificate-fetched': told('fetched', { passphrase: 'abcd-efgh-jkmn-pqrs' }),
  'certificate-fetched-request': told('fetched'),
  'certificate-renewal': told('renewal'),
  'certificate-renewal-elsewhere': told('renewal', { canFetch: false, device: null }),
  'certificate-revoked-lost': told('revoked', { reason: 'lost' }),
  'device-admitted': told('admitted', { serial: null, notAfter: null }),
  'device-refused': told('refused', { serial: null, notAfter: null, canFetch: false }),
  'device-asked': asked('open'),
  'device-asked-admitted': asked('admitted'),
  'device-asked-refused': asked('refused'),
  'device-asked-over': asked('over'),
};

/** Any view of devices and certificates. */
export function anyDevices({ instant, said }: Pick<Parts, 'instant' | 'said'>): fc.Arbitrary<View>[] {
  const zone = fc.constantFrom('Asia/Tokyo', 'UTC');
  const maybe = <T>(it: fc.Arbitrary<T>) => fc.option(it, { nil: null });
  const kind = fc.constantFrom(...DEVICE_KINDS);
  const anyLine = fc.record({
    deviceId: fc.uuid(),
    kind,
    os: said(60),
    label: said(60),
    state: fc.constantFrom(...DEVICE_STATES),
    waitsFor: fc.constantFrom('pledge' as const, 'ict' as const, null),
    validUntil: maybe(instant),
    renew: fc.boolean(),
    canFetch: fc.boolean(),
    canRevoke: fc.boolean(),
    canRetire: fc.boolean(),
  });
  const anyList = fc.record({
    kind: fc.constant('devices' as const),
    devices: fc.array(anyLine, { maxLength: 8 }),
    form: fc.constantFrom('open' as const, 'button' as const, 'full' as const),
    news: fc.constantFrom(
      'registered' as const,
      'registered-asked' as const,
      'revoked' as const,
      'retired' as const,
      null,
    ),
    problem: maybe(fc.constant('label-missing' as const)),
    authority: fc.constantFrom('own' as const, 'external' as const),
    timeZone: zone,
  });
  const link = fc.record({
    kind: fc.constant('certificate-link' as const),
    url: fc.constant(`https://bot.city.example/enrol/${'A'.repeat(43)}`),
    expiresAt: instant,
    device: fc.record({ kind, label: said(60) }),
    timeZone: zone,
  });
  const anyTold = fc.record({
    kind: fc.constant('certificate-notice' as const),
    news: fc.constantFrom(
      'fetched' as const,
      'renewal' as const,
      'revoked' as const,
      'admitted' as const,
      'refused' as const,
    ),
    device: maybe(fc.record({ id: fc.uuid(), kind, label: said(60) })),
    passphrase: maybe(fc.constant('abcd-efgh-jkmn-pqrs')),
    serial: maybe(fc.constant('10ab')),
    notAfter: maybe(instant),
    reason: maybe(fc.constantFrom(...REVOCATION_REASONS)),
    canFetch: fc.boolean(),
    timeZone: zone,
  });
  const anyAsked = fc.record({
    kind: fc.constant('device-asked' as const),
    deviceId: fc.uuid(),
    device: fc.record({ kind, label: said(60), os: said(60) }),
    personName: said(80),
    department: maybe(said(64)),
    state: fc.constantFrom('open' as const, 'admitted' as const, 'refused' as const, 'over' as const),
    registeredAt: instant,
    timeZone: zone,
  });
  return [anyList, link, anyTold, anyAsked];
}
