import type { CapacitySettings } from './capacity-settings.ts';
import { EXHAUSTED_MS } from './capacity-memory.ts';
import type { SeenHost, SeenPool } from './capacity.ts';
import { sizeAndZone } from './choose-starts.ts';
import { takesPeople, type Reading } from './observe-pool.ts';
import type { Outline } from './outline.ts';

const MINUTE = 60_000;
/** A host that took people and does not any more is given this long to recover. */
const DOWN_MS = 10 * MINUTE;
/** An undrain asked for is as good as done for this long. */
const UNDRAIN_MS = 5 * MINUTE;
/** Failed starts are remembered up to this many, against the last 200 that came up. */
const MOST_FAILURES = 20;

/** A host with the people it can hold and its relative price. */
export type PlacedHost = Reading['hosts'][number] & { max: number; price: number };

export interface HostGroups {
  /** Take new people. */
  open: PlacedHost[];
  /** Started, not yet there. */
  coming: PlacedHost[];
  /** Everything else with its power on, and what is off with a session counted on it. */
  elsewhere: PlacedHost[];
  /** Drained by us, and able to take people again at once. */
  drained: PlacedHost[];
  /** Drained or being drained by us, power on. */
  draining: PlacedHost[];
  late: PlacedHost[];
  startable: PlacedHost[];
  /** May be drained and stopped: not by hand, not asked to be left open. */
  ours: Set<PlacedHost>;
}

/**
 * Which host is what. Adds to the outline what concerns single hosts alone: those that do not come up are reported,
 * and drained, so that they can be stopped while nobody is on them.
 */
export function sortHosts(
  seen: SeenPool,
  reading: Reading,
  now: number,
  lateMs: number,
  settings: CapacitySettings,
  outline: Outline,
): HostGroups {
  const groups: HostGroups = {
    open: [],
    coming: [],
    elsewhere: [],
    drained: [],
    draining: [],
    late: [],
    startable: [],
    ours: new Set(),
  };
  const keep = settings.keepHandStartedHours * 60 * MINUTE;
  for (const entry of reading.hosts) {
    const { seen: host, mem } = entry;
    const size = settings.hostSizes?.get(host.name);
    // A pool whose limit was never set says 999999: the organisation's own number holds.
    const max = Math.max(0, size?.maxSessions ?? Math.min(seen.maxSessions, settings.maxSessions));
    const { sessions, isEmpty, wasEmpty } = entry;
    const place: PlacedHost = { seen: host, mem, sessions, isEmpty, wasEmpty, max, price: size?.price ?? 1 };
    const ourDrain = mem.drainedAt !== undefined || mem.drainAskedAt !== undefined;
    const drainedByHand = !host.allowNewSession && !ourDrain;
    const out = settings.outOfService.get(host.name);
    if (out !== undefined) {
      takeOut(place, out, now, reading.at, keep, groups, outline);
      continue;
    }
    if (mem.on !== true) {
      const asked = mem.startedAt !== undefined;
      if (asked && !drainedByHand) groups.coming.push(place);
      else if (entry.sessions > 0) groups.elsewhere.push(place);
      if (isOff(host) && !asked && !drainedByHand && max > 0) groups.startable.push(place);
      continue;
    }
    outline.anyOn = true;
    const since = mem.handStartedAt === undefined ? undefined : mem.handStartedAt + keep;
    const heldByHand = mem.startedAt === undefined && (since === undefined || since > now);
    if (heldByHand && since !== undefined) outline.changes.push(since);
    if (!heldByHand && !drainedByHand) groups.ours.add(place);

    const usable = takesPeople(host);
    const closing = ourDrain && mem.undrainAskedAt === undefined;
    if (usable && host.allowNewSession && !closing) {
      groups.open.push(place);
      continue;
    }
    const begun = mem.startedAt ?? mem.handStartedAt ?? now;
    const notUp = !usable && mem.downAt === undefined && mem.upAt === undefined;
    const overdue = notUp ? now - begun > lateMs : now - (mem.downAt ?? now) > DOWN_MS;
    const late = !usable && !drainedByHand && (host.power === 'failed' || overdue);
    // One started by hand counts while it visibly starts. An undrain asked for a moment ago is as good as done.
    const starting = !late && notUp && (mem.startedAt !== undefined || (host.power === 'starting' && !closing));
    const opening = usable && !closing && now - (mem.undrainAskedAt ?? 0) < UNDRAIN_MS;
    if (!drainedByHand && (starting || opening)) groups.coming.push(place);
    else groups.elsewhere.push(place);
    if (ourDrain && !drainedByHand) groups.draining.push(place);
    if (usable && ourDrain && !drainedByHand) groups.drained.push(place);
    if (!late) continue;
    groups.late.push(place);
    if (notUp && (mem.avoidUntil ?? 0) <= now)
      reading.memory.failures = Math.min(MOST_FAILURES, reading.memory.failures + 1);
    reportLate(place, begun, now, outline);
    // Most often the vendor had none left: other sizes and zones are tried first.
    if (host.power === 'failed') reading.memory.exhausted[sizeAndZone(host)] = now + EXHAUSTED_MS;
    mem.avoidUntil = now + 60 * MINUTE;
    if (host.allowNewSession && !ourDrain && groups.ours.has(place)) {
      const reason = `${lateness(place, begun, now)}; nobody is to land on it while it is replaced`;
      outline.actions.push({ op: 'drain', host: host.name, reason });
      groups.draining.push(place);
    }
  }
  return groups;
}

