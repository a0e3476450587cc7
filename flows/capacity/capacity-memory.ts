import type { BootKinds } from './boot-kinds.ts';
import type { CapacityAction, CapacityMemory } from './capacity.ts';
import type { KeptPicture } from './pool-picture.ts';

/**
 * What the planner remembers of a pool. Instants are milliseconds, so that the memory is JSON.
 * What we asked for is believed when a reading shows it: a call whose answer was lost needs no guessing.
 */
export interface PoolMemory extends CapacityMemory {
  version: 3;
  hosts: Record<string, HostMemory>;
  /** Seconds from start to taking people, latest last. */
  boots: number[];
  /** Starts that never came up, among as many as `boots` holds. */
  failures: number;
  bootKinds: BootKinds;
  /** Bookings, sessions and what was learned of people; null: nothing yet, or held by whoever asks. */
  picture: KeptPicture | null;
  /** When the last list of sessions was read, and whether people are arriving: then each look wants one. */
  listAt: number | null;
  arriving: boolean;
  /** User sessions by count in the last reading. */
  sessions: number;
  /** When it was looked last. */
  at?: number;
  /** Host-hours of the local month up to `at`, and what the hosts on then cost an hour; kept where there is a budget. */
  paid?: { month: string; hostHours: number; rate: number; at: number };
  /** Sizes and zones (`size zone`) of which the vendor has none left, and until when others are tried first. */
  exhausted: Record<string, number>;
  /** Personal pools: who was given which host, until the provider shows it. */
  assigned: Record<string, { host: string; at: number }>;
}

export interface HostMemory {
  /** Seen with its power on in the last reading that could tell. */
  on?: boolean;
  /** We asked it to start. Without it, a host that is on was started by hand. */
  startedAt?: number;
  /** The start is older than we know: nothing is learned from it. */
  unsure?: boolean;
  /** First reading since it is on in which it took people. */
  upAt?: number;
  handStartedAt?: number;
  /** On and not taking people since this reading, after it had taken some. */
  downAt?: number;
  drainAskedAt?: number;
  /** First reading that showed our drain: the three minutes count from here. */
  drainedAt?: number;
  undrainAskedAt?: number;
  deallocateAskedAt?: number;
  /** Former reading with a list in which it was empty (pooled: and drained by us). */
  emptyAt?: number;
  /** Other hosts are started before this one until then: it failed, or somebody stopped it by hand. */
  avoidUntil?: number;
  /** Somebody took our drain off: not drained again before. */
  leaveOpenUntil?: number;
  /** Size and zone, as of our last start. */
  kind?: string;
  /** Sessions at the last reading, and whether it waits for nothing but being empty. */
  count?: number;
  candidate?: boolean;
  /** No longer in the provider's list since. */
  goneAt?: number;
}

/** Of another version, a memory is not read. */
export const MEMORY_VERSION = 3;
export const AVOID_MS = 60 * 60_000;
export const LEAVE_OPEN_MS = 30 * 60_000;
/** A size that the vendor has none of left is tried last for so long. */
export const EXHAUSTED_MS = 30 * 60_000;

export function emptyMemory(): PoolMemory {
  return {
    version: MEMORY_VERSION,
    hosts: {},
    boots: [],
    failures: 0,
    bootKinds: {},
    picture: null,
    listAt: null,
    arriving: false,
    sessions: 0,
    exhausted: {},
    assigned: {},
  };
}

/**
 * The memory as this planner knows it; another version, or what is none, begins anew. A clock that jumped back
 * leaves instants in the future: waiting begins again at `now`, so nothing is stopped too early.
 */
export function readMemory(memory: CapacityMemory | null, now: number): PoolMemory {
  if (memory === null || memory.version !== MEMORY_VERSION || !memory.hosts) return emptyMemory();
  const stored = memory as PoolMemory;
  const hosts: Record<string, HostMemory> = {};
  for (const [name, host] of Object.entries(stored.hosts)) hosts[name] = notLaterThan(host, now);
  const listAt = stored.listAt ?? null;
  return {
    version: MEMORY_VERSION,
    hosts,
    boots: stored.boots ?? [],
    failures: stored.failures ?? 0,
    bootKinds: stored.bootKinds ?? {},
    picture: stored.picture ?? null,
    arriving: stored.arriving ?? false,
    listAt: listAt !== null && listAt <= now ? listAt : null,
    sessions: stored.sessions ?? 0,
    ...(stored.at === undefined ? {} : { at: stored.at }),
    ...(stored.paid === undefined ? {} : { paid: stored.paid }),
    exhausted: Object.fromEntries(Object.entries(stored.exhausted ?? {}).filter(([, until]) => until > now)),
    assigned: { ...stored.assigned },
  };
}

/**
 * The same without copying the hosts, for who replaces them and changes none: where the clock has gone on since the
 * last look, no instant lies in the future.
 */
export function shareMemory(memory: CapacityMemory | null, now: number): PoolMemory {
  const stored = memory as PoolMemory | null;
  if (stored?.version !== MEMORY_VERSION || stored.at === undefined || stored.at > now) return readMemory(memory, now);
  return { ...stored, bootKinds: stored.bootKinds ?? {}, assigned: { ...stored.assigned } };
}

function notLaterThan(stored: HostMemory, now: number): HostMemory {
  const host = { ...stored };
  if (host.startedAt !== undefined && host.startedAt > now) Object.assign(host, { startedAt: now, unsure: true });
  if (host.emptyAt !== undefined && host.emptyAt > now) delete host.emptyAt;
  const instants = ['upAt', 'handStartedAt', 'downAt', 'drainAskedAt', 'drainedAt', 'undrainAskedAt'] as const;
  for (const key of [...instants, 'deallocateAskedAt', 'goneAt'] as const) {
    if ((host[key] ?? 0) > now) host[key] = now;
  }
  if ((host.avoidUntil ?? 0) > now + AVOID_MS) host.avoidUntil = now + AVOID_MS;
  if ((host.leaveOpenUntil ?? 0) > now + LEAVE_OPEN_MS) host.leaveOpenUntil = now + LEAVE_OPEN_MS;
  return host;
}

/** Notes what is asked for, as the plan says it. Changes the memory it is handed: the planner's own new one. */
export function noteAsked(memory: PoolMemory, action: CapacityAction, now: number): void {
  if (action.op === 'balance' || action.op === 'log-off') return;
  const mem = (memory.hosts[action.host] ??= {});
  if (action.op === 'start') {
    Object.assign(mem, { startedAt: now, on: false });
    for (const key of ['unsure', 'upAt', 'handStartedAt', 'downAt', 'deallocateAskedAt'] as const) delete mem[key];
  } else if (action.op === 'drain') {
    mem.drainAskedAt = now;
    delete mem.drainedAt;
    delete mem.undrainAskedAt;
  } else if (action.op === 'undrain') {
    mem.undrainAskedAt = now;
    delete mem.emptyAt;
  } else if (action.op === 'deallocate') {
    mem.deallocateAskedAt = now;
  } else if (action.op === 'assign') {
    memory.assigned[action.upn.toLowerCase()] = { host: action.host, at: now };
  }
}
