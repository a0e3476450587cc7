import { randomUUID } from 'node:crypto';
import type { Notification, Subscription } from './subscription-book.ts';
import { badRequest } from './wire.ts';

/** What Graph tells of a subscription itself. */
export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/**
 * Where a notification goes on this machine: a loopback address as it is; an https address in public to the same path of
 * the bot that this tenant was started for, which is its loopback twin. Null for anything else: as Graph, this tenant
 * calls https alone, and as it is a simulation, nobody outside.
 */
export function twinOf(address: string, botUrl: string): string | null {
  if (!URL.canParse(address)) return null;
  if (isLoopback(address)) return address;
  const { protocol, pathname, search } = new URL(address);
  return protocol === 'https:' && isLoopback(botUrl) ? new URL(pathname + search, botUrl).href : null;
}

function isLoopback(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: the token comes back as text within 10 seconds. */
export async function shakeHands(notificationUrl: string, botUrl: string): Promise<void> {
  const refused = badRequest('Subscription validation request failed.', 'ValidationError');
  const twin = twinOf(notificationUrl, botUrl);
  if (twin === null) throw refused;
  const token = `Validation: Testing client application reachability for subscription ${randomUUID()}`;
  const address = new URL(twin);
  address.searchParams.set('validationToken', token);
  try {
    const answer = await fetch(address, { method: 'POST', signal: AbortSignal.timeout(10_000) });
    if (answer.status === 200 && (await answer.text()) === token) return;
  } catch {
    // the same refusal
  }
  throw refused;
}

/** Answers whether it was taken. */
export async function post(
  subscription: Subscription,
  notification: Notification,
  tenantId: string,
  botUrl: string,
): Promise<boolean> {
  const { lifecycle } = notification;
  const url = lifecycle ? subscription.lifecycleNotificationUrl : subscription.notificationUrl;
  const twin = url === null ? null : twinOf(url, botUrl);
  if (twin === null) return true; // nobody wants to know of it
  const value = [
    lifecycle ? lifecycleBody(subscription, lifecycle, tenantId) : changeBody(subscription, notification, tenantId),
  ];
  try {
    const answer = await fetch(twin, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value }),
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** https://learn.microsoft.com/graph/change-notifications-lifecycle-events */
function lifecycleBody(subscription: Subscription, lifecycleEvent: LifecycleEvent, tenantId: string): object {
  return {
    lifecycleEvent,
    subscriptionId: subscription.id,
    resource: subscription.resource,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    clientState: subscription.clientState,
    organizationId: tenantId,
    tenantId,
  };
}

function changeBody(subscription: Subscription, notification: Notification, tenantId: string): object {
  const { userId, eventId, changeType, etag } = notification;
  const resource = `Users/${userId}/Events/${eventId}`;
  const resourceData = {
    '@odata.type': '#Microsoft.Graph.Event',
    '@odata.id': resource,
    '@odata.etag': etag,
    id: eventId,
  };
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    changeType,
    resource,
    resourceData,
    clientState: subscription.clientState,
    tenantId,
  };
}
