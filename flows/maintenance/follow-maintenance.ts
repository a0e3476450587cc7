import { readMemory, type HostMemory } from '../capacity/capacity-memory.ts';
import type { CapacitySettings, OutOfService } from '../capacity/capacity-settings.ts';
import type { CapacityMemory, PlannedBooking, SeenHost, SeenPool } from '../capacity/capacity.ts';
import { takesPeople } from '../capacity/observe-pool.ts';
import type { Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import { addMinutes } from '../minutes.ts';
import type { Tx } from '../store.ts';
import type { HostMaintenance } from './maintenance-store.ts';
import { placesNeeded } from './places-needed.ts';
import { planMaintenance, type MaintenanceInput, type MaintenancePlan, type PoolHost } from './plan-maintenance.ts';

const MINUTE = 60_000;
/** People come from this long before to this long after the start of their booking. */
const COME_BEFORE_MS = 30 * MINUTE;
const COME_AFTER_MS = 60 * MINUTE;
/** An owner who is booked within this keeps the personal host: a patch may last the night. */
const OWNER_BOOKED_MS = 12 * 60 * MINUTE;
/** Waiting hosts are looked at this often. */
const WAITING_MINUTES = 15;
/** Hosts that are ready are told of when no other is on its way, or after this. */
const TOLD_AFTER_MS = 60 * MINUTE;
/** What has not come up by then does not come up: it may be patched like any other. */
const STARTING_MS = 30 * MINUTE;
const DOWN_MS = 10 * MINUTE;

export interface PoolNow {
  seen: SeenPool;
  bookings: readonly PlannedBooking[];
  /** The planner's, from the look before. */
  memory: CapacityMemory | null;
  settings: CapacitySettings;
}

/**
 * Moves the marked hosts of a pool on, in the transaction of its round and before it is planned: who is taken out, given
 * back, ready. The ICT section is told once of what is ready, and once a day of what is ready and wanted. Answers what is
 * out, and when waiting hosts want another look. Repeating does nothing more.
 */
export async function followMaintenance(
  tx: Tx,
  deps: Deps,
  now: PoolNow,
): Promise<{ outOfService: OutOfService; lookAgain: Date | null }> {
  const { poolId } = now.settings;
  const marks = await tx.maintenance.lockOpen(poolId);
  if (marks.length === 0) return { outOfService: new Map(), lookAgain: null };
  const at = deps.clock.now();
  const plan: MaintenancePlan =
    now.seen.handsOff === null
      ? planMaintenance(inputOf(now, marks, (await tx.emergencies.on()).length > 0, at))
      : { moves: [], waitsFor: new Map(marks.map(({ host }) => [host, 'pool-not-ours'])), wanted: [] };
  const after: HostMaintenance[] = [];
  for (const mark of marks) after.push(await moveOn(tx, mark, plan, at));
  await tellReady(tx, deps, poolId, after, at);
  await tellWanted(tx, deps, poolId, plan.wanted, at);
  const out = after.flatMap(({ host, state }) =>
    state === 'emptying' || state === 'ready' ? [[host, state] as const] : [],
  );
  const waiting = after.some(({ state }) => state === 'waiting');
  return { outOfService: new Map(out), lookAgain: waiting ? addMinutes(at, WAITING_MINUTES) : null };
}

async function moveOn(tx: Tx, mark: HostMaintenance, plan: MaintenancePlan, now: Date): Promise<HostMaintenance> {
  const move = plan.moves.find(({ host }) => host === mark.host);
  const state = move?.to ?? mark.state;
  const next: HostMaintenance = {
    ...mark,
    state,
    zone: move === undefined ? mark.zone : move.zone,
    waitsFor: state === 'waiting' ? (plan.waitsFor.get(mark.host) ?? mark.waitsFor) : null,
    begunAt: state === 'waiting' ? null : (mark.begunAt ?? now),
    readyAt: state === 'ready' ? (mark.readyAt ?? now) : null,
  };
  if (move === undefined && next.waitsFor === mark.waitsFor) return mark;
  await tx.maintenance.save(next);
  if (move === undefined) return next;
  const facts = { pool: mark.poolId, host: mark.host, zone: next.zone, from: mark.state, why: next.waitsFor };
  tx.audit.add({ kind: `maintenance-${state}`, by: 'system', subject: mark.host, facts }, now);
  return next;
}

/** Once for each host, and as far as can be once for all of a zone. */
async function tellReady(tx: Tx, deps: Deps, poolId: string, marks: HostMaintenance[], now: Date): Promise<void> {
  const untold = marks.filter(({ state, toldAt }) => state === 'ready' && toldAt === null);
  const late = untold.some(({ readyAt }) => now.getTime() - readyAt!.getTime() >= TOLD_AFTER_MS);
  if (untold.length === 0 || (!late && marks.some(({ state }) => state === 'emptying'))) return;
  for (const mark of untold) {
    mark.toldAt = now;
    await tx.maintenance.save(mark);
  }
  const hosts = untold.map(({ host }) => host);
  await tellOfHosts(tx, deps, { kind: 'maintenance-ready', poolId, zone: untold[0]!.zone, hosts }, now);
}

/** Once a day: hosts that are ready are wanted in service. */
async function tellWanted(tx: Tx, deps: Deps, poolId: string, hosts: string[], now: Date): Promise<void> {
  if (hosts.length === 0) return;
  const key = `maintenance-wanted/${poolId}/${localDayOf(now, deps.organisation().timeZone)}`;
  if (await tx.activities.claim(key, now)) return;
  await tellOfHosts(tx, deps, { kind: 'maintenance-wanted', poolId, zone: null, hosts }, now);
}

/** What the ICT section is told of hosts in maintenance. */
export interface MaintenanceNews {
  kind: 'maintenance-ready' | 'maintenance-wanted';
  poolId: string;
  zone: string | null;
  hosts: string[];
}

async function tellOfHosts(tx: Tx, deps: Deps, notice: MaintenanceNews, now: Date): Promise<void> {
  for (const personId of deps.roles.peopleWith('ict')) await tx.outbox.add({ kind: 'tell', personId, notice }, now);
}

function inputOf(
  { seen, bookings, memory, settings }: PoolNow,
  marks: readonly HostMaintenance[],
  emergency: boolean,
  now: Date,
): MaintenanceInput {
  const known = readMemory(memory, now.getTime());
  const at = now.getTime();
  const listed = new Map<string, number>();
  for (const { host } of seen.sessions ?? []) listed.set(host, (listed.get(host) ?? 0) + 1);
  const hosts = seen.hosts.map((host) => {
    const counted = Number.isFinite(host.sessions) ? Math.max(0, host.sessions) : 1;
    const sessions = Math.max(counted, listed.get(host.name) ?? 0);
    return poolHost(host, sessions, known.hosts[host.name] ?? {}, seen.maxSessions, settings, at);
  });
  const owners = new Set(hosts.flatMap(({ owner }) => owner ?? []));
  const soon = bookings.filter(({ startsAt, endsAt }) => {
    return endsAt.getTime() + settings.graceMinutes * MINUTE > at && startsAt.getTime() - OWNER_BOOKED_MS <= at;
  });
  const booked = new Set(soon.map(({ upn }) => upn.toLowerCase()));
  const ahead = new Set(bookings.filter(({ endsAt }) => endsAt > now).map(({ upn }) => upn.toLowerCase()));
  return {
    kind: settings.kind,
    marks,
    hosts,
    needed: placesNeeded(bookings, known.picture?.learned.walkIns ?? null, now, settings),
    arriving: bookings.filter(({ startsAt }) => {
      const until = startsAt.getTime() - at;
      return until <= COME_BEFORE_MS && until > -COME_AFTER_MS;
    }).length,
    bookedOwners: booked,
    withoutHost: [...ahead].filter((upn) => !owners.has(upn)).length,
    emergency,
  };
}

function poolHost(
  seen: SeenHost,
  sessions: number,
  mem: HostMemory,
  poolLimit: number,
  settings: CapacitySettings,
  at: number,
): PoolHost {
  const ourDrain = mem.drainAskedAt !== undefined || mem.drainedAt !== undefined;
  const failing = (mem.avoidUntil ?? 0) > at || (mem.downAt !== undefined && at - mem.downAt > DOWN_MS);
  const off = seen.power === 'deallocated' || seen.power === 'stopped';
  const asked = mem.startedAt !== undefined && mem.upAt === undefined && at - mem.startedAt < STARTING_MS;
  const since = mem.startedAt === undefined ? (mem.handStartedAt ?? at) : 0;
  return {
    name: seen.name,
    zone: seen.zone,
    places: Math.max(0, settings.hostSizes?.get(seen.name)?.maxSessions ?? Math.min(poolLimit, settings.maxSessions)),
    sessions,
    usable: (seen.allowNewSession || ourDrain) && seen.power !== 'failed' && !failing,
    open: takesPeople(seen) && seen.allowNewSession,
    power: off && !asked ? 'off' : asked || seen.power === 'starting' ? 'starting' : 'on',
    inHand: since + settings.keepHandStartedHours * 60 * MINUTE > at,
    owner: seen.assignedUser?.toLowerCase() || null,
  };
}
