import type { Deps } from '../deps.ts';
import type { OfficeDays } from '../office-days.ts';
import type { Approvals, Organisation } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { inWorkingHours } from './working-time.ts';

/**
 * What an undecided request comes up for: it is brought to its approvers' minds, the next above is asked as well, it
 * ends, or it is looked whether its approvers are away.
 */
export const FOLLOW_UPS = ['remind', 'escalate', 'expire', 'look'] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

export type FollowUpSettings = Pick<Organisation, 'workingHours' | 'timeZone'> &
  OfficeDays & {
    approvals: Pick<Approvals, 'remindAfterHours' | 'escalateAfterHours' | 'expireAfterHours'>;
  };

/** Working hours between two looks at the automatic replies of those whom a request waits for. */
export const LOOK_HOURS = 2;

/** When a request that is asked now comes up, in business time; null for never. Pure. */
export function firstFollowUps(settings: FollowUpSettings, now: Date): Record<FollowUp, Date | null> {
  const { remindAfterHours, escalateAfterHours, expireAfterHours } = settings.approvals;
  const after = (hours: number | null) => (hours === null ? null : inWorkingHours(settings, now, hours));
  return {
    remind: after(remindAfterHours),
    escalate: after(escalateAfterHours),
    expire: after(expireAfterHours),
    look: after(LOOK_HOURS),
  };
}

/**
 * What a request does that has come up: act or not, and when it comes up again for the same. Nothing is done outside
 * working time (a bot that was down comes up at night): that waits for it to begin. Pure.
 */
export function nextStep(what: FollowUp, settings: FollowUpSettings, now: Date): { act: boolean; at: Date | null } {
  const working = inWorkingHours(settings, now, 0);
  if (working > now) return { act: false, at: working };
  if (what === 'remind') return { act: true, at: firstFollowUps(settings, now).remind };
  if (what === 'look') return { act: true, at: firstFollowUps(settings, now).look };
  return { act: true, at: null };
}

/** Sets when a request comes up, counted from now. */
export async function startFollowUp(tx: Tx, deps: Deps, requestId: string, now: Date): Promise<void> {
  const first = firstFollowUps(deps.organisation(), now);
  for (const what of FOLLOW_UPS) await tx.due.set('reminder', subjectOf(requestId, what), first[what]);
}

/** It comes up no more. */
export async function endFollowUp(tx: Tx, requestId: string): Promise<void> {
  for (const what of FOLLOW_UPS) await tx.due.set('reminder', subjectOf(requestId, what), null);
}

/** The due entry's subject: the request for its reminder, and beside it one each for the rest. */
export function subjectOf(requestId: string, what: FollowUp): string {
  return what === 'remind' ? requestId : `${requestId}/${what}`;
}

/** The request and what it comes up for, as a subject names it. */
export function followUpOf(subject: string): { requestId: string; what: FollowUp } {
  const [requestId = '', named = 'remind'] = subject.split('/');
  return { requestId, what: FOLLOW_UPS.find((one) => one === named) ?? 'remind' };
}
