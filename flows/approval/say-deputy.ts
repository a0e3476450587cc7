import type { Deps } from '../deps.ts';
import { isRealDay, localDayOf, addDays, instantOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { SentenceView } from '../views.ts';
import type { Deputy } from './approval-store.ts';
import { showDeputies, type DeputyCandidate, type DeputyView } from './deputy-view.ts';
import { eligibleDeputies, likeliest, peopleMeant } from './find-deputy.ts';
import { handOnWaiting, refreshWaiting } from './hand-on.ts';

/** People offered as buttons. */
const MOST_OFFERED = 5;
/** Days ahead up to which somebody may be stood in for. */
const MOST_AHEAD_DAYS = 366;

/**
 * 「12/1から12/5は課長補佐に代決をお願い」: where days and exactly one person are meant, they stand in from the first
 * to the last of the days; else one question is asked.
 */
export async function sayDeputy(
  tx: Tx,
  deps: Deps,
  person: Person,
  understanding: Pick<Understanding, 'days' | 'for'>,
): Promise<DeputyView> {
  const eligible = await eligibleDeputies(tx, deps, person);
  const { days: named = [], for: said = null } = understanding;
  const offer = (people: readonly Person[]) => likeliest(people, MOST_OFFERED).map(candidateOf);
  const today = localDayOf(deps.clock.now(), deps.organisation().timeZone);
  if (named.length === 0) {
    const nothingSaid = said === null;
    return showDeputies(tx, deps, person.id, { state: nothingSaid ? 'shown' : 'ask-days', said });
  }
  const days = { fromDay: named[0]! < today ? today : named[0]!, toDay: named.at(-1)! };
  if (days.toDay < today) return showDeputies(tx, deps, person.id, { state: 'ask-days', said, problem: 'past' });
  const ask = (problem: DeputyView['problem'], candidates: DeputyCandidate[]) =>
    showDeputies(tx, deps, person.id, { state: 'ask-who', days, said, problem, candidates });
  if (said === null) return ask(null, offer(eligible));
  const meant = peopleMeant(said, eligible);
  if (meant.length === 0) return ask(peopleMeant(said, [person]).length > 0 ? 'self' : 'nobody-found', offer(eligible));
  if (meant.length > 1) return ask('several-found', offer(meant));
  return standIn(tx, deps, person, meant[0]!, days);
}

/** The button of a person who was offered. The server asks again whether they may stand in. */
export async function setDeputy(
  tx: Tx,
  deps: Deps,
  person: Person,
  { deputyId, from, to }: { deputyId: string; from: LocalDay; to: LocalDay },
): Promise<DeputyView> {
  const today = localDayOf(deps.clock.now(), deps.organisation().timeZone);
  const inOrder = isRealDay(from) && isRealDay(to) && from <= to;
  if (!inOrder || to < today || to > addDays(today, MOST_AHEAD_DAYS))
    return showDeputies(tx, deps, person.id, { state: 'ask-days', problem: 'past' });
  const deputy = (await eligibleDeputies(tx, deps, person)).find((one) => one.id === deputyId);
  if (!deputy) return showDeputies(tx, deps, person.id, { problem: 'not-yours' });
  return standIn(tx, deps, person, deputy, { fromDay: from < today ? today : from, toDay: to });
}

/** Ends what the button names, if it stands still as the card showed it. Repeating changes nothing. */
export async function endDeputy(
  tx: Tx,
  deps: Deps,
  person: Person,
  named: { deputyId: string; from: LocalDay; to: LocalDay; since: string },
): Promise<DeputyView | SentenceView> {
  const standing = await ownEntries(tx, deps, person);
  const deputy = standing.find(
    (one) =>
      one.source === 'words' &&
      one.deputyId === named.deputyId &&
      one.fromDay === named.from &&
      one.toDay === named.to &&
      one.createdAt.toISOString() === named.since,
  );
  if (!deputy) return showDeputies(tx, deps, person.id);
  await remove(tx, deps, deputy);
  const { fromDay, toDay } = deputy;
  const deputyName = (await tx.people.byId(deputy.deputyId))?.displayName ?? '';
  return showDeputies(tx, deps, person.id, { state: 'ended', days: { fromDay, toDay }, deputyName });
}

/** The first day of somebody's deputy has come: what waits already goes to them as well. */
export async function beginDeputy(deps: Deps, approverId: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    const today = localDayOf(now, deps.organisation().timeZone);
    if (!(await tx.due.stands('reminder', beginning(approverId), now))) return;
    const own = (await tx.deputies.around(approverId, today)).filter((one) => one.approverId === approverId);
    for (const { deputyId, fromDay } of own)
      if (fromDay === today) await handOnWaiting(tx, deps, { approverId, deputyId }, now);
    await refreshWaiting(tx, approverId, now);
    await armBeginning(tx, deps, approverId);
  });
}

