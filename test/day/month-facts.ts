import { sql } from 'kysely';
import type { Booking } from '../../flows/booking/booking.ts';
import type { KeptVisit } from '../../flows/capacity/visit-store.ts';
import type { City } from './city.ts';

/** What happened in the month that is not judged, so that whoever reads the report sees that it did happen. */
export interface MonthFacts {
  /** Bookings of a part of a day that were worked. */
  halfDays: number;
  /** Seats that the waiting list handed on, and bookings that waited in vain. */
  waiting: { served: number; inVain: number };
  outage: OutageFacts | null;
}

export interface OutageFacts {
  from: Date;
  to: Date;
  /** Bookings whose access ended while nothing answered. */
  ended: number;
  /** When the ICT section was told of it first. */
  toldAt: Date | null;
  /** When the last session of these bookings was over. */
  lastOut: Date | null;
}

export async function monthFacts(
  { database, organisation }: City,
  bookings: readonly Booking[],
  visits: readonly KeptVisit[],
  outages: readonly { from: Date; to: Date }[],
): Promise<MonthFacts> {
  const { rows } = await sql<{ served: number }>`
    SELECT count(DISTINCT subject)::integer AS served FROM audit_entry
     WHERE kind IN ('seat-returned', 'seat-offered')`.execute(database.db);
  const worked = bookings.filter(({ status }) => status === 'completed');
  const [outage] = outages;
  return {
    halfDays: worked.filter(({ part }) => part !== 'full').length,
    waiting: { served: rows[0]?.served ?? 0, inVain: bookings.filter(({ status }) => status === 'expired').length },
    outage: outage
      ? {
          ...outage,
          ...outageSeen(organisation.pools[0]!.graceMinutes, outage, worked, visits),
          toldAt: await toldAt(),
        }
      : null,
  };

  async function toldAt(): Promise<Date | null> {
    const found = await sql<{ at: Date | null }>`
      SELECT min(created_at) AS at FROM outbox
       WHERE work -> 'notice' ->> 'kind' = 'fault' AND created_at BETWEEN ${outage!.from} AND ${outage!.to}
         AND work -> 'notice' -> 'fault' ->> 'code' IN ('pool-unreadable', 'session-not-ended', 'access-not-withdrawn')`.execute(
      database.db,
    );
    return found.rows[0]?.at ?? null;
  }
}

/** Each fault that the ICT section was told of, as one line, in the order of the month. */
export async function faultsTold({ database, deps }: City): Promise<string[]> {
  const { rows } = await sql<{ at: Date; code: string; subject: string; detail: string | null }>`
    SELECT created_at AS at, work -> 'notice' -> 'fault' ->> 'code' AS code,
           work -> 'notice' -> 'fault' ->> 'subject' AS subject, work -> 'notice' -> 'fault' ->> 'detail' AS detail
      FROM outbox WHERE work -> 'notice' ->> 'kind' = 'fault' AND work ->> 'personId' = ${deps.roles.peopleWith('ict')[0] ?? ''}
     ORDER BY id`.execute(database.db);
  return rows.map(({ at, code, subject, detail }) => `FAULT ${at.toISOString()} ${code} ${subject}: ${detail ?? ''}`);
}

/** Bookings whose access ended within the outage, and the end of the last of their sessions. Pure. */
export function outageSeen(
  graceMinutes: number,
  { from, to }: { from: Date; to: Date },
  worked: readonly Pick<Booking, 'personId' | 'endsAt'>[],
  visits: readonly Pick<KeptVisit, 'personId' | 'cameAt' | 'endedAt'>[],
): { ended: number; lastOut: Date | null } {
  const over = worked.filter(({ endsAt }) => {
    const at = endsAt.getTime() + graceMinutes * 60_000;
    return from.getTime() <= at && at <= to.getTime();
  });
  const people = new Set(over.map(({ personId }) => personId));
  const outs = visits
    .filter(
      ({ personId, cameAt, endedAt }) => personId !== null && people.has(personId) && cameAt < to && endedAt >= from,
    )
    .map(({ endedAt }) => endedAt.getTime());
  return { ended: over.length, lastOut: outs.length > 0 ? new Date(Math.max(...outs)) : null };
}
