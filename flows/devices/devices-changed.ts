import type { Tx } from '../store.ts';

/** What hangs on people's devices is looked at again, after this transaction: how their coming days stand. */
export async function devicesChanged(tx: Tx, owners: readonly (string | null)[], now: Date): Promise<void> {
  for (const id of new Set(owners)) if (id !== null) await tx.due.noLaterThan('readiness', id, now);
}