/**
 * A host taken out of service is not started, takes nobody, and is not reported as late: it is drained, on or off, so that
 * nobody lands on it when whoever patches it starts it. While `emptying` it may be stopped, unless it is in hand.
 */
function takeOut(
  place: PlacedHost,
  out: 'emptying' | 'ready',
  now: number,
  readAt: number,
  keep: number,
  groups: HostGroups,
  outline: Outline,
): void {
  const { seen: host, mem } = place;
  if (mem.on === true || place.sessions > 0) groups.elsewhere.push(place);
  if (mem.on === true) outline.anyOn = true;
  const ourDrain = mem.drainedAt !== undefined || mem.drainAskedAt !== undefined;
  const drainedByHand = !host.allowNewSession && !ourDrain;
  const closing = ourDrain && mem.undrainAskedAt === undefined;
  const leftOpen = host.allowNewSession && (mem.leaveOpenUntil ?? 0) > readAt;
  if (!closing && !drainedByHand && !leftOpen) {
    const reason = 'taken out of service for maintenance: nobody is to land on it';
    outline.actions.push({ op: 'drain', host: host.name, reason });
    outline.busy = true;
  }
  if (out === 'ready' || drainedByHand) return;
  // Until it is seen to be off it is looked at as often as anything under way.
  if (mem.on !== true && !isOff(host)) outline.busy = true;
  const inHand = mem.startedAt === undefined && (mem.handStartedAt ?? now) + keep > now;
  if (mem.on !== true || !closing || inHand) return;
  groups.ours.add(place);
  groups.draining.push(place);
}

function isOff({ power }: SeenHost): boolean {
  return power === 'deallocated' || power === 'stopped';
}

function lateness({ seen, mem }: PlacedHost, begun: number, now: number): string {
  if (seen.power === 'failed') return 'the machine has failed';
  const since = mem.downAt ?? begun;
  const what = mem.downAt === undefined ? 'started' : 'not taking people for';
  const minutes = Math.round((now - since) / MINUTE);
  return mem.downAt === undefined ? `${what} ${minutes} min ago and not up (${seen.health})` : `${what} ${minutes} min`;
}

function reportLate(place: PlacedHost, begun: number, now: number, outline: Outline): void {
  const detail = `${lateness(place, begun, now)}; power ${place.seen.power}, status ${place.seen.health}`;
  outline.faults.push({ code: 'host-not-starting', subject: place.seen.name, detail });
}
