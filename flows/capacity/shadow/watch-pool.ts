import { withBoot } from '../boot-times.ts';
import { MEMORY_VERSION, readMemory, type HostMemory, type PoolMemory } from '../capacity-memory.ts';
import type { CapacityMemory, PlannedBooking, SeenHost, SeenPool } from '../capacity.ts';
import type { CapacitySettings } from '../capacity-settings.ts';
import { observe, takesPeople } from '../observe-pool.ts';
import { PoolPicture } from '../pool-picture.ts';
import { paidUntil } from '../soft-limits.ts';
import { syncPicture } from '../sync-picture.ts';

const MINUTE = 60_000;
/** Readings further apart say too little of when a host was started, or came up. */
const CLOSE_MS = 3 * MINUTE;
/** Quicker than this no machine comes up: it had been on its way before. */
const LEAST_BOOT_SECONDS = 30;

/** When (ms) the starts were that others made and that are under way, by host. */
export type ForeignStarts = Record<string, number>;

/**
 * What a reading teaches of a pool that somebody else scales, and nothing more: who came, stayed and left, what hosts
 * are on, how long their boots take. Decides nothing.
 */
export function watchPool(
  seen: SeenPool,
  bookings: readonly PlannedBooking[],
  former: CapacityMemory | null,
  starts: ForeignStarts,
  now: Date,
  settings: CapacitySettings,
): { memory: PoolMemory; starts: ForeignStarts } {
  const at = now.getTime();
  const before = readMemory(former, at);
  const personal = settings.kind === 'personal';
  const { memory } = observe(seen, former, now, { personal, ...settings });
  if (!personal) {
    const picture = new PoolPicture(settings.calendar, before.picture ?? undefined);
    syncPicture(picture, seen, bookings, at);
    memory.picture = picture.toJSON();
  }
  // What others spend is out of the same budget: it is known when zaitaku takes over.
  if (settings.limits.budgetHostHours !== null)
    memory.paid = paidUntil(before, seen.hosts.filter(isPaid).length, at, settings.calendar.timeZone);
  return { memory, starts: learnBoots(before, memory, starts, at) };
}

/** A start lies between the last reading that showed the host off and the first that showed it on; so does its end. */
function learnBoots(before: PoolMemory, after: PoolMemory, starts: ForeignStarts, at: number): ForeignStarts {
  const last = before.at;
  const close = last !== undefined && at > last && at - last <= CLOSE_MS;
  const between = last === undefined ? at : (last + at) / 2;
  const under: ForeignStarts = {};
  for (const [name, host] of Object.entries(after.hosts)) {
    if (host.on !== true || host.startedAt !== undefined) continue;
    const began = starts[name] ?? (close && before.hosts[name]?.on === false ? between : undefined);
    if (began === undefined) continue;
    if (host.upAt === undefined) {
      under[name] = Math.min(began, at);
      continue;
    }
    const seconds = Math.round((between - began) / 1000);
    if (close && starts[name] !== undefined && seconds >= LEAST_BOOT_SECONDS)
      after.boots = withBoot(after.boots, seconds);
  }
  return under;
}

/** Power is on and paid for. A machine stopped from within Windows is; one on its way down is not. */
export function isPaid(host: SeenHost): boolean {
  if (host.power === 'unknown') return takesPeople(host);
  return host.power !== 'deallocated' && host.power !== 'deallocating';
}

/**
 * The memory with which zaitaku begins to scale a pool that it only watched: what was learned of people and boots stays.
 * Of the hosts it knows nothing but drains of its own from before. Whatever is on was started by others, and is kept on
 * for as long as every host that somebody started by hand, counted from now.
 */
export function takenOver(memory: CapacityMemory | null, now: Date): CapacityMemory | null {
  if (memory === null || memory.version !== MEMORY_VERSION) return memory;
  const known = readMemory(memory, now.getTime());
  const hosts: Record<string, HostMemory> = {};
  for (const [name, { drainedAt, avoidUntil }] of Object.entries(known.hosts)) {
    if (drainedAt === undefined && avoidUntil === undefined) continue;
    hosts[name] = {
      ...(drainedAt === undefined ? {} : { drainAskedAt: now.getTime(), drainedAt: now.getTime() }),
      ...(avoidUntil === undefined ? {} : { avoidUntil }),
    };
  }
  return { ...known, hosts, listAt: null };
}
