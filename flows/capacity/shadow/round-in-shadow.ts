import { countHosts } from '../../cost/count-hosts.ts';
import type { Deps } from '../../deps.ts';
import type { Pool } from '../../organisation.ts';
import { followOpenSessions } from '../../licences/follow-open-sessions.ts';
import type { Tx } from '../../store.ts';
import { capacitySettings } from '../capacity-settings.ts';
import type { PlannedBooking, SeenPool } from '../capacity.ts';
import { noteVisits } from '../note-visits.ts';
import { saveRoundMemory, type RoundMemory } from '../round-memory.ts';
import { shadowRound } from './shadow-round.ts';

/** Readings of a pool in shadow always have the list of sessions: waits are counted by it. */
export function isInShadow(pool: Pool): boolean {
  return pool.scaling === 'shadow';
}

/**
 * The rest of a round for a pool in shadow, in the transaction it is handed: what was seen goes into the virtual pool and
 * the days' figures. It has no provider: nothing is started, drained, stopped, assigned or logged off. Faults of the
 * virtual pool are nobody's concern; a native scaling plan is as it should be.
 */
export async function roundInShadow(
  tx: Tx,
  deps: Deps,
  pool: Pool,
  seen: SeenPool,
  memory: RoundMemory,
  bookings: readonly PlannedBooking[],
): Promise<Date> {
  const now = deps.clock.now();
  const settings = capacitySettings(pool, deps.organisation());
  const round = shadowRound({ planner: memory.planner, state: memory.shadow }, seen, bookings, now, settings);
  await tx.shadow.save(pool.id, changedDays(memory.shadow?.days ?? [], round.state.days));
  await noteVisits(tx, pool.id, memory.planner, round.planner, bookings, now);
  await followOpenSessions(tx, deps, pool, round.planner, bookings);
  const { timeZone } = deps.organisation();
  const spent = { now, wakeAt: round.wakeAt };
  const counted = await countHosts(tx, { poolId: pool.id, timeZone, seen }, memory.counted, spent);
  const calm = { failures: 0, unreadableSince: null, faultSince: {}, lastRound: null };
  const { pictureAt } = memory;
  const kept = { ...calm, planner: round.planner, shadow: round.state, counted, pictureAt };
  await saveRoundMemory(tx, pool.id, kept, now, deps.pictures);
  return round.wakeAt;
}

function changedDays<T extends { day: string }>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Map(before.map((one) => [one.day, JSON.stringify(one)]));
  return after.filter((one) => known.get(one.day) !== JSON.stringify(one));
}
