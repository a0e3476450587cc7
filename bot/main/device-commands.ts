import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { countsAt } from '../../flows/certificates/certificate.ts';
import type { Certificate } from '../../flows/certificates/certificate-store.ts';
import { importCertificates } from '../../flows/certificates/import-certificates.ts';
import { revokeCertificates } from '../../flows/certificates/revoke-certificates.ts';
import type { Device } from '../../flows/devices/device-store.ts';
import { devicesNamed, enterDevices, keepDevice } from '../../flows/devices/keep-devices.ts';
import type { DeviceMove, DeviceRefusal } from '../../flows/devices/move-device.ts';
import type { Tx } from '../../flows/store.ts';
import type { CertificateAnswer, CertificateRow, CertificateWish } from '../commands/certificates.ts';
import type { DeviceAnswer, DeviceRow, DeviceWish } from '../commands/devices.ts';
import { certificateFileOf } from './certificate-files.ts';
import { organisationOf, withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
import { readSettings, UsageError } from './settings.ts';

type DeviceDeps = { clock: { now: () => Date }; newId: () => string };

/** `zaitaku devices …`. What is changed is followed by the running bot at once. */
export function keepDevices(wish: DeviceWish): Promise<DeviceAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => devicesIn(tx, { clock: { now: () => now }, newId: randomUUID }, wish));
  });
}

async function devicesIn(tx: Tx, deps: DeviceDeps, wish: DeviceWish): Promise<DeviceAnswer> {
  const now = deps.clock.now();
  const by = userInfo().username;
  const done = async (devices: Device[], said: string | null): Promise<DeviceAnswer> => ({
    ok: true,
    devices: await rowsOf(tx, devices, now),
    said,
  });
  if (wish.do === 'list') {
    const person = wish.person === null ? null : await tx.people.byUpn(wish.person);
    if (wish.person !== null && !person) return unknownPerson(wish.person);
    return done(person ? await tx.devices.ofPerson(person.id) : await tx.devices.all(), null);
  }
  if (wish.do === 'enter') {
    const outcome = await enterDevices(tx, deps, wish.devices, by);
    if (outcome.ok)
      return done(outcome.added, `Entered: ${outcome.added.length}. There already: ${outcome.unchanged}.`);
    const { label, person } = wish.devices[outcome.index]!;
    const place = wish.places[outcome.index]!;
    const why = {
      'unknown-person': `${place}: nobody is called ${person}; expected a user principal name`,
      'person-missing': `${place}: person is missing; only a lent-pc may stand in stock`,
      'label-taken': `${place}: label "${label}" belongs to another device; expected one of its own`,
    };
    return { ok: false, said: why[outcome.problem] };
  }
  const named = await devicesNamed(tx, wish.device);
  if (named.length !== 1)
    return {
      ok: false,
      said:
        named.length === 0
          ? `--device: no device is called "${wish.device}"; see zaitaku devices`
          : `--device: ${named.length} devices are called "${wish.device}"; expected the id of one: ${named.map(({ id }) => id).join(', ')}`,
    };
  const [device] = named as [Device];
  let move: DeviceMove;
  if (wish.do === 'lend') {
    const person = await tx.people.byUpn(wish.person);
    if (!person || person.goneAt) return unknownPerson(wish.person);
    move = { do: 'lend', to: person.id };
  } else move = { do: wish.do };
  const outcome = await keepDevice(tx, deps, device.id, { move, by });
  if (!outcome.ok) return { ok: false, said: `--device: ${device.label} ${REFUSALS[outcome.refusal]}` };
  return done([outcome.device], outcome.revoked > 0 ? `Certificates revoked: ${outcome.revoked}.` : null);
}

const REFUSALS: Record<DeviceRefusal, string> = {
  'not-lendable': 'is no lent-pc; only these are lent and come back',
  'not-in-stock': 'is not in stock; take it back first with zaitaku devices return',
  'not-in-use': 'is not in use',
  'not-lost': 'is not marked as lost',
  retired: 'is retired; enter it anew with zaitaku devices add',
};

const unknownPerson = (upn: string): { ok: false; said: string } => ({
  ok: false,
  said: `--person: nobody is called ${upn}; expected a user principal name`,
});

