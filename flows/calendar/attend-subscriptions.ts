import { retryAfter } from '../back-off.ts';
import { addMinutes, later } from '../minutes.ts';
import { ProviderError } from '../provider-error.ts';
import type { Tx } from '../store.ts';
import type { MailboxSubscription } from './calendar-reader.ts';
import type { MailboxDeps } from './mailbox-deps.ts';
import type { Mailbox } from './mailbox-store.ts';
import { nextNight, renewAt, SUBSCRIPTION_MINUTES } from './mailbox-time.ts';

/** A subscription that could not be made is tried again after so long, at least. Calendars are looked at meanwhile. */
const AGAIN_MINUTES = 60;

/**
 * Makes a mailbox's subscription, or renews it. What notifications will carry is in the database before the call; one
 * that was made without our knowing is found by its 409, or by the sweep. Faults are kept with the mailbox, never thrown.
 */
export async function attendSubscription(deps: MailboxDeps, mailbox: Mailbox): Promise<void> {
  const { calendars, clock, notificationUrl } = deps;
  const now = clock.now();
  const { personId, subscription } = mailbox;
  if (notificationUrl === null)
    return change(deps, personId, (row) => ({
      ...row,
      subscriptionFailure: null,
      attendAt: nextNight(deps.organisation().timeZone, now),
    }));
  const until = addMinutes(now, SUBSCRIPTION_MINUTES);
  try {
    if (subscription && subscription.until > now) {
      await note(deps, 'mailbox-renewing', personId);
      const kept = await calendars.renew(subscription.id, until);
      if (kept)
        return await change(deps, personId, (row, tx) => {
          const facts = { until: kept.toISOString() };
          tx.audit.add({ kind: 'mailbox-renewed', by: 'system', subject: personId, facts }, now);
          return subscribed(row, { id: subscription.id, until: kept });
        });
      await change(deps, personId, (row) => ({ ...row, subscription: null }));
    }
    await note(deps, 'mailbox-subscribing', personId);
    const made = await subscribeOnce(deps, mailbox, notificationUrl, until);
    await change(deps, personId, (row, tx) => {
      tx.audit.add(
        { kind: 'mailbox-subscribed', by: 'system', subject: personId, facts: { until: made.until.toISOString() } },
        now,
      );
      // What changed while nothing told of it.
      return wished(subscribed(row, made), now);
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { afterMs } = retryAfter(error, 1);
    const again = later(addMinutes(now, AGAIN_MINUTES), new Date(now.getTime() + afterMs));
    const soon = error.kind === 'throttled' || error.kind === 'unavailable';
    await change(deps, personId, (row) => ({
      ...row,
      subscriptionFailure: error.message,
      attendAt: soon ? new Date(now.getTime() + Math.max(afterMs, 60_000)) : again,
    }));
  }
}

async function subscribeOnce(
  { calendars }: MailboxDeps,
  { personId, secret }: Mailbox,
  notificationUrl: string,
  until: Date,
): Promise<MailboxSubscription> {
  try {
    return await calendars.subscribe({ personId, notificationUrl, secret, until });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'conflict') throw error;
    const all = await calendars.subscriptions();
    const ours = all.find((one) => one.personId === personId && one.notificationUrl === notificationUrl);
    if (!ours) throw error;
    return ours;
  }
}

/** Whoever takes part no more: the subscription ends, then nothing of the mailbox is kept. */
export async function endSubscription(deps: MailboxDeps, { personId, subscription }: Mailbox): Promise<void> {
  const { calendars, clock, store } = deps;
  try {
    if (subscription) {
      await note(deps, 'mailbox-unsubscribing', personId);
      await calendars.unsubscribe(subscription.id);
    }
    await store.transaction(async (tx) => {
      const row = await tx.mailboxes.lock(personId);
      if (!row?.leaving || row.subscription?.id !== subscription?.id) return;
      await tx.mailboxes.remove(personId);
      tx.audit.add({ kind: 'mailbox-left', by: 'system', subject: personId, facts: {} }, clock.now());
    });
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const attendAt = new Date(clock.now().getTime() + retryAfter(error, 5).afterMs);
    await change(deps, personId, (row) => ({ ...row, subscriptionFailure: error.message, attendAt }));
  }
}

/**
 * Compares what Graph has of our subscriptions with what is kept: takes over one that was made without our knowing,
 * notices one that is gone, ends those that belong to nobody. Touches none that leads to another address.
 */
export async function sweepSubscriptions(deps: MailboxDeps): Promise<void> {
  const { calendars, clock, store, notificationUrl } = deps;
  if (notificationUrl === null) return;
  const before = new Map(
    (await store.transaction((tx) => tx.mailboxes.subscribed())).map((row) => [row.personId, row] as const),
  );
  const listed = (await calendars.subscriptions()).filter((one) => one.notificationUrl === notificationUrl);
  const ids = new Set(listed.map(({ id }) => id));
  const now = clock.now();
  for (const { personId, subscriptionId } of before.values())
    if (subscriptionId !== null && !ids.has(subscriptionId))
      await change(deps, personId, (row) => (row.subscription?.id === subscriptionId ? lost(row, now) : row));
  const extra: { id: string; personId: string }[] = [];
  for (const one of listed) {
    if (one.personId === null) continue;
    if (before.get(one.personId)?.subscriptionId === one.id) continue;
    const taken = await store.transaction(async (tx) => {
      const row = await tx.mailboxes.lock(one.personId!);
      if (!row) return false;
      if (row.subscription !== null) return row.subscription.id === one.id || !ids.has(row.subscription.id);
      await tx.mailboxes.save(wished(subscribed(row, one), now));
      const facts = { until: one.until.toISOString() };
      tx.audit.add({ kind: 'mailbox-subscribed', by: 'system', subject: row.personId, facts }, now);
      return true;
    });
    if (!taken) extra.push({ id: one.id, personId: one.personId });
  }
  for (const { id, personId } of extra) {
    await note(deps, 'mailbox-unsubscribing', personId);
    await calendars.unsubscribe(id);
  }
  if (before.size > 0) await store.transaction((tx) => tx.due.noLaterThan('mailboxes', 'looks', now));
}

/** The mailbox with this subscription. */
function subscribed(row: Mailbox, { id, until }: { id: string; until: Date }): Mailbox {
  return {
    ...row,
    subscription: { id, until },
    // Whoever leaves is attended to at once.
    attendAt: row.leaving ? row.attendAt : renewAt(until),
    subscriptionFailure: null,
  };
}

/** The mailbox whose subscription is gone: it is made anew, and what was missed is read. */
export function lost(row: Mailbox, now: Date): Mailbox {
  return wished({ ...row, subscription: null, attendAt: now }, now);
}

/** The mailbox, to be looked at now. */
export function wished(row: Mailbox, now: Date): Mailbox {
  return { ...row, lookAt: row.lookAt < now ? row.lookAt : now, wishes: row.wishes + 1 };
}

/** What is about to be done is in the audit log before it is done. */
async function note({ store, clock }: MailboxDeps, kind: string, personId: string): Promise<void> {
  await store.transaction(async (tx) =>
    tx.audit.add({ kind, by: 'system', subject: personId, facts: {} }, clock.now()),
  );
}

async function change(
  { store }: MailboxDeps,
  personId: string,
  work: (row: Mailbox, tx: Tx) => Mailbox,
): Promise<void> {
  await store.transaction(async (tx) => {
    const row = await tx.mailboxes.lock(personId);
    if (row) await tx.mailboxes.save(work(row, tx));
  });
}
