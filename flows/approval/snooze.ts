import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import { addDays, instantOf, localDayOf } from '../local-time.ts';
import type { OfficeDays } from '../office-days.ts';
import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import { mayDecide, showApproval, type ApprovalView } from './approval-view.ts';
import { standsInFor } from './deputies.ts';
import { subjectOf } from './follow-up.ts';
import { withPartOf } from './record-decision.ts';
import { inWorkingHours } from './working-time.ts';

/** How long a reminder may be put off: a working hour, to the next working morning, by three or five working days. */
export const SNOOZES = ['hour', 'tomorrow', 'three-days', 'week'] as const;
export type Snooze = (typeof SNOOZES)[number];

/** When a request that is put off comes up again: an instant of working time. Pure. */
export function snoozedUntil(
  snooze: Snooze,
  organisation: Pick<Organisation, 'workingHours' | 'timeZone'> & OfficeDays,
  now: Date,
): Date {
  // An hour that is over just when work stops would come up as everybody leaves: it comes up when work goes on.
  if (snooze === 'hour') return inWorkingHours(organisation, inWorkingHours(organisation, now, 1), 0);
  const mornings = { tomorrow: 1, 'three-days': 3, week: 5 }[snooze];
  const { timeZone, workingHours } = organisation;
  let morning = now;
  for (let count = 0; count < mornings; count += 1) {
    const next = addDays(localDayOf(morning, timeZone), 1);
    morning = inWorkingHours(organisation, instantOf(next, workingHours.start, timeZone), 0);
  }
  return morning;
}

/**
 * Puts the reminder of a request off. It is the request's one reminder, so it is put off for all who are asked;
 * escalation and expiry keep their times. Repeating sets it anew.
 */
export async function snoozeRequest(
  tx: Tx,
  deps: Deps,
  person: Person,
  { requestId, snooze }: { requestId: string; snooze: Snooze },
): Promise<ApprovalView | SentenceView> {
  const organisation = deps.organisation();
  const refusal = neutralRefusal(deps);
  const bookings = await tx.bookings.byRequest(requestId);
  if ((await withPartOf(tx, deps, person, bookings)).length === 0) return refusal;
  const instead = await standsInFor(tx, deps, person);
  if (!bookings.some((one) => mayDecide(one, person.id, instead)))
    return (await showApproval(tx, deps, requestId, person.id, { problem: 'already-decided' })) ?? refusal;
  const until = snoozedUntil(snooze, organisation, deps.clock.now());
  await tx.due.set('reminder', subjectOf(requestId, 'remind'), until);
  return (await showApproval(tx, deps, requestId, person.id, { news: 'snoozed', snoozedUntil: until })) ?? refusal;
}
