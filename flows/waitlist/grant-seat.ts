import { askApprovers } from '../approval/ask-approvers.ts';
import { readApproverFacts } from '../approval/approver-facts.ts';
import { findApprovers } from '../approval/find-approvers.ts';
import { inWorkingHours } from '../approval/working-time.ts';
import { followBookingChange } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import type { JudgedDay } from '../booking/proposal.ts';
import { replaceBooking } from '../booking/replace-booking.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { lookAtReadiness } from '../readiness/judge-day.ts';
import type { Tx } from '../store.ts';

/**
 * Somebody in line has their seat: what was decided before, or is decided by the rule, is approved; the rest goes to its
 * approvers. The caps are locked and `judged` is bookable. Answers the booking as it is from now on.
 * Throws OverlapError where the person has booked that time meanwhile; nothing is changed then.
 */
export async function grantSeat(
  tx: Tx,
  deps: Deps,
  { booking, whose, judged, now }: { booking: Booking; whose: Person; judged: JudgedDay; now: Date },
): Promise<Booking> {
  const automatic = judged.verdict.ok && judged.verdict.automatic;
  const moved: Booking = {
    ...booking,
    startsAt: judged.startsAt,
    endsAt: judged.endsAt,
    poolId: judged.poolId,
    beyond: judged.verdict.ok ? judged.verdict.beyond : [],
    offeredUntil: null,
    version: booking.version + 1,
  };
  if (booking.decidedBy === null && !automatic) return askForIt(tx, deps, moved, whose, judged, now);
  if (booking.replacesId) await replaceBooking(tx, booking.replacesId, 'system', now);
  const granted: Booking = {
    ...moved,
    status: moved.startsAt <= now ? 'active' : 'approved',
    decidedBy: booking.decidedBy ?? 'rule',
    // From when it holds: what is promised of the desktop's readiness counts from here. The decision has its own record.
    decidedAt: now,
    seatHeld: true,
    holdUntil: null,
  };
  await tx.bookings.save(granted);
  await lookAtReadiness(tx, deps, [granted.personId]);
  await followBookingChange(tx, [granted], now, { grants: true, cards: true });
  return granted;
}

async function askForIt(
  tx: Tx,
  deps: Deps,
  moved: Booking,
  whose: Person,
  judged: JudgedDay,
  now: Date,
): Promise<Booking> {
  const organisation = deps.organisation();
  const { approvals } = organisation;
  const { requestId, requestedBy, steps, step } = moved;
  const approvers = findApprovers(await readApproverFacts(tx, deps, whose, { requestedBy, steps }), steps[step]);
  const pending: Booking = {
    ...moved,
    status: 'pending',
    approverIds: approvers.ids,
    seatHeld: !judged.seatInReplaced,
    holdUntil: approvals.holdHours === null ? null : inWorkingHours(organisation, now, approvals.holdHours),
  };
  await tx.bookings.save(pending);
  await askApprovers(tx, deps, { requestId, approvers, now });
  await followBookingChange(tx, [pending], now, { grants: false, cards: true });
  return pending;
}
