/** The capacity planner protocol, version 1, as both sides see it. */

export interface InitHost {
  id: number;
  size: string;
  maxSessions: number;
  price: number;
  zone: number;
}

export interface Init {
  type: 'init';
  version: 1;
  now: number;
  end: number;
  tz: string;
  holidays: string[];
  pool: {
    hosts: InitHost[];
    licences: number | null;
    startsPerMinute: number;
    disconnectTimeoutMin: number;
    bootTypicalSec: [number, number, number];
    logonParallel: number;
    logonSec: number;
  };
}

export type HostState = 'off' | 'starting' | 'available' | 'deallocating' | 'failed' | 'down';

export interface TickHost {
  id: number;
  state: HostState;
  active: number;
  disconnected: number;
  drain: boolean;
}

export interface TickSession {
  op: 'on' | 'off' | 'disconnect' | 'reconnect';
  user: number;
  host: number;
  at: number;
}

export interface Tick {
  type: 'tick';
  now: number;
  bookings: { id: number; user: number; start: number; end: number; status: 'booked' | 'cancelled'; at: number }[];
  sessions: TickSession[];
  hosts: TickHost[];
  waiting: number;
}

export interface Reply {
  start?: number[];
  drain?: number[];
  undrain?: number[];
  deallocate?: number[];
  logoff?: { host: number; user: number }[];
  balance?: 'depth' | 'breadth';
  wake?: number;
}

/** Whoever answers: our planner, a peer, or one that knows the future. */
export interface Planner {
  init(message: Init): void;
  tick(message: Tick): Reply;
}
