import type { HostMemory } from './capacity-memory.ts';
import type { SeenHost } from './capacity.ts';

/** Vendors run out of a size in a zone: then another size, or another zone, is the way. */
export function sizeAndZone({ size, zone }: SeenHost): string {
  return `${size ?? ''} ${zone ?? ''}`;
}

interface Startable {
  seen: SeenHost;
  mem: HostMemory;
  max: number;
  price: number;
}

/**
 * A place on a large host costs more than its price says: at the end of the day its last people keep all of it on.
 * Halving the hosts at the same price a place saved about a tenth in simulation.
 */
const LARGER_BY_DOUBLING = 0.1;

/**
 * Hosts to start, one after the other while `wanted` says yes: those that failed or were stopped by hand lately last,
 * before them those of whose size and zone the vendor has none left (`exhausted`, by `sizeAndZone`); cheapest place first, then from the zone with the fewest hosts on, then by name.
 */
export function chooseStarts<T extends Startable>(
  startable: readonly T[],
  on: readonly Startable[],
  now: number,
  exhausted: Readonly<Record<string, number>>,
  wanted: (host: T) => boolean,
): T[] {
  const inZone = new Map<string | null, number>();
  for (const host of on) inZone.set(host.seen.zone, (inZone.get(host.seen.zone) ?? 0) + 1);
  const ranks = new Map<number, T[]>();
  for (const host of startable) {
    if (host.max <= 0) continue;
    const none = (exhausted[sizeAndZone(host.seen)] ?? 0) > now ? 1e5 : 0;
    const avoided = (host.mem.avoidUntil ?? 0) > now ? 1e6 : 0;
    const rank = avoided + none + (host.price / host.max) * (1 + LARGER_BY_DOUBLING * Math.log2(host.max));
    const same = ranks.get(rank);
    if (same === undefined) ranks.set(rank, [host]);
    else same.push(host);
  }
  const chosen: T[] = [];
  for (const [, hosts] of [...ranks].sort((a, b) => a[0] - b[0])) {
    const queues = new Map<string | null, T[]>();
    for (const host of hosts.sort((a, b) => (a.seen.name < b.seen.name ? 1 : -1))) {
      const queue = queues.get(host.seen.zone);
      if (queue === undefined) queues.set(host.seen.zone, [host]);
      else queue.push(host);
    }
    while (queues.size > 0) {
      let zone: string | null | undefined;
      for (const next of queues.keys()) {
        const fewer = zone === undefined || (inZone.get(next) ?? 0) < (inZone.get(zone) ?? 0);
        const first = (inZone.get(next) ?? 0) === (inZone.get(zone ?? null) ?? 0) && zone !== undefined;
        const earlier = first && queues.get(next)!.at(-1)!.seen.name < queues.get(zone!)!.at(-1)!.seen.name;
        if (fewer || earlier) zone = next;
      }
      const queue = queues.get(zone!)!;
      const host = queue.pop()!;
      if (queue.length === 0) queues.delete(zone!);
      if (!wanted(host)) return chosen;
      inZone.set(zone!, (inZone.get(zone!) ?? 0) + 1);
      chosen.push(host);
    }
  }
  return chosen;
}
