import type { Transaction } from 'kysely';
import type {
  Absence,
  AbsenceStore,
  FeedState,
  FeedReadingStore,
  OfficeDayStore,
} from '../../flows/calendar/calendar-sources-store.ts';
import type { OfficeDay } from '../../flows/calendar/office-calendar.ts';
import type { Tables } from './tables.ts';

/** Rows of one INSERT: far below PostgreSQL's 65,535 parameters. */
const AT_ONCE = 1_000;

export class OfficeDayRows implements OfficeDayStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async all(): Promise<OfficeDay[]> {
    const rows = await this.#trx.selectFrom('office_day').selectAll().orderBy('key').execute();
    return rows.map(({ from_day, to_day, starts_at, ends_at, ...row }) => ({
      ...row,
      from: from_day,
      to: to_day,
      startsAt: starts_at,
      endsAt: ends_at,
    }));
  }

  async replace(days: OfficeDay[]): Promise<void> {
    await this.#trx.deleteFrom('office_day').execute();
    for (let at = 0; at < days.length; at += AT_ONCE)
      await this.#trx
        .insertInto('office_day')
        .values(
          days.slice(at, at + AT_ONCE).map(({ from, to, startsAt, endsAt, ...day }) => ({
            ...day,
            from_day: from,
            to_day: to,
            starts_at: startsAt,
            ends_at: endsAt,
          })),
        )
        .execute();
  }
}

export class FeedReadingRows implements FeedReadingStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async of(id: string): Promise<FeedState | null> {
    const row = await this.#trx.selectFrom('feed_reading').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toFeed(row) : null;
  }

  async all(): Promise<FeedState[]> {
    return (await this.#trx.selectFrom('feed_reading').selectAll().orderBy('id').execute()).map(toFeed);
  }

  async save(state: FeedState): Promise<void> {
    const { id, etag, hash, failures, error, entries, wrong } = state;
    const written = {
      etag,
      last_modified: state.lastModified,
      hash,
      read_for: state.readFor,
      read_at: state.readAt,
      failures,
      failing_since: state.failingSince,
      error,
      entries,
      wrong,
    };
    await this.#trx
      .insertInto('feed_reading')
      .values({ id, ...written })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(written))
      .execute();
  }

  async remove(id: string): Promise<void> {
    await this.#trx.deleteFrom('feed_reading').where('id', '=', id).execute();
  }
}

export class AbsenceRows implements AbsenceStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async lock(personId: string, key: string): Promise<Absence | null> {
    const row = await this.#trx
      .selectFrom('absence')
      .selectAll()
      .where('person_id', '=', personId)
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirst();
    return row ? toAbsence(row) : null;
  }

  async save({ personId, key, startsAt, endsAt, asked }: Absence): Promise<void> {
    const written = { starts_at: startsAt, ends_at: endsAt, asked };
    await this.#trx
      .insertInto('absence')
      .values({ person_id: personId, key, ...written })
      .onConflict((conflict) => conflict.columns(['person_id', 'key']).doUpdateSet(written))
      .execute();
  }

  async remove(personId: string, key: string): Promise<void> {
    await this.#trx.deleteFrom('absence').where('person_id', '=', personId).where('key', '=', key).execute();
  }

  async allOf(personId: string): Promise<Absence[]> {
    const rows = await this.#trx
      .selectFrom('absence')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('starts_at')
      .orderBy('key')
      .execute();
    return rows.map(toAbsence);
  }

  async ofPerson(personId: string, from: Date, to: Date): Promise<Absence[]> {
    const rows = await this.#trx
      .selectFrom('absence')
      .selectAll()
      .where('person_id', '=', personId)
      .where('starts_at', '<', to)
      .where('ends_at', '>', from)
      .orderBy('starts_at')
      .orderBy('key')
      .execute();
    return rows.map(toAbsence);
  }
}

function toFeed(row: Tables['feed_reading']): FeedState {
  const { id, etag, hash, failures, error, entries, wrong } = row;
  return {
    id,
    etag,
    lastModified: row.last_modified,
    hash,
    readFor: row.read_for,
    readAt: row.read_at,
    failures,
    failingSince: row.failing_since,
    error,
    entries,
    wrong,
  };
}

function toAbsence({ person_id, key, starts_at, ends_at, asked }: Tables['absence']): Absence {
  return { personId: person_id, key, startsAt: starts_at, endsAt: ends_at, asked };
}
