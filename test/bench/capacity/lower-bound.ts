import type { InitHost } from './protocol.ts';

const HOUR = 3_600_000;

/** A desktop wanted from, to. */
export type Span = [from: number, to: number];

/**
 * Host-hours that nobody can go below: every desktop is known in advance, people are moved freely so that hosts are
 * always filled, and a host boots as fast as any (`bootMs`, paid each time unless staying on through the gap is
 * cheaper). For unlike hosts the cheapest cover of each number of people, and no boots. Of `from` to `to` alone.
 */
export function lowerBound(spans: readonly Span[], hosts: readonly InitHost[], bootMs: number, window: Span): number {
  const changes = new Map<number, number>();
  for (const [begin, end] of spans) {
    const [from, to] = [Math.max(begin, window[0]), Math.min(end, window[1])];
    if (to <= from) continue;
    changes.set(from, (changes.get(from) ?? 0) + 1);
    changes.set(to, (changes.get(to) ?? 0) - 1);
  }
  const ordered = [...changes].sort((a, b) => a[0] - b[0]);
  const { maxSessions, price } = hosts[0]!;
  const alike = hosts.every((host) => host.maxSessions === maxSessions && host.price === price);
  return alike ? ofLevels(ordered, maxSessions, price, bootMs) : ofCovers(ordered, hosts);
}

/** Hosts alike: the k-th is on while more than (k-1) hosts' people are there. */
function ofLevels(changes: [number, number][], places: number, price: number, bootMs: number): number {
  const offSince: number[] = [];
  let [people, levels, last, cost] = [0, 0, 0, 0];
  for (const [at, change] of changes) {
    cost += levels * (at - last);
    last = at;
    people += change;
    const now = Math.ceil(people / places);
    for (; levels < now; levels++) cost += Math.min(bootMs, at - (offSince[levels] ?? -Infinity));
    for (; levels > now; levels--) offSince[levels - 1] = at;
  }
  return (cost * price) / HOUR;
}

/** The cheapest set of hosts for each number of people (a knapsack over all hosts). */
function ofCovers(changes: [number, number][], hosts: readonly InitHost[]): number {
  let [people, peak] = [0, 0];
  for (const [, change] of changes) peak = Math.max(peak, (people += change));
  peak = Math.min(
    peak,
    hosts.reduce((sum, host) => sum + host.maxSessions, 0),
  );
  const cover = new Float64Array(peak + 1).fill(Infinity);
  cover[0] = 0;
  for (const { maxSessions, price } of hosts) {
    for (let held = peak; held > 0; held--) {
      cover[held] = Math.min(cover[held]!, cover[Math.max(0, held - maxSessions)]! + price);
    }
  }
  let [last, cost] = [0, 0];
  people = 0;
  for (const [at, change] of changes) {
    cost += cover[Math.min(people, peak)]! * (at - last);
    last = at;
    people += change;
  }
  return cost / HOUR;
}
