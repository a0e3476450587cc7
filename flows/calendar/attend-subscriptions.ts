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
/** Where Graph is busy or away, it is tried again after so long, at least. */
const SOON_MS = 60_000;

type Change = (row: Mailbox, tx: Tx) => Mailbox;

/**
 * Makes these mailboxes' subscriptions, at most MOST_AT_ONCE, or renews them. What notifications will carry is in the
 * database before the call; one that was made without our knowing is found by its 409, or by the sweep. Faults are kept
 * with the mailbox, never thrown.
 */
export async function attendSubscriptions(deps: MailboxDeps, mailboxes: Mailbox[]): Promise<void> {
  if (mailboxes.length === 0) return;
  const { clock, notificationUrl } = deps;
  const now = clock.now();
  const { timeZone } = deps.organisation();
  if (notificationUrl === null)
    return change(
      deps,
      new Map(
        mailboxes.map(({ personId }) => [
          personId,
          (row) => ({ ...row, subscriptionFailure: null, attendAt: nextNight(timeZone, now) }),
        ]),
      ),
    );
  const changes = new Map<string, Change>();
  const held = mailboxes.filter(({ subscription }) => subscription && subscription.until > now);
  const gone = await renew(deps, held, changes);
  await subscribe(deps, notificationUrl, [...mailboxes.filter((one) => !held.includes(one)), ...gone], changes);
  await change(deps, changes);
}

/** Answers those whose subscription is not there any more. */
async function renew(deps: MailboxDeps, held: Mailbox[], changes: Map<string, Change>): Promise<Mailbox[]> {
  if (held.length === 0) return [];
  const { calendars, clock } = deps;
  const now = clock.now();
  await note(deps, 'mailbox-renewing', held);
  const ids = held.map(({ subscription }) => subscription!.id);
  const answers = await answered(ids, () => calendars.renew(ids, addMinutes(now, SUBSCRIPTION_MINUTES)));
  const gone: Mailbox[] = [];
  for (const mailbox of held) {
    const { id } = mailbox.subscription!;
    const until = answers.get(id);
    if (until instanceof Date)
      changes.set(mailbox.personId, (row, tx) => {
        tx.audit.add(audited('mailbox-renewed', row, { until }), now);
        return subscribed(deps, row, { id, until });
      });
    else if (until === null) gone.push(mailbox);
    else changes.set(mailbox.personId, failed(deps, until));
  }
  return gone;
}

/** A subscription that cannot be made is none: what was kept of an earlier one is over. */
async function subscribe(
  deps: MailboxDeps,
  notificationUrl: string,
  fresh: Mailbox[],
  changes: Map<string, Change>,
): Promise<void> {
  if (fresh.length === 0) return;
  const { calendars, clock } = deps;
  const now = clock.now();
  await note(deps, 'mailbox-subscribing', fresh);
  const until = addMinutes(now, SUBSCRIPTION_MINUTES);
  const ids = fresh.map(({ personId }) => personId);
  const answers = await answered(ids, () =>
    calendars.subscribe(fresh.map(({ personId, secret }) => ({ personId, notificationUrl, secret, until }))),
  );
  const thereAlready = await standing(deps, notificationUrl, answers);
  for (const { personId } of fresh) {
    const made = thereAlready.get(personId) ?? answers.get(personId);
    if (made === undefined || made instanceof Error)
      changes.set(personId, (row, tx) => ({ ...failed(deps, made)(row, tx), subscription: null }));
    else
      changes.set(personId, (row, tx) => {
        tx.audit.add(audited('mailbox-subscribed', row, made), now);
        // What changed while nothing told of it.
        return wished(subscribed(deps, row, made), now);
      });
  }
}

/** The subscriptions of those of whom Graph says that there is one already, as far as they can be found. */
async function standing(
  { calendars }: MailboxDeps,
  notificationUrl: string,
  answers: ReadonlyMap<string, unknown>,
): Promise<Map<string, MailboxSubscription | Error>> {
  const isThere = (answer: unknown) => answer instanceof ProviderError && answer.kind === 'conflict';
  const ids = [...answers].flatMap(([personId, answer]) => (isThere(answer) ? [personId] : []));
  if (ids.length === 0) return new Map();
  const listed = await answered(ids, async () => {
    const ours = (await calendars.subscriptions()).filter((one) => one.notificationUrl === notificationUrl);
    return new Map(ours.flatMap((one) => (one.personId === null ? [] : [[one.personId, one]])));
  });
  return new Map(ids.flatMap((id) => (listed.has(id) ? [[id, listed.get(id)!]] : [])));
}

