import type { HostMaintenance, MaintenanceState, WaitsFor } from './maintenance-store.ts';

/** A host of the pool as it is now. */
export interface PoolHost {
  name: string;
  zone: string | null;
  places: number;
  sessions: number;
  /** Places can be counted on: it is not drained by hand, and does not fail to come up. */
  usable: boolean;
  /** Takes new people at this moment. */
  open: boolean;
  power: 'off' | 'starting' | 'on';
  /** Started by hand, and left on for whoever did. */
  inHand: boolean;
  /** Personal: in lower case. */
  owner: string | null;
}

export interface MaintenanceInput {
  kind: 'pooled' | 'personal';
  marks: readonly Pick<HostMaintenance, 'host' | 'state' | 'zone'>[];
  hosts: readonly PoolHost[];
  /** Pooled: places that must be there until a host taken out now is back, and people who come within the half hour. */
  needed: number;
  arriving: number;
  /** Personal: owners (lower case) who are booked within the next hours, and booked people without a host. */
  bookedOwners: ReadonlySet<string>;
  withoutHost: number;
  emergency: boolean;
}

export interface MaintenancePlan {
  /** New states; a mark that is not named keeps its own. */
  moves: { host: string; to: Exclude<MaintenanceState, 'done'>; zone: string | null }[];
  /** Of those that go on waiting. */
  waitsFor: Map<string, WaitsFor>;
  /** Hosts that are ready, and wanted in service now: whoever works on them is told. */
  wanted: string[];
}

/**
 * Which marked hosts are taken out now, which are given back to service, and which are ready to be worked on. Pure.
 *
 * What always holds: no host is taken out where fewer places than needed would be left; hosts of one zone alone are out
 * at the same time; in an emergency, or where places are short, none is taken and those not yet ready are given back.
 */
export function planMaintenance(input: MaintenanceInput): MaintenancePlan {
  const pool = input.kind === 'pooled' ? new PooledNeed(input) : new PersonalNeed(input);
  const seen = new Map(input.hosts.map((host) => [host.name, host]));
  const plan: MaintenancePlan = { moves: [], waitsFor: new Map(), wanted: [] };
  const ready = input.marks.filter(({ state }) => state === 'ready').map(({ host, zone }) => ({ host, zone }));
  const out = [...ready];
  const emptying = input.marks.filter(({ state }) => state === 'emptying');
  // Those that most people are on first: they take people again at once, and are the furthest from being ready.
  for (const { host, zone } of emptying.sort((a, b) => sessionsOf(seen, b.host) - sessionsOf(seen, a.host))) {
    const machine = seen.get(host) ?? null;
    if (machine !== null && (input.emergency || pool.wants(machine))) {
      pool.giveBack(machine);
      plan.moves.push({ host, to: 'waiting', zone: null });
      plan.waitsFor.set(host, input.emergency ? 'emergency' : pool.why);
      continue;
    }
    out.push({ host, zone });
    if (machine === null || isEmptyAndOff(machine)) plan.moves.push({ host, to: 'ready', zone });
  }
  for (const { host } of ready) {
    const machine = seen.get(host);
    if (machine !== undefined && (input.emergency || pool.wants(machine))) plan.wanted.push(host);
  }
  takeOut(input, seen, pool, out[0]?.zone, plan);
  return plan;
}

/** `zone`: of the hosts that are out; undefined where none is. */
function takeOut(
  input: MaintenanceInput,
  seen: ReadonlyMap<string, PoolHost>,
  pool: PooledNeed | PersonalNeed,
  zone: string | null | undefined,
  plan: MaintenancePlan,
): void {
  let chosen = zone;
  const waiting = input.marks.filter(({ state }) => state === 'waiting');
  const machines = waiting.flatMap(({ host }) => seen.get(host) ?? []).sort(inOrder);
  // Places are short for all; a personal host is its owner's matter alone.
  const none = input.kind === 'pooled' && (plan.moves.some(({ to }) => to === 'waiting') || plan.wanted.length > 0);
  for (const host of machines) {
    const why = input.emergency ? 'emergency' : (reasonToWait(host, chosen, pool) ?? (none ? pool.why : null));
    if (why !== null) {
      plan.waitsFor.set(host.name, why);
      continue;
    }
    chosen = host.zone;
    pool.take(host);
    plan.moves.push({ host: host.name, to: isEmptyAndOff(host) ? 'ready' : 'emptying', zone: host.zone });
  }
  for (const { host } of waiting) if (!seen.has(host)) plan.waitsFor.set(host, 'gone');
}

