/**
 * waiting ──may be taken out──▶ emptying ──off, and nobody on it──▶ ready ──given back──▶ done
 *    │                             └──needed after all──▶ waiting
 *    └──is off already──▶ ready
 *
 * From every state it is given back at once: done.
 */
export type MaintenanceState = 'waiting' | 'emptying' | 'ready' | 'done';

/** Why a waiting host is not taken out yet. */
export type WaitsFor =
  /** Hosts of another zone are out. */
  | 'other-zone'
  /** Without it there would be fewer places than bookings need. */
  | 'places'
  /** It takes the people who are about to come. */
  | 'arrivals'
  /** Somebody started it by hand. */
  | 'by-hand'
  /** It is starting. */
  | 'starting'
  /** Its owner is booked or signed in; or it may be given to somebody who is booked. */
  | 'owner'
  | 'emergency'
  | 'pool-not-ours'
  /** The provider does not show it. */
  | 'gone';

/** A host to be patched or replaced. */
export interface HostMaintenance {
  id: number;
  poolId: string;
  host: string;
  reason: string;
  markedAt: Date;
  /** Who typed it, as the machine knows them. */
  markedBy: string;
  state: MaintenanceState;
  /** The zone that it was in when it was taken out. */
  zone: string | null;
  waitsFor: WaitsFor | null;
  begunAt: Date | null;
  readyAt: Date | null;
  /** When the ICT section was told that it is ready. */
  toldAt: Date | null;
  doneAt: Date | null;
}

export interface MaintenanceStore {
  add(marks: Pick<HostMaintenance, 'poolId' | 'host' | 'reason' | 'markedAt' | 'markedBy'>[]): Promise<void>;
  /** Those that are not done, by host; locked until the end of the transaction. */
  lockOpen(poolId: string): Promise<HostMaintenance[]>;
  /** Those that were open at some time in [from, to), of one host if named, by host and time. */
  between(poolId: string, from: Date, to: Date, host: string | null): Promise<HostMaintenance[]>;
  /** Writes the state of one that `lockOpen` gave. */
  save(mark: HostMaintenance): Promise<void>;
}
