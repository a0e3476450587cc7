import { type Selectable, sql, type Transaction } from 'kysely';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Dated } from '../../flows/readiness/gates.ts';
import type { ReadinessCase } from '../../flows/readiness/readiness-case.ts';
import type { FactKind, FactValues, ReadinessStore } from '../../flows/readiness/readiness-store.ts';
import { toJson, toText } from './json.ts';
import type { Tables } from './tables.ts';

/** Facts written in one statement. */
const AT_ONCE = 500;
/** The row that tells when everybody was read. Nobody has this id. */
const WHOLE = '';

export class ReadinessRows implements ReadinessStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async facts<Kind extends FactKind>(kind: Kind, subjects: string[]): Promise<Map<string, Dated<FactValues[Kind]>>> {
    if (subjects.length === 0) return new Map();
    const rows = await this.#trx
      .selectFrom('readiness_fact')
      .selectAll()
      .where('kind', '=', kind)
      .where(sql<boolean>`subject = ANY (${subjects}::text[])`)
      .execute();
    return new Map(
      rows.map((row) => [row.subject, { value: row.value as FactValues[Kind], readAt: row.read_at }] as const),
    );
  }

  async saveFacts<Kind extends FactKind>(
    kind: Kind,
    facts: { subject: string; value: FactValues[Kind] }[],
    readAt: Date,
  ): Promise<void> {
    // In one order, so that two who write the same facts never wait for each other crosswise.
    const sorted = [...new Map(facts.map((one) => [one.subject, one])).values()].sort((a, b) =>
      a.subject < b.subject ? -1 : 1,
    );
    for (let from = 0; from < sorted.length; from += AT_ONCE)
      await this.#trx
        .insertInto('readiness_fact')
        .values(
          sorted
            .slice(from, from + AT_ONCE)
            .map(({ subject, value }) => ({ kind, subject, value: toJson(value), read_at: readAt })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['kind', 'subject'])
            .doUpdateSet((is) => ({ value: is.ref('excluded.value'), read_at: is.ref('excluded.read_at') }))
            .whereRef('readiness_fact.read_at', '<=', 'excluded.read_at'),
        )
        .execute();
  }

  async replaceFacts<Kind extends FactKind>(
    kind: Kind,
    facts: { subject: string; value: FactValues[Kind] }[],
    readAt: Date,
  ): Promise<void> {
    await this.saveFacts(kind, facts, readAt);
    await this.#trx.deleteFrom('readiness_fact').where('kind', '=', kind).where('read_at', '<', readAt).execute();
    await this.#trx
      .insertInto('readiness_fact')
      .values({ kind, subject: WHOLE, value: 'null', read_at: readAt })
      .onConflict((conflict) => conflict.columns(['kind', 'subject']).doUpdateSet({ read_at: readAt }))
      .execute();
  }

  async lastWhole(kind: FactKind): Promise<Date | null> {
    const row = await this.#trx
      .selectFrom('readiness_fact')
      .select('read_at')
      .where('kind', '=', kind)
      .where('subject', '=', WHOLE)
      .executeTakeFirst();
    return row?.read_at ?? null;
  }

  async saveTask(requestId: string, taskId: string): Promise<void> {
    await this.#trx
      .insertInto('request_task')
      .values({ request_id: requestId, task_id: taskId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async tasks(requestIds: string[]): Promise<Map<string, string>> {
    if (requestIds.length === 0) return new Map();
    const rows = await this.#trx
      .selectFrom('request_task')
      .selectAll()
      .where(sql<boolean>`request_id = ANY (${requestIds}::text[])`)
      .execute();
    return new Map(rows.map((row) => [row.request_id, row.task_id]));
  }

  async cases(personIds: string[], from: LocalDay): Promise<ReadinessCase[]> {
    if (personIds.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('readiness_case')
      .selectAll()
      .where(sql<boolean>`person_id = ANY (${personIds}::text[])`)
      .where('day', '>=', from)
      .orderBy('day')
      .execute();
    return rows.map(toCase);
  }

  async lockCase(personId: string, day: LocalDay): Promise<ReadinessCase | null> {
    const row = await this.#trx
      .selectFrom('readiness_case')
      .selectAll()
      .where('person_id', '=', personId)
      .where('day', '=', day)
      .forUpdate()
      .executeTakeFirst();
    return row ? toCase(row) : null;
  }

  async saveCase(one: ReadinessCase): Promise<void> {
    const values = {
      state: one.state,
      results: toJson(one.results),
      blocked: one.blocked,
      told_ahead_at: one.toldAheadAt,
      told_eve_at: one.toldEveAt,
      opened_at: one.openedAt,
      decided_gates: one.decidedGates,
      decided_by: one.decidedBy,
      decided_at: one.decidedAt,
      words: one.words === null ? null : toText(one.words),
      question: one.question === null ? null : toText(one.question),
      asked_by: one.askedBy,
      answer: one.answer === null ? null : toText(one.answer),
      version: one.version,
    };
    await this.#trx
      .insertInto('readiness_case')
      .values({ person_id: one.personId, day: one.day, ...values })
      .onConflict((conflict) => conflict.columns(['person_id', 'day']).doUpdateSet(values))
      .execute();
  }

  openCases(from: LocalDay): Promise<{ personId: string; day: LocalDay }[]> {
    return this.#trx
      .selectFrom('readiness_case')
      .select(['person_id as personId', 'day'])
      .where('day', '>=', from)
      .where('state', '<>', 'closed')
      .execute();
  }
}

function toCase(row: Selectable<Tables['readiness_case']>): ReadinessCase {
  return {
    personId: row.person_id,
    day: row.day,
    state: row.state,
    results: row.results as ReadinessCase['results'],
    blocked: row.blocked,
    toldAheadAt: row.told_ahead_at,
    toldEveAt: row.told_eve_at,
    openedAt: row.opened_at,
    decidedGates: row.decided_gates as ReadinessCase['decidedGates'],
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    words: row.words,
    question: row.question,
    askedBy: row.asked_by,
    answer: row.answer,
    version: row.version,
  };
}
