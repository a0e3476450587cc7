import { noticeNewcomers } from '../access/notice-newcomers.ts';
import { countHosts } from '../cost/count-hosts.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addMinutes, earlier } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import { ProviderError } from '../provider-error.ts';
import type { Tx } from '../store.ts';
import type { Fault } from '../notice.ts';
import { tellIct } from '../tell-ict.ts';
import { followOpenSessions } from '../licences/follow-open-sessions.ts';
import { noteDevices } from '../licences/note-devices.ts';
import { followMaintenance } from '../maintenance/follow-maintenance.ts';
import { keepRound, keepUnreadable, type LastRound } from './keep-round.ts';
import { capacitySettings } from './capacity-settings.ts';
import type { CapacityAction, CapacityPlan, DesktopProvider, PlannedBooking, SeenPool } from './capacity.ts';
import { carryOutActions, type IntendedAction, type TriedAction } from './carry-out-actions.ts';
import { memoryAfterOutcomes } from './memory-after-outcomes.ts';
import { noteVisits } from './note-visits.ts';
import { needsSessionList, planCapacity } from './plan-capacity.ts';
import { loadRoundMemory, saveRoundMemory, sinceWhen, type RoundMemory } from './round-memory.ts';
import { isInShadow, roundInShadow } from './shadow/round-in-shadow.ts';
import { takenOver } from './shadow/watch-pool.ts';

export type CapacityDeps = Deps & { provider: DesktopProvider };

export interface RoundResult {
  wakeAt: Date;
  faults: Fault[];
  /** Actions tried. */
  actions: number;
}

/** Bookings looked at: those just over, for their grace, and those of the coming day. */
const BEFORE_MINUTES = 120;
const AHEAD_MINUTES = 26 * 60;
const LONGEST_BACK_OFF_MINUTES = 15;
/** Unreadable so often in a row, the ICT section is told. */
const FAILURES_BEFORE_TELLING = 3;
const LONGEST_SLEEP_MINUTES = 12 * 60;
/** A throttled provider that names no time is left alone for this long. */
const THROTTLED_MS = 60_000;

/**
 * One round for one pool: provider first, bookings last, plan, commit memory and intents, act, record outcomes. Safe to
 * repeat and to be killed at any moment: the next reading tells what was done. What fails is tried again in a later
 * round. Throws only where the store fails. One round a pool at a time is the caller's to see to.
 */
export async function reconcileHostPool(deps: CapacityDeps, poolId: string): Promise<RoundResult> {
  const { store, clock, provider } = deps;
  const pool = poolOf(deps.organisation(), poolId);
  if (!pool) return { wakeAt: addMinutes(clock.now(), LONGEST_SLEEP_MINUTES), faults: [], actions: 0 };

  const shadow = isInShadow(pool);
  const known = await store.transaction((tx) => loadRoundMemory(tx, poolId, clock.now(), deps.pictures));
  const memory = shadow || known.shadow === null ? known : takeOver(known, clock.now());
  let seen: SeenPool;
  try {
    const sessions = shadow || needsSessionList(memory.planner, clock.now());
    seen = await provider.readHostPool(poolId, { sessions });
  } catch (error) {
    return unreadable(deps, poolId, memory, error);
  }

  if (shadow) {
    const wakeAt = await store.transaction(async (tx) => {
      await noteDevices(tx, deps, pool, seen);
      return roundInShadow(tx, deps, pool, seen, memory, await bookingsAround(tx, pool, clock.now()));
    });
    return { wakeAt, faults: [], actions: 0 };
  }
  const decided = await store.transaction(async (tx) => {
    await noteDevices(tx, deps, pool, seen);
    const plan = await decide(tx, deps, pool, seen, memory);
    // Most rounds do nothing: they are over in the transaction that finds so.
    return plan.intended.length > 0 ? plan : conclude(tx, deps, plan, [], memory, poolId);
  });
  if (!('plan' in decided)) return decided;
  const tried = await carryOutActions(provider, poolId, decided.intended, (some) =>
    store.transaction(async (tx) => {
      for (const one of some) await recordOutcome(tx, poolId, one, clock.now());
    }),
  );
  return store.transaction((tx) => conclude(tx, deps, decided, tried, memory, poolId));
}

