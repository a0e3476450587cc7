import type { Activity } from 'botbuilder';

/** Who sent an activity, by what the channel vouches for: never by names, mentions or anything inside a card. */
export interface Sender {
  personId: string;
  tenantId: string;
  channelAccountId: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The sender, or null where the activity does not come from a member of the tenant: no Entra object id, no tenant, or
 * another one. Both places that may name the tenant must agree where both do. (The SDK's token check does not look at
 * the tenant: botframework-connector/src/auth, 4.23.)
 */
export function senderOf(activity: Activity, tenantId: string): Sender | null {
  const personId = activity.from?.aadObjectId;
  const tenants = [activity.conversation?.tenantId, tenantOf(activity.channelData)].filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  if (typeof personId !== 'string' || !UUID.test(personId) || tenants.length === 0) return null;
  if (tenants.some((one) => one.toLowerCase() !== tenantId.toLowerCase())) return null;
  return { personId: personId.toLowerCase(), tenantId, channelAccountId: activity.from.id ?? '' };
}

function tenantOf(channelData: unknown): unknown {
  if (typeof channelData !== 'object' || channelData === null) return undefined;
  const { tenant } = channelData as { tenant?: { id?: unknown } };
  return tenant?.id;
}
