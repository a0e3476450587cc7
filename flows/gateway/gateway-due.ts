import type { Tx } from '../store.ts';

/** Subject of the due entry of the gateway's file. */
export const ALLOW_LIST = 'allow-list';

/** A booking or a certificate has changed: the gateway's file is written anew, after this transaction and at once. */
export function wakeGateway(tx: Tx, now: Date): Promise<void> {
  return tx.due.noLaterThan('gateway', ALLOW_LIST, now);
}
