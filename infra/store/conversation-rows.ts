import type { Transaction } from 'kysely';
import type { Conversation, ConversationStore } from '../../flows/store.ts';
import type { Tables } from './tables.ts';

export class ConversationRows implements ConversationStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async of(personId: string): Promise<Conversation | null> {
    const row = await this.#trx
      .selectFrom('conversation')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (!row) return null;
    return {
      personId: row.person_id,
      state: row.state,
      serviceUrl: row.service_url,
      conversationId: row.conversation_id,
      userChannelId: row.user_channel_id,
      botChannelId: row.bot_channel_id,
      channelId: row.channel_id,
    };
  }

  async save(conversation: Conversation, now: Date): Promise<void> {
    const changing = {
      state: conversation.state,
      service_url: conversation.serviceUrl,
      conversation_id: conversation.conversationId,
      user_channel_id: conversation.userChannelId,
      bot_channel_id: conversation.botChannelId,
      channel_id: conversation.channelId,
      changed_at: now,
    };
    await this.#trx
      .insertInto('conversation')
      .values({ person_id: conversation.personId, ...changing })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(changing))
      .execute();
  }

  async setState(personId: string, state: Conversation['state'], now: Date): Promise<void> {
    await this.#trx
      .updateTable('conversation')
      .set({ state, changed_at: now })
      .where('person_id', '=', personId)
      .where('state', '<>', state)
      .execute();
  }
}
