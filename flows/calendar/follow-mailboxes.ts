import { randomBytes } from 'node:crypto';
import { addMinutes, later } from '../minutes.ts';
import { takesPart } from '../registration/takes-part.ts';
import type { Tx } from '../store.ts';
import { attendSubscriptions, endSubscriptions } from './attend-subscriptions.ts';
import { inGroups } from './calendar-reader.ts';
import { lookAtMailboxes } from './look-at-mailboxes.ts';
import type { MailboxDeps } from './mailbox-deps.ts';
import { sweepSubscriptions } from './sweep-subscriptions.ts';

/**
 * Who takes part is compared, and subscriptions with what Graph has of them, so often, beside whenever directory or
 * settings change. Of most that go away Graph tells at once, and what went unseen is read in the night.
 */
const MINUTES_BETWEEN = 240;
/** Mailboxes of a step: 1,100 take six of them. */
const MOST_IN_STEP = 200;
/** No more are begun in a step that has lasted so long (of the product's clock): access and hosts are waiting behind it. */
const LONGEST_STEP_MS = 4_000;
/** Between two steps. */
const STEP_MS = 1_000;

/**
 * `people`: keeps a mailbox for everybody who takes part, and none for others. `looks`: one step of mailboxes for which
 * something is due, in the order of `MailboxStore.due`, twenty in one call. Answers when to come again, or null where no
 * calendar is followed. All of it is data: after a crash the next step meets what is left. Throws ProviderError where
 * Graph answers nothing at all.
 */
export function followMailboxes(deps: MailboxDeps, subject: string): Promise<Date | null> {
  return subject === 'people' ? followPeople(deps) : takeStep(deps);
}

async function followPeople(deps: MailboxDeps): Promise<Date | null> {
  const { store, clock } = deps;
  const now = clock.now();
  const organisation = deps.organisation();
  const some = await store.transaction(async (tx) => {
    const known = await tx.mailboxes.personIds();
    const here = organisation.calendar.outlook ? await tx.people.byIds(await tx.people.present()) : [];
    const wanted = new Set(here.filter((person) => takesPart(organisation, person)).map(({ id }) => id));
    const before = new Set(known);
    const fresh = [...wanted].filter((id) => !before.has(id));
    await tx.mailboxes.add(
      fresh.map((personId) => ({ personId, secret: randomBytes(32).toString('base64url') })),
      now,
    );
    await tx.mailboxes.markLeaving(
      known.filter((id) => !wanted.has(id)),
      now,
    );
    await lookWhenDue(tx);
    return wanted.size + known.length > 0;
  });
  if (some) await sweepSubscriptions(deps);
  return organisation.calendar.outlook ? addMinutes(now, MINUTES_BETWEEN) : null;
}

/** The next step is when something of any mailbox is due: where nothing is, none is taken. */
async function lookWhenDue(tx: Tx): Promise<void> {
  const next = await tx.mailboxes.nextAt();
  if (next) await tx.due.noLaterThan('mailboxes', 'looks', next);
}

async function takeStep(deps: MailboxDeps): Promise<Date | null> {
  const { store, clock } = deps;
  const now = clock.now();
  const due = await store.transaction((tx) => tx.mailboxes.due(now, MOST_IN_STEP));
  for (const group of inGroups(due)) {
    if (clock.now().getTime() - now.getTime() >= LONGEST_STEP_MS) break;
    // A subscription stands before its calendar is read: nothing falls between the two.
    const waiting = group.filter(({ attendAt }) => attendAt <= now);
    await endSubscriptions(
      deps,
      waiting.filter(({ leaving }) => leaving),
    );
    await attendSubscriptions(
      deps,
      waiting.filter(({ leaving }) => !leaving),
    );
    await lookAtMailboxes(
      deps,
      group.filter((one) => !one.leaving && one.lookAt <= now).map(({ personId }) => personId),
    );
  }
  const next = await store.transaction((tx) => tx.mailboxes.nextAt());
  return next && later(next, new Date(clock.now().getTime() + STEP_MS));
}
