import { drawBoot, drawDeallocation } from './boot.ts';
import type { EventQueue, ModelEvent } from './event-queue.ts';
import type { HostPower, ModelHost, ModelPool } from './hosts.ts';
import type { SeededRandom } from './seeded-random.ts';

/**
 * deallocated -start-> starting -> running (not yet available) -> running and available
 *                         \-> failed              \-> (one in two thousand: stays unavailable)
 * any but deallocated, deallocating -deallocate-> deallocating -> deallocated
 * starting, running -powerOff-> stopped -start-> starting;  running -restart-> starting
 */

/** `conflict`: the machine is being deallocated. `nothing-to-do`: it is already what it should become. */
export type PowerAnswer = 'accepted' | 'nothing-to-do' | 'conflict' | 'unknown-host';

export interface PowerWorld {
  random: SeededRandom;
  queue: EventQueue;
  now: () => number;
  /** Called before a machine stops, while its sessions are still there. */
  dropSessions: (pool: ModelPool, host: ModelHost) => void;
}

/** Paid from here. From `deallocated`, `stopped` and `failed`. */
export function startHost(world: PowerWorld, pool: ModelPool, host: ModelHost): PowerAnswer {
  if (host.power === 'deallocating') return 'conflict';
  if (host.power === 'starting' || host.power === 'running') return 'nothing-to-do';
  enter(world, host, 'starting');
  host.paidSince ??= world.now();
  planBoot(world, pool, host);
  return 'accepted';
}

/** Asks nobody: whoever is on the host is thrown off. Payment stops at once. */
export function deallocateHost(world: PowerWorld, pool: ModelPool, host: ModelHost): PowerAnswer {
  if (host.power === 'deallocated' || host.power === 'deallocating') return 'nothing-to-do';
  world.dropSessions(pool, host);
  enter(world, host, 'deallocating');
  stopPaying(world, pool, host);
  planStep(world, pool, host, 'host-deallocated', drawDeallocation(world.random));
  return 'accepted';
}

/** Off, but still paid. */
export function powerOffHost(world: PowerWorld, pool: ModelPool, host: ModelHost): PowerAnswer {
  if (host.power === 'deallocating') return 'conflict';
  if (host.power === 'deallocated' || host.power === 'stopped') return 'nothing-to-do';
  world.dropSessions(pool, host);
  enter(world, host, 'stopped');
  return 'accepted';
}

export function restartHost(world: PowerWorld, pool: ModelPool, host: ModelHost): PowerAnswer {
  if (host.power !== 'running') return 'conflict';
  world.dropSessions(pool, host);
  enter(world, host, 'starting');
  planBoot(world, pool, host);
  return 'accepted';
}

/** Carries out a planned step of a host, unless something else was done to it since. */
export function hostStep(world: PowerWorld, host: ModelHost, event: ModelEvent): void {
  if (event['turn'] !== host.turn) return;
  const { now } = world;
  if (event.kind === 'host-running') Object.assign(host, { power: 'running', since: now() });
  if (event.kind === 'host-available') Object.assign(host, { available: true, since: now() });
  if (event.kind === 'host-failed') Object.assign(host, { power: 'failed', since: now() });
  if (event.kind === 'host-deallocated') Object.assign(host, { power: 'deallocated', since: now() });
}

function enter(world: PowerWorld, host: ModelHost, power: HostPower): void {
  host.turn += 1;
  host.power = power;
  host.available = false;
  host.since = world.now();
  host.logonsFreeAt = host.logonsFreeAt.map(() => 0);
}

function planBoot(world: PowerWorld, pool: ModelPool, host: ModelHost): void {
  const boot = drawBoot(world.random, pool.settings.boot, host.nextBoot);
  host.nextBoot = null;
  if (boot.outcome === 'failed') return planStep(world, pool, host, 'host-failed', boot.failedAfter);
  planStep(world, pool, host, 'host-running', boot.runningAfter);
  if (boot.outcome === 'available') planStep(world, pool, host, 'host-available', boot.availableAfter);
}

function planStep(world: PowerWorld, pool: ModelPool, host: ModelHost, kind: string, afterMs: number): void {
  world.queue.add({ at: world.now() + afterMs, kind, pool: pool.settings.id, host: host.name, turn: host.turn });
}

function stopPaying(world: PowerWorld, pool: ModelPool, host: ModelHost): void {
  if (host.paidSince !== null) pool.paidMs += (world.now() - host.paidSince) * host.price;
  host.paidSince = null;
}
