import { sql } from 'kysely';
import { accessWindows, type AccessWindow } from '../../flows/access/access-windows.ts';
import type { City } from './city.ts';

export interface Withdrawn {
  personId: string;
  poolId: string;
  at: Date;
}

/** How long after its window each membership was withdrawn, ms; one that ended with its booking, before that, is left out. */
export function withdrawnAfter(windows: readonly AccessWindow[], withdrawn: readonly Withdrawn[]): number[] {
  return withdrawn.flatMap(({ personId, at }) => {
    const own = windows.filter((one) => one.personId === personId && one.to <= at);
    const last = Math.max(...own.map(({ to }) => to.getTime()));
    const isSecond = withdrawn.some(
      (one) => one.personId === personId && one.at < at && one.at.getTime() >= last - EARLY_MS,
    );
    return own.length === 0 || isSecond ? [] : [at.getTime() - last];
  });
}

/** An audit entry of the same step of the clock may be written a moment before the window's end is over. */
const EARLY_MS = 1000;

/** To the millisecond, from the audit log: the withdrawals, and the latest after its window. */
export async function withdrawals(city: City): Promise<{ count: number; latestMs: number }> {
  const { rows } = await sql<Withdrawn>`
    SELECT subject AS "personId", facts ->> 'poolId' AS "poolId", at FROM audit_entry
     WHERE kind = 'access-withdrawn' ORDER BY seq`.execute(city.database.db);
  const bookings = await city.bookings();
  const after = city.organisation.pools.flatMap((pool) =>
    withdrawnAfter(
      accessWindows(
        bookings.filter(({ poolId }) => poolId === pool.id),
        pool,
      ),
      rows.filter(({ poolId }) => poolId === pool.id),
    ),
  );
  return { count: rows.length, latestMs: Math.max(0, ...after) };
}

/** Milliseconds from a lost device's report to what was done about it, as the audit log has it; null: it was not done. */
export interface AfterLoss {
  certificate: number | null;
  membership: number | null;
  session: number | null;
}

export async function afterLoss({ database }: City, personId: string): Promise<AfterLoss | null> {
  const { rows } = await sql<{ kind: string; at: Date }>`
    SELECT CASE WHEN kind = 'certificate-revoked' THEN facts ->> 'personId' ELSE subject END AS who, kind, at
      FROM audit_entry
     WHERE (kind = 'certificate-revoked' AND facts ->> 'personId' = ${personId})
        OR (kind IN ('device-reported-lost', 'access-withdrawn') AND subject = ${personId})
        OR (kind = 'session-disconnect' AND subject = ${personId} AND facts ->> 'because' = 'lost-device')
     ORDER BY seq`.execute(database.db);
  const reported = rows.find(({ kind }) => kind === 'device-reported-lost');
  if (!reported) return null;
  const first = (kind: string) => {
    const found = rows.find((one) => one.kind === kind && one.at >= reported.at);
    return found ? found.at.getTime() - reported.at.getTime() : null;
  };
  return {
    certificate: first('certificate-revoked'),
    membership: first('access-withdrawn'),
    session: first('session-disconnect'),
  };
}
