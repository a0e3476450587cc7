import type { Booking } from '../booking/booking.ts';
import type { StepDecision } from './approval-store.ts';
import { findApprovers, type ApproverFacts, type FoundApprovers } from './find-approvers.ts';

/**
 * Who decides after the present step, or null where that was the last. A step whose people have spoken already, for
 * themselves or in somebody's place, is passed over: nobody is asked twice about one booking. Pure.
 */
export function nextApprovers(
  { steps, step }: Pick<Booking, 'steps' | 'step'>,
  facts: ApproverFacts,
  spoken: ReadonlySet<string>,
): { step: number; approvers: FoundApprovers } | null {
  for (let next = step + 1; next < steps.length; next += 1) {
    const found = findApprovers(facts, steps[next]);
    const ids = found.ids.filter((id) => !spoken.has(id));
    if (ids.length > 0 || found.ids.length === 0) return { step: next, approvers: { ...found, ids } };
  }
  return null;
}

/** Those who decided steps of a booking, and those in whose place they did. */
export function spokenOf(decisions: readonly StepDecision[], bookingId: string): Set<string> {
  const own = decisions.filter((one) => one.bookingId === bookingId);
  return new Set(own.flatMap(({ by, decidedFor }) => (decidedFor === null ? [by] : [by, decidedFor])));
}
