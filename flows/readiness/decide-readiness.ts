import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { hasRole, type Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import { judgeDay, refreshReadinessCards, tellReadiness } from './judge-day.ts';
import { decideCase } from './readiness-case.ts';
import { isAhead } from './readiness-of.ts';
import { showReadiness, showReadinessCase, type ReadinessCaseView, type ReadinessView } from './readiness-view.ts';

interface OfDay {
  personId: string;
  day: LocalDay;
  version: number;
}

const MOST_BOOKINGS = 50;

/**
 * An officer of the ICT section lets a person's day pass, for this day alone, or does not. What the card showed is decided
 * and nothing else: a gate that turns red later asks anew. Nobody decides on their own day. The person is told.
 */
export async function decideReadiness(
  tx: Tx,
  deps: Deps,
  officer: Person,
  command: OfDay & { verdict: 'confirmed' | 'declined'; words: string | null },
): Promise<ReadinessCaseView | SentenceView> {
  const refusal = neutralRefusal(deps);
  if (!hasRole(deps, officer, 'ict')) return refusal;
  const { personId, day } = command;
  const show = async (problem: ReadinessCaseView['problem'] = null) =>
    (await showReadinessCase(tx, deps, officer, command, problem)) ?? refusal;
  const found = await tx.readiness.lockCase(personId, day);
  if (!found) return refusal;
  if (personId === officer.id) return show('own-day');
  const now = deps.clock.now();
  const today = localDayOf(now, deps.organisation().timeZone);
  const outcome = decideCase(found, { by: officer.id, ...command }, now, today);
  if (!outcome.ok) return show(outcome.refusal);
  await tx.readiness.saveCase(outcome.case);
  const { verdict, words } = command;
  const facts = { day, gates: outcome.case.decidedGates };
  tx.audit.add({ kind: `readiness-${verdict}`, by: officer.id, subject: personId, facts, personal: { words } }, now);
  const bookings = isAhead(await tx.bookings.ofPerson(personId, now, MOST_BOOKINGS), now);
  await judgeDay(
    tx,
    deps,
    { personId, day },
    bookings.filter((one) => one.day === day),
    { told: true },
  );
  await refreshReadinessCards(tx, outcome.case, now);
  await tellReadiness(tx, personId, day, verdict, now);
  return show();
}

/** An officer asks the person something before they decide. */
export async function askPerson(
  tx: Tx,
  deps: Deps,
  officer: Person,
  { personId, day, version, question }: OfDay & { question: string | null },
): Promise<ReadinessCaseView | SentenceView> {
  const refusal = neutralRefusal(deps);
  if (!hasRole(deps, officer, 'ict')) return refusal;
  const show = async (problem: ReadinessCaseView['problem'] = null) =>
    (await showReadinessCase(tx, deps, officer, { personId, day }, problem)) ?? refusal;
  const found = await tx.readiness.lockCase(personId, day);
  if (!found) return refusal;
  if (found.state !== 'open' && found.state !== 'declined') return show('closed');
  if (found.version !== version) return show('changed-since');
  if (question === null) return show('question-missing');
  const now = deps.clock.now();
  const asked = { ...found, question, askedBy: officer.id, answer: null, version: version + 1 };
  await tx.readiness.saveCase(asked);
  tx.audit.add(
    { kind: 'readiness-asked', by: officer.id, subject: personId, facts: { day }, personal: { question } },
    now,
  );
  await tellReadiness(tx, personId, day, 'asked', now);
  await refreshReadinessCards(tx, asked, now);
  return show();
}

/** The person answers the officer, who gets the card again. */
export async function answerOfficer(
  tx: Tx,
  deps: Deps,
  person: Person,
  { day, answer }: { day: LocalDay; answer: string | null },
): Promise<ReadinessView | SentenceView> {
  const refusal = neutralRefusal(deps);
  const found = await tx.readiness.lockCase(person.id, day);
  if (!found || found.question === null) return refusal;
  if (answer === null) return (await showReadiness(tx, deps, person.id, day, { problem: 'answer-missing' })) ?? refusal;
  const now = deps.clock.now();
  const answered = { ...found, answer };
  await tx.readiness.saveCase(answered);
  tx.audit.add(
    { kind: 'readiness-answered', by: person.id, subject: person.id, facts: { day }, personal: { answer } },
    now,
  );
  if (found.askedBy)
    await tx.outbox.add(
      {
        kind: 'tell',
        personId: found.askedBy,
        notice: { kind: 'readiness-case', personId: person.id, day, news: 'answered' },
      },
      now,
    );
  await refreshReadinessCards(tx, answered, now);
  return (await showReadiness(tx, deps, person.id, day)) ?? refusal;
}

/** The person has mended something: their day is looked at again at once, and the card follows. */
export async function checkAgain(
  tx: Tx,
  deps: Deps,
  person: Person,
  { day }: { day: LocalDay },
): Promise<ReadinessView | SentenceView> {
  await tx.due.noLaterThan('readiness', person.id, deps.clock.now());
  return (await showReadiness(tx, deps, person.id, day, { checking: true })) ?? neutralRefusal(deps);
}
