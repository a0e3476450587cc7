import { bootLeadSeconds, lateAfterSeconds } from './boot-times.ts';
import type { HostMemory } from './capacity-memory.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import type { PlannedBooking } from './capacity.ts';
import { takesPeople, type Reading } from './observe-pool.ts';
import type { Outline } from './outline.ts';

const MINUTE = 60_000;
/** A person without a host is given one this long before the booked time, so that ICT can still help where none is free. */
const ASSIGN_BEFORE_MS = 24 * 60 * MINUTE;
/** An assignment not seen after this was not carried out. */
const ASSIGN_SEEN_MS = 5 * MINUTE;
const SOON_MS = 20 * MINUTE;
const ASKED_AGAIN_MS = 2 * MINUTE;
const STALE_READING_MS = 2 * MINUTE;
const AGAIN_MS = 60 * MINUTE;

type Place = Reading['hosts'][number];

/**
 * The plain rule for personal desktops: the owner's host runs from the boot lead and the early comers' minutes before
 * the booked time, and is deallocated when that time and its grace are over and it was empty in two readings with a
 * list. Drain is not used: nobody but the owner comes. A booked person without a host is given a free one, once.
 */
export function planPersonalHosts(
  reading: Reading,
  bookings: readonly PlannedBooking[],
  now: number,
  settings: CapacitySettings,
): Outline {
  const outline: Outline = { actions: [], faults: [], busy: false, anyOn: false, changes: [], figures: null };
  const leadMs = settings.earlyMinutes * MINUTE + bootLeadSeconds(reading.memory.boots) * 1000;
  const owned = new Map<string, Place>();
  for (const host of reading.hosts) {
    const owner = host.seen.assignedUser?.toLowerCase();
    if (owner && (!owned.has(owner) || host.seen.name < owned.get(owner)!.seen.name)) owned.set(owner, host);
  }
  const needed = new Map<string, PlannedBooking>();
  const soon = new Set<string>();
  for (const booking of [...bookings].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    const start = booking.startsAt.getTime();
    const end = booking.endsAt.getTime();
    if (!(end > start) || end + settings.graceMinutes * MINUTE <= now) continue;
    const upn = booking.upn.toLowerCase();
    if (end > now && start - ASSIGN_BEFORE_MS <= now && !owned.has(upn))
      assign(upn, booking, reading, now, settings, outline);
    else if (start - ASSIGN_BEFORE_MS > now) outline.changes.push(start - ASSIGN_BEFORE_MS);
    if (start - leadMs - SOON_MS <= now) soon.add(upn);
    if (start - leadMs > now) outline.changes.push(start - leadMs);
    else {
      outline.changes.push(end + settings.graceMinutes * MINUTE);
      if (end > now) needed.set(upn, booking);
    }
  }
  for (const [upn] of Object.entries(reading.memory.assigned)) {
    if (owned.has(upn)) delete reading.memory.assigned[upn];
  }

  let starts = settings.startsPerMinute;
  for (const host of reading.hosts) {
    const { seen, mem } = host;
    const owner = seen.assignedUser?.toLowerCase() ?? null;
    const booking = owner !== null && owned.get(owner) === host ? needed.get(owner) : undefined;
    if (mem.on === true) outline.anyOn = true;
    const out = settings.outOfService.get(seen.name);
    if (out !== undefined) {
      // Taken out for maintenance: not started, and stopped by the same rule; what somebody works on is left alone.
      if (out === 'emptying' && mem.on === true) stop(host, reading, now, settings, outline);
      if (out === 'emptying' && mem.on !== true && seen.power === 'deallocating') outline.busy = true;
    } else if (booking !== undefined) {
      if (mem.on !== true && mem.startedAt === undefined) {
        if (startFor(host, booking, starts > 0, now, outline)) starts--;
      } else if (!takesPeople(seen)) watch(host, reading, now, outline);
    } else if (mem.on === true && (owner === null || !soon.has(owner) || owned.get(owner) !== host)) {
      stop(host, reading, now, settings, outline);
    }
  }
  return outline;
}

