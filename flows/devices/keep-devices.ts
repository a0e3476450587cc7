import { revokeOfDevice } from '../certificates/revoke-certificates.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import type { Device, DeviceKind } from './device-store.ts';
import { devicesChanged } from './devices-changed.ts';
import { moveDevice, type DeviceMove, type DeviceRefusal } from './move-device.ts';

/** A device as the ICT section enters it. Lent PCs without a person go to stock. */
export interface EnteredDevice {
  kind: DeviceKind;
  label: string;
  os: string;
  /** UPN, or null for stock. */
  person: string | null;
}

export type EnterOutcome =
  | { ok: true; added: Device[]; unchanged: number }
  | { ok: false; index: number; problem: 'unknown-person' | 'person-missing' | 'label-taken' };

/**
 * Enters devices into the register, all of them or none. One whose label, kind and person are there already stays as it
 * is, so that the same list may come again; a label that another device of the organisation bears is refused, because
 * people find the device by it.
 */
export async function enterDevices(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'newId'>,
  entered: readonly EnteredDevice[],
  by: string,
): Promise<EnterOutcome> {
  const now = deps.clock.now();
  const there = (await tx.devices.all()).filter(({ state }) => state !== 'retired');
  const added: Device[] = [];
  let unchanged = 0;
  for (const [index, { kind, label, os, person: upn }] of entered.entries()) {
    const person = upn === null ? null : await tx.people.byUpn(upn);
    if (upn !== null && (!person || person.goneAt)) return { ok: false, index, problem: 'unknown-person' };
    if (!person && kind !== 'lent-pc') return { ok: false, index, problem: 'person-missing' };
    const owner = person?.id ?? null;
    const same = [...there, ...added].filter((one) => one.label === label && one.kind === kind);
    if (same.some((one) => one.owner === owner || (kind === 'lent-pc' && owner === null))) {
      unchanged += 1;
      continue;
    }
    if (same.length > 0 && (kind === 'lent-pc' || kind === 'office-pc'))
      return { ok: false, index, problem: 'label-taken' };
    added.push({
      id: deps.newId(),
      kind,
      owner,
      os,
      label,
      pledgedAt: null,
      state: owner === null ? 'in-stock' : 'in-use',
      registeredAt: now,
      // Whoever enters it is the ICT section: that is its word.
      admittedAt: now,
    });
  }
  for (const device of added) {
    await tx.devices.add(device);
    const facts = { personId: device.owner, device: device.kind };
    tx.audit.add({ kind: 'device-entered', by: 'system', subject: device.id, facts, personal: { by } }, now);
  }
  await devicesChanged(
    tx,
    added.map(({ owner }) => owner),
    now,
  );
  return { ok: true, added, unchanged };
}

/** The devices that a text names: one by its id, those by their label otherwise. Retired ones by their id alone. */
export async function devicesNamed(tx: Tx, name: string): Promise<Device[]> {
  const all = await tx.devices.all();
  const byId = all.filter(({ id }) => id === name);
  return byId.length > 0 ? byId : all.filter(({ label, state }) => label === name && state !== 'retired');
}

/**
 * Lends, takes back, marks as lost or found, or retires a device, for whoever works at the server. Certificates end with
 * its return, its loss and its end. Answers the device as it is then.
 */
export async function keepDevice(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  deviceId: string,
  { move, by }: { move: DeviceMove; by: string },
): Promise<{ ok: true; device: Device; revoked: number } | { ok: false; refusal: DeviceRefusal }> {
  const now = deps.clock.now();
  const device = (await tx.devices.lock(deviceId))!;
  const moved = moveDevice(device, move);
  if (!moved.ok) return moved;
  const reason = { return: 'returned', lost: 'lost', retire: 'ict', lend: null, found: null } as const;
  const why = reason[move.do];
  const revoked = why ? await revokeOfDevice(tx, device, { reason: why, by: 'system', tell: true }, now) : [];
  // Whoever lends it is the ICT section: that is its word.
  const kept = move.do === 'lend' ? { ...moved.device, admittedAt: now } : moved.device;
  await tx.devices.save(kept);
  await devicesChanged(tx, [device.owner, kept.owner], now);
  const facts = { personId: moved.device.owner ?? device.owner, state: moved.device.state };
  const kind = {
    lend: 'device-lent',
    return: 'device-returned',
    lost: 'device-lost',
    found: 'device-found',
    retire: 'device-retired',
  };
  tx.audit.add({ kind: kind[move.do], by: 'system', subject: device.id, facts, personal: { by } }, now);
  return { ok: true, device: kept, revoked: revoked.length };
}
