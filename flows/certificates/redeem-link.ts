import type { Deps } from '../deps.ts';
import type { Device } from '../devices/device-store.ts';
import { addMinutes, later } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { CertificateAuthority, IssuedCertificate, ReadRequest } from './certificate-authority.ts';
import { judgeLink, type LinkRefusal } from './certificate-link.ts';
import type { Certificate, HandOver } from './certificate-store.ts';
import { countsAt, handsOver, moveCertificate } from './certificate.ts';
import { certificatesChanged } from './certificates-changed.ts';
import { makePassphrase } from './make-passphrase.ts';
import { closeCertificate } from './revoke-certificates.ts';

export interface RedeemDeps extends Deps {
  authority: CertificateAuthority;
}

/** `file`: zaitaku makes the key. `request`: the device has made it, and shows its public half (PKCS#10). */
export type RedeemWish = { way: 'file' } | { way: 'request'; request: string | Uint8Array };

export type Redeemed =
  | {
      ok: true;
      serial: string;
      certificate: Uint8Array;
      /** PKCS#12, where zaitaku made the key. */
      file: Uint8Array | null;
    }
  | { ok: false; refusal: LinkRefusal | Extract<ReadRequest, { ok: false }>['problem'] };

/** Minutes for which the passphrase can be told in chat after its file was fetched. */
const TELLING_MINUTES = 60;
/** Minutes after which what was issued and has reached nobody is revoked. */
export const FETCHING_MINUTES = 60;
/** Clocks of people's devices are not always right: valid from a little before. */
const CLOCK_MINUTES = 5;

/** What the page behind a link shows. Uses nothing up. */
export function openLink(
  deps: Deps,
  token: string,
): Promise<{ ok: true; link: HandOver; device: Device; person: Person } | { ok: false; refusal: LinkRefusal }> {
  return deps.store.transaction((tx) => readLink(tx, deps, token));
}

/**
 * Redeems a link: it is used up first, then the certificate is made, then it is recorded, and only then handed out; so two
 * at once get one certificate, and what a crash leaves behind was given to nobody. The private key that is made here is in
 * the answer alone, closed with a passphrase that the person is told in chat, where they also learn that somebody was
 * here. Where the authority cannot be reached the link is good again, and ProviderError is thrown. A request that is none
 * uses nothing up.
 */
export async function redeemLink(deps: RedeemDeps, token: string, wish: RedeemWish): Promise<Redeemed> {
  const { authority, store, clock } = deps;
  const read = wish.way === 'request' ? await authority.readRequest(wish.request) : null;
  if (read && !read.ok) return { ok: false, refusal: read.problem };
  const claimed = await store.transaction(async (tx) => {
    const found = await readLink(tx, deps, token, 'lock');
    if (!found.ok) return found;
    const now = clock.now();
    await tx.certificates.saveHandOver({ ...found.link, usedAt: now });
    const facts = { personId: found.person.id, handOverId: found.link.id, way: wish.way };
    tx.audit.add({ kind: 'certificate-link-used', by: found.person.id, subject: found.device.id, facts }, now);
    return { ...found, renews: await presentOf(tx, found.device.id, now) };
  });
  if (!claimed.ok) return claimed;
  const { link, device, person, renews } = claimed;
  try {
    const made = await make(deps, { device, person, request: read, renews });
    const recorded = await store.transaction((tx) => record(tx, deps, { link, device }, made));
    if (!recorded) return { ok: false, refusal: 'withdrawn' };
    return { ok: true, serial: made.issued.serial, certificate: made.issued.der, file: made.file };
  } catch (error) {
    await store.transaction(async (tx) => {
      const again = await tx.certificates.handOverOf(token, 'lock');
      if (again?.serial === null) await tx.certificates.saveHandOver({ ...again, usedAt: null });
    });
    throw error;
  }
}

/**
 * The file has reached the device: its certificate is handed over, and takes the place of those that the device had.
 * Repeating changes nothing.
 */
export function confirmHandOver(deps: Deps, serial: string): Promise<void> {
  return deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const found = await tx.certificates.bySerial(serial);
    if (!found) return;
    const of = found.deviceId === null ? [found] : await tx.certificates.ofDevice(found.deviceId);
    const locked = await tx.certificates.lock(of.map((one) => one.serial));
    const mine = locked.find((one) => one.serial === serial);
    const handedOver = mine && moveCertificate(mine, { to: 'handed-over' }, now);
    if (!handedOver) return;
    const { personId, deviceId } = handedOver;
    await tx.certificates.save(handedOver);
    tx.audit.add(
      { kind: 'certificate-handed-over', by: personId, subject: serial, facts: { personId, deviceId } },
      now,
    );
    for (const other of locked) {
      // One that was issued after it is on its way itself.
      const isOlder =
        other.serial !== serial && other.authority === handedOver.authority && other.issuedAt <= handedOver.issuedAt;
      const replaced = isOlder ? moveCertificate(other, { to: 'replaced' }, now) : null;
      if (replaced) await closeCertificate(tx, replaced, personId, now);
    }
  });
}

