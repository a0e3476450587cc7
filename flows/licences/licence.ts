import type { Localised, Organisation, Pool } from '../organisation.ts';

/**
 * Licences that pools need. `concurrent`: so many people at once, back when the time is over. `user` and `device`: bound
 * to whoever used one until they have not used it for `lockDays`. `microsoft-365`: each person has their own, in Entra.
 */
export type Licence = ConcurrentLicence | LockedLicence | PersonalLicence;
export type CountedLicence = ConcurrentLicence | LockedLicence;

interface LicenceOfAnyKind {
  id: string;
  name: Localised;
  /** Pools whose desktops need one. They share the count. */
  pools: string[];
}

export interface ConcurrentLicence extends LicenceOfAnyKind {
  kind: 'concurrent';
  count: number;
}

export interface LockedLicence extends LicenceOfAnyKind {
  kind: 'user' | 'device';
  count: number;
  /** Days without use after which it is free for somebody else (Citrix: 90 on premises, 30 in the cloud). */
  lockDays: number;
  /** From this share of the count bound or booked, in percent, the ICT section is warned. */
  warnPercent: number;
}

export interface PersonalLicence extends LicenceOfAnyKind {
  kind: 'microsoft-365';
  /** Names of service plans, any of which lets a person use the desktops. */
  plans: string[];
  /** Hours after which what was read of a person is read again. */
  readHours: number;
}

export function isCounted(licence: Licence): licence is CountedLicence {
  return licence.kind !== 'microsoft-365';
}

/** Licences of which a desktop of the pool takes one while it is booked. */
export function countedLicencesOf({ licences }: Pick<Organisation, 'licences'>, poolId: string | null) {
  return licences.filter(isCounted).filter(({ pools }) => poolId !== null && pools.includes(poolId));
}

/** What lets a person use the pool at all, where that is asked for. */
export function personalLicencesOf({ licences }: Pick<Organisation, 'licences'>, poolId: string): PersonalLicence[] {
  return licences.filter((one) => one.kind === 'microsoft-365').filter(({ pools }) => pools.includes(poolId));
}

/** Ids of the pools that use the same licences as this one, itself among them: what one gives back serves the others. */
export function poolsSharingLicences(organisation: Pick<Organisation, 'licences'>, poolId: string): string[] {
  return [...new Set([poolId, ...countedLicencesOf(organisation, poolId).flatMap(({ pools }) => pools)])];
}

/**
 * The file's two ways of writing licences made one: a pool's own number is a concurrent licence of that pool alone, and
 * each pool knows the smallest count that bounds it. Pure.
 */
export function withLicences<P extends Pick<Pool, 'id' | 'name' | 'licences'>>(
  pools: readonly P[],
  listed: readonly Licence[],
): { pools: P[]; licences: Licence[] } {
  const own = pools.flatMap(({ id, name, licences: count }): Licence[] =>
    count === null ? [] : [{ id, name, kind: 'concurrent', count, pools: [id] }],
  );
  const licences = [...own, ...listed];
  return {
    licences,
    pools: pools.map((pool) => {
      const counts = countedLicencesOf({ licences }, pool.id).map(({ count }) => count);
      return counts.length === 0 ? pool : { ...pool, licences: Math.min(...counts) };
    }),
  };
}
