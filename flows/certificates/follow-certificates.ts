import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import type { Certificate } from './certificate-store.ts';
import { FETCHING_MINUTES } from './redeem-link.ts';
import { tellIct } from '../tell-ict.ts';
import { revokeCertificates, revokeOfPeople } from './revoke-certificates.ts';

const DAY = 24 * 60;
/** Somebody who overlooked the first word is told once more so long before the end. */
const LAST_WORD_DAYS = 7;
/** Links are kept for so long after their end, to tell "used" from "unknown". */
const LINKS_KEPT_DAYS = 30;

/** What is due of certificates: `round` or `list`. Answers when to look again, or null for never. Safe to repeat. */
export async function followCertificates(
  deps: Deps & { authority: CertificateAuthority },
  subject: string,
): Promise<Date | null> {
  const { authority } = deps.organisation().certificates;
  if (authority === 'none') return null;
  if (subject === 'round') return roundOfCertificates(deps);
  if (authority === 'est') await tellWhatToRevoke(deps);
  return authority === 'own' ? signRevocationList(deps) : null;
}

/**
 * The daily round: whoever has to renew is told; what was issued and never reached its device is revoked, and what people
 * still hold who have left; passphrases whose time is over are forgotten. Again on the next morning, as working hours
 * begin.
 */
export async function roundOfCertificates(deps: Deps): Promise<Date> {
  const now = deps.clock.now();
  const { certificates, timeZone, workingHours } = deps.organisation();
  await deps.store.transaction(async (tx) => {
    const never = await tx.certificates.neverFetched(addMinutes(now, -FETCHING_MINUTES));
    await revokeCertificates(tx, never, { reason: 'not-fetched', by: 'system', tell: true }, now);
    await tx.certificates.tidyHandOvers(now, addMinutes(now, -LINKS_KEPT_DAYS * DAY));
    const by = addMinutes(now, certificates.renewBeforeDays * DAY);
    const ending = (await tx.certificates.endingBy(now, by)).filter((one) => needsWord(one, now));
    for (const certificate of await tx.certificates.lock(ending.map(({ serial }) => serial))) {
      const { serial, personId, deviceId } = certificate;
      const device = deviceId === null ? null : await tx.devices.byId(deviceId);
      if (certificate.revokedAt || !needsWord(certificate, now) || (device && device.state !== 'in-use')) continue;
      await tx.certificates.save({ ...certificate, renewalToldAt: now });
      tx.audit.add({ kind: 'certificate-renewal-told', by: 'system', subject: serial, facts: { personId } }, now);
      await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'certificate-renewal', serial } }, now);
    }
  });
  await deps.store.transaction(async (tx) => {
    const holders = new Set((await tx.certificates.all()).filter(isOpen).map(({ personId }) => personId));
    const gone = (await tx.people.byIds([...holders])).filter(({ goneAt }) => goneAt !== null);
    const left = gone.map(({ id }) => id);
    if (left.length > 0) await revokeOfPeople(tx, left, { reason: 'left', by: 'system', tell: false }, now);
  });
  return instantOf(addDays(localDayOf(now, timeZone), 1), workingHours.start, timeZone);
}

/**
 * Signs the list of the revoked anew, with the next number. What is revoked while it is being signed makes it due again.
 * Answers when the next is due: in a day, long before its time is over. Throws ProviderError; the list before stays.
 */
export async function signRevocationList(deps: Deps & { authority: CertificateAuthority }): Promise<Date> {
  const { authority, clock, store } = deps;
  const now = clock.now();
  const { before, revoked } = await store.transaction(async (tx) => ({
    before: await tx.certificates.revocationList(),
    revoked: await tx.certificates.revoked(now),
  }));
  const number = (before?.number ?? 0) + 1;
  const thisUpdate = now;
  const nextUpdate = addMinutes(now, deps.organisation().certificates.listDays * DAY);
  const der = await authority.signList({
    number,
    thisUpdate,
    nextUpdate,
    revoked: revoked.map(({ serial, revokedAt, reason }) => ({ serial, at: revokedAt!, reason: reason! })),
  });
  const saved = await store.transaction(async (tx) => {
    const since = await tx.certificates.lockRevocationList();
    if ((since?.number ?? 0) >= number) return false;
    await tx.certificates.saveRevocationList({ number, thisUpdate, nextUpdate, der });
    const facts = { number, revoked: revoked.length, nextUpdate: nextUpdate.toISOString() };
    tx.audit.add({ kind: 'revocation-list', by: 'system', subject: deps.organisation().id, facts }, now);
    return true;
  });
  // Another signed one meanwhile: this one looks again.
  return saved ? addMinutes(now, DAY) : now;
}

/** The gateway lets it in no more; on the other authority's own list it comes by hand. Told once for each. */
async function tellWhatToRevoke(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    for (const { serial, authority, reason, revokedAt, notAfter } of await tx.certificates.all()) {
      if (authority !== 'external' || revokedAt === null || notAfter <= now) continue;
      if (await tx.activities.claim(`certificate-to-revoke/${serial}`, now)) continue;
      await tellIct(tx, deps, {
        code: 'certificate-to-revoke',
        subject: serial,
        detail: reason ?? '',
        since: revokedAt,
      });
    }
  });
}

function isOpen({ state }: Certificate): boolean {
  return state === 'issued' || state === 'handed-over';
}

function needsWord({ renewalToldAt, notAfter }: Certificate, now: Date): boolean {
  const lastWord = addMinutes(notAfter, -LAST_WORD_DAYS * DAY);
  return renewalToldAt === null || (renewalToldAt < lastWord && now >= lastWord);
}
