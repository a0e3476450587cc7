import { sql, type Transaction } from 'kysely';
import type { AuditEntry, DueKind, OutboxWork } from '../../flows/store.ts';
import { appendAudit } from './audit.ts';
import { toJson } from './json.ts';
import type { Tables } from './tables.ts';

/**
 * What a transaction has said and not yet written: wishes for what is due, outbox entries, audit entries. `write` runs
 * right before the commit. The parts that read these tables in the same transaction ask for `writeDue` or
 * `writeOutbox` first.
 */
export class PendingWrites {
  readonly #trx: Transaction<Tables>;
  readonly #auditKey: Buffer;
  #due = new Map<string, { kind: DueKind; subject: string; at: Date }>();
  #dealtWith = new Set<string>();
  #works: { work: OutboxWork; at: Date }[] = [];
  #queues = new Set<string>();
  #wakeScheduler = false;
  #entries: { entry: AuditEntry; at: Date }[] = [];

  constructor(trx: Transaction<Tables>, auditKey: Buffer) {
    this.#trx = trx;
    this.#auditKey = auditKey;
  }

  due(kind: DueKind, subject: string, at: Date): void {
    const key = `${kind} ${subject}`;
    const standing = this.#due.get(key);
    if (!standing || at < standing.at) this.#due.set(key, { kind, subject, at });
  }

  /**
   * This transaction takes the entry off: a wish that it makes besides is its handler's own next look. Whatever still
   * stands earlier brings the handler again, which then answers anew; kept behind that, the wish would bring two looks.
   * Nobody is woken: the scheduler itself takes entries off, and looks again when it has done so.
   */
  dealtWith(kind: DueKind, subject: string): void {
    this.#dealtWith.add(`${kind} ${subject}`);
  }

  outbox(work: OutboxWork, at: Date): void {
    this.#works.push({ work, at });
  }

  audit(entry: AuditEntry, at: Date): void {
    this.#entries.push({ entry, at });
  }

  /** Something falls due at another time than before: the scheduler looks again once this is committed. */
  wakeScheduler(): void {
    this.#wakeScheduler = true;
  }

  /** The delivery of this queue goes on once this is committed. */
  wakeQueue(queue: string): void {
    this.#queues.add(queue);
  }

  async write(): Promise<void> {
    await this.writeDue();
    await this.writeOutbox();
    if (this.#queues.size > 0 || this.#wakeScheduler) {
      await sql`SELECT wake_delivery(${[...this.#queues].sort()}::text[], ${this.#wakeScheduler})`.execute(this.#trx);
    }
    if (this.#entries.length > 0) await appendAudit(this.#trx, this.#auditKey, this.#entries);
  }

  async writeDue(): Promise<void> {
    if (this.#due.size === 0) return;
    const wishes: object[] = [];
    const looks: object[] = [];
    for (const [key, wish] of this.#due) (this.#dealtWith.has(key) ? looks : wishes).push(wish);
    this.#due = new Map();
    // `EXCLUDED.at` earlier: the entry moves there. Not earlier: remembered as a wish that outlives the entry.
    if (wishes.length > 0) {
      this.wakeScheduler();
      await sql`${insertDue(wishes)} ON CONFLICT (kind, subject) DO UPDATE SET
        at = least(d.at, EXCLUDED.at),
        then_at = CASE WHEN EXCLUDED.at < d.at THEN d.then_at ELSE least(d.then_at, EXCLUDED.at) END`.execute(
        this.#trx,
      );
    }
    if (looks.length > 0)
      await sql`${insertDue(looks)} ON CONFLICT (kind, subject) DO UPDATE SET at = least(d.at, EXCLUDED.at)`.execute(
        this.#trx,
      );
  }

  async writeOutbox(): Promise<void> {
    if (this.#works.length === 0) return;
    const works = this.#works;
    this.#works = [];
    const { rows } = await sql<{ queue: string }>`
      INSERT INTO outbox (queue, work, attempts, created_at, next_attempt_at)
        SELECT left(CASE a.work ->> 'kind'
            WHEN 'tell' THEN 'chat:' || (a.work ->> 'personId')
            WHEN 'calendar' THEN
              coalesce('calendar:' || (SELECT b.person_id FROM booking b WHERE b.id = a.work ->> 'bookingId'), 'calendar')
            ELSE coalesce('chat:' || (SELECT c.person_id FROM posted_card c WHERE c.id = a.work ->> 'postedCardId'), 'chat')
          END, 200), a.work, 0, a.at, a.at
        FROM jsonb_to_recordset(${toJson(works.map((work, n) => ({ n, ...work })))}::jsonb) AS a (n integer, work jsonb, at timestamptz)
        ORDER BY a.n
      RETURNING queue`.execute(this.#trx);
    for (const { queue } of rows) this.#queues.add(queue);
  }
}

function insertDue(wishes: object[]) {
  return sql`
    INSERT INTO due AS d (kind, subject, at)
      SELECT w.kind, w.subject, w.at FROM jsonb_to_recordset(${toJson(wishes)}::jsonb) AS w (kind text, subject text, at timestamptz)
      ORDER BY w.kind, w.subject`;
}
