import { sql, type Selectable, type Transaction } from 'kysely';
import type { Language } from '../../flows/organisation.ts';
import type { Person } from '../../flows/person.ts';
import type { DirectoryPerson, PeopleStore } from '../../flows/store.ts';
import { toJson } from './json.ts';
import type { PersonRow, Tables } from './tables.ts';

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
    const row = await this.#trx
      .selectFrom('person')
      .selectAll()
      .where(sql<boolean>`lower(upn) = lower(${safe([upn])[0] ?? ''})`)
      .orderBy('changed_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? toPerson(row) : null;
  }

  async inDepartment(department: string): Promise<string[]> {
    const rows = await this.#trx
      .selectFrom('person')
      .select('id')
      .where('department', '=', department)
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
      INSERT INTO person AS p (id, upn, display_name, department, manager_id, mailbox_language, changed_at)
        SELECT a.id, a.upn, a."displayName", a.department, a."managerId", a."mailboxLanguage", ${now}::timestamptz
          FROM jsonb_to_recordset(${toJson(asked)}::jsonb) AS a (id text, upn text, "displayName" text, department text,
            "managerId" text, "mailboxLanguage" text)
          ORDER BY a.id
      ON CONFLICT (id) DO UPDATE SET
        upn = EXCLUDED.upn, display_name = EXCLUDED.display_name, department = EXCLUDED.department,
        manager_id = EXCLUDED.manager_id, changed_at = EXCLUDED.changed_at,
        mailbox_language = CASE WHEN EXCLUDED.id = ANY (${asked.filter((row) => row.mailboxKnown).map((row) => row.id)}::text[])
          THEN EXCLUDED.mailbox_language ELSE p.mailbox_language END
        WHERE (p.upn, p.display_name, p.department, p.manager_id) IS DISTINCT FROM
              (EXCLUDED.upn, EXCLUDED.display_name, EXCLUDED.department, EXCLUDED.manager_id)
           OR (EXCLUDED.id = ANY (${asked.filter((row) => row.mailboxKnown).map((row) => row.id)}::text[])
               AND p.mailbox_language IS DISTINCT FROM EXCLUDED.mailbox_language)`.execute(this.#trx);
  }

  async saveLanguages(
    id: string,
    { lastMessage, chosen, client }: { lastMessage?: Language; chosen?: Language; client?: Language },
  ): Promise<void> {
    await sql`
      UPDATE person SET
        last_message_language = coalesce(${lastMessage ?? null}, last_message_language),
        chosen_language = coalesce(${chosen ?? null}, chosen_language),
        client_language = coalesce(${client ?? null}, client_language)
        WHERE id = ${id} AND (
          last_message_language IS DISTINCT FROM coalesce(${lastMessage ?? null}, last_message_language) OR
          chosen_language IS DISTINCT FROM coalesce(${chosen ?? null}, chosen_language) OR
          client_language IS DISTINCT FROM coalesce(${client ?? null}, client_language))`.execute(this.#trx);
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
    managerId: row.manager_id,
    lastMessageLanguage: row.last_message_language,
    chosenLanguage: row.chosen_language,
    mailboxLanguage: row.mailbox_language,
    clientLanguage: row.client_language,
  };
}
