import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { refreshCards } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import { mayDecide, showApproval, type ApprovalView } from './approval-view.ts';
import { standsInFor } from './deputies.ts';
import { showQuestion, type QuestionView } from './question-view.ts';
import { withPartOf } from './record-decision.ts';

/**
 * An approver asks the requester something instead of deciding. Question and answers stay with the request; whoever
 * else holds its card sees them. Each press with words adds a question: the activity's claim keeps a repeat from it.
 */
export async function askBack(
  tx: Tx,
  deps: Deps,
  person: Person,
  { requestId, comment }: { requestId: string; comment: string | null },
): Promise<ApprovalView | SentenceView> {
  const bookings = await lockRequest(tx, requestId);
  const first = bookings[0];
  if (!first || (await withPartOf(tx, deps, person, bookings)).length === 0) return refusal(deps);
  const show = async (options: Parameters<typeof showApproval>[4]) =>
    (await showApproval(tx, deps, requestId, person.id, options)) ?? refusal(deps);
  const instead = await standsInFor(tx, deps, person);
  if (!bookings.some((one) => mayDecide(one, person.id, instead)))
    return show({ problem: person.id === first.requestedBy ? 'own-request' : 'already-decided' });
  if (comment === null) return show({ problem: 'comment-missing' });
  const now = deps.clock.now();
  await tx.notes.add(requestId, { by: person.id, at: now, text: comment });
  tx.audit.add(
    { kind: 'request-question', by: person.id, subject: requestId, facts: {}, personal: { text: comment } },
    now,
  );
  for (const personId of askersOf(first))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'request-question', requestId } }, now);
  await refreshCards(tx, requestId, now);
  return show({ news: 'asked' });
}

/** The requester's answer, or that of whoever asked in their place. Those who asked are told, with the card. */
export async function answerQuestion(
  tx: Tx,
  deps: Deps,
  person: Person,
  { requestId, text }: { requestId: string; text: string | null },
): Promise<QuestionView | RequestView | SentenceView> {
  const bookings = await lockRequest(tx, requestId);
  const first = bookings[0];
  if (!first || !askersOf(first).includes(person.id)) return refusal(deps);
  const questions = (await tx.notes.of(requestId)).filter((one) => !askersOf(first).includes(one.by));
  if (questions.length === 0) return refusal(deps);
  const show = async (options: Parameters<typeof showQuestion>[3]) =>
    (await showQuestion(tx, deps, requestId, options)) ?? refusal(deps);
  if (!bookings.some((one) => one.status === 'pending')) return show({});
  if (text === null) return show({ problem: 'answer-missing' });
  const now = deps.clock.now();
  await tx.notes.add(requestId, { by: person.id, at: now, text });
  tx.audit.add({ kind: 'request-answer', by: person.id, subject: requestId, facts: {}, personal: { text } }, now);
  for (const personId of new Set(questions.map((one) => one.by)))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'request-answered', requestId } }, now);
  await refreshCards(tx, requestId, now);
  return show({ sent: true });
}

async function lockRequest(tx: Tx, requestId: string): Promise<Booking[]> {
  return tx.bookings.lock((await tx.bookings.byRequest(requestId)).map(({ id }) => id));
}

function askersOf({ personId, requestedBy }: Booking): string[] {
  return requestedBy === null ? [personId] : [personId, requestedBy];
}

function refusal(deps: Deps): SentenceView {
  return neutralRefusal(deps);
}
