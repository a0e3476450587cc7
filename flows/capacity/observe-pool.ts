import { withBoot } from './boot-times.ts';
import { AVOID_MS, LEAVE_OPEN_MS, readMemory, type HostMemory, type PoolMemory } from './capacity-memory.ts';
import type { CapacityMemory, SeenHost, SeenPool } from './capacity.ts';

const MINUTE = 60_000;
/** A start is seen as power within this, or it was not carried out. */
const START_SEEN_MS = 3 * MINUTE;
/** An asked change not seen after this is asked again. */
const CHANGE_SEEN_MS = 2 * MINUTE;
/** Two readings further apart are not one after the other. */
const FORMER_READING_MS = 15 * MINUTE;
const FORGET_GONE_MS = 24 * 60 * MINUTE;
const LONGEST_BOOT_MS = 60 * MINUTE;

/** Takes people in: `Available` or `NeedsAssistance`, and the machine not on its way up or down. */
export function takesPeople(host: SeenHost): boolean {
  const healthy = host.health === 'available' || host.health === 'needs-assistance';
  return healthy && (host.power === 'running' || host.power === 'unknown');
}

/** A reading, joined with what is remembered. `wasEmpty`: the reading before this one found it empty too. */
export interface Reading {
  at: number;
  memory: PoolMemory;
  hosts: { seen: SeenHost; mem: HostMemory; sessions: number; isEmpty: boolean; wasEmpty: boolean }[];
  /** UPNs with a session, from this list or the last one. */
  present: ReadonlySet<string>;
  hasList: boolean;
  /** User sessions in all: the larger of count and list. */
  sessions: number;
  /** Second and further sessions of one person. */
  doubles: number;
}

/** Brings the memory up to what is seen. Changes nothing it was handed. */
export function observe(seen: SeenPool, former: CapacityMemory | null, now: Date, personal: boolean): Reading {
  const memory = readMemory(former, now.getTime());
  const at = Math.min(seen.readAt.getTime(), now.getTime());
  const hasList = seen.sessions !== null;
  const listed = new Map<string, number>();
  const present = new Set<string>(hasList ? [] : memory.present);
  for (const session of seen.sessions ?? []) {
    listed.set(session.host, (listed.get(session.host) ?? 0) + 1);
    present.add(session.upn.toLowerCase());
  }
  const remembered = memory.hosts;
  memory.hosts = {};
  let total = 0;
  const hosts = seen.hosts.map((host) => {
    const count = Number.isFinite(host.sessions) ? Math.max(0, host.sessions) : 1; // what is no number is not empty
    const sessions = Math.max(count, listed.get(host.name) ?? 0);
    total += sessions;
    const before = remembered[host.name] ?? {};
    const mem = observeHost(host, before, at, memory);
    const wasEmpty = mem.emptyAt !== undefined && mem.emptyAt < at && at - mem.emptyAt <= FORMER_READING_MS;
    const mayCount = personal || (mem.drainedAt !== undefined && !host.allowNewSession);
    const isEmpty = mayCount && hasList && sessions === 0;
    if (isEmpty) mem.emptyAt = at;
    else if (hasList || sessions > 0 || !mayCount) delete mem.emptyAt;
    mem.count = sessions;
    delete mem.candidate;
    memory.hosts[host.name] = mem;
    return { seen: host, mem, sessions, isEmpty, wasEmpty: wasEmpty && mayCount };
  });
  for (const [name, before] of Object.entries(remembered)) {
    if (name in memory.hosts) continue;
    const goneAt = before.goneAt ?? at;
    if (at - goneAt > FORGET_GONE_MS) continue;
    const { emptyAt: _emptyAt, candidate: _candidate, ...kept } = before;
    memory.hosts[name] = { ...kept, goneAt };
  }
  if (hasList) Object.assign(memory, { present: [...present], listAt: at });
  memory.sessions = total;
  const doubles = hasList ? (seen.sessions?.length ?? 0) - present.size : 0;
  return { at, memory, hosts, present, hasList, sessions: total, doubles };
}

function observeHost(seen: SeenHost, before: HostMemory, at: number, memory: PoolMemory): HostMemory {
  const mem = { ...before };
  delete mem.goneAt;
  observePower(seen, mem, at, memory);
  observeDrain(seen, mem, at);
  return mem;
}

function observePower(seen: SeenHost, mem: HostMemory, at: number, memory: PoolMemory): void {
  // Stopped from within Windows it is still paid for: one that we started is on, only not taking people.
  const off = seen.power === 'deallocated' || (seen.power === 'stopped' && mem.startedAt === undefined);
  if (off || seen.power === 'deallocating') {
    const underWay = mem.startedAt !== undefined && mem.on !== true && at - mem.startedAt < START_SEEN_MS;
    if (underWay) return;
    if (mem.startedAt !== undefined && mem.deallocateAskedAt === undefined) mem.avoidUntil = at + AVOID_MS;
    for (const key of ['startedAt', 'unsure', 'upAt', 'handStartedAt', 'downAt', 'emptyAt'] as const) delete mem[key];
    if (off && mem.deallocateAskedAt !== undefined && at - mem.deallocateAskedAt > START_SEEN_MS) {
      delete mem.deallocateAskedAt;
    }
    mem.on = false;
    return;
  }
  if (seen.power === 'unknown' && !takesPeople(seen)) return;
  const justStopped = mem.deallocateAskedAt !== undefined && at - mem.deallocateAskedAt < START_SEEN_MS;
  if (mem.startedAt === undefined && mem.handStartedAt === undefined && !justStopped) mem.handStartedAt = at;
  if (!justStopped) delete mem.deallocateAskedAt;
  mem.on = true;
  if (!takesPeople(seen)) {
    if (mem.upAt !== undefined || seen.power === 'stopped') mem.downAt ??= at;
    return;
  }
  delete mem.downAt;
  if (mem.upAt !== undefined) return;
  mem.upAt = at;
  if (mem.startedAt === undefined) return;
  const took = at - mem.startedAt;
  if (mem.unsure !== true && took > 0 && took < LONGEST_BOOT_MS) {
    memory.boots = withBoot(memory.boots, Math.round(took / 1000));
  }
}

function observeDrain(seen: SeenHost, mem: HostMemory, at: number): void {
  if (!seen.allowNewSession) {
    if (mem.drainAskedAt !== undefined) mem.drainedAt ??= at;
    return;
  }
  if (mem.undrainAskedAt !== undefined) {
    for (const key of ['drainAskedAt', 'drainedAt', 'undrainAskedAt'] as const) delete mem[key];
  } else if (mem.drainedAt !== undefined) {
    delete mem.drainAskedAt;
    delete mem.drainedAt;
    mem.leaveOpenUntil = at + LEAVE_OPEN_MS;
  } else if (mem.drainAskedAt !== undefined && at - mem.drainAskedAt > CHANGE_SEEN_MS) {
    delete mem.drainAskedAt;
  }
}
