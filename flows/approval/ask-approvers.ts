import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { deputiesOf } from './deputies.ts';
import type { FoundApprovers } from './find-approvers.ts';
import { startFollowUp } from './follow-up.ts';
import { spokenOf } from './next-approvers.ts';

/**
 * Puts a request before those who decide its present step and those who stand in for them, and sets when it is brought
 * to their minds. Where it has come to the ICT section for want of anybody else, its officers are told why.
 */
export async function askApprovers(
  tx: Tx,
  deps: Deps,
  { requestId, approvers, now }: { requestId: string; approvers: FoundApprovers; now: Date },
): Promise<void> {
  for (const personId of await withDeputies(tx, deps, requestId, approvers.ids))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'approval-request', requestId } }, now);
  if (approvers.by === 'ict' || approvers.by === 'nobody')
    for (const personId of deps.roles.peopleWith('ict'))
      await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'no-approver', requestId } }, now);
  await startFollowUp(tx, deps, requestId, now);
}

/**
 * Approvers of a request and those who may decide in their place: without whoever asked for it, and without those who
 * have spoken at an earlier step.
 */
export async function withDeputies(
  tx: Tx,
  deps: Deps,
  requestId: string,
  approverIds: readonly string[],
): Promise<string[]> {
  const bookings = await tx.bookings.byRequest(requestId);
  const decisions = await tx.decisions.of(bookings.map(({ id }) => id));
  const asked = new Set(bookings.flatMap(({ personId, requestedBy }) => [personId, requestedBy]));
  const deputies = [...(await deputiesOf(tx, deps, approverIds)).values()].flat();
  const spoken = new Set(bookings.flatMap(({ id }) => [...spokenOf(decisions, id)]));
  return [...new Set([...approverIds, ...deputies.filter((id) => !asked.has(id) && !spoken.has(id))])];
}
