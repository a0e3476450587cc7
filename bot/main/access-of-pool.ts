import type { AccessGroups } from '../../flows/directory.ts';
import { citrixPools, type CitrixPool, type Organisation } from '../../flows/organisation.ts';
import type { Store } from '../../flows/store.ts';
import type { PeopleNames } from '../../infra/citrix/delivery-group-access.ts';

/** The pools whose people are entered in Citrix itself. */
export function enteredInCitrix(organisation: Pick<Organisation, 'pools'>): CitrixPool[] {
  return citrixPools(organisation).filter(({ access }) => access === 'delivery-group');
}

/**
 * Where access is given: in Entra's group, or in the delivery group of a pool that says so. `citrix` makes the latter
 * when it is first wanted.
 */
export function accessOfPool(
  organisation: () => Pick<Organisation, 'pools'>,
  graph: AccessGroups,
  citrix: () => AccessGroups,
): AccessGroups {
  let made: AccessGroups | null = null;
  const at = (groupId: string): AccessGroups =>
    enteredInCitrix(organisation()).some(({ group }) => group === groupId) ? (made ??= citrix()) : graph;
  return {
    members: async (groupId) => at(groupId).members(groupId),
    add: async (groupId, personIds) => at(groupId).add(groupId, personIds),
    remove: async (groupId, personIds) => at(groupId).remove(groupId, personIds),
  };
}

/** People's names as the directory last told them. */
export function peopleNames(store: Store): PeopleNames {
  return {
    upnsOf: (ids) =>
      store.transaction(async (tx) => new Map((await tx.people.byIds([...ids])).map(({ id, upn }) => [id, upn]))),
    idsOf: (upns) =>
      store.transaction(async (tx) => new Map([...(await tx.people.byUpns(upns))].map(([upn, { id }]) => [upn, id]))),
  };
}
