/**
 * Words and ports of capacity. `planCapacity` (plan-capacity.ts) is pure and shared with `zaitaku plan`;
 * `reconcileHostPool` (reconcile-host-pool.ts) reads, plans and acts through `DesktopProvider`.
 */

export type PowerState = 'deallocated' | 'starting' | 'running' | 'deallocating' | 'stopped' | 'failed' | 'unknown';

/** One session host as the provider shows it. Counts and status may be up to a minute old. */
export interface SeenHost {
  name: string;
  power: PowerState;
  /** `available` takes people; `needs-assistance` too; everything else does not (yet). */
  health: 'available' | 'needs-assistance' | 'unavailable' | 'shutdown' | 'upgrading' | 'unknown';
  /** false: drain mode. */
  allowNewSession: boolean;
  /** User sessions by the provider's count. */
  sessions: number;
  /** UPN of the owner of a personal desktop. */
  assignedUser: string | null;
  size: string | null;
  zone: string | null;
}

export interface SeenSession {
  /** The provider's name for it, for messages, disconnect and log-off. */
  id: string;
  host: string;
  upn: string;
  state: 'active' | 'disconnected' | 'other';
  /** The device that its person sits at, by the provider's name for it; left out where it tells none. */
  device?: string;
}

export type BalanceMode = 'breadth' | 'depth';

export interface SeenPool {
  hosts: SeenHost[];
  /** User sessions by list; null where this reading left them out. */
  sessions: SeenSession[] | null;
  balance: BalanceMode | 'persistent';
  maxSessions: number;
  /**
   * An enabled native scaling plan (or Citrix Autoscale), start on connect in a booked-only pool, or a delivery group that
   * somebody has taken out of use: the pool is not ours to touch.
   */
  handsOff: { reason: 'native-autoscale' | 'start-on-connect' | 'out-of-use'; detail: string } | null;
  /** When the provider was asked. */
  readAt: Date;
}

/** A booking as the planner sees it. */
export interface PlannedBooking {
  id: string;
  personId: string;
  upn: string;
  /** The person's section, where it is known: its people are thought to be alike. */
  section?: string | null;
  startsAt: Date;
  endsAt: Date;
  /** When it was approved or cancelled. */
  knownAt: Date;
  /** From when its person was promised a desktop, where that is later than the start: they come for it then. */
  promisedAt?: Date;
}

export type CapacityAction = { reason: string } & (
  | { op: 'start'; host: string }
  | { op: 'deallocate'; host: string }
  | { op: 'drain'; host: string }
  | { op: 'undrain'; host: string }
  | { op: 'assign'; host: string; upn: string }
  /** Ends a session that its person left open. Never one that is active: that is looked at once more before. */
  | { op: 'log-off'; host: string; upn: string }
  | { op: 'balance'; mode: BalanceMode }
);

/** What the planner remembers from one look to the next. JSON, kept per pool. Opaque to everybody but the planner. */
export interface CapacityMemory {
  version: number;
  [key: string]: unknown;
}

export interface CapacityPlan {
  actions: CapacityAction[];
  memory: CapacityMemory;
  /** Look again no later than this. */
  wakeAt: Date;
  /** For the operator: faults found while planning (a host that does not come up, fewer seats than bookings). */
  faults: PlanFault[];
  /** What a look at a pooled pool was decided on; null for a personal one, and one that is not ours. */
  figures: PlanFigures | null;
}

/**
 * The numbers that one look at a pooled pool was decided on, kept for whoever asks later. Plain values; a price is in
 * host-hours.
 */
export interface PlanFigures {
  signedIn: number;
  /** People who ask for a desktop and have none. */
  waiting: number;
  /** How many people are thought to sign in within so many minutes, and by how much that may differ (standard deviation). */
  expected: { minutes: number; people: number; deviation: number }[];
  /** Bookings within the next half hour whose person is still to come; of those thought to come within a quarter hour. */
  booked: number;
  bookedSoon: number;
  walkInsAMinute: number;
  /** Today against other days: minutes later (above 0) or earlier, how far off that may be, and how many times as many came lately. */
  today: { later: number; unsure: number; times: number };
  /** Places on hosts that take people or could at once; those that newcomers of the next minutes are thought to need. */
  free: number;
  wanted: number;
  hosts: { open: number; starting: number; drained: number; late: number; startable: number; outOfService: number };
  /** Minutes within which half and nine of ten starts are up; null: not within the longest that is reckoned with. */
  boots: { half: number | null; nineOfTen: number | null };
  /** What a minute waited costs, with those who come now. */
  minuteWaited: number;
  /** The comparison for the first host that could be started; null where there is none. */
  start: StartQuestion | null;
}

/** The newsvendor's two sides for one host: people who would wait for it, and what that minute and its own cost (host-hours). */
export interface StartQuestion {
  people: number;
  cost: number;
  price: number;
}

export interface PlanFault {
  code: 'host-not-starting' | 'capacity-short' | 'capacity-limit' | 'personal-host-missing' | 'pool-not-ours';
  /** Host, booking id (a person without a personal desktop) or pool. */
  subject: string;
  detail: string;
}

/**
 * The desktop provider, in the product's words. Every call may throw ProviderError. Every call is safe to repeat:
 * starting a running host, draining a drained one, logging off a session that is gone are successes.
 */
export interface DesktopProvider {
  /**
   * Everything about a pool, in as few calls as the vendor allows (paged lists, nothing per host).
   * `sessions: false` leaves the list of user sessions out.
   */
  readHostPool(poolId: string, what: { sessions: boolean }): Promise<SeenPool>;
  /** User sessions of one host, read anew: asked before anything that could end one. */
  readSessionsOfHost(poolId: string, host: string): Promise<SeenSession[]>;
  /** Returns when the provider has accepted; the host is up later, or never. */
  startHost(poolId: string, host: string): Promise<void>;
  /** Looks at the host's sessions once more and throws `conflict` if there is one. Returns when accepted. */
  deallocateHost(poolId: string, host: string): Promise<void>;
  setDrainMode(poolId: string, host: string, on: boolean): Promise<void>;
  setBalance(poolId: string, mode: BalanceMode): Promise<void>;
  /** Personal pools: gives a host without an owner to a person. Throws `conflict` where somebody else owns it. */
  assignHost(poolId: string, host: string, upn: string): Promise<void>;
  sendMessage(poolId: string, session: SeenSession, title: string, body: string): Promise<void>;
  disconnectSession(poolId: string, session: SeenSession): Promise<void>;
  logOffSession(poolId: string, session: SeenSession): Promise<void>;
}
