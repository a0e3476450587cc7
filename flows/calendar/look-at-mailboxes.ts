import { retryAfter } from '../back-off.ts';
import { addMinutes, later } from '../minutes.ts';
import { ProviderError } from '../provider-error.ts';
import { tellIct } from '../tell-ict.ts';
import type { MailboxAnswer, MailboxQuestion } from './calendar-reader.ts';
import type { MailboxDeps } from './mailbox-deps.ts';
import type { Mailbox } from './mailbox-store.ts';
import { nextLookAt, nextNight, reachesFar, windowFor } from './mailbox-time.ts';

/** The name under which these entries are handed on. */
export const OUTLOOK = 'outlook';
/** Where somebody has to mend something first, trying again sooner would only fill the log. */
const MENDING_MINUTES = 60;
/** What cannot be read for so long is told to the ICT section, once a day for all of them. */
const TOLD_AFTER_MINUTES = 60;

/** A reading that overlapped a writing of ours is made again so much later. */
const AGAIN_MS = 1_000;

interface Asked {
  mailbox: Mailbox;
  /** When the calendar was asked. */
  since: Date;
  question: MailboxQuestion;
}

/**
 * Reads these calendars, at most MOST_AT_ONCE, and hands on what changed, each in a transaction of its own together with
 * the place at which the next look goes on: what is handed on is never asked again, what is not is. A calendar that
 * cannot be read waits on its own. Throws ProviderError where nothing could be asked at all.
 */
export async function lookAtMailboxes(deps: MailboxDeps, personIds: string[]): Promise<void> {
  if (personIds.length === 0) return;
  const asked: Asked[] = [];
  await deps.store.transaction(async (tx) => {
    asked.length = 0;
    for (const id of personIds) {
      const mailbox = await tx.mailboxes.byId(id);
      if (mailbox && !mailbox.leaving) asked.push(asking(deps, mailbox));
    }
  });
  const anew = await lookOnce(deps, asked);
  // A token that is known no more, or a series that changed: read everything, at once.
  const stuck = await lookOnce(
    deps,
    anew.map(({ mailbox }) => asking(deps, mailbox, null)),
  );
  for (const { mailbox } of stuck)
    await fail(
      deps,
      mailbox,
      new ProviderError(`calendar of ${mailbox.personId}: Microsoft Graph gives no place to begin at`, {
        kind: 'unavailable',
        operation: 'readCalendar',
        resource: mailbox.personId,
      }),
    );
}

function asking(deps: MailboxDeps, mailbox: Mailbox, token = mailbox.token): Asked {
  return { mailbox, since: deps.clock.now(), question: questionOf(deps, { ...mailbox, token }) };
}

function questionOf(deps: MailboxDeps, { personId, token, window, series, wholeAt }: Mailbox): MailboxQuestion {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  if (token !== null && window !== null && reachesFar(organisation, window, now))
    return { personId, token, window, series };
  return { personId, token: null, window: windowFor(organisation, personId, now, wholeAt === null), series: [] };
}

/** Answers those that have to begin anew. */
async function lookOnce(deps: MailboxDeps, asked: Asked[]): Promise<Asked[]> {
  if (asked.length === 0) return [];
  const answers = await deps.calendars.look(asked.map(({ question }) => question));
  const anew: Asked[] = [];
  for (const one of asked) {
    const answer = answers.get(one.question.personId) ?? new Error('Microsoft Graph left out the answer');
    if (answer === 'begin-anew') anew.push(one);
    else if (answer instanceof Error) await fail(deps, one.mailbox, answer);
    else await keep(deps, one, answer).catch((error: unknown) => fail(deps, one.mailbox, error));
  }
  return anew;
}

async function keep(deps: MailboxDeps, { mailbox, since, question }: Asked, answer: MailboxAnswer): Promise<void> {
  const { store, clock, takeEntries } = deps;
  const now = clock.now();
  const { changes, token, series } = answer;
  await store.transaction(async (tx) => {
    const row = await tx.mailboxes.lock(question.personId);
    const person = await tx.people.byId(question.personId);
    if (!row || row.leaving || !person || row.token !== mailbox.token) return;
    // Whether it saw the calendar before or after we wrote there is not known: it would take our hand for the person's.
    if (await tx.calendar.isWriting(person.id, since, now)) {
      await tx.mailboxes.save({ ...row, lookAt: new Date(now.getTime() + AGAIN_MS) });
      return;
    }
    if (changes.whole !== null || changes.entries.length + changes.gone.length > 0)
      await takeEntries(tx, deps, person, OUTLOOK, changes);
    const asWished = row.wishes === mailbox.wishes;
    await tx.mailboxes.save({
      ...row,
      token,
      window: question.window,
      series: changes.whole ? series : [...new Set([...row.series, ...series])],
      lookedAt: now,
      wholeAt: changes.whole ? now : row.wholeAt,
      failing: null,
      // A wish that came while we looked stands.
      lookAt: asWished ? nextLookAt(deps.organisation(), row, now) : row.lookAt,
      notified: asWished ? false : row.notified,
    });
  });
}

async function fail(deps: MailboxDeps, { personId }: Mailbox, error: unknown): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const kind = error instanceof ProviderError ? error.kind : null;
  await store.transaction(async (tx) => {
    const row = await tx.mailboxes.lock(personId);
    if (!row) return;
    const attempts = (row.failing?.attempts ?? 0) + 1;
    const { afterMs, needsMending, message } = retryAfter(error, attempts);
    const again = new Date(now.getTime() + afterMs);
    const { timeZone } = deps.organisation();
    const since = row.failing?.since ?? now;
    await tx.mailboxes.save({
      ...row,
      failing: { since, attempts, message },
      lookAt:
        // A person without a mailbox is no fault: they may get one.
        kind === 'not-found'
          ? nextNight(timeZone, now)
          : needsMending
            ? later(again, addMinutes(now, MENDING_MINUTES))
            : again,
      notified: row.notified && kind !== 'not-found',
    });
    if (kind === 'not-found' || since > addMinutes(now, -TOLD_AFTER_MINUTES)) return;
    const { failing, mailboxes } = await tx.mailboxes.counts(now);
    const detail = `${failing} of ${mailboxes}: ${message}`;
    await tellIct(tx, deps, { code: 'calendars-unreadable', subject: OUTLOOK, detail, since });
  });
}
