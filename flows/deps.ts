import type { PictureCache } from './capacity/round-memory.ts';
import type { Clock } from './clock.ts';
import type { Organisation, Pool, Role } from './organisation.ts';
import type { Store } from './store.ts';

/** What the flows are handed. Nothing here is asked of the machine, so that tests and the demo can set it. */
export interface Deps {
  store: Store;
  clock: Clock;
  /** The settings as they are now; they may be read anew while running. */
  organisation: () => Organisation;
  roles: Roles;
  /** A new id that nobody can guess (UUID). */
  newId: () => string;
  /** Address under which people reach the server, without a slash at the end. */
  publicUrl: string;
  /** What this process knows of the pools' people. Without it that is read and written at every round. */
  pictures?: PictureCache;
}

/** Who has a role, from the organisation's file and its Entra groups. Answers from memory; never asks the network. */
export interface Roles {
  /** Entra object ids. */
  peopleWith(role: Role): string[];
}

/** The pool of this id, or null where the organisation has it no more. */
export function poolOf(organisation: Organisation, poolId: string | null): Pool | null {
  return organisation.pools.find((pool) => pool.id === poolId) ?? null;
}

/** Whether a person has a role now. Asked at every command, tap and page: a role may have been taken away since a card was shown. */
export function hasRole({ roles }: Pick<Deps, 'roles'>, { id }: { id: string }, role: Role): boolean {
  return roles.peopleWith(role).includes(id);
}
