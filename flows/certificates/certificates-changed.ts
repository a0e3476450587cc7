import { wakeGateway } from '../gateway/gateway-due.ts';
import type { Tx } from '../store.ts';

/** What hangs on people's certificates is looked at again, after this transaction: the gateway's file, and their days. */
export async function certificatesChanged(tx: Tx, personIds: readonly string[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  await wakeGateway(tx, now);
  for (const id of new Set(personIds)) await tx.due.noLaterThan('readiness', id, now);
}
