import { type Selectable, sql, type Transaction } from 'kysely';
import type { FailingMailbox, Mailbox, MailboxCounts, MailboxStore } from '../../flows/calendar/mailbox-store.ts';
import { toJson } from './json.ts';
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

  async byIds(personIds: string[]): Promise<Mailbox[]> {
    const rows = await this.#rows(personIds).execute();
    return rows.map(toMailbox);
  }

  async lock(personIds: string[]): Promise<Mailbox[]> {
    if (personIds.length === 0) return [];
    const rows = await this.#rows(personIds).forUpdate().execute();
    return rows.map(toMailbox);
  }

  #rows(personIds: string[]) {
    return this.#trx
      .selectFrom('outlook_mailbox')
      .selectAll()
      .where(sql<boolean>`person_id = ANY (${safe(personIds)}::text[])`)
      .orderBy(sql`person_id COLLATE "C"`);
  }

  async save(mailboxes: Mailbox[]): Promise<void> {
    if (mailboxes.length === 0) return;
    await sql`
      UPDATE outlook_mailbox AS m SET token = n.token, window_from = n.window_from, window_to = n.window_to,
          series = n.series, subscription_id = n.subscription_id, subscription_until = n.subscription_until,
          secret = n.secret, look_at = n.look_at, attend_at = n.attend_at, wishes = n.wishes, notified = n.notified,
          looked_at = n.looked_at, whole_at = n.whole_at, failing_since = n.failing_since,
          failed_attempts = n.failed_attempts, failure = n.failure, subscription_failure = n.subscription_failure,
          leaving = n.leaving
        FROM jsonb_populate_recordset(NULL::outlook_mailbox, ${toJson(mailboxes.map(toRow))}::jsonb) AS n
        WHERE m.person_id = n.person_id`.execute(this.#trx);
  }

  async markLeaving(personIds: string[], now: Date): Promise<void> {
    if (personIds.length === 0) return;
    await sql`
      UPDATE outlook_mailbox SET leaving = true, attend_at = ${now}
        WHERE person_id = ANY (${safe(personIds)}::text[]) AND NOT leaving`.execute(this.#trx);
  }

  async remove(personIds: string[]): Promise<void> {
    await sql`DELETE FROM outlook_mailbox WHERE person_id = ANY (${safe(personIds)}::text[])`.execute(this.#trx);
  }

  async blank(personIds: string[]): Promise<Set<string>> {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM unnest(${safe(personIds)}::text[]) AS asked (id)
        WHERE NOT EXISTS (SELECT 1 FROM calendar_entry AS e WHERE e.person_id = asked.id)
          AND NOT EXISTS (SELECT 1 FROM absence AS a WHERE a.person_id = asked.id)
          AND NOT EXISTS (SELECT 1 FROM calendar_event AS e JOIN booking AS b ON b.id = e.booking_id
                            WHERE b.person_id = asked.id)`.execute(this.#trx);
    return new Set(rows.map(({ id }) => id));
  }

  async due(now: Date, limit: number): Promise<Mailbox[]> {
    const { rows } = await sql<Selectable<Tables['outlook_mailbox']>>`
      SELECT m.* FROM outlook_mailbox AS m
        LEFT JOIN LATERAL (
          SELECT min(b.starts_at) AS at FROM booking AS b
            WHERE b.person_id = m.person_id AND b.ends_at > ${now} AND b.status = ANY (${HOLDING}::text[])
        ) AS next_booking ON true
        LEFT JOIN conversation AS c ON c.person_id = m.person_id AND c.state = 'reachable'
        WHERE (m.look_at <= ${now} AND NOT m.leaving) OR m.attend_at <= ${now}
        ORDER BY m.notified DESC, next_booking.at NULLS LAST, c.person_id IS NULL, m.looked_at NULLS FIRST, m.person_id
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

function toRow(one: Mailbox) {
  return {
    person_id: one.personId,
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
    failure: one.failing?.message ?? null,
    subscription_failure: one.subscriptionFailure,
    leaving: one.leaving,
  };
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
