import { refreshCards } from '../booking/booking-changes.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { withDeputies } from './ask-approvers.ts';
import { deputiesOf } from './deputies.ts';
import { subjectOf } from './follow-up.ts';

/** Requests that are handed on at once; more than anybody has before them. */
const MOST = 2_000;
/** One look hands on all that waits; some of these may be decided before it comes. */
const MOST_LOOKS = 20;

/** Requests that wait for an approver, oldest day first, each once. */
export async function waitingRequests(tx: Tx, approverIds: readonly string[]): Promise<string[]> {
  return [...new Set((await tx.bookings.waitingFor([...approverIds], MOST)).map((one) => one.requestId))];
}

/** Puts the requests that wait for an approver before one who stands in for them now. */
export async function handOnWaiting(
  tx: Tx,
  deps: Deps,
  { approverId, deputyId }: { approverId: string; deputyId: string },
  now: Date,
): Promise<void> {
  if (!((await deputiesOf(tx, deps, [approverId])).get(approverId) ?? []).includes(deputyId)) return;
  for (const requestId of await waitingRequests(tx, [approverId]))
    // Not a request of their own, nor one that they have spoken to already.
    if ((await withDeputies(tx, deps, requestId, [approverId])).includes(deputyId))
      await tx.outbox.add({ kind: 'tell', personId: deputyId, notice: { kind: 'approval-request', requestId } }, now);
}

/**
 * Whether somebody has to stand in for this approver is looked at at that instant, in working time, where anything waits
 * for them, instead of at the next look.
 */
export async function lookForDeputy(tx: Tx, approverId: string, at: Date): Promise<void> {
  for (const requestId of (await waitingRequests(tx, [approverId])).slice(0, MOST_LOOKS))
    await tx.due.noLaterThan('reminder', subjectOf(requestId, 'look'), at);
}

/** Cards of the requests that wait for an approver are shown anew: who may decide them has changed. */
export async function refreshWaiting(tx: Tx, approverId: string, now: Date): Promise<void> {
  for (const requestId of await waitingRequests(tx, [approverId])) await refreshCards(tx, requestId, now);
}
