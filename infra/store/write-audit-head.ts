import { open } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The chain's last entry at some time, kept outside the database. */
export interface AuditHead {
  seq: number;
  /** When it was written. */
  at: string;
  /** Hex. */
  mac: string;
}

/**
 * Appends the chain's present head to a file, one JSON line each, and answers it for the log; null where the log is
 * still empty. The line is on disk when this returns.
 */
export async function writeAuditHead(db: Kysely<Tables>, file: string, now: Date): Promise<AuditHead | null> {
  const row = await db
    .selectFrom('audit_entry')
    .select(['seq', 'mac'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const head: AuditHead = { seq: row.seq, at: now.toISOString(), mac: row.mac.toString('hex') };
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(head)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return head;
}
