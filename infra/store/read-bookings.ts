import { type Kysely, sql } from 'kysely';
import type { BookingPart, BookingStatus, Place } from '../../flows/booking/booking.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import type { Tables } from './tables.ts';

/** One line of `zaitaku bookings --json`. People are UPNs, or their id where the directory knows them no more. */
export interface BookingLine {
  id: string;
  person: string;
  day: LocalDay;
  part: BookingPart;
  start: string;
  end: string;
  status: BookingStatus;
  pool: string | null;
  place: Place | null;
  approvers: string[];
  decidedBy: string | null;
  /** Shared by the days of a repetition. */
  series: string | null;
  version: number;
}

/** Bookings by local day, both ends included, of everybody or of one person by UPN; ascending by start. */
export async function readBookings(
  db: Kysely<Tables>,
  { from, to, person }: { from?: LocalDay | null; to?: LocalDay | null; person?: string | null } = {},
): Promise<BookingLine[]> {
  const { rows } = await sql<Omit<BookingLine, 'start' | 'end'> & { start: Date; end: Date }>`
    SELECT b.id, coalesce(p.upn, b.person_id) AS person, b.day, b.part, b.starts_at AS start, b.ends_at AS "end", b.status,
           b.pool_id AS pool, b.place,
           ARRAY(SELECT coalesce(a.upn, i.id) FROM unnest(b.approver_ids) WITH ORDINALITY AS i (id, n)
                   LEFT JOIN person a ON a.id = i.id ORDER BY i.n) AS approvers,
           coalesce(d.upn, b.decided_by) AS "decidedBy",
           CASE WHEN b.series THEN b.request_id END AS series, b.version
      FROM booking b
      LEFT JOIN person p ON p.id = b.person_id
      LEFT JOIN person d ON d.id = b.decided_by
      WHERE (${from ?? null}::date IS NULL OR b.day >= ${from ?? null}::date)
        AND (${to ?? null}::date IS NULL OR b.day <= ${to ?? null}::date)
        AND (${person ?? null}::text IS NULL OR lower(p.upn) = lower(${person ?? null}::text))
      ORDER BY b.starts_at, b.id`.execute(db);
  return rows.map(({ start, end, ...row }) => ({ ...row, start: start.toISOString(), end: end.toISOString() }));
}
