import { sql, type Selectable, type Transaction } from 'kysely';
import type { Language } from '../../flows/organisation.ts';
import type { Person } from '../../flows/person.ts';
import type { DirectoryLook, DirectoryPerson, PeopleStore } from '../../flows/store.ts';
import { toJson } from './json.ts';
import type { PersonRow, Tables } from './tables.ts';

/** People that one name may mean; more are no choice any more. */
const MOST_NAMED = 6;

export class PersonRows implements PeopleStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async byId(id: string): Promise<Person | null> {
    return (await this.byIds([id]))[0] ?? null;
  }

  async byIds(ids: string[]): Promise<Person[]> {
    if (ids.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('person')
      .selectAll()
      .where(sql<boolean>`id = ANY (${safe(ids)}::text[])`)
      .execute();
    return rows.map(toPerson);
  }

  async byUpn(upn: string): Promise<Person | null> {
    return (await this.byUpns([upn])).get(upn.toLowerCase()) ?? null;
  }

  async byUpns(upns: readonly string[]): Promise<Map<string, Person>> {
    if (upns.length === 0) return new Map();
    const asked = safe([...new Set(upns.map((upn) => upn.toLowerCase()))]);
    const rows = await this.#trx
      .selectFrom('person')
      .selectAll()
      .where(sql<boolean>`lower(upn) = ANY (${asked}::text[])`)
      // A UPN of somebody who left may have gone to the next: the last row counts.
      .orderBy(sql`gone_at IS NULL`)
      .orderBy('changed_at')
      .execute();
    return new Map(rows.map((row) => [row.upn.toLowerCase(), toPerson(row)]));
  }

  async named(words: string): Promise<Person[]> {
    const asked = (safe([words])[0] ?? '')
      .normalize('NFKC')
      .replaceAll(/\s/gu, '')
      .replaceAll(/[\\%_]/g, '\\$&');
    if (asked === '') return [];
    const rows = await this.#trx
      .selectFrom('person')
      .selectAll()
      .where(sql<boolean>`regexp_replace(normalize(display_name, NFKC), '\\s', '', 'g') ILIKE ${`%${asked}%`}`)
      .where('gone_at', 'is', null)
      .orderBy('display_name')
      .orderBy('id')
      .limit(MOST_NAMED)
      .execute();
    return rows.map(toPerson);
  }

  async inDepartment(department: string): Promise<string[]> {
    const rows = await this.#trx
      .selectFrom('person')
      .select('id')
      .where('department', '=', department)
      .where('gone_at', 'is', null)
      .orderBy('id')
      .execute();
    return rows.map((row) => row.id);
  }

  async saveFromDirectory(people: DirectoryPerson[], now: Date): Promise<void> {
    if (people.length === 0) return;
    // The last word on each person counts. By id, so that two readings at once do not lock crosswise.
    const rows = [...new Map(people.map((person) => [person.id, person])).values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    const asked = rows.map((row) => ({ ...row, mailboxKnown: row.mailboxLanguage !== undefined }));
    await sql`
      INSERT INTO person AS p (id, upn, display_name, department, job_title, manager_id, mailbox_language, changed_at)
        SELECT a.id, a.upn, a."displayName", a.department, a."jobTitle", a."managerId", a."mailboxLanguage", ${now}::timestamptz
          FROM jsonb_to_recordset(${toJson(asked)}::jsonb) AS a (id text, upn text, "displayName" text, department text,
            "jobTitle" text, "managerId" text, "mailboxLanguage" text)
          ORDER BY a.id
      ON CONFLICT (id) DO UPDATE SET
        upn = EXCLUDED.upn, display_name = EXCLUDED.display_name, department = EXCLUDED.department,
        job_title = EXCLUDED.job_title, manager_id = EXCLUDED.manager_id, gone_at = NULL, changed_at = EXCLUDED.changed_at,
        mailbox_language = CASE WHEN EXCLUDED.id = ANY (${asked.filter((row) => row.mailboxKnown).map((row) => row.id)}::text[])
          THEN EXCLUDED.mailbox_language ELSE p.mailbox_language END
        WHERE (p.upn, p.display_name, p.department, p.job_title, p.manager_id) IS DISTINCT FROM
              (EXCLUDED.upn, EXCLUDED.display_name, EXCLUDED.department, EXCLUDED.job_title, EXCLUDED.manager_id)
           OR p.gone_at IS NOT NULL
           OR (EXCLUDED.id = ANY (${asked.filter((row) => row.mailboxKnown).map((row) => row.id)}::text[])
               AND p.mailbox_language IS DISTINCT FROM EXCLUDED.mailbox_language)`.execute(this.#trx);
  }

  async saveLanguages(
    id: string,
    {
      lastMessage,
      chosen,
      client,
      mailbox,
    }: { lastMessage?: Language; chosen?: Language; client?: Language; mailbox?: Language },
  ): Promise<void> {
    await sql`
      UPDATE person SET
        last_message_language = coalesce(${lastMessage ?? null}, last_message_language),
        chosen_language = coalesce(${chosen ?? null}, chosen_language),
        client_language = coalesce(${client ?? null}, client_language),
        mailbox_language = coalesce(${mailbox ?? null}, mailbox_language)
        WHERE id = ${id} AND (
          last_message_language IS DISTINCT FROM coalesce(${lastMessage ?? null}, last_message_language) OR
          chosen_language IS DISTINCT FROM coalesce(${chosen ?? null}, chosen_language) OR
          client_language IS DISTINCT FROM coalesce(${client ?? null}, client_language) OR
          mailbox_language IS DISTINCT FROM coalesce(${mailbox ?? null}, mailbox_language))`.execute(this.#trx);
  }

  async present(): Promise<string[]> {
    const rows = await this.#trx.selectFrom('person').select('id').where('gone_at', 'is', null).orderBy('id').execute();
    return rows.map((row) => row.id);
  }

  async markGone(ids: string[], now: Date): Promise<string[]> {
    if (ids.length === 0) return [];
    const { rows } = await sql<{ id: string }>`
      WITH leaving AS (
        SELECT id FROM person WHERE id = ANY (${safe(ids)}::text[]) AND gone_at IS NULL ORDER BY id FOR UPDATE)
      UPDATE person SET gone_at = ${now} FROM leaving WHERE person.id = leaving.id RETURNING person.id`.execute(
      this.#trx,
    );
    return rows.map((row) => row.id).sort();
  }

  async goneButInvolved(): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM person WHERE gone_at IS NOT NULL AND id IN (
        SELECT person_id FROM booking WHERE status IN ('pending', 'waitlisted', 'approved', 'active')
        UNION SELECT unnest(approver_ids) FROM booking WHERE status = 'pending')
      ORDER BY id`.execute(this.#trx);
    return rows.map((row) => row.id);
  }

  async bookingsAskingNobody(): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM booking WHERE status = 'pending' AND approver_ids = '{}' ORDER BY id`.execute(this.#trx);
    return rows.map((row) => row.id);
  }

  async directoryLook(): Promise<DirectoryLook | null> {
    const row = await this.#trx.selectFrom('directory_look').selectAll().executeTakeFirst();
    return row ? { changesToken: row.changes_token, at: row.looked_at, everybodyAt: row.everybody_at } : null;
  }

  async saveDirectoryLook({ changesToken, at, everybodyAt }: DirectoryLook): Promise<void> {
    const row = { changes_token: changesToken, looked_at: at, everybody_at: everybodyAt };
    await this.#trx
      .insertInto('directory_look')
      .values(row)
      .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row))
      .execute();
  }
}

/** What no kept text can equal is not asked for: PostgreSQL refuses NUL with an error. */
export function safe(ids: string[]): string[] {
  return ids.filter((id) => !id.includes('\0'));
}

function toPerson(row: Selectable<PersonRow>): Person {
  return {
    id: row.id,
    upn: row.upn,
    displayName: row.display_name,
    department: row.department,
    jobTitle: row.job_title,
    managerId: row.manager_id,
    goneAt: row.gone_at,
    lastMessageLanguage: row.last_message_language,
    chosenLanguage: row.chosen_language,
    mailboxLanguage: row.mailbox_language,
    clientLanguage: row.client_language,
  };
}
