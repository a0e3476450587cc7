import { refreshCards } from '../booking/booking-changes.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import { withDeputies } from './ask-approvers.ts';
import { deputiesOf } from './deputies.ts';

/** Requests that are handed on at once; more than anybody has before them. */
const MOST = 2_000;

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

/** Cards of the requests that wait for an approver are shown anew: who may decide them has changed. */
export async function refreshWaiting(tx: Tx, approverId: string, now: Date): Promise<void> {
  for (const requestId of await waitingRequests(tx, [approverId])) await refreshCards(tx, requestId, now);
}
