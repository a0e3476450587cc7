import { sql, type Transaction } from 'kysely';
import type {
  DecisionStore,
  Deputy,
  DeputyStore,
  NoteStore,
  RequestNote,
  StepDecision,
} from '../../flows/approval/approval-store.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { toText } from './json.ts';
import type { Tables } from './tables.ts';

export class DecisionRows implements DecisionStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add({ bookingId, step, by, decidedFor, verdict, at }: StepDecision): Promise<void> {
    await this.#trx
      .insertInto('decision')
      .values({ booking_id: bookingId, step, by, decided_for: decidedFor, verdict, at })
      .execute();
  }

  async of(bookingIds: string[]): Promise<StepDecision[]> {
    if (bookingIds.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('decision')
      .selectAll()
      .where(sql<boolean>`booking_id = ANY (${bookingIds}::text[])`)
      .orderBy('booking_id')
      .orderBy('step')
      .execute();
    return rows.map(({ booking_id: bookingId, decided_for: decidedFor, ...row }) => ({
      bookingId,
      decidedFor,
      ...row,
    }));
  }
}

export class NoteRows implements NoteStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async add(requestId: string, { by, at, text }: RequestNote): Promise<void> {
    await this.#trx
      .insertInto('request_note')
      .values({ request_id: requestId, by, at, text: toText(text) })
      .execute();
  }

  async of(requestId: string): Promise<RequestNote[]> {
    return this.#trx
      .selectFrom('request_note')
      .select(['by', 'at', 'text'])
      .where('request_id', '=', requestId)
      .orderBy('id')
      .execute();
  }
}

export class DeputyRows implements DeputyStore {
  readonly #trx: Transaction<Tables>;

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx;
  }

  async save({ approverId, deputyId, fromDay, toDay, source, createdAt }: Deputy): Promise<void> {
    await this.#trx
      .insertInto('deputy')
      .values({
        approver_id: approverId,
        deputy_id: deputyId,
        from_day: fromDay,
        to_day: toDay,
        source,
        created_at: createdAt,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['approver_id', 'from_day', 'to_day', 'source'])
          .doUpdateSet({ deputy_id: deputyId, created_at: createdAt }),
      )
      .execute();
  }

  async remove({ approverId, fromDay, toDay, source }: Parameters<DeputyStore['remove']>[0]): Promise<void> {
    await this.#trx
      .deleteFrom('deputy')
      .where('approver_id', '=', approverId)
      .where('from_day', '=', fromDay)
      .where('to_day', '=', toDay)
      .where('source', '=', source)
      .execute();
  }

  async ofApprovers(approverIds: string[], day: LocalDay): Promise<Deputy[]> {
    if (approverIds.length === 0) return [];
    const rows = await this.#trx
      .selectFrom('deputy')
      .selectAll()
      .where(sql<boolean>`approver_id = ANY (${approverIds}::text[])`)
      .where('from_day', '<=', day)
      .where('to_day', '>=', day)
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map(toDeputy);
  }

  async around(personId: string, day: LocalDay): Promise<Deputy[]> {
    const rows = await this.#trx
      .selectFrom('deputy')
      .selectAll()
      .where((where) => where.or([where('deputy_id', '=', personId), where('approver_id', '=', personId)]))
      .where('to_day', '>=', day)
      .orderBy('from_day')
      .orderBy('created_at')
      .execute();
    return rows.map(toDeputy);
  }
}

function toDeputy(row: Tables['deputy']): Deputy {
  return {
    approverId: row.approver_id,
    deputyId: row.deputy_id,
    fromDay: row.from_day,
    toDay: row.to_day,
    source: row.source,
    createdAt: row.created_at,
  };
}
