import type { Booking } from '../booking/booking.ts';
import type { Certificate } from '../certificates/certificate-store.ts';
import { countsAt } from '../certificates/certificate.ts';
import type { Deps } from '../deps.ts';
import { addDays, localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { Gateway } from '../organisation.ts';
import { admitted } from '../readiness/readiness-of.ts';
import type { Tx } from '../store.ts';
import {
  allowedAt,
  allowList,
  type GatewayCertificate,
  listedUntil,
  passesGateway,
  plainSerial,
} from './allow-list.ts';
import type { AllowList } from './allow-list-text.ts';

/** The allow-list as it is now. `gateway`: the organisation's. */
export async function readAllowList(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  gateway: Gateway,
): Promise<AllowList> {
  const { timeZone } = deps.organisation();
  const now = deps.clock.now();
  const until = listedUntil(now, gateway);
  const found: Booking[] = [];
  for (const poolId of gateway.pools) found.push(...(await tx.bookings.grantedInPool(poolId, now, until)));
  if (gateway.devices.length > 0) {
    // One that lasts past midnight began the day before.
    const [first, last] = [addDays(localDayOf(now, timeZone), -1), localDayOf(until, timeZone)];
    found.push(...(await tx.bookings.between(first, last, null)).filter((one) => one.poolId === null));
  }
  const bookings = (await admitted(tx, deps, found)).filter((one) => passesGateway(one, gateway));
  const personIds = [...new Set(bookings.map((one) => one.personId))];
  const certificates = (await tx.certificates.ofPeople(personIds)).map(gatewayCertificate);
  const upns = new Map((await tx.people.byIds(personIds)).map((person) => [person.id, person.upn]));
  const entries = allowList(bookings, certificates, gateway, { from: now, to: until });
  return { asOf: now, until, entries: entries.map((entry) => ({ ...entry, upn: upns.get(entry.personId) ?? '-' })) };
}

/** Whether whoever shows this certificate may pass at this moment: the same rule, over one person's bookings. */
export async function mayPass(
  deps: Pick<Deps, 'store' | 'clock' | 'organisation'>,
  gateway: Gateway,
  shown: { serial: string; fingerprint?: string | null },
): Promise<boolean> {
  const { store, clock } = deps;
  const now = clock.now();
  const span = { from: now, to: addMinutes(now, 1) };
  return store.transaction(async (tx) => {
    const certificate = await tx.certificates.bySerial(plainSerial(shown.serial));
    if (!certificate) return false;
    const holding = await tx.bookings.holdingOfPerson(certificate.personId, span.from, span.to);
    const bookings = await admitted(tx, deps, holding);
    return allowedAt(allowList(bookings, [gatewayCertificate(certificate)], gateway, span), shown, now);
  });
}

function gatewayCertificate(certificate: Certificate): GatewayCertificate {
  const { serial, personId, fingerprint, notBefore, notAfter } = certificate;
  // Its time is the rule's matter: asked for its first instant, this says whether it was closed.
  return { serial, personId, fingerprint, notBefore, notAfter, inUse: countsAt(certificate, notBefore) };
}
