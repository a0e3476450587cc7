import { revokeOfDevice } from '../certificates/revoke-certificates.ts';
import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { hasRole, type Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { missingPledge, pledgeNeeded, type PledgeView } from '../registration/pledge.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import { isOwnDevice, type Device } from './device-store.ts';
import { showAsked, type DeviceAskedView } from './device-notices.ts';
import { devicesChanged } from './devices-changed.ts';
import { admittedFrom, moveDevice } from './move-device.ts';
import { showDevices, type DevicesView } from './show-devices.ts';

type Shown = DevicesView | PledgeView | SentenceView;

/**
 * A person registers a PC or an iPad of their own, in the transaction of the tap. Where the pledge for own devices is
 * missing it is asked for next; the device waits for it. Where so set, the ICT section is asked.
 */
export async function registerDevice(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { device: 'own-pc' | 'ipad'; label: string | null; os: string | null },
): Promise<Shown> {
  const shown = await showDevices(tx, deps, person);
  if (!shown || shown.form === 'full') return shown ?? neutralRefusal(deps);
  const { label } = command;
  if (label === null) return { ...shown, form: 'open', problem: 'label-missing' };
  const now = deps.clock.now();
  const pledgedAt = await pledgeStanding(tx, deps, person, now);
  const device: Device = {
    id: deps.newId(),
    kind: command.device,
    owner: person.id,
    os: command.os ?? (command.device === 'ipad' ? 'iPadOS' : 'Windows'),
    label,
    pledgedAt,
    state: 'in-use',
    registeredAt: now,
    admittedAt: null,
  };
  await tx.devices.add(device);
  await devicesChanged(tx, [person.id], now);
  tx.audit.add(
    {
      kind: 'device-registered',
      by: person.id,
      subject: device.id,
      facts: { personId: person.id, device: device.kind },
    },
    now,
  );
  const missing = await pledgeNeeded(tx, deps, person, { draft: null, device: 'own' });
  if (missing) return missing;
  const admitted = await goOn(tx, deps, device);
  return (await showDevices(tx, deps, person, { form: 'button', news: admitted ? 'registered' : 'registered-asked' }))!;
}

/** The pledge was made: own devices that waited for it go on. Answers whether there were any. */
export async function onPledged(tx: Tx, deps: Deps, person: Person): Promise<boolean> {
  const now = deps.clock.now();
  const pledgedAt = await pledgeStanding(tx, deps, person, now);
  if (pledgedAt === null) return false;
  const own = (await tx.devices.ofPerson(person.id, 'lock')).filter(
    ({ kind, state }) => isOwnDevice(kind) && state !== 'retired',
  );
  for (const device of own) {
    const pledged = { ...device, pledgedAt };
    await tx.devices.save(pledged);
    if (device.pledgedAt === null && device.admittedAt === null) await goOn(tx, deps, pledged);
  }
  return own.some(({ pledgedAt: before }) => before === null);
}

/** Lets the device in, or asks the ICT section. Answers whether it is in. */
async function goOn(tx: Tx, deps: Deps, device: Device): Promise<boolean> {
  const { certificates, pledge } = deps.organisation();
  const now = deps.clock.now();
  // Nothing is missing by now: an emergency does not wait for the pledge.
  const admittedAt = admittedFrom(
    { ...device, pledgedAt: device.pledgedAt ?? now },
    { issue: certificates.issue, pledgeAsked: pledge !== null },
    now,
  );
  if (admittedAt) {
    await tx.devices.save({ ...device, admittedAt });
    tx.audit.add({ kind: 'device-admitted', by: 'system', subject: device.id, facts: { personId: device.owner } }, now);
    return true;
  }
  for (const personId of deps.roles.peopleWith('ict'))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'device-asked', deviceId: device.id } }, now);
  return false;
}

/**
 * The ICT section's word on a device: it may have a certificate, or not (any more); what it has is revoked then. Nobody
 * decides on a device of their own. Repeating changes nothing more.
 */
