import type { Deps } from '../deps.ts';

/** Brings an undecided request to its approvers' minds, once. Nothing happens where it has been decided. */
export async function remindApprover(deps: Deps, requestId: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    // A crash after this and before the scheduler's own record of it brings the call again.
    if (await tx.activities.claim(`reminder/${requestId}`, deps.clock.now())) return;
    const pending = (await tx.bookings.byRequest(requestId)).filter((one) => one.status === 'pending');
    for (const personId of new Set(pending.flatMap((one) => one.approverIds)))
      await tx.outbox.add(
        { kind: 'tell', personId, notice: { kind: 'approval-reminder', requestId } },
        deps.clock.now(),
      );
  });
}
