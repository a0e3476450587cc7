import { ProviderError } from '../../flows/provider-error.ts';
import type { CitrixPool } from '../../flows/organisation.ts';
import type { CitrixCaller } from './citrix-caller.ts';
import { CitrixFault } from './citrix-fault.ts';
import { groupPath } from './citrix-provider.ts';
import { nameOf } from './seen.ts';
import type { CitrixDeliveryGroup, CitrixDesktop, CitrixIdentity } from './shapes.ts';

/** A list of those who may use a delivery group, as it was read. */
export interface UserList {
  /** Everybody on it, groups too. */
  users: CitrixIdentity[];
  /** Writes the list whole. `users`: by `keyOf`. */
  write(users: string[]): Promise<void>;
}

/**
 * The lists that decide who may use a pool's delivery group. Pooled: those of its desktops that are limited to users;
 * where none is, the delivery group's own access policy. Personal: the policy, since a desktop that somebody owns is not
 * handed out by a list of desktops. Throws `invalid` where neither is limited, since then everybody comes in.
 */
export async function readUserLists(citrix: CitrixCaller, pool: CitrixPool): Promise<UserList[]> {
  const path = groupPath(pool);
  if (pool.kind === 'pooled') {
    const desktops = await citrix.list<CitrixDesktop>(`${path}/Desktops`);
    const limited = desktops.filter(({ Enabled, IncludedUserFilterEnabled: on }) => Enabled !== false && on === true);
    if (limited.length > 0) return limited.map((desktop) => listOf(citrix, path, desktops, desktop));
  }
  const { SimpleAccessPolicy: policy } = await citrix.get<CitrixDeliveryGroup>(path);
  if (policy?.IncludedUserFilterEnabled === true)
    return [
      {
        users: policy.IncludedUsers ?? [],
        write: async (users) => {
          const SimpleAccessPolicy = { IncludedUserFilterEnabled: true, IncludedUsers: users };
          await written(citrix.send('PATCH', `${path}?async=true`, { SimpleAccessPolicy }));
        },
      },
    ];
  throw new ProviderError(
    `delivery group ${pool.deliveryGroup}: everybody may use it; limit ${pool.kind === 'pooled' ? 'its desktops' : 'it'} to users in Citrix, or set access: group`,
    { kind: 'invalid', operation: 'readAccess', resource: pool.deliveryGroup },
  );
}

function listOf(citrix: CitrixCaller, path: string, all: CitrixDesktop[], desktop: CitrixDesktop): UserList {
  return {
    users: desktop.IncludedUsers ?? [],
    write: async (users) => {
      // The delivery group's desktops are a list too, written whole: the others are named and stay as they are.
      const Desktops = all.map(({ Id }) =>
        Id === desktop.Id ? { Id, IncludedUserFilterEnabled: true, IncludedUsers: users } : { Id },
      );
      await written(citrix.send('PATCH', `${path}?async=true`, { Desktops }));
    },
  };
}

/** Throws where Citrix has taken the change and is not done with it within some seconds. */
async function written(sent: Promise<{ over: boolean }>): Promise<void> {
  if (!(await sent).over) throw new CitrixFault('accepted, and not done yet');
}

/**
 * By what a person or group is written into a list: Entra's object id, else Active Directory's security id (as Citrix's
 * own client does), else its name. Throws `invalid` for one that has none of them: writing the list would drop them.
 */
export function keyOf(identity: CitrixIdentity, resource: string): string {
  const key = identity.Oid || identity.Sid || identity.SamName || identity.PrincipalName;
  if (key) return key;
  throw new ProviderError(
    `delivery group ${resource}: one of its users (${nameOf(identity) || 'without a name'}) is known to no directory any more; remove them in Citrix`,
    { kind: 'invalid', operation: 'writeAccess', resource },
  );
}