/** With the instant that cards promise: the pool's notice after the approval, where that lies within the booked time. */
async function bookingsAround(tx: Tx, pool: Pool, now: Date): Promise<PlannedBooking[]> {
  const [from, to] = [addMinutes(now, -BEFORE_MINUTES), addMinutes(now, AHEAD_MINUTES)];
  const bookings = await tx.capacity.plannedBookings(pool.id, from, to);
  return bookings.map((one) => {
    const promisedAt = addMinutes(one.knownAt, pool.noticeMinutes);
    return promisedAt > one.startsAt && promisedAt < one.endsAt ? { ...one, promisedAt } : one;
  });
}

/** The pool was in shadow until now. */
function takeOver(memory: RoundMemory, now: Date): RoundMemory {
  return { ...memory, planner: takenOver(memory.planner, now), shadow: null };
}

interface Decided {
  plan: CapacityPlan;
  lastRound: LastRound | null;
  intended: IntendedAction[];
  bookings: PlannedBooking[];
  seen: SeenPool;
}

async function decide(tx: Tx, deps: CapacityDeps, pool: Pool, seen: SeenPool, memory: RoundMemory): Promise<Decided> {
  const now = deps.clock.now();
  const bookings = await bookingsAround(tx, pool, now);
  await noticeNewcomers(tx, pool, seen, memory.planner, bookings, now);
  const known = capacitySettings(pool, deps.organisation());
  const maintained = await followMaintenance(tx, deps, { seen, bookings, memory: memory.planner, settings: known });
  const settings = { ...known, outOfService: maintained.outOfService };
  const planned = planCapacity(seen, bookings, memory.planner, now, settings);
  const { lookAgain } = maintained;
  const plan = lookAgain === null ? planned : { ...planned, wakeAt: earlier(planned.wakeAt, lookAgain) };
  const { round, lastRound } = await keepRound(tx, pool.id, plan, seen, bookings, memory, now);
  if (plan.actions.length > 0)
    await saveRoundMemory(tx, pool.id, { ...memory, planner: plan.memory, failures: 0, lastRound }, now, deps.pictures);
  const intended: IntendedAction[] = [];
  for (const action of plan.actions) {
    const intent = await tx.capacity.intend(pool.id, action, now, round);
    tx.audit.add(entryOf('capacity-intent', pool.id, action, { intent, reason: action.reason }), now);
    intended.push({ intent, action });
  }
  return { plan, lastRound, intended, bookings, seen };
}

async function recordOutcome(tx: Tx, poolId: string, tried: TriedAction, now: Date): Promise<void> {
  const { intent, action, failed, error } = tried;
  const result = failed === null ? { ok: true } : { ok: false, error: `${failed}: ${error}` };
  await tx.capacity.outcome(intent, result, now);
  tx.audit.add(entryOf('capacity-outcome', poolId, action, { intent, ok: failed === null, failed }), now);
}

/** Memory after the outcomes; faults told; when to look again. */
async function conclude(
  tx: Tx,
  deps: CapacityDeps,
  { plan, lastRound, bookings, seen }: Decided,
  tried: TriedAction[],
  memory: RoundMemory,
  poolId: string,
): Promise<RoundResult> {
  const now = deps.clock.now();
  const found = [...plan.faults, ...tried.filter(mustBeMended).map(startFault)];
  const since = sinceWhen(memory.faultSince, found, now);
  const faults = found.map(({ code, subject, detail }): Fault => ({
    code,
    subject,
    detail,
    since: new Date(since[`${code}/${subject}`] ?? now.getTime()),
  }));
  for (const fault of faults) await tell(tx, deps, fault, bookings, now);
  const planner = memoryAfterOutcomes(plan.memory, tried, now);
  await noteVisits(tx, poolId, memory.planner, planner, bookings, now);
  const pool = poolOf(deps.organisation(), poolId);
  if (pool) await followOpenSessions(tx, deps, pool, planner, bookings);
  const wakeAt = wakeAfter(plan, tried, now);
  const { timeZone } = deps.organisation();
  const counted = await countHosts(tx, { poolId, timeZone, seen }, memory.counted, { now, wakeAt });
  const calm = { failures: 0, unreadableSince: null, shadow: null, counted, pictureAt: memory.pictureAt };
  await saveRoundMemory(tx, poolId, { ...calm, planner, faultSince: since, lastRound }, now, deps.pictures);
  return { wakeAt, faults, actions: tried.length };
}

