import type { CapacityAction } from './capacity.ts';
import type { CapacityRound } from './capacity-round.ts';

/** Rounds that were kept, and the actions decided in them. */
export interface RoundStore {
  /** Answers its number, for the actions that it decided. */
  add(poolId: string, round: CapacityRound): Promise<number>;
  /** The last round kept at or before an instant, and the first after it; null where there is none. */
  around(poolId: string, at: Date): Promise<{ last: KeptRound | null; next: KeptRound | null }>;
  /** Rounds kept in [from, to) that saw something happen to the host, ascending. */
  ofHost(poolId: string, host: string, from: Date, to: Date): Promise<KeptRound[]>;
  /** Actions in [from, to), of one host if named, ascending. */
  actions(poolId: string, from: Date, to: Date, host: string | null): Promise<KeptAction[]>;
  /** The last action on a host before an instant, or null. */
  lastActionBefore(poolId: string, host: string, at: Date): Promise<KeptAction | null>;
}

export type KeptRound = CapacityRound & { id: number };

export interface KeptAction {
  id: number;
  /** The round that decided it, where it is kept. */
  round: number | null;
  at: Date;
  action: CapacityAction;
  /** null: no outcome was written; the call may or may not have been made. */
  ok: boolean | null;
  error: string | null;
  outcomeAt: Date | null;
}
