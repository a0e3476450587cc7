import { retryAfter } from '../back-off.ts';
import { poolOf, type Deps } from '../deps.ts';
import type { AccessGroups } from '../directory.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import { admitted } from '../readiness/readiness-of.ts';
import type { Tx } from '../store.ts';
import type { AccessGrant } from './access-store.ts';
import { tellIct } from '../tell-ict.ts';
import { accessWindows, nextEdge, openAt } from './access-windows.ts';
import { planAccess, type AccessPlan } from './plan-access.ts';

/** Windows are looked at this far ahead; later ones are found by the look that this interval brings. */
const LOOK_AHEAD_MINUTES = 12 * 60;
/** Tries before the ICT section is told that somebody cannot be let in, or put out. */
const TRIES_BEFORE_TELLING = { adding: 3, removing: 2 };
/** Whoever cannot be put out, and is not tried again within this, is told of at once: they have access that nobody booked. */
const AT_ONCE_MS = 60_000;
/** How long the newly entitled wait for a group that cannot be read before the ICT section is told. */
const WAIT_BEFORE_TELLING_MINUTES = 10;

/**
 * Makes the membership of a pool's group what the access windows say. The group is read and the intent "was not a
 * member" committed before the first call; each call's outcome is its own; what failed is tried again on the product's
 * clock and never undoes an approval. Safe to repeat at any moment. Throws ProviderError where the group cannot be read;
 * the caller asks again later.
 */
export async function reconcileAccess(
  deps: Deps & { groups: AccessGroups },
  poolId: string,
): Promise<{ wakeAt: Date }> {
  const { store, clock } = deps;
  const pool = poolOf(deps.organisation(), poolId);
  const now = clock.now();
  if (!pool) return { wakeAt: addMinutes(now, LOOK_AHEAD_MINUTES) };
  const plan = await store.transaction(async (tx) => {
    const planned = await planNow(tx, deps, pool, now);
    await commitIntents(tx, pool, planned, now);
    return planned;
  });
  // Withdrawing comes first and waits for nothing else.
  await carryOut(deps, pool, 'remove', plan.remove);
  await carryOut(deps, pool, 'add', plan.add);
  if (plan.fresh.length > 0) {
    const members = await deps.groups.members(pool.group).catch((error: unknown) => unreadable(deps, pool, error));
    await carryOut(deps, pool, 'add', await beginFresh(deps, pool, members, now));
  }
  return store.transaction((tx) => nextLook(tx, deps, pool, now));
}

/**
 * The group cannot be read: those newly entitled wait. The edges of everybody else's windows are kept to all the same,
 * and the ICT section is told once somebody has waited too long. Throws what it was given.
 */
