import type { BootTimes } from './boot.ts';

/** `stopped` is powered off but not deallocated (still paid); `failed` is a start that did not end well (paid too). */
export type HostPower = 'deallocated' | 'starting' | 'running' | 'deallocating' | 'stopped' | 'failed';

export type BalanceMode = 'breadth' | 'depth';

export interface ModelPoolSettings {
  id: string;
  kind: 'pooled' | 'personal';
  /** Group whose members, as felt, may sign in; null where anybody may (simulations of capacity). */
  group: string | null;
  maxSessions: number;
  hosts: string[];
  /** Places and hourly price of single hosts where they differ from `maxSessions` and 1. */
  hostSizes?: ReadonlyMap<string, { maxSessions: number; price: number }>;
  /** The most user sessions at once that licences allow. Default: no limit. */
  licences?: number | null;
  /** Share of sign-ins that do not know of a drain mode set within the last minute. Default 0.3. */
  freshDrainMissed?: number;
  /** false: nobody asks for what the provider saw a minute ago (simulations of capacity); saves copying it. */
  keepsSnapshots?: boolean;
  /** One host signs in so many people at once, each taking so long; more wait. Default 4 and 30 s. */
  logonParallel?: number;
  logonMs?: number;
  /** Windows signs a disconnected session out after this. Default 60 minutes. */
  disconnectTimeoutMs?: number;
  boot?: Partial<BootTimes>;
}

/** Places, or null for as many as the pool's limit says; and price an hour. */
export interface HostSize {
  maxSessions: number | null;
  price: number;
}

export interface ModelHost {
  name: string;
  power: HostPower;
  /** Running and healthy: the broker may send people here. */
  available: boolean;
  /** false: drain mode. Outlives power-off. */
  allowNewSession: boolean;
  /** When drain mode was switched on last, or null. */
  drainedAt: number | null;
  /** Owner of a personal desktop, or null. */
  assignedUser: string | null;
  /** Counts starts, stops and deallocations: what was planned for an earlier one is void. */
  turn: number;
  /** When the present power state began. */
  since: number;
  /** Paid since, or null while nothing is paid. */
  paidSince: number | null;
  /** What is to become of the next boot, where somebody wants it so; drawn otherwise. */
  nextBoot: 'failed' | 'never-available' | null;
  /** The next new session comes here, as if the broker had chosen it a moment before the host was drained. */
  takesNext: boolean;
  /** When each of the host's places for signing in is free again. */
  logonsFreeAt: number[];
  /** As HostSize. */
  maxSessions: number | null;
  price: number;
}

export type SessionState = 'pending' | 'active' | 'disconnected';

export interface ModelSession {
  /** Unique in the tenant. */
  id: number;
  user: string;
  pool: string;
  host: string;
  createdAt: number;
  /** Signing in ends then; before it the session is pending. */
  readyAt: number;
  disconnectedAt: number | null;
}

export type SessionEnd = 'signed-off' | 'timeout' | 'logged-off' | 'host-gone';

/** What a user session is at an instant. */
export function stateOf(session: ModelSession, at: number): SessionState {
  if (session.disconnectedAt !== null) return 'disconnected';
  return at < session.readyAt ? 'pending' : 'active';
}

/** What a provider tells about a pool's sessions: taken at whole minutes of its own, so up to 60 s old. */
export interface Snapshot {
  at: number;
  sessions: { id: number; user: string; host: string; createdAt: number; state: SessionState }[];
  counts: Record<string, number>;
}

export interface ModelPool {
  settings: Required<Omit<ModelPoolSettings, 'boot' | 'hostSizes'>> & { boot: BootTimes };
  balance: BalanceMode;
  startOnConnect: boolean;
  /** Nobody new is let on any of its hosts; sessions stay and are taken up again. */
  closed: boolean;
  hosts: ModelHost[];
  /** Names of hosts that somebody deleted. */
  removed: string[];
  snapshot: Snapshot;
  /** Paid host-milliseconds of stretches that are over. */
  paidMs: number;
}

/** Harm done to people. */
export interface Harm {
  /** Active sessions ended by somebody else. */
  forcedLogoffs: number;
  /** Disconnected sessions ended with their host, or logged off before their person came back for them. */
  lostSessions: number;
  /** People with a booking of that time who gave up after 15 minutes without a desktop. */
  refused: number;
  /** Sign-ins of people with a booking that waited more than 60 s, counted from the booked start at the earliest. */
  waitedOver60s: number;
}

export function newHost(name: string, at: number, logonParallel: number, size: HostSize): ModelHost {
  return {
    name,
    power: 'deallocated',
    available: false,
    allowNewSession: true,
    drainedAt: null,
    assignedUser: null,
    turn: 0,
    since: at,
    paidSince: null,
    nextBoot: null,
    takesNext: false,
    logonsFreeAt: Array.from({ length: logonParallel }, () => 0),
    ...size,
  };
}
