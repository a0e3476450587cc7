import { localHour, withBootKind } from './boot-kinds.ts';
import { usualBootSeconds, withBoot } from './boot-times.ts';
import { AVOID_MS, LEAVE_OPEN_MS, shareMemory, type HostMemory, type PoolMemory } from './capacity-memory.ts';
import type { CapacityMemory, SeenHost, SeenPool } from './capacity.ts';
import type { WorkCalendar } from './local-quarter.ts';

const MINUTE = 60_000;
/** A start is seen as power within this, or it was not carried out. */
const START_SEEN_MS = 3 * MINUTE;
/** An asked change not seen after this is asked again. */
const CHANGE_SEEN_MS = 2 * MINUTE;
/** Two readings further apart are not one after the other. */
const FORMER_READING_MS = 15 * MINUTE;
const FORGET_GONE_MS = 24 * 60 * MINUTE;
/** Each start that came up makes those that did not weigh less. */
const FAILURES_KEPT = 0.995;
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
  hasList: boolean;
  /** User sessions in all: the larger of count and list. */
  sessions: number;
}

/**
 * Brings the memory up to what is seen. Changes nothing it was handed. Pooled hosts count as empty only where drained
 * by us; `exact`: the counts are of this moment and complete, as a list would be.
 */
export function observe(
  seen: SeenPool,
  former: CapacityMemory | null,
  now: Date,
  { personal, exact, calendar }: { personal: boolean; exact: boolean; calendar: WorkCalendar },
): Reading {
  const memory = shareMemory(former, now.getTime());
  const at = Math.min(seen.readAt.getTime(), now.getTime());
  const hasList = exact || seen.sessions !== null;
  const listed = new Map<string, number>();
  for (const session of seen.sessions ?? []) listed.set(session.host, (listed.get(session.host) ?? 0) + 1);
  const remembered = memory.hosts;
  memory.hosts = {};
  let total = 0;
  const hosts = seen.hosts.map((host) => {
    const count = Number.isFinite(host.sessions) ? Math.max(0, host.sessions) : 1; // what is no number is not empty
    const sessions = Math.max(count, listed.get(host.name) ?? 0);
    total += sessions;
    const mem = observeHost(host, remembered[host.name] ?? {}, at, memory, calendar);
    const wasEmpty = mem.emptyAt !== undefined && mem.emptyAt < at && at - mem.emptyAt <= FORMER_READING_MS;
    const mayCount = exact || personal || (mem.drainedAt !== undefined && !host.allowNewSession);
    const isEmpty = mayCount && hasList && sessions === 0;
    if (isEmpty) mem.emptyAt = at;
    else if (hasList || sessions > 0 || !mayCount) forget(mem, 'emptyAt');
    mem.count = sessions;
    forget(mem, 'candidate');
    memory.hosts[host.name] = mem;
    return { seen: host, mem, sessions, isEmpty, wasEmpty: exact || (wasEmpty && mayCount) };
  });
  for (const [name, before] of Object.entries(remembered)) {
    if (name in memory.hosts) continue;
    const goneAt = before.goneAt ?? at;
    if (at - goneAt > FORGET_GONE_MS) continue;
    const { emptyAt: _emptyAt, candidate: _candidate, ...kept } = before;
    memory.hosts[name] = { ...kept, goneAt };
  }
  if (hasList) memory.listAt = at;
  memory.at = now.getTime();
  memory.sessions = total;
  return { at, memory, hosts, hasList, sessions: total };
}

/** Takes fields off where they are: taking off what is not there makes an object slow for good. */
function forget(mem: HostMemory, ...keys: (keyof HostMemory)[]): void {
  for (const key of keys) if (mem[key] !== undefined) delete mem[key];
}

function observeHost(
  seen: SeenHost,
  before: HostMemory,
  at: number,
  memory: PoolMemory,
  calendar: WorkCalendar,
): HostMemory {
  const mem = { ...before };
  forget(mem, 'goneAt');
  observePower(seen, mem, at, memory, calendar);
  observeDrain(seen, mem, at);
  return mem;
}

function observePower(seen: SeenHost, mem: HostMemory, at: number, memory: PoolMemory, calendar: WorkCalendar): void {
  // Stopped from within Windows it is still paid for: one that we started is on, only not taking people.
  const off = seen.power === 'deallocated' || (seen.power === 'stopped' && mem.startedAt === undefined);
  if (off || seen.power === 'deallocating') {
    const underWay = mem.startedAt !== undefined && mem.on !== true && at - mem.startedAt < START_SEEN_MS;
    if (underWay) return;
    if (mem.startedAt !== undefined && mem.deallocateAskedAt === undefined) mem.avoidUntil = at + AVOID_MS;
    forget(mem, 'startedAt', 'unsure', 'upAt', 'handStartedAt', 'downAt', 'emptyAt');
    if (off && mem.deallocateAskedAt !== undefined && at - mem.deallocateAskedAt > START_SEEN_MS) {
      forget(mem, 'deallocateAskedAt');
    }
    mem.on = false;
    return;
  }
  if (seen.power === 'unknown' && !takesPeople(seen)) return;
  const justStopped = mem.deallocateAskedAt !== undefined && at - mem.deallocateAskedAt < START_SEEN_MS;
  if (mem.startedAt === undefined && mem.handStartedAt === undefined && !justStopped) mem.handStartedAt = at;
  if (!justStopped) forget(mem, 'deallocateAskedAt');
  mem.on = true;
  if (!takesPeople(seen)) {
    if (mem.upAt !== undefined || seen.power === 'stopped') mem.downAt ??= at;
    return;
  }
  forget(mem, 'downAt');
  if (mem.upAt !== undefined) return;
  mem.upAt = at;
  if (mem.startedAt === undefined) return;
  const took = at - mem.startedAt;
  if (mem.unsure !== true && took > 0 && took < LONGEST_BOOT_MS) {
    const seconds = Math.round(took / 1000);
    const usual = usualBootSeconds(memory.boots);
    const kind = { size: seen.size, zone: seen.zone, hour: localHour(mem.startedAt, calendar) };
    if (usual !== null) memory.bootKinds = withBootKind(memory.bootKinds, kind, seconds, usual);
    memory.boots = withBoot(memory.boots, seconds);
    memory.failures *= FAILURES_KEPT;
  }
}

function observeDrain(seen: SeenHost, mem: HostMemory, at: number): void {
  if (!seen.allowNewSession) {
    if (mem.drainAskedAt !== undefined) mem.drainedAt ??= at;
    return;
  }
  if (mem.undrainAskedAt !== undefined) {
    forget(mem, 'drainAskedAt', 'drainedAt', 'undrainAskedAt');
  } else if (mem.drainedAt !== undefined) {
    forget(mem, 'drainAskedAt');
    forget(mem, 'drainedAt');
    mem.leaveOpenUntil = at + LEAVE_OPEN_MS;
  } else if (mem.drainAskedAt !== undefined && at - mem.drainAskedAt > CHANGE_SEEN_MS) {
    forget(mem, 'drainAskedAt');
  }
}
