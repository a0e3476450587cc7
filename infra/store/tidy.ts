import { type Kysely, sql } from 'kysely';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Tables } from './tables.ts';
import { WorkRows } from './work-rows.ts';

/** Until when what is kept for a while is kept: everything before these instants and days goes. */
export interface TidyLimits {
  /**
   * Answers to activities, outbox entries that are done or were given up, drafts of requests, words of coming later, what
   * was missing before a day and what was said of it, questions about calendars, entries of calendars and of sections' calendars, feeds that
   * have ended.
   */
  conversations: Date;
  /** Warnings to sessions, by the end of their window. */
  warnings: Date;
  /** Journal of actions on pools, the rounds that decided them, hosts that were patched, days of the organisation's calendar. */
  journal: Date;
  /** Reasons, their category, comments, questions and answers, by the end of the booking; reasons of emergencies. */
  reasons: Date;
  /** Contact addresses and material taken home, by the end of the booking. */
  contacts: Date;
  workingTimes: LocalDay;
  feedback: Date;
  /** When people were signed in, by the end of the session; licences of theirs that are not a booking's, and days on which they found none. */
  visits: Date;
  /** Deputies by their last day. */
  deputies: LocalDay;
  /** Links to a person's records. */
  links: Date;
  /** Personal details beside the audit log. The chain stays whole. */
  audit: Date;
}

/** Deletes what is past its time. Repeating does nothing more. */
export async function tidy(db: Kysely<Tables>, limits: TidyLimits): Promise<void> {
  const { conversations, reasons, contacts } = limits;
  await sql`DELETE FROM activity WHERE claimed_at < ${conversations}`.execute(db);
  await sql`DELETE FROM outbox WHERE coalesce(done_at, given_up_at) < ${conversations}`.execute(db);
  await sql`DELETE FROM proposal_draft WHERE created_at < ${conversations}`.execute(db);
  await sql`DELETE FROM calendar_entry WHERE last_day < ${conversations}::date`.execute(db);
  await sql`DELETE FROM absence WHERE ends_at < ${conversations}`.execute(db);
  await sql`DELETE FROM late_word WHERE coming_at < ${conversations}`.execute(db);
  await sql`DELETE FROM readiness_case WHERE day < ${conversations}::date`.execute(db);
  await sql`
    DELETE FROM calendar_question q USING booking b WHERE b.id = q.booking_id AND b.ends_at < ${conversations}`.execute(
    db,
  );
  await sql`DELETE FROM section_event WHERE ends_at < ${conversations}`.execute(db);
  // What a calendar says that has not been read for long; one that is read says its days anew.
  await sql`DELETE FROM office_day WHERE ends_at < ${limits.journal}`.execute(db);
  await sql`DELETE FROM calendar_feed WHERE revoked_at < ${conversations}`.execute(db);
  // Facts of people who are gone; of the others the next reading is the newer one.
  await sql`
    DELETE FROM readiness_fact f USING person p WHERE p.id = f.subject AND p.gone_at < ${conversations}`.execute(db);
  await sql`
    DELETE FROM request_task t WHERE NOT EXISTS (
      SELECT FROM booking b WHERE b.request_id = t.request_id AND b.ends_at >= ${conversations})`.execute(db);
  await sql`DELETE FROM session_warning WHERE window_end < ${limits.warnings}`.execute(db);
  await sql`DELETE FROM capacity_journal WHERE at < ${limits.journal}`.execute(db);
  await sql`DELETE FROM capacity_round WHERE at < ${limits.journal}`.execute(db);
  await sql`DELETE FROM host_maintenance WHERE done_at < ${limits.journal}`.execute(db);
  await sql`
    UPDATE booking_text t SET reason = NULL, category = NULL, comment = NULL FROM booking b
      WHERE b.id = t.booking_id AND b.ends_at < ${reasons}
        AND coalesce(t.reason, t.category, t.comment) IS NOT NULL`.execute(db);
  await sql`
    UPDATE booking_text t SET contact = NULL, material = NULL FROM booking b
      WHERE b.id = t.booking_id AND b.ends_at < ${contacts} AND coalesce(t.contact, t.material) IS NOT NULL`.execute(
    db,
  );
  await sql`
    DELETE FROM booking_text t USING booking b
      WHERE b.id = t.booking_id AND b.ends_at < ${contacts}
        AND coalesce(t.reason, t.category, t.contact, t.material, t.comment) IS NULL`.execute(db);
  await sql`
    DELETE FROM request_note n
      WHERE n.at < ${reasons}
        AND NOT EXISTS (SELECT FROM booking b WHERE b.request_id = n.request_id AND b.ends_at >= ${reasons})`.execute(
    db,
  );
  await sql`
    UPDATE emergency SET reason = ''
      WHERE state IN ('ended', 'withdrawn') AND coalesce(ended_at, asked_at) < ${reasons} AND reason <> ''`.execute(db);
  await db.transaction().execute((trx) => new WorkRows(trx).deleteBefore(limits.workingTimes));
  await sql`DELETE FROM feedback WHERE asked_at < ${limits.feedback}`.execute(db);
  await sql`DELETE FROM seen_visit WHERE ended_at < ${limits.visits}`.execute(db);
  await sql`
    DELETE FROM licence_lease
      WHERE booking_id IS NULL AND greatest(returned_at, locked_until) < ${limits.visits}`.execute(db);
  await sql`DELETE FROM licence_want WHERE to_at < ${limits.visits}`.execute(db);
  await sql`DELETE FROM licence_device WHERE bound_until < ${limits.visits}`.execute(db);
  await sql`DELETE FROM licence_details WHERE read_at < ${limits.visits}`.execute(db);
  await sql`DELETE FROM deputy WHERE to_day < ${limits.deputies}::date`.execute(db);
  await sql`DELETE FROM record_link WHERE expires_at < ${limits.links}`.execute(db);
  await sql`SELECT forget_audit_reasons(${reasons})`.execute(db);
  await sql`SELECT forget_audit_personal(${limits.audit})`.execute(db);
}