async function readLink(tx: Tx, deps: Deps, token: string, lock?: 'lock') {
  const isOff = !handsOver(deps.organisation().certificates);
  const link = isOff ? null : await tx.certificates.handOverOf(token, lock);
  const device = link ? await tx.devices.byId(link.deviceId) : null;
  const person = link ? await tx.people.byId(link.personId) : null;
  return judgeLink(link, device, person, deps.clock.now());
}

/** The certificate that the device has now, in DER: not closed, not over, and kept. */
async function presentOf(tx: Tx, deviceId: string, now: Date): Promise<Uint8Array | null> {
  const present = (await tx.certificates.ofDevice(deviceId)).filter((one) => countsAt(one, now));
  const last = present.sort((a, b) => a.issuedAt.getTime() - b.issuedAt.getTime()).at(-1);
  return last ? tx.certificates.derOf(last.serial) : null;
}

interface Made {
  issued: IssuedCertificate;
  file: Uint8Array | null;
  passphrase: string | null;
}

async function make(
  deps: RedeemDeps,
  {
    device,
    person,
    request,
    renews,
  }: { device: Device; person: Person; request: Extract<ReadRequest, { ok: true }> | null; renews: Uint8Array | null },
): Promise<Made> {
  const { authority, clock } = deps;
  const { certificates } = deps.organisation();
  const now = clock.now();
  const key = request ? null : await authority.newKey(certificates.key);
  const issued = await authority.issue({
    upn: person.upn,
    deviceId: device.id,
    publicKey: request?.publicKey ?? key!.publicKey,
    proof: request ? { request: request.request } : { privateKey: key!.privateKey },
    renews,
    notBefore: addMinutes(now, -CLOCK_MINUTES),
    notAfter: addMinutes(now, certificates.lifeDays * 24 * 60),
  });
  if (!key) return { issued, file: null, passphrase: null };
  const passphrase = makePassphrase();
  const { privateKey } = key;
  const file = await authority.pack({ privateKey, certificate: issued.der, passphrase, name: `zaitaku ${person.upn}` });
  // The copy that this process holds ends here; what was packed is closed.
  privateKey.fill(0);
  return { issued, file, passphrase };
}

/** False where the device was lost, given back or taken out meanwhile: nothing is handed out then. */
async function record(
  tx: Tx,
  deps: Deps,
  { link, device }: { link: HandOver; device: Device },
  { issued, passphrase }: Made,
): Promise<boolean> {
  const now = deps.clock.now();
  const still = await tx.devices.lock(device.id);
  const person = await tx.people.byId(link.personId);
  // Not yet used, as far as this look is concerned: it is this call that used it.
  if (!judgeLink({ ...link, expiresAt: later(link.expiresAt, addMinutes(now, 1)) }, still, person, now).ok)
    return false;
  const certificate: Certificate = {
    serial: issued.serial,
    subject: issued.subject,
    deviceId: device.id,
    personId: link.personId,
    authority: deps.organisation().certificates.authority === 'est' ? 'external' : 'own',
    notBefore: issued.notBefore,
    notAfter: issued.notAfter,
    fingerprint: issued.fingerprint,
    state: 'issued',
    issuedAt: now,
    revokedAt: null,
    reason: null,
    renewalToldAt: null,
  };
  // What another authority made is kept: a renewal there has to say the same.
  await tx.certificates.add(certificate, certificate.authority === 'external' ? issued.der : undefined);
  await certificatesChanged(tx, [link.personId], now);
  const expiresAt = addMinutes(now, TELLING_MINUTES);
  await tx.certificates.saveHandOver({ ...link, usedAt: now, expiresAt, serial: issued.serial, passphrase });
  const facts = { personId: link.personId, deviceId: device.id, notAfter: issued.notAfter.toISOString() };
  tx.audit.add({ kind: 'certificate-issued', by: link.personId, subject: issued.serial, facts }, now);
  const notice = { kind: 'certificate-fetched' as const, handOverId: link.id };
  await tx.outbox.add({ kind: 'tell', personId: link.personId, notice }, now);
  await tx.due.noLaterThan('certificates', 'round', addMinutes(now, FETCHING_MINUTES));
  return true;
}
