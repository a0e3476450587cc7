import { poolOf, type Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import type { LocalDay, Localised, Pool } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { countedLicencesOf, personalLicencesOf, type PersonalLicence } from './licence.ts';
import type { KeptDetails } from './licence-store.ts';

/**
 * Whether a person has what they need of licences to use a pool on a day. `missing` is known; `stale` was right when it
 * was read, too long ago; `unknown` was never read.
 */
export type LicenceStanding =
  | { state: 'ok'; reason: 'none-needed' | 'kept-for-booking' | 'assigned' }
  | { state: 'missing'; reason: 'not-assigned' | 'none-free'; licence: Localised }
  | { state: 'stale'; reason: 'assigned-then' | 'not-assigned-then'; licence: Localised; readAt: Date }
  | { state: 'unknown'; reason: 'not-read'; licence: Localised };

/**
 * What is known of a person's licences for a pool and day, worst first. Where it is too old or was never read, a reading
 * is asked for: a later call answers by it. Changes nothing else; repeating is free.
 */
export async function licenceStandingOf(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  person: Pick<Person, 'id'>,
  pool: Pick<Pool, 'id'>,
  day: LocalDay,
): Promise<LicenceStanding> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const personal = personalLicencesOf(organisation, pool.id);
  const worst = personal.length === 0 ? null : worstStanding(personal, await tx.licences.details(person.id), now);
  if (worst && isOutdated(worst)) await askForReading(tx, now);
  if (worst && worst.state !== 'ok') return worst;
  const [counted] = countedLicencesOf(organisation, pool.id);
  if (counted && poolOf(organisation, pool.id)) {
    const theirs = await tx.bookings.ofPersonOnDays(person.id, day, day);
    const standing = theirs.filter(({ poolId, status }) => poolId === pool.id && STANDING.includes(status));
    if (standing.some(({ status, seatHeld }) => status === 'waitlisted' || !seatHeld))
      return { state: 'missing', reason: 'none-free', licence: counted.name };
    return { state: 'ok', reason: 'kept-for-booking' };
  }
  return { state: 'ok', reason: personal.length > 0 ? 'assigned' : 'none-needed' };
}

/**
 * The same of the licences that people have for themselves, for many at once: `of` answers for each person and pool. Asks
 * for a reading where anything is too old or was never read.
 */
export async function personalStandings(
  tx: Tx,
  deps: Pick<Deps, 'organisation' | 'clock'>,
  asked: readonly { personId: string; poolId: string | null }[],
): Promise<(one: { personId: string; poolId: string | null }) => LicenceStanding> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const kept = await tx.licences.detailsOf([...new Set(asked.map(({ personId }) => personId))]);
  const of = ({ personId, poolId }: { personId: string; poolId: string | null }): LicenceStanding => {
    const personal = poolId === null ? [] : personalLicencesOf(organisation, poolId);
    if (personal.length === 0) return { state: 'ok', reason: 'none-needed' };
    return worstStanding(personal, kept.get(personId) ?? null, now);
  };
  if (asked.some((one) => isOutdated(of(one)))) await askForReading(tx, now);
  return of;
}

function worstStanding(personal: PersonalLicence[], kept: KeptDetails | null, now: Date): LicenceStanding {
  return personal.map((licence) => personalStanding(licence, kept, now)).sort(byWeight)[0]!;
}

function isOutdated({ state }: LicenceStanding): boolean {
  return state === 'unknown' || state === 'stale';
}

function askForReading(tx: Tx, now: Date): Promise<void> {
  return tx.due.noLaterThan('licence-details', 'all', now);
}

const STANDING: readonly string[] = ['pending', 'waitlisted', 'approved', 'active'];
const WEIGHT = ['missing', 'unknown', 'stale', 'ok'];

function byWeight(a: LicenceStanding, b: LicenceStanding): number {
  return WEIGHT.indexOf(a.state) - WEIGHT.indexOf(b.state);
}

/** By what was read last of the person. A reading is good until its hours are over, not at them. Pure. */
export function personalStanding(licence: PersonalLicence, kept: KeptDetails | null, now: Date): LicenceStanding {
  if (kept === null) return { state: 'unknown', reason: 'not-read', licence: licence.name };
  const wanted = licence.plans.map((plan) => plan.toLowerCase());
  const assigned = kept.plans.some((plan) => wanted.includes(plan.toLowerCase()));
  if (addMinutes(kept.readAt, licence.readHours * 60) <= now) {
    const reason = assigned ? 'assigned-then' : 'not-assigned-then';
    return { state: 'stale', reason, licence: licence.name, readAt: kept.readAt };
  }
  return assigned
    ? { state: 'ok', reason: 'assigned' }
    : { state: 'missing', reason: 'not-assigned', licence: licence.name };
}
