import type { HostMemory } from './capacity-memory.ts';
import type { SeenHost } from './capacity.ts';

interface Startable {
  seen: SeenHost;
  mem: HostMemory;
  max: number;
  price: number;
}

/**
 * Hosts to start for `missing` places, at most `most`: those that failed or were stopped by hand lately last, cheapest
 * place first, then from the zone with the fewest hosts on, then by name.
 */
export function chooseStarts<T extends Startable>(
  startable: readonly T[],
  on: readonly Startable[],
  missing: number,
  most: number,
  now: number,
): T[] {
  if (missing <= 0) return [];
  const inZone = new Map<string | null, number>();
  for (const host of on) inZone.set(host.seen.zone, (inZone.get(host.seen.zone) ?? 0) + 1);
  const avoided = (host: T) => ((host.mem.avoidUntil ?? 0) > now ? 1 : 0);
  const rank = (a: T, b: T) => avoided(a) - avoided(b) || a.price / a.max - b.price / b.max;
  const sorted = startable
    .filter((host) => host.max > 0)
    .sort((a, b) => rank(a, b) || (a.seen.name < b.seen.name ? -1 : 1));
  const chosen: T[] = [];
  let left = missing;
  for (let from = 0; from < sorted.length && left > 0 && chosen.length < most;) {
    // One rank at a time; within it, one queue a zone.
    let to = from;
    const queues = new Map<string | null, T[]>();
    while (to < sorted.length && rank(sorted[from]!, sorted[to]!) === 0) {
      const host = sorted[to++]!;
      queues.set(host.seen.zone, [...(queues.get(host.seen.zone) ?? []), host]);
    }
    from = to;
    while (queues.size > 0 && left > 0 && chosen.length < most) {
      const zones = [...queues.keys()];
      const zone = zones.reduce((least, next) => ((inZone.get(next) ?? 0) < (inZone.get(least) ?? 0) ? next : least));
      const queue = queues.get(zone)!;
      const host = queue.shift()!;
      if (queue.length === 0) queues.delete(zone);
      inZone.set(zone, (inZone.get(zone) ?? 0) + 1);
      left -= host.max;
      chosen.push(host);
    }
  }
  return chosen;
}
