import { retryAfter } from '../back-off.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import { ProviderError } from '../provider-error.ts';
import type { Tx } from '../store.ts';
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

/** A reading that overlapped a writing of ours is made again: after as long again as that has lasted, within these. */
const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 60_000;

interface Asked {
  mailbox: Mailbox;
  /** When the calendar was asked. */
  since: Date;
  question: MailboxQuestion;
}

interface Answered extends Asked {
  answer: MailboxAnswer;
}

/**
 * Reads these calendars, at most MOST_AT_ONCE, and hands on what changed, each in a transaction of its own together with
 * the place at which the next look goes on: what is handed on is never asked again, what is not is. Those that say nothing
 * new, which are nearly all, are kept together. A calendar that cannot be read waits on its own. Throws ProviderError
 * where nothing could be asked at all.
 */
export async function lookAtMailboxes(deps: MailboxDeps, personIds: string[]): Promise<void> {
  if (personIds.length === 0) return;
  const rows = await deps.store.transaction((tx) => tx.mailboxes.byIds(personIds));
  const byId = new Map(rows.map((mailbox) => [mailbox.personId, mailbox]));
  const asked = personIds
    .flatMap((id) => byId.get(id) ?? [])
    .filter(({ leaving }) => !leaving)
    .map((mailbox) => asking(deps, mailbox));
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
  const answered: Answered[] = [];
  for (const one of asked) {
    const answer = answers.get(one.question.personId) ?? new Error('Microsoft Graph left out the answer');
    if (answer === 'begin-anew') anew.push(one);
    else if (answer instanceof Error) await fail(deps, one.mailbox, answer);
    else answered.push({ ...one, answer });
  }
  for (const one of await keepSilent(deps, answered))
    await keep(deps, one).catch((error: unknown) => fail(deps, one.mailbox, error));
  return anew;
}

/** Keeps those that say nothing of which anything could follow, and answers the others. */
async function keepSilent(deps: MailboxDeps, answered: Answered[]): Promise<Answered[]> {
  const silent = answered.filter(({ answer: { changes } }) => changes.entries.length + changes.gone.length === 0);
  if (silent.length === 0) return answered;
  const { store, clock } = deps;
  const now = clock.now();
  const kept = await store.transaction(async (tx) => {
    const whole = silent.flatMap(({ answer, mailbox }) => (answer.changes.whole ? [mailbox.personId] : []));
    // A whole reading without entries says that all are gone: of those where any are known.
    const blank = whole.length > 0 ? await tx.mailboxes.blank(whole) : new Set();
    const some = new Map(
      silent
        .filter(({ answer, mailbox }) => answer.changes.whole === null || blank.has(mailbox.personId))
        .map((one) => [one.mailbox.personId, one]),
    );
    const rows = await tx.mailboxes.lock([...some.keys()]);
    await save(
      tx,
      deps,
      rows.map((row) => ({ row, one: some.get(row.personId)! })),
      now,
    );
    return some;
  });
  return answered.filter(({ mailbox }) => !kept.has(mailbox.personId));
}

async function keep(deps: MailboxDeps, one: Answered): Promise<void> {
  const { store, clock, takeEntries } = deps;
  const now = clock.now();
  await store.transaction(async (tx) => {
    const [row] = await tx.mailboxes.lock([one.question.personId]);
    const person = await tx.people.byId(one.question.personId);
    if (!row || !person) return;
    const [counts] = await save(tx, deps, [{ row, one }], now);
    if (counts) await takeEntries(tx, deps, person, OUTLOOK, one.answer.changes);
  });
}

/** Keeps where the next looks go on, and answers the readings that count. */
async function save(
  tx: Tx,
  deps: MailboxDeps,
  read: { row: Mailbox; one: Answered }[],
  now: Date,
): Promise<Answered[]> {
  const ours = read.filter(({ row, one }) => !row.leaving && row.token === one.mailbox.token);
  if (ours.length === 0) return [];
  const ids = ours.map(({ row }) => row.personId);
  const since = ours.map(({ one }) => one.since).reduce(earlier);
  // Whether it saw the calendar before or after we wrote there is not known: it would take our hand for the person's.
  const writing = await tx.calendar.writing(ids, since, now);
  await tx.mailboxes.save(
    ours.map(({ row, one }) => {
      const begun = writing.get(row.personId);
      return begun ? putOff(row, begun, now) : looked(deps, row, one, now);
    }),
  );
  return ours.flatMap(({ row, one }) => (writing.has(row.personId) ? [] : [one]));
}

function putOff(row: Mailbox, begun: Date, now: Date): Mailbox {
  const lasted = now.getTime() - begun.getTime();
  return { ...row, lookAt: new Date(now.getTime() + Math.min(AGAIN_AT_MOST_MS, Math.max(AGAIN_MS, lasted))) };
}

function looked(deps: MailboxDeps, row: Mailbox, { mailbox, question, answer }: Answered, now: Date): Mailbox {
  const { changes, token, series } = answer;
  const asWished = row.wishes === mailbox.wishes;
  return {
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
  };
}

async function fail(deps: MailboxDeps, { personId }: Mailbox, error: unknown): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const kind = error instanceof ProviderError ? error.kind : null;
  await store.transaction(async (tx) => {
    const [row] = await tx.mailboxes.lock([personId]);
    if (!row) return;
    const attempts = (row.failing?.attempts ?? 0) + 1;
    const { afterMs, needsMending, message } = retryAfter(error, attempts);
    const again = new Date(now.getTime() + afterMs);
    const { timeZone } = deps.organisation();
    const since = row.failing?.since ?? now;
    // A person without a mailbox is no fault: they may get one.
    const lookAt =
      kind === 'not-found'
        ? nextNight(timeZone, now)
        : needsMending
          ? later(again, addMinutes(now, MENDING_MINUTES))
          : again;
    const notified = row.notified && kind !== 'not-found';
    await tx.mailboxes.save([{ ...row, failing: { since, attempts, message }, lookAt, notified }]);
    if (kind === 'not-found' || since > addMinutes(now, -TOLD_AFTER_MINUTES)) return;
    const { failing, mailboxes } = await tx.mailboxes.counts(now);
    const detail = `${failing} of ${mailboxes}: ${message}`;
    await tellIct(tx, deps, { code: 'calendars-unreadable', subject: OUTLOOK, detail, since });
  });
}
