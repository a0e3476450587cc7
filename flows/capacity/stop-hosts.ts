import { takesPeople } from './observe-pool.ts';
import { freePlaces, priceOfMinute, type Situation } from './situation.ts';
import type { PlacedHost } from './sort-hosts.ts';
import { StartDecision } from './start-decision.ts';

const MINUTE = 60_000;
/** A sign-in may still land on a host that was drained a moment ago, and counts are up to a minute old. */
export const DRAINED_BEFORE_STOP_MS = 3 * MINUTE;
const ASKED_AGAIN_MS = 2 * MINUTE;
/** Older than this, what was read ends nothing. */
const STALE_READING_MS = 2 * MINUTE;
/** So much longer a stop takes where it is seen twice that a host is empty: it is not begun for less. */
const STOP_TAKES_MINUTES = 6;
/** A start is called off only where it is needed this much less than it would have to be for starting it. */
const CALLED_OFF = 0.1;

/**
 * Empty hosts that are not wanted within the time that a boot costs are shut and stopped; so are those that failed. A
 * drain that is of no more use is taken off.
 */
export function stopHosts(situation: Situation, surplus: Unneeded): void {
  const { groups, settings } = situation;
  if (settings.exact) {
    const stopped = stopNow(situation);
    for (const host of groups.late) deallocateFailed(host, situation, stopped);
  } else {
    shutSurplus(situation, surplus);
    deallocateEmpty(situation, surplus);
  }
  undrainStarted(situation);
}

/** Without exact readings: empty hosts that are on their way out, and take nobody any more. */
export function surplusHosts(situation: Situation): Unneeded {
  const { hosts, groups, reading, settings } = situation;
  if (settings.exact) return new Map();
  const empty = hosts.flatMap(({ place }) => {
    const left = (place.mem.leaveOpenUntil ?? 0) > reading.at;
    return place.sessions === 0 && groups.ours.has(place) && !left ? [place] : [];
  });
  return unneeded(situation, empty, 1);
}

/** Hosts, and how many people would wait, on average, were each stopped. */
type Unneeded = ReadonlyMap<PlacedHost, number>;

/** Empty hosts that nobody needs soon, dearest first. `wait`: hosts under way that are not needed any more. */
function unneeded(situation: Situation, candidates: PlacedHost[], factor: number): Map<PlacedHost, number> {
  const { forecast, waiting, curve, settings, coming, groups, limits } = situation;
  const { parameters } = settings;
  const minuteWaited = priceOfMinute(situation);
  const found = new Map<PlacedHost, number>();
  const keepMinutes = parameters.keepMinutes + (settings.exact ? 0 : STOP_TAKES_MINUTES);
  const supply = { free: freePlaces(situation), coming: coming.map(({ host }) => host) };
  const under = new Map(coming.map(({ place, host }) => [place, host]));
  let on = new Set([...groups.open, ...groups.coming, ...groups.elsewhere, ...groups.draining]).size;
  candidates.sort((a, b) => b.price - a.price || (a.seen.name < b.seen.name ? 1 : -1));
  for (const host of candidates) {
    const way = under.get(host);
    const left =
      way === undefined
        ? { free: supply.free - host.max, coming: supply.coming }
        : { free: supply.free, coming: supply.coming.filter((one) => one !== way) };
    const decision = new StartDecision(forecast, waiting, left, curve, parameters, keepMinutes);
    const people = decision.waitingFor(host.max, []);
    if (people * minuteWaited > (factor * host.price) / 60) break;
    if (--on < limits.fewest) break;
    Object.assign(supply, left);
    found.set(host, people);
  }
  return found;
}

function stopNow(situation: Situation): Set<PlacedHost> {
  const { groups, hosts, coming, outline, figures } = situation;
  const starting = outline.actions.some(({ op }) => op === 'start');
  const empty = hosts.flatMap(({ place }) => (place.isEmpty && groups.ours.has(place) ? [place] : []));
  const stopped = new Map(starting ? [] : unneeded(situation, empty, 1));
  if (!starting && stopped.size === empty.length) {
    const way = coming.flatMap(({ place }) => (place.isEmpty && groups.ours.has(place) ? [place] : []));
    for (const [place, people] of unneeded(situation, way, CALLED_OFF)) stopped.set(place, people);
  }
  for (const [place, people] of stopped) {
    const host = place.seen.name;
    const reason = notWanted(people, figures);
    outline.actions = outline.actions.filter((action) => action.op === 'balance' || action.host !== host);
    if (place.seen.allowNewSession) outline.actions.push({ op: 'drain', host, reason });
    outline.actions.push({ op: 'deallocate', host, reason });
  }
  return new Set(stopped.keys());
}

