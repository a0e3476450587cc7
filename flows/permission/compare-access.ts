import type { AccessGrant } from '../store.ts';
import type { Pool } from '../organisation.ts';

/** What people can do in a pool, and what they are booked for, at one moment. */
export interface AccessNow {
  pool: Pick<Pool, 'admission'>;
  /** Who is in the pool's group. */
  members: ReadonlySet<string>;
  /** Whose window is open. */
  entitled: ReadonlySet<string>;
  grants: readonly AccessGrant[];
}

export interface AccessDifference {
  /** Booked now and thought to be members, but not in the group: somebody took them out. */
  missing: string[];
  /** In the group of a pool for the booked alone, without a booking, and not added by zaitaku. */
  unbooked: string[];
}

/**
 * Compares in both directions. What is under way (being added, being removed, not begun) is left to the reconciler of
 * access. Standing members of open pools belong there; in a booked-only pool they do not, but for their booked time.
 */
export function compareAccess({ pool, members, entitled, grants }: AccessNow): AccessDifference {
  const known = new Map(grants.map((grant) => [grant.personId, grant.state]));
  const settled = (personId: string) => ['member', 'standing'].includes(known.get(personId) ?? '');
  const missing = [...entitled].filter((personId) => settled(personId) && !members.has(personId));
  if (pool.admission === 'open') return { missing, unbooked: [] };
  return { missing, unbooked: [...members].filter((personId) => !entitled.has(personId) && !known.has(personId)) };
}
