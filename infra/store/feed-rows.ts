import { createHash, randomBytes } from 'node:crypto';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Feed, FeedKind, FeedStore } from '../../flows/calendar/feed-store.ts';
import type { Tables } from './tables.ts';

export class FeedRows implements FeedStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add({ id, kind, personId }: { id: string; kind: FeedKind; personId: string }, now: Date): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.#trx
      .insertInto('calendar_feed')
      .values({ id, kind, person_id: personId, token_hash: hashOf(secret), made_at: now })
      .execute();
    return secret;
  }

  async bySecret(secret: string): Promise<Feed | null> {
    const row = await this.#trx
      .selectFrom('calendar_feed')
      .selectAll()
      .where('token_hash', '=', hashOf(secret))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row ? feedFrom(row) : null;
  }

  async byId(id: string): Promise<Feed | null> {
    const row = await this.#trx.selectFrom('calendar_feed').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? feedFrom(row) : null;
  }

  async ofPerson(personId: string): Promise<Feed[]> {
    const rows = await this.#trx
      .selectFrom('calendar_feed')
      .selectAll()
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .orderBy('kind')
      .execute();
    return rows.map(feedFrom);
  }

  async everOf(personId: string): Promise<Feed[]> {
    const rows = await this.#trx
      .selectFrom('calendar_feed')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('made_at')
      .orderBy('id')
      .execute();
    return rows.map(feedFrom);
  }

  async all(): Promise<Feed[]> {
    const rows = await this.#trx
      .selectFrom('calendar_feed')
      .selectAll()
      .orderBy('made_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(feedFrom);
  }

  async revoke(id: string, by: string, now: Date): Promise<void> {
    await this.#trx
      .updateTable('calendar_feed')
      .set({ revoked_at: now, revoked_by: by })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
  }

  async noteRead(
    id: string,
    { contentHash, changedAt, readAt }: { contentHash: string; changedAt: Date; readAt: Date },
  ): Promise<void> {
    await this.#trx
      .updateTable('calendar_feed')
      .set({ content_hash: contentHash, changed_at: changedAt, read_at: readAt })
      .where('id', '=', id)
      .execute();
  }

  async changesOf(bookingIds: string[]): Promise<Map<string, Date>> {
    if (bookingIds.length === 0) return new Map();
    const { rows } = await sql<{ subject: string; at: Date }>`
      SELECT subject, max(at) AS at FROM audit_entry
        WHERE subject = ANY (${bookingIds}::text[]) AND kind !~ 'calendar'
        GROUP BY subject`.execute(this.#trx);
    return new Map(rows.map(({ subject, at }) => [subject, at]));
  }
}

/** A secret is random already: a plain hash of it cannot be guessed back. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function feedFrom(row: Selectable<Tables['calendar_feed']>): Feed {
  return {
    id: row.id,
    kind: row.kind,
    personId: row.person_id,
    madeAt: row.made_at,
    readAt: row.read_at,
    revokedAt: row.revoked_at,
    contentHash: row.content_hash,
    changedAt: row.changed_at,
  };
}