export async function decideDevice(
  tx: Tx,
  deps: Deps,
  person: Person,
  { deviceId, verdict }: { deviceId: string; verdict: 'admit' | 'refuse' },
): Promise<DeviceAskedView | SentenceView> {
  const now = deps.clock.now();
  const device = hasRole(deps, person, 'ict') ? await tx.devices.lock(deviceId) : null;
  if (!device || device.owner === null || device.owner === person.id) return neutralRefusal(deps);
  if (device.state === 'in-use' && verdict === 'admit' && device.admittedAt === null) {
    const admitted = { ...device, admittedAt: now };
    await write(tx, admitted, person, 'device-admitted', now);
    return (await showAsked(tx, deps, admitted)) ?? neutralRefusal(deps);
  }
  if (device.state === 'in-use' && verdict === 'refuse') {
    const refused = {
      ...device,
      admittedAt: null,
      state: isOwnDevice(device.kind) ? ('retired' as const) : device.state,
    };
    await revokeOfDevice(tx, device, { reason: 'ict', by: person.id, tell: false }, now);
    await write(tx, refused, person, 'device-refused', now);
    const shown = await showAsked(tx, deps, refused);
    return shown ? { ...shown, state: 'refused' } : neutralRefusal(deps);
  }
  return (await showAsked(tx, deps, device)) ?? neutralRefusal(deps);
}

async function write(
  tx: Tx,
  device: Device,
  by: Person,
  kind: 'device-admitted' | 'device-refused',
  now: Date,
): Promise<void> {
  await tx.devices.save(device);
  await devicesChanged(tx, [device.owner], now);
  tx.audit.add({ kind, by: by.id, subject: device.id, facts: { personId: device.owner } }, now);
  await tx.outbox.add({ kind: 'tell', personId: device.owner!, notice: { kind, deviceId: device.id } }, now);
}

/** The owner takes an own device out of the register: its certificates are revoked. Repeating changes nothing. */
export async function retireOwnDevice(
  tx: Tx,
  deps: Deps,
  person: Person,
  { deviceId }: { deviceId: string },
): Promise<Shown> {
  const device = await tx.devices.lock(deviceId);
  if (!device || device.owner !== person.id || !isOwnDevice(device.kind)) return neutralRefusal(deps);
  const now = deps.clock.now();
  const moved = moveDevice(device, { do: 'retire' });
  if (moved.ok) {
    await revokeOfDevice(tx, device, { reason: 'person', by: person.id, tell: false }, now);
    await tx.devices.save({ ...moved.device, admittedAt: null });
    await devicesChanged(tx, [person.id], now);
    tx.audit.add({ kind: 'device-retired', by: person.id, subject: device.id, facts: { personId: person.id } }, now);
  }
  return (await showDevices(tx, deps, person, { form: 'button', news: 'retired' })) ?? neutralRefusal(deps);
}

/** The owner has what was issued for a device revoked; the device stays, and may fetch another. Repeating changes nothing. */
export async function revokeOwnCertificates(
  tx: Tx,
  deps: Deps,
  person: Person,
  { deviceId }: { deviceId: string },
): Promise<Shown> {
  const device = await tx.devices.lock(deviceId);
  if (!device || device.owner !== person.id) return neutralRefusal(deps);
  await revokeOfDevice(tx, device, { reason: 'person', by: person.id, tell: false }, deps.clock.now());
  return (await showDevices(tx, deps, person, { form: 'button', news: 'revoked' })) ?? neutralRefusal(deps);
}

/** When the pledge that is in force was made, the rules for own devices among it; null where it was not, or none is asked for. */
async function pledgeStanding(tx: Tx, deps: Deps, person: Person, now: Date): Promise<Date | null> {
  const { pledge } = deps.organisation();
  const made = await tx.pledges.of(person.id);
  if (!pledge || missingPledge(pledge, made, 'own', now)) return null;
  return made.find((one) => one.version === pledge.version)?.pledgedAt ?? null;
}
