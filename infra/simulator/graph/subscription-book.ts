import { randomUUID } from 'node:crypto';
import { type LifecycleEvent, post, shakeHands } from './notify.ts';
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

export interface Notification {
  subscriptionId: string;
  /** It is about the subscription itself. */
  lifecycle?: LifecycleEvent;
  /** As it was, for one whose subscription is gone. */
  of?: Subscription;
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

/** What may happen to a notification on its way. */
export type NotificationFault = 'lost' | 'doubled' | 'reordered';
/** One that is overtaken comes so much later. */
const OVERTAKEN_SECONDS = 90;

/** Subscriptions and the notifications on their way. Only loopback addresses are ever called (notify.ts). */
export class SubscriptionBook {
  private readonly subscriptions: Map<string, Subscription>;
  private notifications: Notification[];
  private readonly botUrl: string;
  /** Asked for each notification as it sets out. */
  fault: (() => NotificationFault | null) | null = null;

  constructor(botUrl: string, kept?: KeptSubscriptions) {
    this.botUrl = botUrl;
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
    for (const url of new Set([subscription.notificationUrl, subscription.lifecycleNotificationUrl]))
      if (url !== null) await shakeHands(url, this.botUrl);
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
      const fault = this.fault?.() ?? null;
      const late = fault === 'reordered' ? OVERTAKEN_SECONDS : DELAY_SECONDS;
      const dueAt = new Date(now.getTime() + late * 1000).toISOString();
      const copies = fault === 'lost' ? 0 : fault === 'doubled' ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1)
        this.notifications.push({ ...change, subscriptionId: id, dueAt, attempts: 0 });
    }
  }

  /**
   * What Graph does to subscriptions of a mailbox by itself: asks for a renewal before their time, takes them away, or
   * says that notifications were lost (those on their way are). Answers how many there were.
   */
  happens(event: LifecycleEvent, mailbox: string, now: Date): number {
    const concerned = this.all(now).filter((each) => each.mailbox === mailbox);
    for (const of of concerned) {
      if (event !== 'reauthorizationRequired')
        this.notifications = this.notifications.filter((each) => each.subscriptionId !== of.id || each.lifecycle);
      if (event === 'subscriptionRemoved') this.subscriptions.delete(of.id);
      const dueAt = new Date(now.getTime() + DELAY_SECONDS * 1000).toISOString();
      const about = { userId: mailbox, eventId: '', changeType: '', etag: '' };
      this.notifications.push({ ...about, subscriptionId: of.id, lifecycle: event, of: { ...of }, dueAt, attempts: 0 });
    }
    return concerned.length;
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
      const subscription = notification.of ?? this.subscriptions.get(notification.subscriptionId);
      if (!subscription || Date.parse(subscription.expirationDateTime) <= now.getTime()) continue;
      if (await post(subscription, notification, tenantId, this.botUrl)) continue;
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
