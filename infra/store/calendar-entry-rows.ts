import { sql, type Selectable, type Transaction } from 'kysely';
import type { CalendarEntryStore, KeptEntry } from '../../flows/calendar/calendar-entry-store.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

export class CalendarEntryRows implements CalendarEntryStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async lock(personId: string, from: LocalDay): Promise<KeptEntry[]> {
    // Rows that are not there yet cannot be locked: whoever takes a person's entries waits for the one before.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`calendar-entries/${personId}`}, 0))`.execute(this.#trx);
    const rows = await this.#trx
      .selectFrom('calendar_entry')
      .selectAll()
      .where('person_id', '=', personId)
      .where('last_day', '>=', from)
      .orderBy('source')
      .orderBy('key')
      .forUpdate()
      .execute();
    return rows.map(entryOf);
  }

  async lockOfDraft(draftId: string): Promise<KeptEntry[]> {
    const rows = await this.#trx
      .selectFrom('calendar_entry')
      .selectAll()
      .where(sql<boolean>`draft_ids @> ARRAY[${draftId}]::text[]`)
      .orderBy('person_id')
      .orderBy('source')
      .orderBy('key')
      .forUpdate()
      .execute();
    return rows.map(entryOf);
  }

  async save(entries: KeptEntry[]): Promise<void> {
    for (const { personId, source, key, days, ...entry } of entries) {
      const last = days
        .map(({ day }) => day)
        .sort()
        .at(-1);
      if (last === undefined) continue;
      const written = {
        series: entry.series === null ? null : toText(entry.series),
        kind: entry.kind,
        place: entry.place,
        subject: entry.subject === null ? null : toText(entry.subject),
        gone: entry.gone,
        days: toJson(days),
        draft_ids: [...new Set(days.flatMap(({ draftId }) => draftId ?? []))],
        last_day: last,
      };
      await this.#trx
        .insertInto('calendar_entry')
        .values({ person_id: personId, source, key: toText(key), ...written })
        .onConflict((conflict) => conflict.columns(['person_id', 'source', 'key']).doUpdateSet(written))
        .execute();
    }
  }

  async remove(entries: Pick<KeptEntry, 'personId' | 'source' | 'key'>[]): Promise<void> {
    for (const { personId, source, key } of entries)
      await this.#trx
        .deleteFrom('calendar_entry')
        .where('person_id', '=', personId)
        .where('source', '=', source)
        .where('key', '=', toText(key))
        .execute();
  }

  async ofPerson(personId: string): Promise<KeptEntry[]> {
    const rows = await this.#trx
      .selectFrom('calendar_entry')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('last_day')
      .orderBy('source')
      .orderBy('key')
      .execute();
    return rows.map(entryOf);
  }

  async peopleKept(): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      SELECT person_id AS id FROM calendar_entry UNION SELECT person_id FROM absence
        UNION SELECT person_id FROM calendar_question
        UNION SELECT person_id FROM calendar_feed WHERE revoked_at IS NULL
        ORDER BY 1`.execute(this.#trx);
    return rows.map(({ id }) => id);
  }

  async forgetPerson(personId: string): Promise<void> {
    await this.#trx.deleteFrom('calendar_entry').where('person_id', '=', personId).execute();
    await this.#trx.deleteFrom('absence').where('person_id', '=', personId).execute();
  }
}

function entryOf(row: Selectable<Tables['calendar_entry']>): KeptEntry {
  const { series, kind, place, subject, gone, days } = row;
  return { personId: row.person_id, source: row.source, key: row.key, series, kind, place, subject, gone, days };
}
