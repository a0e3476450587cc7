import type { CapacityAction, CapacityMemory, CapacityPlan, PlannedBooking, SeenPool } from './capacity.ts';

import { noteAsked, readMemory, type HostMemory, type PoolMemory } from './capacity-memory.ts';
import type { CapacitySettings } from './capacity-settings.ts';
import { observe } from './observe-pool.ts';
import { planPersonalHosts } from './plan-personal-hosts.ts';
import type { Outline } from './outline.ts';
import { planPooledHosts } from './plan-pooled-hosts.ts';

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
 *   readings with a list, one after the other, showed it empty by count and by list;
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
  const reading = observe(seen, memory, now, settings.kind === 'personal');
  const outline =
    settings.kind === 'personal'
      ? planPersonalHosts(reading, bookings, at, settings)
      : planPooledHosts(seen, reading, bookings, at, settings);
  const actions = inOrder(outline.actions);
  for (const action of actions) noteAsked(reading.memory, action, at);
  return { actions, memory: reading.memory, wakeAt: new Date(nextLook(outline, actions, at)), faults: outline.faults };
}

/**
 * Whether the next reading should ask for the list of user sessions, a call or more by itself: when a host waits for
 * nothing but being empty, and every five minutes while anybody is signed in.
 */
export function needsSessionList(memory: CapacityMemory | null, now: Date): boolean {
  if (memory === null) return true;
  const known = readMemory(memory, now.getTime());
  if (Object.values(known.hosts).some((host) => host.candidate === true)) return true;
  if (known.sessions === 0 && known.present.length === 0) return false;
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
  const kept: PoolMemory = { ...known, hosts, present: [], listAt: null, sessions: 0 };
  const faults = [{ code: 'pool-not-ours' as const, subject: settings.poolId, detail }];
  return { actions: [], memory: kept, wakeAt: new Date(now + HANDS_OFF_MS), faults };
}

const ORDER: CapacityAction['op'][] = ['balance', 'drain', 'undrain', 'assign', 'start', 'deallocate'];

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
