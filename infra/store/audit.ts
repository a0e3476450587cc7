import { createHash, createHmac, randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { AuditEntry } from '../../flows/store.ts';
import { canonicalJson, toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

/** One link of the chain: everything that its MAC binds. */
export interface AuditLink {
  seq: number;
  at: Date;
  kind: string;
  by: string;
  subject: string;
  facts: unknown;
  personalHash: Buffer | null;
}

/** HMAC-SHA256 over the link's canonical JSON, the MAC before it included; the first entry follows 32 zero bytes. */
export function macOf(key: Buffer, link: AuditLink, previous: Buffer | null): Buffer {
  const text = canonicalJson({
    seq: link.seq,
    at: link.at,
    kind: link.kind,
    by: link.by,
    subject: link.subject,
    facts: link.facts,
    personal: link.personalHash?.toString('hex') ?? null,
    previous: (previous ?? Buffer.alloc(32)).toString('hex'),
  });
  return createHmac('sha256', key).update(text).digest();
}

/** Hash that binds personal details to their entry. The salt is deleted with them. */
export function hashPersonal(details: unknown, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(canonicalJson(details)).digest();
}

/**
 * Appends entries under the lock on the chain's head, which lasts until the transaction ends. Called last in the
 * transaction: everybody who writes passes here one after the other.
 */
export async function appendAudit(
  trx: Transaction<Tables>,
  key: Buffer,
  entries: { entry: AuditEntry; at: Date }[],
): Promise<void> {
  const { rows: heads } = await sql<{ seq: number; mac: Buffer }>`SELECT seq, mac FROM lock_audit_head()`.execute(trx);
  let previous = heads[0]?.mac ?? null;
  let seq = heads[0]?.seq ?? 0;
  const links: object[] = [];
  const personal: object[] = [];
  for (const { entry, at } of entries) {
    seq += 1;
    const salt = randomBytes(16);
    const personalHash = entry.personal ? hashPersonal(entry.personal, salt) : null;
    const link = {
      seq,
      at,
      kind: toText(entry.kind),
      by: toText(entry.by),
      subject: toText(entry.subject),
      facts: entry.facts,
      personalHash,
    };
    previous = macOf(key, link, previous);
    links.push({ ...link, personalHash: personalHash?.toString('hex') ?? null, mac: previous.toString('hex') });
    if (entry.personal) personal.push({ seq, details: entry.personal, salt: salt.toString('hex') });
  }
  await sql`
    WITH entries AS (
      INSERT INTO audit_entry (seq, at, kind, done_by, subject, facts, personal_hash, mac)
        SELECT e.seq, e.at, e.kind, e.by, e.subject, e.facts, decode(e."personalHash", 'hex'), decode(e.mac, 'hex')
          FROM jsonb_to_recordset(${toJson(links)}::jsonb) AS e (seq bigint, at timestamptz, kind text, by text,
            subject text, facts jsonb, "personalHash" text, mac text)
    )
    INSERT INTO audit_personal (seq, details, salt)
      SELECT p.seq, p.details, decode(p.salt, 'hex')
        FROM jsonb_to_recordset(${toJson(personal)}::jsonb) AS p (seq bigint, details jsonb, salt text)`.execute(trx);
}
