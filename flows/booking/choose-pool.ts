import { poolOf } from '../deps.ts';
import { poolsSharingLicences } from '../licences/licence.ts';
import { seatsOf, type Organisation, type Pool } from '../organisation.ts';
import type { Person } from '../person.ts';

/** The pools that a person may use: those that name them or their section, else the one for everybody. */
export function poolsFor(organisation: Organisation, person: Pick<Person, 'upn' | 'department'>): Pool[] {
  const upn = person.upn.toLowerCase();
  const section = organisation.sections.find((candidate) => candidate.department === person.department);
  const named = organisation.pools.filter(
    (pool) =>
      pool.for.people.some((one) => one.toLowerCase() === upn) ||
      (section !== undefined && pool.for.sections.includes(section.id)),
  );
  const open = organisation.pools.filter((pool) => pool.for.everyone && !named.includes(pool));
  return [...named, ...open];
}

/** A pool and those that it overflows to, one after the other. */
export function withOverflow(organisation: Organisation, pool: Pool): Pool[] {
  const chain: Pool[] = [];
  for (let next: Pool | null = pool; next && !chain.includes(next); next = poolOf(organisation, next.overflow))
    chain.push(next);
  return chain;
}

/** Where a booking may have its seat. */
export interface PoolChoice {
  /** The person's own pool, where they wait while everything is full; null where none is set up for them. */
  usual: Pool | null;
  /** In the order in which a seat is looked for; the usual one among them. */
  tried: Pool[];
}

/** For a new booking: the usual pool, then those that it overflows to. */
export function poolsForNew(
  organisation: Organisation,
  person: Pick<Person, 'upn' | 'department'>,
  asked: string | null,
): PoolChoice {
  const usual = choosePool(organisation, person, asked);
  return { usual, tried: usual ? withOverflow(organisation, usual) : [] };
}

/**
 * For a booking that exists: the pool it has, so that nobody is moved without need, then as for a new one. Where its pool
 * is not the person's any more it stays in it; where the organisation has that pool no more there is none.
 */
export function poolsForBooking(
  organisation: Organisation,
  person: Pick<Person, 'upn' | 'department'>,
  poolId: string | null,
): PoolChoice {
  const own = poolOf(organisation, poolId);
  if (!own) return { usual: null, tried: [] };
  const usual = poolsFor(organisation, person).find((one) => withOverflow(organisation, one).includes(own)) ?? own;
  return { usual, tried: [...new Set([own, ...withOverflow(organisation, usual)])] };
}

/** A profile container opens once: whoever has a desktop on a day has the others of that day in the same pool. */
export function openPools({ tried }: PoolChoice, thatDay: string | null): Pool[] {
  return thatDay === null ? tried : tried.filter((pool) => pool.id === thatDay);
}

/** The first pool with a seat for the whole time, the one to keep before the others; null where all are full. */
export function firstWithRoom(
  pools: readonly Pool[],
  keep: string | null,
  seatsTaken: Readonly<Record<string, number>>,
): Pool | null {
  const hasRoom = (pool: Pool) => (seatsTaken[pool.id] ?? 0) < seatsOf(pool);
  return pools.find((pool) => pool.id === keep && hasRoom(pool)) ?? pools.find(hasRoom) ?? null;
}

/** The pool that a booking was asked for by name, as far as can be told: it is the person's, and none that they come to by themselves. */
export function askedPool(
  organisation: Organisation,
  person: Pick<Person, 'upn' | 'department'>,
  poolId: string | null,
): string | null {
  return poolsForNew(organisation, person, null).tried.some((pool) => pool.id === poolId) ? null : poolId;
}

/**
 * Ids of the pools whose people may get a seat when one of this pool comes back: itself, those that overflow to it, and
 * those whose desktops take the same licences.
 */
export function poolsLeadingTo(organisation: Organisation, poolId: string): string[] {
  const served = poolsSharingLicences(organisation, poolId);
  const leads = (pool: Pool) => withOverflow(organisation, pool).some((one) => served.includes(one.id));
  return organisation.pools.filter(leads).map((pool) => pool.id);
}

/** Whether a person may have a seat in a pool: it is theirs, or one that theirs overflows to. */
export function mayHave(organisation: Organisation, person: Pick<Person, 'upn' | 'department'>, pool: Pool): boolean {
  return poolsFor(organisation, person).some((one) => withOverflow(organisation, one).includes(pool));
}

/** The person's own pool where a booking has its seat in one that it overflows to, else null: cards say so. */
export function usualInstead(
  organisation: Organisation,
  person: Pick<Person, 'upn' | 'department'>,
  poolId: string | null,
): Pool | null {
  const usual = choosePool(organisation, person);
  if (!usual || usual.id === poolId) return null;
  return withOverflow(organisation, usual).some((one) => one.id === poolId) ? usual : null;
}

/** The pool in which a person's desktops are: the one asked for where they may use it, else the first of theirs, else none. */
export function choosePool(
  organisation: Organisation,
  person: Pick<Person, 'upn' | 'department'>,
  asked: string | null = null,
): Pool | null {
  const pools = poolsFor(organisation, person);
  return pools.find((pool) => pool.id === asked) ?? pools[0] ?? null;
}