function assign(
  upn: string,
  booking: PlannedBooking,
  reading: Reading,
  now: number,
  settings: CapacitySettings,
  outline: Outline,
): void {
  const { memory } = reading;
  const given = memory.assigned[upn];
  if (given !== undefined && now - given.at < ASSIGN_SEEN_MS) {
    outline.busy = true;
    return;
  }
  const taken = new Set(Object.values(memory.assigned).map((one) => one.host));
  const free = (host: Place) =>
    !settings.outOfService.has(host.seen.name) &&
    !host.seen.assignedUser &&
    host.seen.allowNewSession &&
    host.sessions === 0 &&
    host.seen.power !== 'failed';
  // The one given before, where the call did not come through; else the first that nobody has.
  const before = reading.hosts.find((host) => host.seen.name === given?.host && free(host));
  const first = reading.hosts
    .filter((host) => free(host) && !taken.has(host.seen.name))
    .reduce<Place | undefined>((least, host) => (!least || host.seen.name < least.seen.name ? host : least), undefined);
  const host = before ?? first;
  if (host === undefined) {
    const detail = `booked from ${booking.startsAt.toISOString()} and none of ${reading.hosts.length} desktops is free`;
    outline.faults.push({ code: 'personal-host-missing', subject: booking.id, detail });
    return;
  }
  memory.assigned[upn] = { host: host.seen.name, at: now };
  const reason = `booked from ${booking.startsAt.toISOString()} and without a desktop; the first free one`;
  outline.actions.push({ op: 'assign', host: host.seen.name, upn: booking.upn, reason });
  outline.busy = true;
}

function startFor(host: Place, booking: PlannedBooking, may: boolean, now: number, outline: Outline): boolean {
  const { seen } = host;
  if (!seen.allowNewSession) {
    const detail = `drained by hand; its owner is booked from ${booking.startsAt.toISOString()}`;
    outline.faults.push({ code: 'host-not-starting', subject: seen.name, detail });
    return false;
  }
  outline.busy = true;
  if ((seen.power !== 'deallocated' && seen.power !== 'stopped') || !may) return false;
  const minutes = Math.round((booking.startsAt.getTime() - now) / MINUTE);
  const when = minutes > 0 ? `in ${minutes} min` : `since ${-minutes} min`;
  outline.actions.push({ op: 'start', host: seen.name, reason: `its owner is booked ${when}` });
  return true;
}

/** On, booked, and not taking people: reported when late, and stopped while still empty, so that it is started anew. */
function watch(host: Place, reading: Reading, now: number, outline: Outline): void {
  const { seen, mem } = host;
  outline.busy = true;
  const since = mem.downAt ?? mem.startedAt ?? mem.handStartedAt ?? now;
  const late = seen.power === 'failed' || now - since > lateAfterSeconds(reading.memory.boots) * 1000;
  if (!late) return;
  const minutes = Math.round((now - since) / MINUTE);
  const detail = `not taking people for ${minutes} min; power ${seen.power}, status ${seen.health}`;
  outline.faults.push({ code: 'host-not-starting', subject: seen.name, detail });
  if ((mem.avoidUntil ?? 0) > now && seen.power !== 'failed') return; // once an hour is enough of starting anew
  if (deallocate(host, reading, now, detail, outline)) mem.avoidUntil = now + AGAIN_MS;
}

function stop(host: Place, reading: Reading, now: number, settings: CapacitySettings, outline: Outline): void {
  const { mem, seen } = host;
  if (mem.startedAt === undefined) {
    const until = (mem.handStartedAt ?? now) + settings.keepHandStartedHours * 60 * MINUTE;
    if (until > now) {
      outline.changes.push(until);
      return;
    }
  }
  if (!seen.allowNewSession) return; // drained by hand: left alone
  outline.busy ||= host.sessions === 0;
  deallocate(host, reading, now, `nobody is booked on it within the lead and ${SOON_MS / MINUTE} min`, outline);
}

function deallocate(host: Place, reading: Reading, now: number, why: string, outline: Outline): boolean {
  const mem: HostMemory = host.mem;
  if (host.seen.power === 'unknown' && !takesPeople(host.seen)) return false;
  if (host.sessions <= 1) mem.candidate = true;
  const asked = mem.deallocateAskedAt !== undefined && now - mem.deallocateAskedAt < ASKED_AGAIN_MS;
  if (asked || now - reading.at > STALE_READING_MS || !host.isEmpty || !host.wasEmpty) return false;
  const reason = `${why}; empty by count and list in two readings`;
  outline.actions.push({ op: 'deallocate', host: host.seen.name, reason });
  return true;
}
