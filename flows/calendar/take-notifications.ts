import { createHash, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { lost, wished } from './attend-subscriptions.ts';
import type { Mailbox } from './mailbox-store.ts';

/** What a notification of Microsoft Graph says, as far as it matters. Nothing of it is believed but that something changed. */
export interface MailboxNotification {
  subscriptionId: string;
  clientState: string;
  /** Null where it names none. */
  tenantId: string | null;
  lifecycle: 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed' | null;
}

/** How many were followed, of no subscription of ours, and not sent by Graph (another secret or tenant). */
export interface TakenNotifications {
  taken: number;
  unknown: number;
  refused: number;
}

/**
 * Makes the mailboxes that notifications speak of due: read soon, renewed or subscribed anew. Repeated, doubled and late
 * ones cost a reading that finds nothing. Who asks learns nothing of which subscriptions there are.
 */
export function takeNotifications(deps: Deps, notifications: MailboxNotification[]): Promise<TakenNotifications> {
  const { store, clock } = deps;
  const { tenantId } = deps.organisation();
  return store.transaction(async (tx) => {
    const now = clock.now();
    const found = await tx.mailboxes.bySubscriptions([...new Set(notifications.map((one) => one.subscriptionId))]);
    const bySubscription = new Map(found.map((mailbox) => [mailbox.subscription?.id, mailbox]));
    const counted = { taken: 0, unknown: 0, refused: 0 };
    const wishes = new Map<string, Set<MailboxNotification['lifecycle']>>();
    for (const { subscriptionId, clientState, tenantId: tenant, lifecycle } of notifications) {
      const mailbox = bySubscription.get(subscriptionId);
      // Compared in any case: the time that it takes tells nothing.
      const ours = isSame(clientState, mailbox?.secret ?? subscriptionId);
      if (!mailbox) counted.unknown += 1;
      else if (!ours || (tenant !== null && tenant.toLowerCase() !== tenantId.toLowerCase())) counted.refused += 1;
      else {
        counted.taken += 1;
        wishes.set(mailbox.personId, (wishes.get(mailbox.personId) ?? new Set()).add(lifecycle));
      }
    }
    const rows = (await tx.mailboxes.lock([...wishes.keys()])).filter(({ leaving }) => !leaving);
    await tx.mailboxes.save(rows.map((row) => after(row, wishes.get(row.personId)!, now)));
    if (wishes.size > 0) await tx.due.noLaterThan('mailboxes', 'looks', now);
    return counted;
  });
}

function after(row: Mailbox, said: ReadonlySet<MailboxNotification['lifecycle']>, now: Date): Mailbox {
  let mailbox = row;
  if (said.has('subscriptionRemoved')) mailbox = lost(mailbox, now);
  else if (said.has('reauthorizationRequired')) mailbox = { ...mailbox, attendAt: now };
  if (said.has('missed') || said.has(null)) mailbox = { ...wished(mailbox, now), notified: true };
  return mailbox;
}

/** Compared by hashes of one length, in a time that does not tell how much of it was right. */
function isSame(given: string, kept: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(kept));
}
