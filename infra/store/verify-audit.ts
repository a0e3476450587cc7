import { type Kysely, sql } from 'kysely';
import { hashPersonal, macOf } from './audit.ts';
import type { Tables } from './tables.ts';
import type { AuditHead } from './write-audit-head.ts';

export type AuditVerdict = { ok: true; entries: number } | { ok: false; seq: number; problem: string };

const PAGE = 2_000;

interface Row {
  seq: number;
  at: Date;
  kind: string;
  done_by: string;
  subject: string;
  facts: unknown;
  personal_hash: Buffer | null;
  mac: Buffer;
  details: unknown;
  salt: Buffer | null;
}

/**
 * Reads the whole log and answers the first entry that is altered, missing or out of place. `heads`, written to a file
 * from time to time, also show a tail that was cut off, which the chain alone cannot. Personal details that were deleted
 * are no fault; altered ones are. Appending may go on meanwhile.
 */
export async function verifyAudit({
  db,
  key,
  heads = [],
}: {
  db: Kysely<Tables>;
  key: Buffer;
  heads?: AuditHead[];
}): Promise<AuditVerdict> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx): Promise<AuditVerdict> => {
      const kept = new Map(heads.map((head) => [head.seq, head.mac]));
      let previous: Buffer | null = null;
      let last = 0;
      for (;;) {
        const { rows }: { rows: Row[] } = await sql<Row>`
          SELECT e.*, p.details, p.salt FROM audit_entry e LEFT JOIN audit_personal p USING (seq)
            WHERE e.seq > ${last} ORDER BY e.seq LIMIT ${PAGE}`.execute(trx);
        for (const row of rows) {
          const problem = problemOf(row, last, previous, key, kept.get(row.seq));
          if (problem) return { ok: false, seq: problem === 'missing' ? last + 1 : row.seq, problem };
          previous = row.mac;
          last = row.seq;
        }
        if (rows.length < PAGE) break;
      }
      const furthest = Math.max(0, ...heads.map((head) => head.seq));
      if (furthest > last)
        return { ok: false, seq: last + 1, problem: `cut off: the head file knows entry ${furthest}` };
      return { ok: true, entries: last };
    });
}

function problemOf(
  row: Row,
  last: number,
  previous: Buffer | null,
  key: Buffer,
  head: string | undefined,
): string | null {
  if (row.seq !== last + 1) return 'missing';
  const mac = macOf(key, { ...row, by: row.done_by, personalHash: row.personal_hash }, previous);
  if (!mac.equals(row.mac)) return 'altered';
  if (head !== undefined && head.toLowerCase() !== row.mac.toString('hex'))
    return 'not the entry that the head file knows';
  if (row.salt === null) return null;
  if (row.personal_hash === null) return 'has personal details that do not belong to it';
  return hashPersonal(row.details, row.salt).equals(row.personal_hash) ? null : 'personal details altered';
}