function reasonToWait(
  host: PoolHost,
  zone: string | null | undefined,
  pool: PooledNeed | PersonalNeed,
): WaitsFor | null {
  if (zone !== undefined && host.zone !== zone) return 'other-zone';
  if (host.power === 'starting') return 'starting';
  if (host.power === 'on' && host.inHand) return 'by-hand';
  return pool.reasonToKeep(host);
}

/** Zone by zone; within one those that are off first, then those that the fewest people are on. */
function inOrder(a: PoolHost, b: PoolHost): number {
  const byZone = (a.zone ?? '').localeCompare(b.zone ?? '', 'en', { numeric: true });
  const rank = ({ power, sessions }: PoolHost) => (power === 'off' ? 0 : 1 + sessions);
  return byZone || rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function isEmptyAndOff({ power, sessions }: PoolHost): boolean {
  return power === 'off' && sessions === 0;
}

function sessionsOf(seen: ReadonlyMap<string, PoolHost>, host: string): number {
  return seen.get(host)?.sessions ?? 0;
}

/** Pooled hosts: nobody is booked on one of them, so it is about places. */
class PooledNeed {
  readonly why = 'places' as const;
  private places: number;
  private room: number;
  private readonly input: MaintenanceInput;

  constructor(input: MaintenanceInput) {
    this.input = input;
    const out = new Set(input.marks.flatMap(({ host, state }) => (state === 'waiting' ? [] : [host])));
    const inService = input.hosts.filter(({ name, usable }) => usable && !out.has(name));
    this.places = inService.reduce((sum, { places }) => sum + places, 0);
    this.room = inService.reduce((sum, host) => sum + roomOf(host), 0);
  }

  wants({ usable }: PoolHost): boolean {
    return usable && this.places < this.input.needed;
  }

  giveBack({ places }: PoolHost): void {
    this.places += places;
  }

  reasonToKeep(host: PoolHost): WaitsFor | null {
    if (host.usable && this.places - host.places < this.input.needed) return 'places';
    if (roomOf(host) > 0 && this.room - roomOf(host) < this.input.arriving) return 'arrivals';
    return null;
  }

  take(host: PoolHost): void {
    if (host.usable) this.places -= host.places;
    this.room -= roomOf(host);
  }
}

function roomOf({ open, places, sessions }: PoolHost): number {
  return open ? Math.max(0, places - sessions) : 0;
}

/** Personal hosts: the owner's, and those that may yet be given to somebody. */
class PersonalNeed {
  readonly why = 'owner' as const;
  private free: number;
  private readonly input: MaintenanceInput;

  constructor(input: MaintenanceInput) {
    this.input = input;
    const out = new Set(input.marks.flatMap(({ host, state }) => (state === 'waiting' ? [] : [host])));
    this.free = input.hosts.filter(({ name, owner, usable }) => owner === null && usable && !out.has(name)).length;
  }

  wants({ owner, usable }: PoolHost): boolean {
    return owner === null ? usable && this.free < this.input.withoutHost : this.input.bookedOwners.has(owner);
  }

  giveBack({ owner }: PoolHost): void {
    if (owner === null) this.free++;
  }

  reasonToKeep({ owner, sessions, usable }: PoolHost): WaitsFor | null {
    if (sessions > 0) return 'owner';
    if (owner !== null) return this.input.bookedOwners.has(owner) ? 'owner' : null;
    return usable && this.free - 1 < this.input.withoutHost ? 'owner' : null;
  }

  take({ owner, usable }: PoolHost): void {
    if (owner === null && usable) this.free--;
  }
}
