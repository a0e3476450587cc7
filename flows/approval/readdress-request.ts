import { refreshCards } from '../booking/booking-changes.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { readApproverFacts } from './approver-facts.ts';
import { withDeputies } from './ask-approvers.ts';
import { findStandIns } from './find-approvers.ts';
import { spokenOf } from './next-approvers.ts';

/**
 * An approver cannot be reached in Teams (app not installed, bot blocked): the undecided days of the request go to whom
 * the organisation names instead, and the requester is told. While one of several approvers is still reachable, nothing
 * changes. Where nobody is left to ask, the request waits, and requester and ICT section know it. Runs in the transaction
 * that learns of it. Repeating it changes nothing more.
 */
export async function readdressRequest(tx: Tx, deps: Deps, requestId: string, unreachable: string): Promise<void> {
  const now = deps.clock.now();
  const ids = (await tx.bookings.byRequest(requestId)).map((one) => one.id);
  const pending = (await tx.bookings.lock(ids)).filter((one) => one.status === 'pending');
  const first = pending[0];
  if (!first) return;
  const asked = await withDeputies(tx, deps, requestId, first.approverIds);
  if (!asked.includes(unreachable)) return;
  const others: string[] = [];
  for (const id of first.approverIds.filter((one) => one !== unreachable))
    if (await isReachable(tx, id)) others.push(id);
  const requester = await tx.people.byId(first.personId);
  if (others.length > 0 || !requester) return;
  const reached: string[] = [];
  for (const id of asked) if (!first.approverIds.includes(id) && (await isReachable(tx, id))) reached.push(id);
  if (reached.length > 0) {
    // Who stands in for them has been asked with them: it is enough that the requester knows.
    if (await tx.activities.claim(`deputy-instead/${requestId}`, now)) return;
    const notice = { kind: 'approver-unreachable', requestId } as const;
    return tx.outbox.add({ kind: 'tell', personId: requester.id, notice }, now);
  }
  const { requestedBy } = first;
  const facts = await readApproverFacts(tx, deps, requester, { requestedBy });
  const spoken = spokenOf(await tx.decisions.of([first.id]), first.id);
  const standIns = findStandIns(facts, [...asked, ...spoken], deps.organisation().approvals.fallback);
  if (standIns.ids.length === 0) {
    if (await tx.activities.claim(`nobody-to-ask/${requestId}`, now)) return;
    await tx.outbox.add(
      { kind: 'tell', personId: requester.id, notice: { kind: 'approver-unreachable', requestId } },
      now,
    );
    const detail = 'no approver of the request can be reached in Teams';
    return tellIct(tx, deps, { code: 'recipient-unreachable', subject: unreachable, detail, since: now });
  }
  for (const booking of pending) {
    // The unreachable approver keeps the right to decide, should they open the bot after all.
    const approverIds = [...new Set([...standIns.ids, ...booking.approverIds])];
    await tx.bookings.save({ ...booking, approverIds });
    tx.audit.add(
      {
        kind: 'request-readdressed',
        by: 'system',
        subject: booking.id,
        facts: { from: booking.approverIds, to: standIns.ids, by: standIns.by },
      },
      now,
    );
  }
  for (const personId of standIns.ids)
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'approval-request', requestId } }, now);
  await tx.outbox.add(
    { kind: 'tell', personId: requester.id, notice: { kind: 'approver-unreachable', requestId } },
    now,
  );
  await refreshCards(tx, requestId, now);
}

/** Somebody of whom it is not known that they cannot be reached counts as reachable. */
export async function isReachable(tx: Tx, personId: string): Promise<boolean> {
  const conversation = await tx.conversations.of(personId);
  return !conversation || conversation.state === 'reachable';
}
