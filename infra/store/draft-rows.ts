import type { Transaction } from 'kysely';
import type { ProposalDraft } from '../../flows/booking/proposal.ts';
import type { DraftStore } from '../../flows/store.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

export class DraftRows implements DraftStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async save(draft: ProposalDraft): Promise<void> {
    const written = { draft: toJson(draft) };
    await this.#trx
      .insertInto('proposal_draft')
      .values({ id: draft.id, person_id: draft.personId, created_at: draft.createdAt, ...written })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(written))
      .execute();
  }

  async lock(id: string): Promise<ProposalDraft | null> {
    if (id.includes('\0')) return null;
    const row = await this.#trx
      .selectFrom('proposal_draft')
      .select(['draft', 'created_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row ? { ...row.draft, createdAt: row.created_at } : null;
  }
}
