import type { Stage } from '../../support/flow-harness.ts';

export interface LedgerLine {
  id: number;
  licence: string;
  person: string;
  booking: string | null;
  from: Date;
  until: Date | null;
  returned: Date | null;
  why: string | null;
  lockedUntil: Date | null;
}

/** Every lease, by its beginning. */
export async function ledger(stage: Stage): Promise<LedgerLine[]> {
  const { rows } = await stage.database.owner.query<LedgerLine>(
    `SELECT id, licence_id AS licence, person_id AS person, booking_id AS booking, from_at AS "from", until_at AS until,
            returned_at AS returned, returned_why AS why, locked_until AS "lockedUntil"
       FROM licence_lease ORDER BY from_at, id`,
  );
  return rows;
}

/** The most leases at any instant: from lending to return, or to the booked end where they are lent still. */
export function mostLent(lines: readonly LedgerLine[], licence: string): number {
  const own = lines.filter((line) => line.licence === licence);
  const end = (line: LedgerLine) => line.returned ?? line.until ?? new Date('9999-01-01');
  return Math.max(0, ...own.map(({ from }) => own.filter((one) => one.from <= from && from < end(one)).length));
}
