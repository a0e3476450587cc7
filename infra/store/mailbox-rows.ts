import { type Selectable, sql, type Transaction } from 'kysely';
import type { FailingMailbox, Mailbox, MailboxCounts, MailboxStore } from '../../flows/calendar/mailbox-store.ts';
import { toText } from './json.ts';
import { safe } from './person-rows.ts';
import type { Tables } from './tables.ts';

/** What holds a person's time, for who comes first. */
const HOLDING = ['pending', 'approved', 'active'];

export class MailboxRows implements MailboxStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(mailboxes: { personId: string; secret: string }[], now: Date): Promise<void> {
    if (mailboxes.length === 0) return;
    await sql`
      INSERT INTO outlook_mailbox (person_id, secret, look_at, attend_at)
        SELECT person_id, secret, ${now}::timestamptz, ${now}::timestamptz
          FROM unnest(${mailboxes.map((one) => one.personId)}::text[], ${mailboxes.map((one) => one.secret)}::text[])
            AS new (person_id, secret) ORDER BY person_id
      ON CONFLICT (person_id) DO UPDATE SET leaving = false, look_at = EXCLUDED.look_at, attend_at = EXCLUDED.attend_at
        WHERE outlook_mailbox.leaving`.execute(this.#trx);
  }

  async personIds(): Promise<string[]> {
    const rows = await this.#trx
      .selectFrom('outlook_mailbox')
      .select('person_id')
      .where('leaving', '=', false)
      .orderBy('person_id')
      .execute();
    return rows.map((row) => row.person_id);
  }