async function rowsOf(tx: Tx, devices: Device[], now: Date): Promise<DeviceRow[]> {
  const owners = [...new Set(devices.flatMap(({ owner }) => owner ?? []))];
  const people = new Map((await tx.people.byIds(owners)).map((person) => [person.id, person.upn]));
  const held = await tx.certificates.ofPeople(owners);
  return devices.map((device) => {
    const ends = held.filter((one) => one.deviceId === device.id && countsAt(one, now)).map((one) => one.notAfter);
    const until = ends.sort((a, b) => b.getTime() - a.getTime())[0];
    return {
      id: device.id,
      kind: device.kind,
      label: device.label,
      os: device.os,
      person: device.owner === null ? null : (people.get(device.owner) ?? device.owner),
      state: device.state,
      admitted: device.admittedAt !== null,
      pledgedAt: device.pledgedAt?.toISOString() ?? null,
      registeredAt: device.registeredAt.toISOString(),
      certificateUntil: until?.toISOString() ?? null,
    };
  });
}

/** `zaitaku certificates …`. */
export function keepCertificates(wish: CertificateWish): Promise<CertificateAnswer> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }) => {
    const now = await presentTime(settings);
    return store.transaction((tx) => certificatesIn(tx, wish, now));
  });
}

async function certificatesIn(tx: Tx, wish: CertificateWish, now: Date): Promise<CertificateAnswer> {
  const by = userInfo().username;
  if (wish.do === 'import') {
    const outcome = await importCertificates(tx, { clock: { now: () => now } }, wish.listed, by);
    if (outcome.ok)
      return { ok: true, certificates: [], said: `Imported: ${outcome.added}. Known already: ${outcome.unchanged}.` };
    const { upn, deviceId, serial } = wish.listed.find(({ line }) => line === outcome.line)!;
    const why = {
      'unknown-person': `person: nobody is called "${upn}"; expected a user principal name`,
      'unknown-device': `device: "${deviceId}" is no device of ${upn}; expected an id from zaitaku devices`,
      over: 'notAfter: expected an instant that lies ahead, after notBefore',
      taken: `serial: ${serial} is known with another person or another end; revoke that one first`,
    };
    return { ok: false, said: `--file: ${wish.file}: line ${outcome.line}: ${why[outcome.problem]}` };
  }
  const person = wish.person === null ? null : await tx.people.byUpn(wish.person);
  if (wish.person !== null && !person) return unknownPerson(wish.person);
  const found = person ? await tx.certificates.ofPeople([person.id]) : null;
  if (wish.do === 'list')
    return { ok: true, certificates: await certificateRows(tx, found ?? (await tx.certificates.all())), said: null };
  const one = wish.serial === null ? null : await tx.certificates.bySerial(wish.serial);
  if (wish.serial !== null && !one)
    return { ok: false, said: `--serial: ${wish.serial} is not known; see zaitaku certificates` };
  const meant = found ?? [one!];
  const revoked = await revokeCertificates(tx, meant, { reason: wish.reason, by: 'system', tell: true }, now);
  const rows = await certificateRows(tx, revoked);
  return { ok: true, certificates: rows, said: `Revoked: ${revoked.length}. Closed before: ${closedBefore(meant)}.` };
}

function closedBefore(certificates: readonly Certificate[]): number {
  return certificates.filter(({ revokedAt }) => revokedAt !== null).length;
}

async function certificateRows(tx: Tx, certificates: readonly Certificate[]): Promise<CertificateRow[]> {
  const people = await tx.people.byIds([...new Set(certificates.map(({ personId }) => personId))]);
  const upns = new Map(people.map(({ id, upn }) => [id, upn]));
  return certificates.map((one) => ({
    serial: one.serial,
    person: upns.get(one.personId) ?? one.personId,
    device: one.deviceId,
    authority: one.authority,
    state: one.state,
    reason: one.reason,
    notBefore: one.notBefore.toISOString(),
    notAfter: one.notAfter.toISOString(),
    revokedAt: one.revokedAt?.toISOString() ?? null,
    fingerprint: one.fingerprint,
    subject: one.subject,
  }));
}

/** `zaitaku certificates authority`: the authority's certificate in PEM. Makes nothing, and leaves the key alone. */
export async function readAuthority(): Promise<string> {
  const settings = readSettings(process.env);
  const { organisation } = organisationOf(settings);
  if (organisation.certificates.authority !== 'own')
    throw new UsageError('certificates.authority: not own in the configuration; there is no authority of zaitaku');
  const dataDir = settings.demo ? join(settings.dataDir, organisation.id) : settings.dataDir;
  const file = certificateFileOf({ caKey: settings.caKey, dataDir });
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: cannot be read; run "zaitaku start" once, or set DATA_DIR or ZAITAKU_CA_KEY`);
  }
}