/** Tried again soon where Graph is busy or away, else within the hour. */
function failed({ clock }: MailboxDeps, given: Error | undefined): Change {
  const now = clock.now();
  const error = given ?? new Error('Microsoft Graph left out the answer');
  const { afterMs } = retryAfter(error, 1);
  const kind = error instanceof ProviderError ? error.kind : null;
  const attendAt =
    kind === 'throttled' || kind === 'unavailable'
      ? new Date(now.getTime() + Math.max(afterMs, SOON_MS))
      : later(addMinutes(now, AGAIN_MINUTES), new Date(now.getTime() + afterMs));
  return (row) => ({ ...row, subscriptionFailure: error.message, attendAt });
}

/** Of these, at most MOST_AT_ONCE, who take part no more: the subscription ends, then nothing of the mailbox is kept. */
export async function endSubscriptions(deps: MailboxDeps, mailboxes: Mailbox[]): Promise<void> {
  if (mailboxes.length === 0) return;
  const { calendars, clock, store } = deps;
  const held = mailboxes.filter(({ subscription }) => subscription !== null);
  const ids = held.map(({ subscription }) => subscription!.id);
  await note(deps, 'mailbox-unsubscribing', held);
  const failures = ids.length > 0 ? await answered(ids, () => calendars.unsubscribe(ids)) : new Map();
  const before = new Map(mailboxes.map((mailbox) => [mailbox.personId, mailbox.subscription?.id]));
  const failureOf = (id: string | undefined): Error | null => (id === undefined ? null : (failures.get(id) ?? null));
  const now = clock.now();
  await store.transaction(async (tx) => {
    // Who takes part again meanwhile, or has another subscription by now, is looked after elsewhere.
    const rows = (await tx.mailboxes.lock([...before.keys()])).filter(
      (row) => row.leaving && row.subscription?.id === before.get(row.personId),
    );
    const over = rows.filter(({ subscription }) => failureOf(subscription?.id) === null);
    await tx.mailboxes.remove(over.map(({ personId }) => personId));
    for (const { personId } of over)
      tx.audit.add({ kind: 'mailbox-left', by: 'system', subject: personId, facts: {} }, now);
    await tx.mailboxes.save(
      rows.flatMap((row) => {
        const error = failureOf(row.subscription?.id);
        if (error === null) return [];
        const attendAt = new Date(now.getTime() + retryAfter(error, 5).afterMs);
        return [{ ...row, subscriptionFailure: error.message, attendAt }];
      }),
    );
  });
}

/** The mailbox with this subscription. */
export function subscribed(
  { clock, organisation }: MailboxDeps,
  row: Mailbox,
  { id, until }: Pick<MailboxSubscription, 'id' | 'until'>,
): Mailbox {
  return {
    ...row,
    subscription: { id, until },
    // Whoever leaves is attended to at once.
    attendAt: row.leaving ? row.attendAt : renewAt(organisation().timeZone, row.personId, until, clock.now()),
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

/** What the audit log says of a subscription that stands. */
export function audited(kind: string, { personId }: Mailbox, { until }: Pick<MailboxSubscription, 'until'>) {
  return { kind, by: 'system', subject: personId, facts: { until: until.toISOString() } };
}

/** What is about to be done is in the audit log before it is done. */
export async function note(
  { store, clock }: MailboxDeps,
  kind: string,
  mailboxes: readonly Pick<Mailbox, 'personId'>[],
): Promise<void> {
  if (mailboxes.length === 0) return;
  await store.transaction(async (tx) => {
    for (const { personId } of mailboxes)
      tx.audit.add({ kind, by: 'system', subject: personId, facts: {} }, clock.now());
  });
}

/** Changes what is kept of these mailboxes; of those that are not there any more nothing. */
export async function change({ store }: MailboxDeps, changes: ReadonlyMap<string, Change>): Promise<void> {
  if (changes.size === 0) return;
  await store.transaction(async (tx) => {
    const rows = await tx.mailboxes.lock([...changes.keys()]);
    await tx.mailboxes.save(rows.map((row) => changes.get(row.personId)!(row, tx)));
  });
}

/** What is answered for each; a fault of the whole call is everybody's. */
async function answered<T>(ids: string[], call: () => Promise<Map<string, T>>): Promise<Map<string, T | Error>> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return new Map(ids.map((id) => [id, error]));
  }
}
