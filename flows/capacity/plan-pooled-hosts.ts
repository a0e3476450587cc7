import { bootLeadSeconds, lateAfterSeconds } from './boot-times.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import type { PlannedBooking, SeenPool } from './capacity.ts';
import { expectedPeople, type ExpectedPeople } from './expected-people.ts';
import { chooseStarts } from './choose-starts.ts';
import { takesPeople, type Reading } from './observe-pool.ts';
import type { Outline } from './outline.ts';
import { sortHosts, type HostGroups, type PlacedHost } from './sort-hosts.ts';

const MINUTE = 60_000;
/** A sign-in may still land on a host that was drained a moment ago, and counts are up to a minute old. */
export const DRAINED_BEFORE_STOP_MS = 3 * MINUTE;
/** A host that the bookings of the next minutes need again is not worth stopping: a boot costs about as much. */
const SOON_MS = 20 * MINUTE;
const ASKED_AGAIN_MS = 2 * MINUTE;
/** Older than this, what was read ends nothing. */
const STALE_READING_MS = 2 * MINUTE;
/** One host signs in some eight people a minute: with more on their way they are spread over all hosts. */
const STORM_BEGINS = 16;
const STORM_ENDS = 8;

/**
 * The plain rule for pooled hosts: there is room for everybody booked, from the boot lead and the early comers'
 * minutes before the start until the end, and for everybody who is still signed in. What is missing is undrained first,
 * then started; what is left over is drained, emptiest first, and deallocated once it was seen drained for three
 * minutes and empty in two readings with a list. Drained by hand: left alone and not counted. Started by hand: used.
 */
export function planPooledHosts(
  seen: SeenPool,
  reading: Reading,
  bookings: readonly PlannedBooking[],
  now: number,
  settings: CapacitySettings,
): Outline {
  const boots = reading.memory.boots;
  const lateMs = lateAfterSeconds(boots) * 1000;
  const outline: Outline = { actions: [], faults: [], busy: false, anyOn: false, changes: [] };
  const groups = sortHosts(seen, reading, now, lateMs, settings, outline);

  const early = settings.earlyMinutes * MINUTE;
  const batches = Math.min(10, Math.floor(reading.hosts.length / Math.max(1, settings.startsPerMinute))) * MINUTE;
  const lead = early + bootLeadSeconds(boots) * 1000 + batches;
  const people = expectedPeople(bookings, reading.present, now, { lead, soon: SOON_MS });
  if (people.nextChange !== null) outline.changes.push(people.nextChange);

  const others = othersNow(people, people.othersPresent, reading);
  const licensed = settings.licences === null ? Infinity : Math.max(settings.licences, reading.sessions);
  const need = Math.min(Math.max(people.booked + others + settings.reserve, reading.sessions), licensed);
  const open = sum(groups.open, (host) => Math.max(host.max, host.sessions));
  const coming = sum(groups.coming, (host) => host.max);
  const elsewhere = sum(groups.elsewhere, (host) => host.sessions);
  const figures =
    `${need} places needed (${people.booked} booked, ${others} others signed in), ` +
    `${open} on open hosts, ${coming} starting, ${elsewhere} signed in on closed hosts`;

  const missing = need - open - coming - elsewhere;
  if (missing > 0) makeRoom(missing, figures, groups, now, settings, outline);
  else drainSurplus(people, licensed, reading, groups, open, elsewhere, figures, settings, outline);
  if (settings.licences !== null && people.booked > settings.licences) {
    const detail = `${people.booked} people booked, ${settings.licences} licences`;
    outline.faults.push({ code: 'capacity-short', subject: settings.poolId, detail });
  }
  undrainStarted(groups, now, outline);
  deallocateEmpty(groups, reading, now, outline);
  chooseBalance(seen, people, outline);
  // A drained host that still has people is looked at with the others: its last one may stay for hours.
  const emptying = groups.draining.some((host) => host.sessions === 0);
  outline.busy ||= groups.coming.length > 0 || emptying || groups.late.length > 0;
  outline.busy ||= people.arriving > 0;
  return outline;
}

/** People with a session and without a booking now. From an old list no more than the counts still allow. */
function othersNow(people: ExpectedPeople, listed: number, reading: Reading): number {
  if (reading.hasList) return listed + reading.doubles;
  return Math.min(listed, Math.max(0, reading.sessions - people.bookedPresent));
}

