import { audited, change, lost, note, subscribed, wished } from './attend-subscriptions.ts';
import { inGroups, type MailboxSubscription } from './calendar-reader.ts';
import type { MailboxDeps } from './mailbox-deps.ts';

/**
 * Compares what Graph has of our subscriptions with what is kept: takes over one that was made without our knowing,
 * notices one that is gone, ends those that belong to nobody. Touches none that leads to another address. Throws
 * ProviderError where Graph does not say what it has.
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
  const gone = [...before.values()].filter((one) => one.subscriptionId !== null && !ids.has(one.subscriptionId));
  await change(
    deps,
    new Map(
      gone.map(({ personId, subscriptionId }) => [
        personId,
        (row) => (row.subscription?.id === subscriptionId ? lost(row, now) : row),
      ]),
    ),
  );
  if (gone.length > 0) await store.transaction((tx) => tx.due.noLaterThan('mailboxes', 'looks', now));
  const extra: { id: string; personId: string }[] = [];
  for (const one of listed) {
    const { id, personId } = one;
    if (personId === null || before.get(personId)?.subscriptionId === id) continue;
    if (!(await takenOver(deps, personId, one, ids))) extra.push({ id, personId });
  }
  for (const group of inGroups(extra)) {
    await note(deps, 'mailbox-unsubscribing', group);
    const [failure] = (await calendars.unsubscribe(group.map(({ id }) => id))).values();
    if (failure) throw failure;
  }
}

/** Whether the subscription is this mailbox's from now on, or was already. */
function takenOver(
  deps: MailboxDeps,
  personId: string,
  found: MailboxSubscription,
  listed: ReadonlySet<string>,
): Promise<boolean> {
  const now = deps.clock.now();
  return deps.store.transaction(async (tx) => {
    const [row] = await tx.mailboxes.lock([personId]);
    if (!row) return false;
    if (row.subscription !== null) return row.subscription.id === found.id || !listed.has(row.subscription.id);
    await tx.mailboxes.save([wished(subscribed(deps, row, found), now)]);
    await tx.due.noLaterThan('mailboxes', 'looks', now);
    tx.audit.add(audited('mailbox-subscribed', row, found), now);
    return true;
  });
}
