import { type Selectable, sql, type Transaction } from 'kysely';
import type { LocalDay } from '../../flows/organisation.ts';
import type { WorkDay, WorkEntry } from '../../flows/work/work-record.ts';
import type { WorkStore } from '../../flows/work/work-store.ts';
import { safe } from './person-rows.ts';
import type { Tables } from './tables.ts';

export class WorkRows implements WorkStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async of(personId: string, day: LocalDay): Promise<WorkDay | null> {
    const row = await this.#one(personId, day).executeTakeFirst();
    return row ? this.#withEntries(row) : null;
  }

  async lock(personId: string, day: LocalDay): Promise<WorkDay | null> {
    const row = await this.#one(personId, day).forUpdate().executeTakeFirst();
    return row ? this.#withEntries(row) : null;
  }

  async begin(personId: string, day: LocalDay, bookingId: string): Promise<WorkDay> {
    await this.#trx
      .insertInto('work_day')
      .values({ person_id: personId, day, booking_id: bookingId })
      .onConflict((conflict) => conflict.columns(['person_id', 'day']).doNothing())
      .execute();
    return (await this.lock(personId, day))!;
  }

  async add(entries: WorkEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#trx
      .insertInto('work_entry')
      .values(
        entries.map(({ personId, day, number, move, at, writtenAt, writtenBy, corrects }) => ({
          person_id: personId,
          day,
          number,
          move,
          at,
          written_at: writtenAt,
          written_by: writtenBy,
          corrects,
        })),
      )
      .execute();
  }

  async mark(personId: string, day: LocalDay, step: 'asked' | 'open' | 'shown', at: Date): Promise<void> {
    const column = sql.ref(`${step}_at`);
    await sql`UPDATE work_day SET ${column} = coalesce(${column}, ${at}) WHERE person_id = ${personId} AND day = ${day}`.execute(
      this.#trx,
    );
  }

  async between(from: LocalDay | null, to: LocalDay | null, personId: string | null): Promise<WorkDay[]> {
    let days = this.#trx.selectFrom('work_day').selectAll();
    let entries = this.#trx.selectFrom('work_entry').selectAll();
    if (from !== null) [days, entries] = [days.where('day', '>=', from), entries.where('day', '>=', from)];
    if (to !== null) [days, entries] = [days.where('day', '<=', to), entries.where('day', '<=', to)];
    if (personId !== null) {
      const id = safe([personId])[0] ?? '';
      [days, entries] = [days.where('person_id', '=', id), entries.where('person_id', '=', id)];
    }
    const rows = await days.orderBy('day').orderBy('person_id').execute();
    if (rows.length === 0) return [];
    const byDay = new Map<string, WorkEntry[]>(rows.map((row) => [`${row.person_id} ${row.day}`, []]));
    for (const entry of await entries.orderBy('number').execute())
      byDay.get(`${entry.person_id} ${entry.day}`)?.push(toEntry(entry));
    return rows.map((row) => toDay(row, byDay.get(`${row.person_id} ${row.day}`)!));
  }

  ofPerson(personId: string): Promise<WorkDay[]> {
    return this.between(null, null, personId);
  }

  async deleteBefore(day: LocalDay): Promise<number> {
    const { numDeletedRows } = await this.#trx.deleteFrom('work_day').where('day', '<', day).executeTakeFirst();
    return Number(numDeletedRows);
  }

  #one(personId: string, day: LocalDay) {
    return this.#trx
      .selectFrom('work_day')
      .selectAll()
      .where('person_id', '=', safe([personId])[0] ?? '')
      .where('day', '=', day);
  }

  async #withEntries(row: Selectable<Tables['work_day']>): Promise<WorkDay> {
    const entries = await this.#trx
      .selectFrom('work_entry')
      .selectAll()
      .where('person_id', '=', row.person_id)
      .where('day', '=', row.day)
      .orderBy('number')
      .execute();
    return toDay(row, entries.map(toEntry));
  }
}

function toDay(row: Selectable<Tables['work_day']>, entries: WorkEntry[]): WorkDay {
  return {
    personId: row.person_id,
    day: row.day,
    bookingId: row.booking_id,
    entries,
    askedAt: row.asked_at,
    openAt: row.open_at,
    shownAt: row.shown_at,
  };
}

function toEntry(row: Selectable<Tables['work_entry']>): WorkEntry {
  return {
    personId: row.person_id,
    day: row.day,
    number: row.number,
    move: row.move,
    at: row.at,
    writtenAt: row.written_at,
    writtenBy: row.written_by,
    corrects: row.corrects,
  };
}
