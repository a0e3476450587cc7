import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Something that does not get through to the outside, for the operator. Ids, no personal details. */
export interface StuckWork {
  kind: string;
  /** Booking, person, pool or card that it is about. */
  subject: string;
  attempts: number;
  since: Date;
  error: string;
  /** It is not tried any more by itself. */
  givenUp: boolean;
}

/** Shown at most; more of the same says nothing new. */
const MOST = 50;

/** What fails at present, oldest first: deliveries, calendar entries, memberships; and what was given up lately. */
export async function readStuck(db: Kysely<Tables>): Promise<StuckWork[]> {
  const { rows } = await sql<StuckWork>`
    SELECT coalesce(work->'notice'->>'kind', work->>'kind') AS kind,
           coalesce(work->>'bookingId', work->>'personId', work->>'postedCardId') AS subject,
           attempts, created_at AS since, last_error AS error, given_up_at IS NOT NULL AS "givenUp"
      FROM outbox WHERE done_at IS NULL AND last_error IS NOT NULL
    UNION ALL
    SELECT 'access-' || state, person_id || ' in ' || pool_id, attempts, failing_since, 'see the log', false
      FROM access_grant WHERE failing_since IS NOT NULL
    ORDER BY since LIMIT ${MOST}`.execute(db);
  return rows;
}