  async wishAll(now: Date): Promise<void> {
    await sql`
      UPDATE outlook_mailbox SET look_at = least(look_at, ${now}::timestamptz), wishes = wishes + 1
        WHERE NOT leaving`.execute(this.#trx);
  }

  async byId(personId: string): Promise<Mailbox | null> {
    const row = await this.#trx
      .selectFrom('outlook_mailbox')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row ? toMailbox(row) : null;
  }

  async lock(personId: string): Promise<Mailbox | null> {
    const row = await this.#trx
      .selectFrom('outlook_mailbox')
      .selectAll()
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst();
    return row ? toMailbox(row) : null;
  }

  async save(one: Mailbox): Promise<void> {
    await this.#trx
      .updateTable('outlook_mailbox')
      .set({
        token: one.token,
        window_from: one.window?.from ?? null,
        window_to: one.window?.to ?? null,
        series: one.series,
        subscription_id: one.subscription?.id ?? null,
        subscription_until: one.subscription?.until ?? null,
        secret: one.secret,
        look_at: one.lookAt,
        attend_at: one.attendAt,
        wishes: one.wishes,
        notified: one.notified,
        looked_at: one.lookedAt,
        whole_at: one.wholeAt,
        failing_since: one.failing?.since ?? null,
        failed_attempts: one.failing?.attempts ?? 0,
        failure: one.failing ? toText(one.failing.message) : null,
        subscription_failure: one.subscriptionFailure === null ? null : toText(one.subscriptionFailure),
        leaving: one.leaving,
      })
      .where('person_id', '=', one.personId)
      .execute();
  }

  async markLeaving(personIds: string[], now: Date): Promise<void> {
    if (personIds.length === 0) return;
    await sql`
      UPDATE outlook_mailbox SET leaving = true, attend_at = ${now}
        WHERE person_id = ANY (${safe(personIds)}::text[]) AND NOT leaving`.execute(this.#trx);
  }

  async remove(personId: string): Promise<void> {
    await this.#trx.deleteFrom('outlook_mailbox').where('person_id', '=', personId).execute();
  }

  async due(now: Date, limit: number): Promise<Mailbox[]> {
    const { rows } = await sql<Selectable<Tables['outlook_mailbox']>>`
      SELECT m.* FROM outlook_mailbox AS m
        LEFT JOIN LATERAL (
          SELECT min(b.starts_at) AS at FROM booking AS b
            WHERE b.person_id = m.person_id AND b.ends_at > ${now} AND b.status = ANY (${HOLDING}::text[])
        ) AS next_booking ON true
        WHERE (m.look_at <= ${now} AND NOT m.leaving) OR m.attend_at <= ${now}
        ORDER BY m.notified DESC, next_booking.at NULLS LAST, m.looked_at NULLS FIRST, m.person_id
        LIMIT ${limit}`.execute(this.#trx);
    return rows.map(toMailbox);
  }

  async nextAt(): Promise<Date | null> {
    const { rows } = await sql<{ at: Date | null }>`
      SELECT least((SELECT min(look_at) FROM outlook_mailbox WHERE NOT leaving),
                   (SELECT min(attend_at) FROM outlook_mailbox)) AS at`.execute(this.#trx);
    return rows[0]?.at ?? null;
  }

  async bySubscriptions(ids: string[]): Promise<Mailbox[]> {
    if (ids.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('outlook_mailbox')
      .selectAll()
      .where(sql<boolean>`subscription_id = ANY (${safe(ids)}::text[])`)
      .orderBy('person_id')
      .execute();
    return rows.map(toMailbox);
  }

  async subscribed(): Promise<{ personId: string; subscriptionId: string | null; leaving: boolean }[]> {
    return this.#trx
      .selectFrom('outlook_mailbox')
      .select(['person_id as personId', 'subscription_id as subscriptionId', 'leaving'])
      .orderBy('person_id')
      .execute();
  }

  async counts(now: Date): Promise<MailboxCounts> {
    const { rows } = await sql<MailboxCounts>`
      SELECT count(*)::int AS "mailboxes",
             count(*) FILTER (WHERE looked_at IS NOT NULL AND look_at > ${now} AND failing_since IS NULL)::int AS "upToDate",
             count(*) FILTER (WHERE look_at <= ${now})::int AS "waiting",
             count(*) FILTER (WHERE looked_at IS NULL)::int AS "neverRead",
             count(*) FILTER (WHERE subscription_until > ${now})::int AS "subscribed",
             count(*) FILTER (WHERE failing_since IS NOT NULL)::int AS "failing",
             count(*) FILTER (WHERE subscription_failure IS NOT NULL)::int AS "notSubscribed",
             max(looked_at) AS "lastLookAt",
             min(looked_at) AS "oldestLookAt"
        FROM outlook_mailbox WHERE NOT leaving`.execute(this.#trx);
    return rows[0]!;
  }

  async failing(limit: number): Promise<FailingMailbox[]> {
    const { rows } = await sql<FailingMailbox>`
      SELECT m.person_id AS "personId", p.upn, m.failing_since AS since, m.failed_attempts AS attempts, m.failure AS message
        FROM outlook_mailbox AS m LEFT JOIN person AS p ON p.id = m.person_id
        WHERE m.failing_since IS NOT NULL ORDER BY m.failing_since, m.person_id LIMIT ${limit}`.execute(this.#trx);
    return rows;
  }

  async subscriptionFailures(): Promise<{ message: string; mailboxes: number }[]> {
    const { rows } = await sql<{ message: string; mailboxes: number }>`
      SELECT subscription_failure AS message, count(*)::int AS mailboxes FROM outlook_mailbox
        WHERE subscription_failure IS NOT NULL GROUP BY subscription_failure ORDER BY 2 DESC, 1 LIMIT 5`.execute(
      this.#trx,
    );
    return rows;
  }
}

function toMailbox(row: Selectable<Tables['outlook_mailbox']>): Mailbox {
  return {
    personId: row.person_id,
    token: row.token,
    window: row.window_from && row.window_to ? { from: row.window_from, to: row.window_to } : null,
    series: row.series,
    subscription:
      row.subscription_id && row.subscription_until ? { id: row.subscription_id, until: row.subscription_until } : null,
    secret: row.secret,
    lookAt: row.look_at,
    attendAt: row.attend_at,
    wishes: row.wishes,
    notified: row.notified,
    lookedAt: row.looked_at,
    wholeAt: row.whole_at,
    failing: row.failing_since && {
      since: row.failing_since,
      attempts: row.failed_attempts,
      message: row.failure ?? '',
    },
    subscriptionFailure: row.subscription_failure,
    leaving: row.leaving,
  };
}
