import type { Tx } from '../store.ts';
import { readMemory } from './capacity-memory.ts';
import { isWorthKeeping, keyOf, roundOf, type CapacityRound, type LastRound } from './capacity-round.ts';
import type { CapacityPlan, PlannedBooking, SeenPool } from './capacity.ts';
import { drainedByHand } from './host-events.ts';
import type { RoundMemory } from './round-memory.ts';

export type { LastRound };

/**
 * Keeps what a look was decided on where it is worth keeping, in the transaction that decides. Answers its number, null
 * where it was not kept, and what the next rounds are compared with.
 */
export async function keepRound(
  tx: Tx,
  poolId: string,
  plan: CapacityPlan,
  seen: SeenPool,
  bookings: readonly PlannedBooking[],
  memory: RoundMemory,
  now: Date,
): Promise<{ round: number | null; lastRound: LastRound | null }> {
  const round = roundOf(plan, seen, bookings, memory, now);
  if (!isWorthKeeping(memory.lastRound, round, plan.actions.length))
    return { round: null, lastRound: memory.lastRound };
  const byHand = drainedByHand(seen.hosts, readMemory(plan.memory, now.getTime()).hosts);
  return { round: await tx.rounds.add(poolId, round), lastRound: { at: now.getTime(), key: keyOf(round), byHand } };
}

/** The same for a pool that could not be read: nothing was decided, and that is what whoever asks later finds. */
export async function keepUnreadable(
  tx: Tx,
  poolId: string,
  { detail, wakeAt }: { detail: string; wakeAt: Date },
  last: LastRound | null,
  now: Date,
): Promise<LastRound | null> {
  const faults = [{ code: 'pool-unreadable' as const, subject: poolId, detail }];
  const round: CapacityRound = { at: now, readAt: null, wakeAt, figures: null, starts: [], faults, events: [] };
  if (!isWorthKeeping(last, round, 0)) return last;
  await tx.rounds.add(poolId, round);
  return { at: now.getTime(), key: keyOf(round), byHand: last?.byHand ?? [] };
}
