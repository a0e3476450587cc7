import { revokeOfDevice } from '../certificates/revoke-certificates.ts';
import type { Deps } from '../deps.ts';
import type { LostDevice } from '../lost-device/lost-device-report.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { DeviceKind } from './device-store.ts';
import { devicesChanged } from './devices-changed.ts';
import { moveDevice } from './move-device.ts';

/** What people call it, and what the register may call it. A phone has no certificate of ours. */
const MEANT: Record<LostDevice, readonly DeviceKind[]> = {
  own: ['own-pc', 'ipad'],
  lent: ['lent-pc'],
  'mobile-pc': ['lent-pc'],
  phone: [],
  other: ['own-pc', 'ipad', 'lent-pc'],
};

/**
 * A device was reported lost: the certificates of every device of the person that may be meant are revoked at once, in
 * the transaction of the report; a needless one costs its owner a minute, a missing one might cost more. Where a single
 * device can be meant, it is marked as lost. Answers how many certificates were revoked. Repeating changes nothing.
 */
export async function loseDevices(tx: Tx, deps: Deps, person: Person, lost: LostDevice): Promise<number> {
  const now = deps.clock.now();
  const meant = (await tx.devices.ofPerson(person.id, 'lock')).filter(
    ({ kind, state }) => MEANT[lost].includes(kind) && state === 'in-use',
  );
  let revoked = 0;
  for (const device of meant) {
    const gone = await revokeOfDevice(tx, device, { reason: 'lost', by: person.id, tell: false }, now);
    revoked += gone.length;
    const moved = meant.length === 1 && lost !== 'other' ? moveDevice(device, { do: 'lost' }) : null;
    if (!moved?.ok) continue;
    await tx.devices.save(moved.device);
    await devicesChanged(tx, [person.id], now);
    tx.audit.add({ kind: 'device-lost', by: person.id, subject: device.id, facts: { personId: person.id } }, now);
  }
  return revoked;
}