function makeRoom(
  missing: number,
  figures: string,
  groups: HostGroups,
  now: number,
  settings: CapacitySettings,
  outline: Outline,
): void {
  outline.busy = true;
  let left = missing;
  // The fullest live on anyway; the emptiest are the nearest to being stopped.
  const again = groups.drained.filter((host) => host.mem.undrainAskedAt === undefined && host.max > host.sessions);
  for (const host of again.sort((a, b) => b.sessions - a.sessions || byName(a, b))) {
    if (left <= 0) break;
    left -= host.max - host.sessions;
    host.mem.undrainAskedAt = now;
    const reason = `${missing} places short: ${figures}`;
    outline.actions.push({ op: 'undrain', host: host.seen.name, reason });
  }
  const on = [...groups.open, ...groups.coming, ...groups.elsewhere];
  const starts = chooseStarts(groups.startable, on, left, settings.startsPerMinute, now);
  for (const host of starts) {
    left -= host.max;
    if (!host.seen.allowNewSession) {
      const reason = 'about to be started, still drained by us';
      outline.actions.push({ op: 'undrain', host: host.seen.name, reason });
    }
    const reason = `${missing} places short: ${figures}`;
    outline.actions.push({ op: 'start', host: host.seen.name, reason });
  }
  if (left > 0 && starts.length === groups.startable.length) {
    const detail = `${left} places short with every host that may be used: ${figures}`;
    outline.faults.push({ code: 'capacity-short', subject: settings.poolId, detail });
  }
}

function drainSurplus(
  people: ExpectedPeople,
  licensed: number,
  reading: Reading,
  groups: HostGroups,
  open: number,
  elsewhere: number,
  figures: string,
  settings: CapacitySettings,
  outline: Outline,
): void {
  const { reserve } = settings;
  const others = othersNow(people, people.othersPresentSoon, reading);
  const needSoon = Math.min(Math.max(people.bookedSoon + others + reserve, reading.sessions), licensed);
  // Also for those who sign out of a closed host and come back: open hosts alone hold everybody booked.
  const bookedSoon = Math.min(people.bookedSoon + reserve, licensed);
  let openLeft = open;
  let elsewhereLeft = elsewhere;
  const candidates = groups.open.filter((host) => groups.ours.has(host) && !(host.mem.leaveOpenUntil! > reading.at));
  candidates.sort((a, b) => a.sessions - b.sessions || b.price - a.price || -byName(a, b));
  for (const host of candidates) {
    const after = openLeft - Math.max(host.max, host.sessions);
    if (after < bookedSoon || after + elsewhereLeft + host.sessions < needSoon) continue;
    openLeft = after;
    elsewhereLeft += host.sessions;
    const reason = `not needed within ${SOON_MS / MINUTE} min beyond the lead: ${host.sessions} signed in; ${figures}`;
    outline.actions.push({ op: 'drain', host: host.seen.name, reason });
    outline.busy = true;
  }
}

/**
 * A host that we start takes people: an undrain that has not come through is asked again. One that we stopped has its
 * drain taken off while it is off, so that whoever starts it, we or somebody else, finds it open.
 */
function undrainStarted(groups: HostGroups, now: number, outline: Outline): void {
  const starting = new Set(outline.actions.map((action) => (action.op === 'start' ? action.host : null)));
  for (const host of groups.startable) {
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

function deallocateEmpty(groups: HostGroups, reading: Reading, now: number, outline: Outline): void {
  const fresh = now - reading.at <= STALE_READING_MS;
  for (const host of groups.draining) {
    const { mem, seen } = host;
    if (seen.power === 'unknown' && !takesPeople(seen)) continue;
    if (!groups.ours.has(host) || mem.drainedAt === undefined || mem.undrainAskedAt !== undefined) continue;
    if (host.sessions <= 1) mem.candidate = true;
    const drainedMs = reading.at - mem.drainedAt;
    const asked = mem.deallocateAskedAt !== undefined && now - mem.deallocateAskedAt < ASKED_AGAIN_MS;
    if (!fresh || asked || drainedMs < DRAINED_BEFORE_STOP_MS || !host.isEmpty || !host.wasEmpty) continue;
    const reason = `drained ${Math.round(drainedMs / MINUTE)} min ago, empty by count and list in two readings`;
    outline.actions.push({ op: 'deallocate', host: seen.name, reason });
  }
}

function chooseBalance(seen: SeenPool, people: ExpectedPeople, outline: Outline): void {
  if (seen.balance === 'persistent' || (!outline.anyOn && outline.actions.length === 0)) return;
  if (seen.balance === 'depth' && people.arriving > STORM_BEGINS) {
    const reason = `${people.arriving} people are about to sign in: spread over all hosts, for each signs in few at once`;
    outline.actions.push({ op: 'balance', mode: 'breadth', reason });
  } else if (seen.balance === 'breadth' && people.arriving < STORM_ENDS) {
    const reason = `${people.arriving} people are about to sign in: fill few hosts, so that others become empty`;
    outline.actions.push({ op: 'balance', mode: 'depth', reason });
  }
}

function byName(a: PlacedHost, b: PlacedHost): number {
  return a.seen.name < b.seen.name ? -1 : 1;
}

function sum(hosts: readonly PlacedHost[], of: (host: PlacedHost) => number): number {
  return hosts.reduce((total, host) => total + of(host), 0);
}
