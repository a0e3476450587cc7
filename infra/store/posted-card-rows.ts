import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { PostedCard, PostedCardStore } from '../../flows/store.ts';
import { safe } from './person-rows.ts';
import type { Tables } from './tables.ts';

export class PostedCardRows implements PostedCardStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  /** One row an activity of a conversation: what is saved again replaces what it shows. */
  async save(card: Omit<PostedCard, 'id'>): Promise<void> {
    const changing = { person_id: card.personId, kind: card.kind, subject: card.subject, service_url: card.serviceUrl };
    await this.#trx
      .insertInto('posted_card')
      .values({ id: randomUUID(), conversation_id: card.conversationId, activity_id: card.activityId, ...changing })
      .onConflict((conflict) => conflict.columns(['conversation_id', 'activity_id']).doUpdateSet(changing))
      .execute();
  }

  async of(kind: PostedCard['kind'], subject: string): Promise<PostedCard[]> {
    const rows = await this.#trx
      .selectFrom('posted_card')
      .selectAll()
      .where('kind', '=', kind)
      .where('subject', '=', safe([subject])[0] ?? '')
      .orderBy('id')
      .execute();
    return rows.map(toCard);
  }

  async byId(id: string): Promise<PostedCard | null> {
    const row = await this.#trx
      .selectFrom('posted_card')
      .selectAll()
      .where('id', '=', safe([id])[0] ?? '')
      .executeTakeFirst();
    return row ? toCard(row) : null;
  }

  async rename(
    from: { kind: PostedCard['kind']; subject: string },
    to: { kind: PostedCard['kind']; subject: string },
  ): Promise<void> {
    await this.#trx
      .updateTable('posted_card')
      .set({ kind: to.kind, subject: to.subject })
      .where('kind', '=', from.kind)
      .where('subject', '=', from.subject)
      .execute();
  }

  async remove(id: string): Promise<void> {
    await this.#trx.deleteFrom('posted_card').where('id', '=', id).execute();
  }
}

function toCard(row: Selectable<Tables['posted_card']>): PostedCard {
  return {
    id: row.id,
    personId: row.person_id,
    kind: row.kind,
    subject: row.subject,
    serviceUrl: row.service_url,
    conversationId: row.conversation_id,
    activityId: row.activity_id,
  };
}
