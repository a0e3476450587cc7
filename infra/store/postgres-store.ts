import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Store, Tx } from '../../flows/store.ts';
import { AccessRows } from './access-rows.ts';
import { ActivityRows } from './activity-rows.ts';
import { DecisionRows, DeputyRows, NoteRows } from './approval-rows.ts';
import { BookingRows } from './booking-rows.ts';
import { CalendarEntryRows } from './calendar-entry-rows.ts';
import { CalendarRows } from './calendar-rows.ts';
import { FeedRows } from './feed-rows.ts';
import { SectionCalendarRows } from './section-calendar-rows.ts';
import { AbsenceRows, FeedReadingRows, OfficeDayRows } from './calendar-source-rows.ts';
import { CapRows } from './cap-rows.ts';
import { CapacityRows } from './capacity-rows.ts';
import { CertificateRows } from './certificate-rows.ts';
import { ConversationRows } from './conversation-rows.ts';
import { sqlState } from './database-refusal.ts';
import { DeviceRows } from './device-rows.ts';
import { DraftRows } from './draft-rows.ts';
import { DueRows } from './due-rows.ts';
import { EmergencyRows } from './emergency-rows.ts';
import { MailboxRows } from './mailbox-rows.ts';
import { MaintenanceRows } from './maintenance-rows.ts';
import { ForecastRows } from './forecast-rows.ts';
import { LateRows } from './late-rows.ts';
import { LicenceRows } from './licence-rows.ts';
import { OutboxRows } from './outbox-rows.ts';
import { PendingWrites } from './pending-writes.ts';
import { PersonRows } from './person-rows.ts';
import { PostedCardRows } from './posted-card-rows.ts';
import { ReadinessRows } from './readiness-rows.ts';
import { RecordRows } from './record-rows.ts';
import { FeedbackRows, PledgeRows } from './registration-rows.ts';
import { HostDayRows } from './host-day-rows.ts';
import { RoundRows } from './round-rows.ts';
import { ShadowRows } from './shadow-rows.ts';
import { SettingsRows } from './settings-rows.ts';
import type { Tables } from './tables.ts';
import { VisitRows } from './visit-rows.ts';
import { WorkRows } from './work-rows.ts';

/** Serialization failure and deadlock: the whole transaction is run again. */
const AGAIN = new Set(['40001', '40P01']);
/** With pauses that double from 5 ms to 320 ms, twelve tries end after some three seconds. */
const MOST_TRIES = 12;

/**
 * The flows' Store on PostgreSQL, READ COMMITTED with row locks. What a transaction adds to the outbox, to the audit
 * log and to what is due is collected and written right before the commit, in one fixed order (due by kind and subject,
 * outbox and jobs by queue, head of the audit chain), so that the rows that everybody writes are locked briefly and
 * never crosswise.
 */
export class PostgresStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #auditKey: Buffer;

  constructor(db: Kysely<Tables>, auditKey: Buffer) {
    this.#db = db;
    this.#auditKey = auditKey;
  }

  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#db.transaction().execute(async (trx) => {
          const pending = new PendingWrites(trx, this.#auditKey);
          const result = await work(partsOf(trx, pending));
          await pending.write();
          return result;
        });
      } catch (error) {
        if (tries >= MOST_TRIES || !AGAIN.has(sqlState(error) ?? '')) throw error;
        // Jitter: transactions that met once shall not meet again at the same moment.
        await wait(Math.random() * Math.min(320, 5 * 2 ** tries));
      }
    }
  }

  async nextDueAt(): Promise<Date | null> {
    const { rows } = await sql<{ at: Date | null }>`
      SELECT least(
        (SELECT min(due_at) FROM booking WHERE due_at IS NOT NULL),
        (SELECT min(at) FROM due),
        (SELECT min(next_attempt_at) FROM (
          SELECT DISTINCT ON (queue) next_attempt_at FROM outbox
            WHERE done_at IS NULL AND given_up_at IS NULL ORDER BY queue, id) AS heads)
      ) AS at`.execute(this.#db);
    return rows[0]?.at ?? null;
  }

  async outboxState(now: Date): Promise<{ waiting: number; due: number; failing: number }> {
    const { rows } = await sql<{ waiting: number; due: number; failing: number }>`
      SELECT count(*) AS waiting,
             count(*) FILTER (WHERE next_attempt_at <= ${now} AND head_at <= ${now}) AS due,
             count(*) FILTER (WHERE last_error IS NOT NULL) AS failing
        FROM (
          SELECT next_attempt_at, last_error, first_value(next_attempt_at) OVER (PARTITION BY queue ORDER BY id) AS head_at
            FROM outbox WHERE done_at IS NULL AND given_up_at IS NULL
        ) AS open`.execute(this.#db);
    return rows[0]!;
  }
}

function partsOf(trx: Transaction<Tables>, pending: PendingWrites): Tx {
  return {
    activities: new ActivityRows(trx),
    people: new PersonRows(trx),
    drafts: new DraftRows(trx),
    decisions: new DecisionRows(trx),
    notes: new NoteRows(trx),
    deputies: new DeputyRows(trx),
    emergencies: new EmergencyRows(trx),
    pledges: new PledgeRows(trx),
    feedback: new FeedbackRows(trx),
    settings: new SettingsRows(trx),
    records: new RecordRows(trx),
    bookings: new BookingRows(trx, pending),
    caps: new CapRows(trx),
    conversations: new ConversationRows(trx),
    postedCards: new PostedCardRows(trx),
    outbox: new OutboxRows(trx, pending),
    due: new DueRows(trx, pending),
    audit: { add: (entry, now) => pending.audit(entry, now) },
    access: new AccessRows(trx),
    calendar: new CalendarRows(trx),
    mailboxes: new MailboxRows(trx),
    sectionCalendars: new SectionCalendarRows(trx),
    feeds: new FeedRows(trx),
    calendarEntries: new CalendarEntryRows(trx),
    officeDays: new OfficeDayRows(trx),
    feedReadings: new FeedReadingRows(trx),
    absences: new AbsenceRows(trx),
    capacity: new CapacityRows(trx),
    rounds: new RoundRows(trx),
    maintenance: new MaintenanceRows(trx),
    forecasts: new ForecastRows(trx),
    shadow: new ShadowRows(trx),
    hostDays: new HostDayRows(trx),
    visits: new VisitRows(trx),
    work: new WorkRows(trx),
    late: new LateRows(trx),
    licences: new LicenceRows(trx),
    readiness: new ReadinessRows(trx),
    devices: new DeviceRows(trx),
    certificates: new CertificateRows(trx),
  };
}
