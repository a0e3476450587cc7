import type { Certificate } from '../certificates/certificate-store.ts';
import { countsAt } from '../certificates/certificate.ts';
import type { Deps } from '../deps.ts';
import { grouped } from '../grouped.ts';
import { addDays, instantOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { isOwnDevice, type Device } from './device-store.ts';

/** How somebody stands with a device of their own on a day. */
export interface DeviceStanding {
  /** False where the organisation has no certificates: nothing is asked for then, whatever stands here. */
  needed: boolean;
  /** The device that stands best, or null where none is registered. */
  device: Device | null;
  /** `missing`: none was fetched yet. `ending`: one is valid now, and not through the day. `revoked`: closed, with no other. */
  certificate: 'valid' | 'ending' | 'missing' | 'revoked';
  /** The end of the certificate that counts longest, of that device; null where there is none. */
  expiresAt: Date | null;
}

/**
 * Whether an own device of the person is registered, and has a certificate that counts through the whole local day. The
 * best of several counts. Certificates of another authority that name no device count for any. Reads only.
 */
export async function deviceStandingOf(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  person: Pick<Person, 'id'>,
  day: LocalDay,
): Promise<DeviceStanding> {
  return (await deviceStandings(tx, deps, [person.id]))({ personId: person.id, day });
}

/** The same for many people, read at once: the answer says it of each of them and any day. */
export async function deviceStandings(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  personIds: readonly string[],
): Promise<(asked: { personId: string; day: LocalDay }) => DeviceStanding> {
  const { certificates, timeZone } = deps.organisation();
  if (certificates.authority === 'none')
    return () => ({ needed: false, device: null, certificate: 'missing', expiresAt: null });
  const now = deps.clock.now();
  const people = [...new Set(personIds)];
  const devices = grouped(await tx.devices.ofPeople(people), ({ owner }) => owner);
  const held = grouped(await tx.certificates.ofPeople(people), (one) => one.personId);
  return ({ personId, day }) => {
    const dayEnds = instantOf(addDays(day, 1), '00:00', timeZone);
    return { needed: true, ...judgeStanding(devices.get(personId) ?? [], held.get(personId) ?? [], { now, dayEnds }) };
  };
}

const RANK: DeviceStanding['certificate'][] = ['missing', 'revoked', 'ending', 'valid'];

/** The same over plain values. Pure. */
export function judgeStanding(
  devices: readonly Device[],
  held: readonly Certificate[],
  { now, dayEnds }: { now: Date; dayEnds: Date },
): Omit<DeviceStanding, 'needed'> {
  const own = devices.filter(({ kind, state }) => isOwnDevice(kind) && state === 'in-use');
  const standings = own.map((device) => {
    const its = held.filter((one) => one.deviceId === device.id || one.deviceId === null);
    const counting = its.filter((one) => countsAt(one, now));
    const ends = counting.map(({ notAfter }) => notAfter.getTime());
    const expiresAt = ends.length > 0 ? new Date(Math.max(...ends)) : null;
    const certificate: DeviceStanding['certificate'] =
      expiresAt === null
        ? its.some(({ state }) => state === 'revoked')
          ? 'revoked'
          : 'missing'
        : expiresAt >= dayEnds
          ? 'valid'
          : 'ending';
    return { device, certificate, expiresAt };
  });
  const rank = (one: (typeof standings)[number]) => RANK.indexOf(one.certificate);
  const best = standings.sort(
    (a, b) => rank(b) - rank(a) || (b.expiresAt?.getTime() ?? 0) - (a.expiresAt?.getTime() ?? 0),
  );
  return best[0] ?? { device: null, certificate: 'missing', expiresAt: null };
}
