import type { KeptPicture } from './pool-picture.ts';
import type { CapacityAction, CapacityMemory, PlannedBooking } from './capacity.ts';

/** What is kept of a pool from round to round, and what was done to it. */
export interface CapacityStore {
  loadMemory(poolId: string): Promise<CapacityMemory | null>;
  /** Writes the memory; the picture beside it where one is given, else that stays as it is. */
  saveMemory(poolId: string, memory: CapacityMemory, picture?: KeptPicture | null): Promise<void>;
  loadPicture(poolId: string): Promise<KeptPicture | null>;
  /** Journal of outward actions: the intent is committed before the call. Answers its number. `round`: decided in it. */
  intend(poolId: string, action: CapacityAction, now: Date, round?: number | null): Promise<number>;
  outcome(intent: number, result: { ok: boolean; error?: string }, now: Date): Promise<void>;
  /** Intents without an outcome, and the last actions on each host since `since`: what we did, also where the answer was lost. */
  journalSince(poolId: string, since: Date): Promise<JournalEntry[]>;
  /** Approved, active and just completed bookings for the planner. */
  plannedBookings(poolId: string, from: Date, to: Date): Promise<PlannedBooking[]>;
}

export interface JournalEntry {
  id: number;
  at: Date;
  action: CapacityAction;
  /** null: no outcome was written; the call may or may not have been made. */
  ok: boolean | null;
}