async function unreadable(deps: Deps, pool: Pool, error: unknown): Promise<never> {
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    await tx.due.noLaterThan('access', pool.id, (await nextLook(tx, deps, pool, now)).wakeAt);
    const since = await waitingSince(tx, deps, pool, now);
    if (!since || since > addMinutes(now, -WAIT_BEFORE_TELLING_MINUTES)) return;
    const detail = `group ${pool.group} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    await tellIct(tx, deps, { code: 'access-not-granted', subject: pool.id, detail, since });
  });
  throw error;
}

/** Since when the first of those newly entitled waits: from the opening of their window, or from their approval. */
async function waitingSince(tx: Tx, deps: Deps, pool: Pool, now: Date): Promise<Date | null> {
  const windows = (await windowsAround(tx, deps, pool, now)).filter((window) => openAt(window, now));
  const fresh = new Set(planAccess(windows, await tx.access.ofPool(pool.id), now).fresh);
  const waiting = windows.filter((window) => fresh.has(window.personId));
  const bookings = new Map((await tx.bookings.byIds(waiting.map((one) => one.bookingId))).map((one) => [one.id, one]));
  return waiting.reduce<Date | null>((first, window) => {
    const since = later(window.from, bookings.get(window.bookingId)?.decidedAt ?? window.from);
    return first ? earlier(first, since) : since;
  }, null);
}

/** The group has been read: commits what each newly entitled person is to it. Answers those to be added. */
async function beginFresh(deps: Deps, pool: Pool, members: Set<string>, now: Date): Promise<AccessGrant[]> {
  // Bookings last: one cancelled while the group was read is not let in.
  return deps.store.transaction(async (tx) => {
    const { fresh } = await planNow(tx, deps, pool, now);
    const grants = fresh.map((personId): AccessGrant => ({
      poolId: pool.id,
      personId,
      state: members.has(personId) ? 'standing' : 'adding',
      attempts: 0,
      nextAttemptAt: now,
      failingSince: null,
    }));
    await saveIntents(tx, pool, grants, now);
    return grants.filter((grant) => grant.state === 'adding');
  });
}

async function planNow(tx: Tx, deps: Deps, pool: Pool, now: Date): Promise<AccessPlan> {
  return planAccess(await windowsAround(tx, deps, pool, now), await tx.access.ofPool(pool.id), now);
}

async function windowsAround(tx: Tx, deps: Deps, pool: Pool, now: Date) {
  const from = addMinutes(now, -pool.graceMinutes);
  const to = addMinutes(now, LOOK_AHEAD_MINUTES + pool.leadMinutes);
  return accessWindows(await admitted(tx, deps, await tx.bookings.grantedInPool(pool.id, from, to)), pool);
}

async function commitIntents(tx: Tx, pool: Pool, plan: AccessPlan, now: Date): Promise<void> {
  const begun = [...plan.add, ...plan.remove].filter((grant) => grant.attempts === 0);
  await saveIntents(tx, pool, begun, now);
  if (plan.forget.length) await tx.access.remove(pool.id, plan.forget);
}

async function saveIntents(tx: Tx, pool: Pool, grants: AccessGrant[], now: Date): Promise<void> {
  if (grants.length) await tx.access.save(grants);
  for (const grant of grants)
    tx.audit.add(
      {
        kind: `access-${grant.state}`,
        by: 'system',
        subject: grant.personId,
        facts: { poolId: pool.id, group: pool.group },
      },
      now,
    );
}

async function carryOut(
  deps: Deps & { groups: AccessGroups },
  pool: Pool,
  way: 'add' | 'remove',
  grants: AccessGrant[],
): Promise<void> {
  if (grants.length === 0) return;
  const ids = grants.map((grant) => grant.personId);
  const results = await deps.groups[way](pool.group, ids).catch(
    (error: unknown) => new Map(ids.map((id) => [id, error instanceof Error ? error : new Error(String(error))])),
  );
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    const kept: AccessGrant[] = [];
    const lasting: { grant: AccessGrant; detail: string }[] = [];
    const gone: string[] = [];
    for (const grant of grants) {
      const error = results.has(grant.personId) ? results.get(grant.personId) : new Error('the answer left them out');
      if (error) {
        kept.push(failed(grant, error, now));
        lasting.push({ grant: failed(grant, error, now), detail: error.message });
        continue;
      }
      if (way === 'remove') gone.push(grant.personId);
      else kept.push({ ...grant, state: 'member', attempts: 0, failingSince: null });
      tx.audit.add(
        {
          kind: way === 'add' ? 'access-granted' : 'access-withdrawn',
          by: 'system',
          subject: grant.personId,
          facts: { poolId: pool.id },
        },
        now,
      );
    }
    if (kept.length) await tx.access.save(kept);
    if (gone.length) await tx.access.remove(pool.id, gone);
    await tellLasting(tx, deps, pool, lasting);
  });
}

function failed(grant: AccessGrant, error: Error, now: Date): AccessGrant {
  const attempts = grant.attempts + 1;
  const nextAttemptAt = new Date(now.getTime() + retryAfter(error, attempts).afterMs);
  return { ...grant, attempts, nextAttemptAt, failingSince: grant.failingSince ?? now };
}

/** Told one by one up to so many; a fault that meets more people than this is one fault, and told once. */
const TOLD_BY_NAME = 3;

/** Tells the ICT section of those whom several tries have not let in, or put out. */
async function tellLasting(
  tx: Tx,
  deps: Deps,
  pool: Pool,
  failures: { grant: AccessGrant; detail: string }[],
): Promise<void> {
  for (const state of ['adding', 'removing'] as const) {
    const code = state === 'adding' ? 'access-not-granted' : 'access-not-withdrawn';
    const lasting = failures.filter(({ grant }) => grant.state === state && isLasting(grant, deps.clock.now()));
    const sinceOf = ({ failingSince }: AccessGrant) => failingSince ?? deps.clock.now();
    if (lasting.length > TOLD_BY_NAME) {
      const since = lasting.map(({ grant }) => sinceOf(grant)).reduce(earlier);
      const detail = `${lasting.length} people: ${lasting[0]!.detail}`;
      await tellIct(tx, deps, { code, subject: pool.id, detail, since });
      continue;
    }
    for (const { grant, detail } of lasting)
      await tellIct(tx, deps, {
        code,
        subject: grant.personId,
        detail: `${pool.id}: ${detail}`,
        since: sinceOf(grant),
      });
  }
}

function isLasting(grant: AccessGrant, now: Date): boolean {
  if (grant.state === 'removing' && grant.nextAttemptAt.getTime() - now.getTime() > AT_ONCE_MS) return true;
  return grant.attempts >= TRIES_BEFORE_TELLING[grant.state === 'removing' ? 'removing' : 'adding'];
}

/** Whose window is open now, and what the group's ledger says: for those who compare it with the group. */
export async function openAccess(
  tx: Tx,
  deps: Deps,
  pool: Pool,
  now: Date,
): Promise<{ entitled: Set<string>; grants: AccessGrant[] }> {
  const open = (await windowsAround(tx, deps, pool, now)).filter((window) => openAt(window, now));
  return { entitled: new Set(open.map((window) => window.personId)), grants: await tx.access.ofPool(pool.id) };
}

async function nextLook(tx: Tx, deps: Deps, pool: Pool, now: Date): Promise<{ wakeAt: Date }> {
  const windows = await windowsAround(tx, deps, pool, now);
  const grants = await tx.access.ofPool(pool.id);
  let wakeAt = addMinutes(now, LOOK_AHEAD_MINUTES);
  for (const at of [nextEdge(windows, now), planAccess(windows, grants, now).retryAt])
    if (at) wakeAt = earlier(wakeAt, at);
  return { wakeAt };
}
