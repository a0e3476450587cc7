import type { Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { personNamed } from './follow-open-sessions.ts';
import { isCounted } from './licence.ts';
import type { KeptLease, ReturnReason } from './licence-store.ts';
import { spanOf, type LicenceQuery } from './read-licence-report.ts';

/** One line of the ledger: who had a licence, from when to when, and why. */
export interface LedgerLine {
  licence: string;
  pool: string;
  /** User principal name; the id where the directory knows the person no more. */
  person: string;
  /** Why they had it: booked time, or signed in to an open pool without. */
  why: 'booking' | 'session';
  booking: string | null;
  from: Date;
  /** Until when it was booked; null for a session. */
  until: Date | null;
  /** When and why it came back; null while they have it. */
  returned: Date | null;
  because: ReturnReason | null;
  /** Until when it stays bound to them afterwards; null where it does not. */
  boundUntil: Date | null;
}

/** Whoever had a licence in the days asked for, by their beginning. Null: there is no such pool. Reads only. */
export async function readLedger(
  tx: Tx,
  organisation: Organisation,
  query: LicenceQuery & { now: Date },
): Promise<LedgerLine[] | null> {
  const { pool } = query;
  if (pool !== null && !organisation.pools.some(({ id }) => id === pool)) return null;
  const licences = organisation.licences.filter(isCounted).filter(({ pools }) => pool === null || pools.includes(pool));
  const leases = await tx.licences.between(
    licences.map(({ id }) => id),
    spanOf(organisation, query),
  );
  const people = await tx.people.byIds([...new Set(leases.map(({ personId }) => personId))]);
  const upns = new Map(people.map(({ id, upn }) => [id, upn]));
  return leases.map((lease) => lineOf(lease, upns.get(lease.personId) ?? personNamed(lease.personId)));
}

function lineOf({ licenceId, poolId, bookingId, from, until, returned }: KeptLease, person: string): LedgerLine {
  return {
    licence: licenceId,
    pool: poolId,
    person,
    why: bookingId === null ? 'session' : 'booking',
    booking: bookingId,
    from,
    until,
    returned: returned?.returnedAt ?? null,
    because: returned?.why ?? null,
    boundUntil: returned?.lockedUntil ?? null,
  };
}
