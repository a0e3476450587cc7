import { sameName } from '../arm/ids.ts';
import { badRequest } from './citrix-error.ts';
import type { UserFilter } from './citrix-state.ts';
import type { CitrixTenant } from './citrix-tenant.ts';
import { domainOf } from './citrix-tenant.ts';

const local = (upn: string) => upn.split('@')[0] ?? upn;

/** The person whom a name means: a user principal name, an Entra object id, or DOMAIN\name; null where it is nobody. */
export function personIdOf(tenant: CitrixTenant, name: string): string | null {
  const [, domain, account] = /^([^\\]+)\\(.+)$/.exec(name) ?? [];
  if (account === undefined) return tenant.person(name)?.id ?? null;
  if (!sameName(domain ?? '', domainOf(tenant.organisation))) return null;
  const [, upnDomain] = tenant.setup.people[0]?.upn.split('@') ?? [];
  return tenant.person(`${account}@${upnDomain}`)?.id ?? null;
}

/** A person or a group as Citrix shows it, with the names that it sends about everybody. */
export function identity(tenant: CitrixTenant, name: string): object {
  const id = personIdOf(tenant, name);
  const person = id === null ? null : tenant.person(id);
  const domain = domainOf(tenant.organisation);
  if (person) {
    const sam = local(person.upn);
    return {
      Domain: domain,
      DisplayName: person.displayName,
      Name: `${domain}\\${sam}`,
      SamName: sam,
      SamAccountName: sam,
      PrincipalName: person.upn,
      Oid: person.id,
      Mail: person.upn,
      IsGroup: false,
      PossibleLookupFailure: false,
      PropertiesFetched: 0,
    };
  }
  const group = tenant.groupName(name);
  return {
    DisplayName: group ?? name,
    Name: group ?? name,
    ...(group === null ? {} : { Oid: name.toLowerCase(), IsGroup: true }),
    PossibleLookupFailure: group === null,
    PropertiesFetched: 0,
  };
}

/** Refuses names that are neither a person's nor a group's. */
export function checkNames(tenant: CitrixTenant, names: string[], field: string): void {
  for (const name of names)
    if (personIdOf(tenant, name) === null && tenant.groupName(name) === null)
      throw badRequest(`${field}: '${name}' was not found in the directory.`, field);
}

/** Does the filter let the person in? Groups as they are felt at sign-in, single names at once. */
export function lets(tenant: CitrixTenant, filter: UserFilter, user: string): boolean {
  const among = (names: string[]) =>
    names.some((name) =>
      tenant.groupName(name) === null
        ? personIdOf(tenant, name) === user
        : tenant.model.membership.isFelt(name.toLowerCase(), user),
    );
  if (filter.excludedOn && among(filter.excluded)) return false;
  return !filter.includedOn || among(filter.included);
}
