import type { CapacityAction, CapacityMemory, CapacityPlan, PlannedBooking, SeenPool } from './capacity.ts';
import { noteAsked, readMemory, type HostMemory, type PoolMemory } from './capacity-memory.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import { observe, type Reading } from './observe-pool.ts';
import type { Outline } from './outline.ts';
import { planPersonalHosts } from './plan-personal-hosts.ts';
import { planPooledHosts } from './plan-pooled-hosts.ts';
import { PoolPicture } from './pool-picture.ts';
import { syncPicture } from './sync-picture.ts';

const MINUTE = 60_000;
/** While something is under way; while people are signed in and nothing is; while a pool is not ours; at the most. */
const BUSY_MS = MINUTE;
const CALM_MS = 5 * MINUTE;
const HANDS_OFF_MS = 15 * MINUTE;
const LONGEST_MS = 12 * 60 * MINUTE;

/**
 * What to do with a pool's hosts now. Pure: the same seen, booked, remembered and the same time give the same plan, and
 * nothing handed in is changed. `bookings`: approved and active ones from an hour ago to a day ahead, in any order.
 *
 * What always holds, whatever the provider shows:
 * - a pooled host is deallocated only when a reading showed it drained by us three minutes ago or more, and two
 *   readings with a list, one after the other, showed it empty by count and by list (with exact readings: empty now,
 *   and drained before);
 * - a host drained by hand is neither undrained, started, counted nor stopped; one started by hand takes people and is
 *   left on for `keepHandStartedHours`, then treated like the others;
 * - a pool that something else scales is not touched.
 */
export function planCapacity(
  seen: SeenPool,
  bookings: readonly PlannedBooking[],
  memory: CapacityMemory | null,
  now: Date,
  settings: CapacitySettings,
): CapacityPlan {
  const at = now.getTime();
  if (seen.handsOff !== null) return leaveAlone(seen.handsOff.detail, memory, at, settings);
  if (settings.kind === 'personal') {
    const reading = observe(seen, memory, now, { personal: true, ...settings });
    return planOf(reading, planPersonalHosts(reading, bookings, at, settings), at);
  }
  const picture = new PoolPicture(settings.calendar, readMemory(memory, at).picture ?? undefined);
  syncPicture(picture, seen, bookings, at);
  const plan = planWithPicture(seen, picture, memory, now, settings);
  return { ...plan, memory: { ...plan.memory, picture: picture.toJSON() } };
}

/**
 * The same for a pooled pool whose picture the caller keeps up to date, change by change: nothing is gone through that
 * has not changed but the hosts. The picture is only told of sessions that are to be ended; the memory holds none.
 */
export function planWithPicture(
  seen: SeenPool,
  picture: PoolPicture,
  memory: CapacityMemory | null,
  now: Date,
  settings: CapacitySettings,
): CapacityPlan {
  const at = now.getTime();
  const reading = observe(seen, memory, now, { personal: false, ...settings });
  const plan = planOf(reading, planPooledHosts(seen, reading, picture, at, settings), at);
  for (const action of plan.actions) if (action.op === 'log-off') picture.loggingOff(action.upn.toLowerCase(), at);
  return plan;
}

function planOf(reading: Reading, outline: Outline, now: number): CapacityPlan {
  const actions = inOrder(outline.actions);
  for (const action of actions) noteAsked(reading.memory, action, now);
  const wakeAt = new Date(nextLook(outline, actions, now));
  return { actions, memory: reading.memory, wakeAt, faults: outline.faults, figures: outline.figures };
}

/**
 * Whether the next reading should ask for the list of user sessions, a call or more by itself: when a host waits for
 * nothing but being empty, while people are arriving, and every five minutes while anybody is signed in.
 */
export function needsSessionList(memory: CapacityMemory | null, now: Date): boolean {
  if (memory === null) return true;
  const known = readMemory(memory, now.getTime());
  if (Object.values(known.hosts).some((host) => host.candidate === true)) return true;
  if (known.sessions === 0 && (known.picture?.sessions.length ?? 0) === 0) return false;
  if (known.arriving) return true;
  // A little less than five minutes: rounds come on the minute, give or take.
  return known.listAt === null || now.getTime() - known.listAt >= CALM_MS - 10_000;
}

function leaveAlone(
  detail: string,
  memory: CapacityMemory | null,
  now: number,
  settings: CapacitySettings,
): CapacityPlan {
  const known: PoolMemory = readMemory(memory, now);
  // Whoever scales the pool may do what they like meanwhile: all waiting begins again when it is ours.
  const hosts: Record<string, HostMemory> = {};
  for (const [name, host] of Object.entries(known.hosts)) {
    const { emptyAt: _emptyAt, candidate: _candidate, ...rest } = host;
    hosts[name] = rest.drainedAt === undefined ? rest : { ...rest, drainedAt: now };
  }
  const kept: PoolMemory = { ...known, hosts, listAt: null, sessions: 0 };
  const faults = [{ code: 'pool-not-ours' as const, subject: settings.poolId, detail }];
  return { actions: [], memory: kept, wakeAt: new Date(now + HANDS_OFF_MS), faults, figures: null };
}

const ORDER: CapacityAction['op'][] = ['balance', 'drain', 'undrain', 'assign', 'log-off', 'start', 'deallocate'];

function inOrder(actions: CapacityAction[]): CapacityAction[] {
  return [...actions].sort((a, b) => ORDER.indexOf(a.op) - ORDER.indexOf(b.op));
}

function nextLook(outline: Outline, actions: CapacityAction[], now: number): number {
  let next = now + LONGEST_MS;
  for (const change of outline.changes) if (change > now) next = Math.min(next, change);
  if (outline.anyOn) next = Math.min(next, now + CALM_MS);
  if (outline.busy || actions.length > 0) next = Math.min(next, now + BUSY_MS);
  return Math.max(next, now + 1000);
}
