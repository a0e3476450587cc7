import { openAccess } from '../access/reconcile-access.ts';
import type { Deps } from '../deps.ts';
import type { AccessGroups } from '../directory.ts';
import { followAllowList, isAllowListRight, type AllowListFile } from '../gateway/follow-allow-list.ts';
import { wakeGateway } from '../gateway/gateway-due.ts';
import { mendLeases } from '../licences/mend-leases.ts';
import { addMinutes } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import type { AccessGrant, Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { compareAccess, type AccessDifference } from './compare-access.ts';

const HOUR = 60;
/**
 * A difference counts when it is still there after so long: Entra ID shows changes of a group some minutes late
 * (learn.microsoft.com/entra/architecture/architecture, "eventual consistency"; zaitaku's own changes are among them).
 */
const SEEN_AGAIN_MINUTES = 10;

type CheckDeps = Deps & { groups: AccessGroups; allowListFile: AllowListFile };

/** What was put right in one look; nothing of it where everything was as booked. */
export interface PermissionMended {
  kind: 'permission-mended';
  pools: { poolId: string; letIn: number; putOut: number }[];
  /** The gateway's file was missing, altered or another one. */
  allowList: boolean;
  /** Licences that were lent without their use, or used without being lent. */
  licences: number;
}

/** What the look before found, by pool and person. Kept by the process: after a restart a difference is seen twice anew. */
export type SeenBefore = Map<string, ReadonlySet<string>>;

/**
 * Compares what people can do (membership, licences, the gateway's file, sessions) with what they are booked for, and has it
 * mended by those who do it every day: access, the file's writer, the treatment of sessions. The ICT section gets one
 * summary of what had to be mended. Answers when to look again: in an hour, or sooner where something was found that has
 * to be seen a second time. Safe to repeat. Throws ProviderError where a group cannot be read; the others were looked at.
 */
export async function checkPermission(deps: CheckDeps, before: SeenBefore): Promise<Date> {
  const { store, clock } = deps;
  const mended: PermissionMended = { kind: 'permission-mended', pools: [], allowList: false, licences: 0 };
  let suspected = false;
  let failure: unknown = null;
  for (const pool of deps.organisation().pools) {
    try {
      const members = await deps.groups.members(pool.group);
      const seen = before.get(pool.id) ?? new Set();
      const { found, letIn, putOut } = await store.transaction((tx) => mend(tx, deps, pool, members, seen));
      before.set(pool.id, found);
      suspected ||= found.size > 0;
      if (letIn + putOut > 0) mended.pools.push({ poolId: pool.id, letIn, putOut });
    } catch (error) {
      failure ??= error;
    }
  }
  mended.allowList = !(await isAllowListRight(deps)) && (await rewriteAllowList(deps));
  const now = clock.now();
  await store.transaction(async (tx) => {
    mended.licences = await mendLeases(tx, deps);
    // A look that failed is soon taken again: the pools are not read for each of its tries.
    for (const { id, admission } of failure === null ? deps.organisation().pools : [])
      if (admission === 'booked-only') await tx.due.noLaterThan('sessions', id, now);
    const { kind: _, ...facts } = mended;
    if (facts.pools.length === 0 && !facts.allowList && facts.licences === 0) return;
    tx.audit.add({ kind: 'permission-mended', by: 'system', subject: 'permission', facts }, now);
    for (const personId of deps.roles.peopleWith('ict'))
      await tx.outbox.add({ kind: 'tell', personId, notice: mended }, now);
  });
  if (failure !== null) throw failure;
  return addMinutes(now, suspected ? SEEN_AGAIN_MINUTES : HOUR);
}

/** False where it cannot be written: that has been told by then, and is tried again. */
async function rewriteAllowList(deps: CheckDeps): Promise<boolean> {
  try {
    await followAllowList(deps);
    return true;
  } catch {
    await deps.store.transaction((tx) => wakeGateway(tx, deps.clock.now()));
    return false;
  }
}

/**
 * Has the differences mended that were seen at the look before as well: as intents of the reconciler of access, which is
 * woken. Answers what was found for the first time.
 */
async function mend(tx: Tx, deps: CheckDeps, pool: Pool, members: Set<string>, before: ReadonlySet<string>) {
  const now = deps.clock.now();
  // Bookings after the group: what was approved meanwhile counts.
  const { entitled, grants } = await openAccess(tx, deps, pool, now);
  const difference = compareAccess({ pool, members, entitled, grants });
  const found = new Set([...keysOf(difference)].filter((key) => !before.has(key)));
  const missing = difference.missing.filter((personId) => before.has(`missing ${personId}`));
  const unbooked = difference.unbooked.filter((personId) => before.has(`unbooked ${personId}`));
  const remove = deps.organisation().permission.unbooked === 'remove' ? unbooked : [];
  if (unbooked.length > remove.length) {
    const detail = `${pool.id}: ${unbooked.length} in group ${pool.group}`;
    await tellIct(tx, deps, { code: 'permission-unbooked', subject: pool.id, detail, since: now });
  }
  const intents = [
    ...missing.map((personId) => intent(pool, personId, 'adding', now)),
    ...remove.map((personId) => intent(pool, personId, 'removing', now)),
  ];
  if (intents.length === 0) return { found, letIn: 0, putOut: 0 };
  await tx.access.save(intents);
  for (const { personId, state } of intents) {
    const facts = { poolId: pool.id, group: pool.group, because: 'permission-check' };
    tx.audit.add({ kind: `access-${state}`, by: 'system', subject: personId, facts }, now);
  }
  await tx.due.noLaterThan('access', pool.id, now);
  return { found, letIn: missing.length, putOut: remove.length };
}

function* keysOf({ missing, unbooked }: AccessDifference): Iterable<string> {
  for (const personId of missing) yield `missing ${personId}`;
  for (const personId of unbooked) yield `unbooked ${personId}`;
}

function intent(pool: Pool, personId: string, state: 'adding' | 'removing', now: Date): AccessGrant {
  return { poolId: pool.id, personId, state, attempts: 0, nextAttemptAt: now, failingSince: null };
}
