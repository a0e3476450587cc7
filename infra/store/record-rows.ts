import { createHash, randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { ProposalDraft } from '../../flows/booking/proposal.ts';
import type { KeptAuditEntry, RecordStore } from '../../flows/records/record-store.ts';
import { safe } from './person-rows.ts';
import type { Tables } from './tables.ts';

const TOKEN_BYTES = 32;

export class RecordRows implements RecordStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async addLink(personId: string, expiresAt: Date): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.#trx
      .insertInto('record_link')
      .values({ token_hash: hashOf(token), person_id: personId, expires_at: expiresAt })
      .execute();
    return token;
  }

  async personOf(token: string, now: Date): Promise<string | null> {
    const row = await this.#trx
      .selectFrom('record_link')
      .select('person_id')
      .where('token_hash', '=', hashOf(token))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row?.person_id ?? null;
  }

  async draftsOf(personId: string): Promise<ProposalDraft[]> {
    const rows = await this.#trx
      .selectFrom('proposal_draft')
      .select(['draft', 'created_at'])
      .where('person_id', '=', personId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row.draft, createdAt: row.created_at }));
  }

  async auditAbout(personId: string, subjects: string[]): Promise<KeptAuditEntry[]> {
    const { rows } = await sql<KeptAuditEntry>`
      SELECT e.at, e.kind, e.done_by AS by, e.subject, e.facts, p.details
        FROM audit_entry e LEFT JOIN audit_personal p USING (seq)
        WHERE e.subject = ANY (${safe(subjects)}::text[]) OR e.done_by = ${personId} OR e.facts->>'personId' = ${personId}
        ORDER BY e.seq`.execute(this.#trx);
    return rows;
  }
}

/** A token is random already: a plain hash of it cannot be guessed back. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
