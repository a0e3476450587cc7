import { isOwnDevice, type Device } from './device-store.ts';

export type DeviceMove =
  { do: 'lend'; to: string } | { do: 'return' } | { do: 'lost' } | { do: 'found' } | { do: 'retire' };

export type DeviceRefusal =
  /** Only lent PCs are lent and come back. */
  'not-lendable' | 'not-in-stock' | 'not-in-use' | 'not-lost' | 'retired';

/**
 * A device after a move, or why it is not one of its moves: device-store.ts has the picture. A lent PC that is found goes
 * to stock where nobody has it, everything else back to its owner. Pure.
 */
export function moveDevice(
  device: Device,
  move: DeviceMove,
): { ok: true; device: Device } | { ok: false; refusal: DeviceRefusal } {
  const { kind, state } = device;
  const refuse = (refusal: DeviceRefusal) => ({ ok: false as const, refusal });
  if (state === 'retired') return refuse('retired');
  if ((move.do === 'lend' || move.do === 'return') && kind !== 'lent-pc') return refuse('not-lendable');
  switch (move.do) {
    case 'lend':
      if (state !== 'in-stock') return refuse('not-in-stock');
      return { ok: true, device: { ...device, state: 'in-use', owner: move.to } };
    case 'return':
      if (state !== 'in-use') return refuse('not-in-use');
      return { ok: true, device: { ...device, state: 'in-stock', owner: null, pledgedAt: null } };
    case 'lost':
      if (state === 'lost') return refuse('not-in-use');
      return { ok: true, device: { ...device, state: 'lost' } };
    case 'found':
      if (state !== 'lost') return refuse('not-lost');
      return { ok: true, device: { ...device, state: device.owner === null ? 'in-stock' : 'in-use' } };
    case 'retire':
      return { ok: true, device: { ...device, state: 'retired' } };
  }
}

/** Whether a certificate may be fetched for the device now. An own device waits for the pledge and, where so set, for the ICT section. Pure. */
export function mayHaveCertificate({ state, owner, admittedAt }: Device): boolean {
  return state === 'in-use' && owner !== null && admittedAt !== null;
}

/** What a fresh device stands on: an own one waits for the pledge, or for the ICT section. Pure. */
export function admittedFrom(
  { kind, pledgedAt }: Pick<Device, 'kind' | 'pledgedAt'>,
  { issue, pledgeAsked }: { issue: 'registration' | 'ict'; pledgeAsked: boolean },
  now: Date,
): Date | null {
  if (!isOwnDevice(kind)) return now;
  if (pledgeAsked && pledgedAt === null) return null;
  return issue === 'registration' ? now : null;
}
