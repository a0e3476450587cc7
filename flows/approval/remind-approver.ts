import type { Deps } from '../deps.ts';

/** Brings an undecided request to its approvers' minds, once. Nothing happens where it has been decided. */
export async function remindApprover(deps: Deps, requestId: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const pending = (await tx.bookings.byRequest(requestId)).filter((one) => one.status === 'pending');
    for (const personId of new Set(pending.flatMap((one) => one.approverIds)))
      await tx.outbox.add(
        { kind: 'tell', personId, notice: { kind: 'approval-reminder', requestId } },
        deps.clock.now(),
      );
  });
}
