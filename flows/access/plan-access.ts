import type { AccessGrant } from './access-store.ts';
import { addMinutes } from '../minutes.ts';
import { openAt, type AccessWindow } from './access-windows.ts';

/** No vendor asks to wait longer. */
const LONGEST_PAUSE_MINUTES = 24 * 60;

/**
 * States of a membership as zaitaku keeps it (no row: nothing to do with it):
 *
 *   (none) ──window opens, not a member──▶ adding ──done──▶ member ──window closes──▶ removing ──done──▶ (none)
 *      └──window opens, is a member──▶ standing ──window closes──▶ (none)
 *   removing ──window opens again──▶ adding          adding ──window closes──▶ removing
 *
 * `adding` is committed before the call: "already a member" after it is ours. A member found without it is standing
 * and never touched.
 */
export interface AccessPlan {
  /** People without a row whose window is open: the group is read before anything is done for them. */
  fresh: string[];
  /** Rows to add (again) or remove (again) now; those whose removal has failed the longest come first. */
  add: AccessGrant[];
  remove: AccessGrant[];
  /** Standing members whose window has closed: the row goes, the membership stays. */
  forget: string[];
  /** The earliest instant at which something waiting is tried again, or null. */
  retryAt: Date | null;
}

export function planAccess(windows: readonly AccessWindow[], grants: readonly AccessGrant[], now: Date): AccessPlan {
  const wanted = new Set(windows.filter((window) => openAt(window, now)).map((window) => window.personId));
  const known = new Set(grants.map((grant) => grant.personId));
  const plan: AccessPlan = {
    fresh: [...wanted].filter((personId) => !known.has(personId)),
    add: [],
    remove: [],
    forget: [],
    retryAt: null,
  };
  for (const grant of grants) {
    const want = wanted.has(grant.personId);
    if (grant.state === 'standing') {
      if (!want) plan.forget.push(grant.personId);
    } else if (want && grant.state === 'removing') {
      plan.add.push(turned(grant, 'adding', now));
    } else if (!want && grant.state !== 'removing') {
      plan.remove.push(turned(grant, 'removing', now));
    } else if (grant.state !== 'member') {
      // Further ahead than any pause: it was set by a clock that has been put back since.
      const due = grant.nextAttemptAt <= now || grant.nextAttemptAt > addMinutes(now, LONGEST_PAUSE_MINUTES);
      if (due) (want ? plan.add : plan.remove).push(grant);
      else if (!plan.retryAt || grant.nextAttemptAt < plan.retryAt) plan.retryAt = grant.nextAttemptAt;
    }
  }
  plan.remove.sort((a, b) => failingFor(b, now) - failingFor(a, now));
  return plan;
}

function failingFor({ failingSince }: AccessGrant, now: Date): number {
  return failingSince === null ? -Number.MAX_VALUE : now.getTime() - failingSince.getTime();
}

function turned(grant: AccessGrant, state: 'adding' | 'removing', now: Date): AccessGrant {
  return { ...grant, state, attempts: 0, nextAttemptAt: now, failingSince: null };
}
