import { randomUUID } from 'node:crypto';
import { GraphFault, badRequest, objectBody } from './wire.ts';

export interface Subscription {
  id: string;
  resource: string;
  /** Object id of the mailbox's owner, or null where the resource is not a mailbox: nothing is notified then. */
  mailbox: string | null;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string | null;
  expirationDateTime: string;
}

interface Notification {
  subscriptionId: string;
  changeType: string;
  userId: string;
  eventId: string;
  etag: string;
  /** ISO instant of the (next) attempt. */
  dueAt: string;
  attempts: number;
}

export interface KeptSubscriptions {
  subscriptions: Subscription[];
  notifications: Notification[];
}

/** Longest and shortest life of a subscription to Outlook events. https://learn.microsoft.com/graph/api/resources/subscription */
const LONGEST_MINUTES = 10_080;
const SHORTEST_MINUTES = 45;
/** Outlook notifies within seconds; a failed delivery is repeated for up to four hours. */
const DELAY_SECONDS = 5;
const RETRY_MINUTES = [1, 5, 15, 30, 60, 120];

/** Subscriptions and the notifications on their way. Only loopback addresses are ever called. */
export class SubscriptionBook {
  private readonly subscriptions: Map<string, Subscription>;
  private notifications: Notification[];

  constructor(kept?: KeptSubscriptions) {
    this.subscriptions = new Map(kept?.subscriptions.map((each) => [each.id, each]));
    this.notifications = kept?.notifications ?? [];
  }

  all(now: Date): Subscription[] {
    return [...this.subscriptions.values()].filter((each) => Date.parse(each.expirationDateTime) > now.getTime());
  }

  get(id: string, now: Date): Subscription {
    const found = this.subscriptions.get(id);
    if (found && Date.parse(found.expirationDateTime) > now.getTime()) return found;
    throw new GraphFault(404, 'ResourceNotFound', 'The object was not found.');
  }

  async create(value: unknown, mailboxOf: (resource: string) => string | null, now: Date): Promise<Subscription> {
    const body = objectBody(value);
    const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null);
    for (const name of ['changeType', 'notificationUrl', 'resource', 'expirationDateTime']) {
      if (!text(name)) throw badRequest(`The required property '${name}' is missing.`, 'InvalidRequest');
    }
    const subscription: Subscription = {
      id: randomUUID(),
      resource: text('resource') ?? '',
      mailbox: mailboxOf(text('resource') ?? ''),
      changeType: text('changeType') ?? '',
      notificationUrl: text('notificationUrl') ?? '',
      lifecycleNotificationUrl: text('lifecycleNotificationUrl'),
      clientState: text('clientState'),
      expirationDateTime: expiry(text('expirationDateTime') ?? '', now),
    };
    if ((subscription.clientState?.length ?? 0) > 128) {
      throw badRequest('Subscription clientState is longer than 128 characters.', 'InvalidRequest');
    }
    const twin = this.all(now).find(
      (each) => each.resource === subscription.resource && each.notificationUrl === subscription.notificationUrl,
    );
    if (twin) throw new GraphFault(409, 'Conflict', `Subscription ${twin.id} for this resource exists already.`);
    await shakeHands(subscription.notificationUrl);
    this.subscriptions.set(subscription.id, subscription);
    return subscription;
  }

  renew(id: string, value: unknown, now: Date): Subscription {
    const subscription = this.get(id, now);
    const until = objectBody(value)['expirationDateTime'];
    if (typeof until === 'string') subscription.expirationDateTime = expiry(until, now);
    return subscription;
  }

  remove(id: string, now: Date): void {
    this.subscriptions.delete(this.get(id, now).id);
    this.notifications = this.notifications.filter((each) => each.subscriptionId !== id);
  }

  /** A calendar changed: whoever subscribed to it is notified some seconds later. */
  note(change: { userId: string; eventId: string; changeType: string; etag: string }, now: Date): void {
    for (const { id, mailbox, changeType } of this.all(now)) {
      if (mailbox !== change.userId || !changeType.split(',').some((each) => each.trim() === change.changeType))
        continue;
      const dueAt = new Date(now.getTime() + DELAY_SECONDS * 1000).toISOString();
      this.notifications.push({ ...change, subscriptionId: id, dueAt, attempts: 0 });
    }
  }

  nextDueAt(): Date | null {
    let first: string | null = null;
    for (const { dueAt } of this.notifications) if (first === null || dueAt < first) first = dueAt;
    return first === null ? null : new Date(first);
  }

  /** Delivers what is due and answers how many deliveries were tried; what fails comes again later or is dropped. */
  async deliver(now: Date, tenantId: string): Promise<number> {
    const due = this.notifications.filter((each) => Date.parse(each.dueAt) <= now.getTime());
    this.notifications = this.notifications.filter((each) => !due.includes(each));
    for (const notification of due) {
      const subscription = this.subscriptions.get(notification.subscriptionId);
      if (!subscription || Date.parse(subscription.expirationDateTime) <= now.getTime()) continue;
      if (await post(subscription, notification, tenantId)) continue;
      const minutes = RETRY_MINUTES[notification.attempts];
      if (minutes === undefined) continue;
      const dueAt = new Date(now.getTime() + minutes * 60_000).toISOString();
      this.notifications.push({ ...notification, dueAt, attempts: notification.attempts + 1 });
    }
    return due.length;
  }

  toJSON(): KeptSubscriptions {
    return { subscriptions: [...this.subscriptions.values()], notifications: this.notifications };
  }
}