/** The due entry that brings it up, or null where a subject is another one's. */
export function approverBeginning(subject: string): string | null {
  return subject.startsWith(BEGINNING) ? subject.slice(BEGINNING.length) : null;
}

const BEGINNING = 'deputy/';

function beginning(approverId: string): string {
  return `${BEGINNING}${approverId}`;
}

async function standIn(
  tx: Tx,
  deps: Deps,
  person: Person,
  deputy: Person,
  days: { fromDay: LocalDay; toDay: LocalDay },
): Promise<DeputyView> {
  const now = deps.clock.now();
  const entry = { approverId: person.id, deputyId: deputy.id, ...days, source: 'words' as const };
  const same = (await ownEntries(tx, deps, person)).find(
    (one) => one.source === 'words' && one.fromDay === days.fromDay && one.toDay === days.toDay,
  );
  const { displayName: deputyName } = deputy;
  const shown = { state: 'set', days, deputyName } as const;
  if (same?.deputyId === deputy.id) return showDeputies(tx, deps, person.id, shown);
  if (same) await remove(tx, deps, same);
  await tx.deputies.save({ ...entry, createdAt: now });
  tx.audit.add({ kind: 'deputy-set', by: person.id, subject: person.id, facts: entry }, now);
  const notice = { kind: 'deputy-set', approverId: person.id, ...days } as const;
  await tx.outbox.add({ kind: 'tell', personId: deputy.id, notice }, now);
  await handOnWaiting(tx, deps, entry, now);
  await refreshWaiting(tx, person.id, now);
  await armBeginning(tx, deps, person.id);
  return showDeputies(tx, deps, person.id, shown);
}

async function remove(tx: Tx, deps: Deps, deputy: Deputy): Promise<void> {
  const now = deps.clock.now();
  const { approverId, deputyId, fromDay, toDay, source } = deputy;
  await tx.deputies.remove(deputy);
  const facts = { approverId, deputyId, fromDay, toDay, source };
  tx.audit.add({ kind: 'deputy-ended', by: approverId, subject: approverId, facts }, now);
  const notice = { kind: 'deputy-ended', approverId, fromDay, toDay } as const;
  await tx.outbox.add({ kind: 'tell', personId: deputyId, notice }, now);
  await refreshWaiting(tx, approverId, now);
}

/** What begins on a later day comes up in the morning of that day. */
async function armBeginning(tx: Tx, deps: Deps, approverId: string): Promise<void> {
  const organisation = deps.organisation();
  const today = localDayOf(deps.clock.now(), organisation.timeZone);
  const ahead = (await tx.deputies.around(approverId, today))
    .filter((one) => one.approverId === approverId && one.fromDay > today)
    .map((one) => one.fromDay)
    .sort()[0];
  const { workingHours, timeZone } = organisation;
  const morning = ahead === undefined ? null : instantOf(ahead, workingHours.start, timeZone);
  await tx.due.set('reminder', beginning(approverId), morning);
}

async function ownEntries(tx: Tx, deps: Deps, person: Person): Promise<Deputy[]> {
  const today = localDayOf(deps.clock.now(), deps.organisation().timeZone);
  return (await tx.deputies.around(person.id, today)).filter((one) => one.approverId === person.id);
}

function candidateOf({ id, displayName: name, jobTitle }: Person): DeputyCandidate {
  return { id, name, jobTitle };
}