function notWanted(people: number, figures: string): string {
  return `empty and not wanted within the next minutes, ${people.toFixed(3)} people would wait for it: ${figures}`;
}

function deallocateFailed(host: PlacedHost, { outline, groups }: Situation, stopped: Set<PlacedHost>): void {
  if (!host.isEmpty || !groups.ours.has(host) || stopped.has(host)) return;
  const reason = 'it did not come up and nobody is on it';
  if (host.seen.allowNewSession && !outline.actions.some((one) => one.op === 'drain' && one.host === host.seen.name)) {
    outline.actions.push({ op: 'drain', host: host.seen.name, reason });
  }
  outline.actions.push({ op: 'deallocate', host: host.seen.name, reason });
}

function shutSurplus({ outline, figures }: Situation, surplus: Unneeded): void {
  for (const [place, people] of surplus) {
    const host = place.seen.name;
    const asked = outline.actions.some((action) => action.op !== 'balance' && action.host === host);
    outline.busy = true;
    if (asked || !place.seen.allowNewSession || place.mem.drainAskedAt !== undefined) continue;
    const reason = notWanted(people, figures);
    outline.actions.push({ op: 'drain', host, reason });
  }
}

/**
 * A host that we start takes people: an undrain that has not come through is asked again. One that we stopped has its
 * drain taken off while it is off, so that whoever starts it, we or somebody else, finds it open.
 */
function undrainStarted({ groups, outline, now, settings }: Situation): void {
  const starting = new Set(outline.actions.map((action) => (action.op === 'start' ? action.host : null)));
  // With exact readings nobody else starts our hosts: they are opened when they are started.
  for (const host of settings.exact ? [] : groups.startable) {
    const { mem, seen } = host;
    if (seen.allowNewSession) continue;
    outline.busy = true;
    if (starting.has(seen.name)) continue;
    if (mem.undrainAskedAt !== undefined && now - mem.undrainAskedAt < MINUTE) continue;
    outline.actions.push({ op: 'undrain', host: seen.name, reason: 'it is off: our drain is no longer of use' });
  }
  for (const host of new Set([...groups.coming, ...groups.draining])) {
    const { mem, seen } = host;
    if (seen.allowNewSession || mem.undrainAskedAt === undefined || now - mem.undrainAskedAt < MINUTE) continue;
    const reason = `to take people, asked ${Math.round((now - mem.undrainAskedAt) / 1000)} s ago and still drained`;
    outline.actions.push({ op: 'undrain', host: seen.name, reason });
  }
}

/** Drained hosts that people are kept from for a while only are not stopped: they are room that somebody will want. */
function deallocateEmpty({ groups, reading, now, outline, settings }: Situation, surplus: Unneeded): void {
  const fresh = now - reading.at <= STALE_READING_MS;
  for (const host of groups.draining) {
    const { mem, seen } = host;
    if (seen.power === 'unknown' && !takesPeople(seen)) continue;
    if (!groups.ours.has(host) || mem.drainedAt === undefined || mem.undrainAskedAt !== undefined) continue;
    const wanted = !surplus.has(host) && !settings.outOfService.has(seen.name);
    if (takesPeople(seen) && host.sessions === 0 && wanted) continue;
    if (host.sessions <= 1) mem.candidate = true;
    const drainedMs = reading.at - mem.drainedAt;
    const asked = mem.deallocateAskedAt !== undefined && now - mem.deallocateAskedAt < ASKED_AGAIN_MS;
    if (!fresh || asked || drainedMs < DRAINED_BEFORE_STOP_MS || !host.isEmpty || !host.wasEmpty) continue;
    const reason = `drained ${Math.round(drainedMs / MINUTE)} min ago, empty by count and list in two readings`;
    outline.actions.push({ op: 'deallocate', host: seen.name, reason });
  }
}