export function subscriptionJson(subscription: Subscription): Record<string, unknown> {
  const { mailbox: _mailbox, clientState: _secret, ...shown } = subscription;
  return {
    ...shown,
    applicationId: null,
    creatorId: null,
    includeResourceData: null,
    latestSupportedTlsVersion: 'v1_2',
  };
}

function expiry(text: string, now: Date): string {
  const wanted = Date.parse(text);
  if (Number.isNaN(wanted)) throw badRequest('expirationDateTime is not a date and time.', 'InvalidRequest');
  const minutes = (wanted - now.getTime()) / 60_000;
  if (minutes <= 0 || minutes > LONGEST_MINUTES) {
    const message = `Subscription expiration can only be ${LONGEST_MINUTES} minutes in the future.`;
    throw badRequest(message, 'ExtensionError');
  }
  return new Date(Math.max(wanted, now.getTime() + SHORTEST_MINUTES * 60_000)).toISOString();
}

function isLoopback(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks: the token comes back as text within 10 seconds. */
async function shakeHands(notificationUrl: string): Promise<void> {
  const refused = badRequest('Subscription validation request failed.', 'ValidationError');
  if (!isLoopback(notificationUrl)) throw refused;
  const token = `Validation: Testing client application reachability for subscription ${randomUUID()}`;
  const address = new URL(notificationUrl);
  address.searchParams.set('validationToken', token);
  try {
    const answer = await fetch(address, { method: 'POST', signal: AbortSignal.timeout(10_000) });
    if (answer.status === 200 && (await answer.text()) === token) return;
  } catch {
    // the same refusal
  }
  throw refused;
}

async function post(subscription: Subscription, notification: Notification, tenantId: string): Promise<boolean> {
  const { userId, eventId, changeType, etag } = notification;
  const resource = `Users/${userId}/Events/${eventId}`;
  const resourceData = {
    '@odata.type': '#Microsoft.Graph.Event',
    '@odata.id': resource,
    '@odata.etag': etag,
    id: eventId,
  };
  const value = [
    {
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: subscription.expirationDateTime,
      changeType,
      resource,
      resourceData,
      clientState: subscription.clientState,
      tenantId,
    },
  ];
  try {
    const answer = await fetch(subscription.notificationUrl, {
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
