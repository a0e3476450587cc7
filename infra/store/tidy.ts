import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Until when what is kept for a while is kept: everything before these instants goes. */
export interface TidyLimits {
  /** Answers to activities. Teams repeats one for minutes, not days. */
  activities: Date;
  /** Outbox entries that are done or were given up. */
  outbox: Date;
  /** Drafts of requests. */
  drafts: Date;
  /** Warnings to sessions, by the end of their window. */
  warnings: Date;
  /** Journal of actions on pools. */
  journal: Date;
  /** Free text of bookings that ended. */
  texts: Date;
  /** Personal details beside the audit log. The chain stays whole. */
  auditPersonal: Date;
}

/** Deletes what is past its time. Repeating does nothing more. */
export async function tidy(db: Kysely<Tables>, limits: TidyLimits): Promise<void> {
  await sql`DELETE FROM activity WHERE claimed_at < ${limits.activities}`.execute(db);
  await sql`DELETE FROM outbox WHERE coalesce(done_at, given_up_at) < ${limits.outbox}`.execute(db);
  await sql`DELETE FROM proposal_draft WHERE created_at < ${limits.drafts}`.execute(db);
  await sql`DELETE FROM session_warning WHERE window_end < ${limits.warnings}`.execute(db);
  await sql`DELETE FROM capacity_journal WHERE at < ${limits.journal}`.execute(db);
  await sql`DELETE FROM booking_text t USING booking b WHERE b.id = t.booking_id AND b.ends_at < ${limits.texts}`.execute(
    db,
  );
  await sql`SELECT forget_audit_personal(${limits.auditPersonal})`.execute(db);
}