const TO_BE_MENDED: ReadonlySet<string> = new Set(['denied', 'exhausted', 'invalid', 'not-found']);

/** A start refused for good: a permission, a quota, a machine that is gone. What passes by itself is not told. */
function mustBeMended({ action, failed }: TriedAction): boolean {
  return action.op === 'start' && failed !== null && TO_BE_MENDED.has(failed);
}

function startFault({ action, error }: TriedAction) {
  const subject = action.op === 'start' ? action.host : '';
  return { code: 'host-not-starting' as const, subject, detail: error ?? '' };
}

/** ICT hears of each fault once a day; a person without a personal desktop once a booking. */
async function tell(tx: Tx, deps: CapacityDeps, fault: Fault, bookings: PlannedBooking[], now: Date): Promise<void> {
  await tellIct(tx, deps, fault);
  if (fault.code !== 'personal-host-missing') return;
  const booking = bookings.find(({ id }) => id === fault.subject);
  if (!booking || (await tx.activities.claim(`no-personal-desktop/${booking.id}`, now))) return;
  const notice = { kind: 'no-personal-desktop' as const, bookingId: booking.id };
  await tx.outbox.add({ kind: 'tell', personId: booking.personId, notice }, now);
}

function wakeAfter(plan: CapacityPlan, tried: TriedAction[], now: Date): Date {
  const throttled = tried.filter(({ failed }) => failed === 'throttled');
  if (throttled.length > 0) {
    const asked = Math.max(...throttled.map(({ retryAfterMs }) => retryAfterMs ?? 0));
    return new Date(now.getTime() + Math.max(1000, asked || THROTTLED_MS));
  }
  return tried.some(({ failed }) => failed !== null) ? earlier(plan.wakeAt, addMinutes(now, 1)) : plan.wakeAt;
}

async function unreadable(
  deps: CapacityDeps,
  poolId: string,
  memory: RoundMemory,
  error: unknown,
): Promise<RoundResult> {
  const now = deps.clock.now();
  const failures = memory.failures + 1;
  const unreadableSince = memory.unreadableSince ?? now.getTime();
  const asked = error instanceof ProviderError && error.kind === 'throttled' ? error.retryAfterMs : undefined;
  const backOffMs = Math.min(LONGEST_BACK_OFF_MINUTES, 2 ** Math.min(10, failures - 1)) * 60_000;
  const faults: Fault[] = [];
  const detail = error instanceof Error ? error.message : String(error);
  if (failures >= FAILURES_BEFORE_TELLING)
    faults.push({ code: 'pool-unreadable', subject: poolId, detail, since: new Date(unreadableSince) });
  const wakeAt = new Date(now.getTime() + Math.max(1000, asked ?? backOffMs));
  await deps.store.transaction(async (tx) => {
    const lastRound = await keepUnreadable(tx, poolId, { detail, wakeAt }, memory.lastRound, now);
    await saveRoundMemory(tx, poolId, { ...memory, failures, unreadableSince, lastRound }, now, deps.pictures);
    for (const fault of faults) await tellIct(tx, deps, fault);
  });
  return { wakeAt, faults, actions: 0 };
}

/** Reasons hold numbers and no names; the person of an assignment lies outside the chain. */
function entryOf(kind: string, pool: string, action: CapacityAction, more: Record<string, unknown>) {
  const { op } = action;
  if (op === 'balance') return { kind, by: 'system', subject: pool, facts: { pool, op, mode: action.mode, ...more } };
  const entry = { kind, by: 'system', subject: action.host, facts: { pool, op, host: action.host, ...more } };
  return op === 'assign' ? { ...entry, personal: { upn: action.upn } } : entry;
}
