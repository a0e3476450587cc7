import type { CapacityMemory, PlannedBooking, SeenPool } from '../capacity/capacity.ts';
import { readMemory } from '../capacity/capacity-memory.ts';
import type { Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { openAt, windowOf } from './access-windows.ts';

/**
 * Withdrawn membership is felt at the vendor's sign-in up to an hour late (decision 0004): who signs in meanwhile is found by
 * the capacity round, which lists the sessions anyhow, and treated at once by the pool's rule. `before`: what the round
 * before had seen. Where anybody may sign in there is nothing to do. Repeating changes nothing.
 */
export async function noticeNewcomers(
  tx: Tx,
  pool: Pool,
  seen: Pick<SeenPool, 'sessions' | 'handsOff'>,
  before: CapacityMemory | null,
  bookings: readonly PlannedBooking[],
  now: Date,
): Promise<void> {
  if (pool.admission === 'open' || seen.handsOff !== null) return;
  const known = new Set(readMemory(before, now.getTime()).picture?.sessions.map(({ upn }) => upn));
  if (newcomersOutside(seen.sessions ?? [], known, bookings, pool, now).length > 0)
    await tx.due.noLaterThan('sessions', pool.id, now);
}

/** Names, in small letters, of who is there since the last look and in nobody's access window. Pure. */
export function newcomersOutside(
  sessions: readonly { upn: string }[],
  known: ReadonlySet<string>,
  bookings: readonly Pick<PlannedBooking, 'upn' | 'startsAt' | 'endsAt'>[],
  pool: Pick<Pool, 'leadMinutes' | 'graceMinutes'>,
  now: Date,
): string[] {
  const entitled = new Set(
    bookings.filter((one) => openAt(windowOf(one, pool), now)).map(({ upn }) => upn.toLowerCase()),
  );
  const upns = new Set(sessions.map(({ upn }) => upn.toLowerCase()));
  return [...upns].filter((upn) => upn !== '' && !known.has(upn) && !entitled.has(upn));
}
