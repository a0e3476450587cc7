import { readApproverFacts } from '../approval/approver-facts.ts';
import { findApprovers, stepsOf } from '../approval/find-approvers.ts';
import { askApprovers } from '../approval/ask-approvers.ts';
import { inWorkingHours } from '../approval/working-time.ts';
import { linkEntries } from '../calendar/link-entries.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { lookAtReadiness } from '../readiness/judge-day.ts';
import type { Rules } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import { replaceBooking } from './replace-booking.ts';
import { forecastAfterChange } from '../forecast/forecast-due.ts';
import { followBookingChange, refreshCards } from './booking-changes.ts';
import type { Booking, BookingStatus } from './booking.ts';
import type { JudgedDay, ProposalDraft } from './proposal.ts';

export interface NewRequest {
  draft: ProposalDraft;
  by: Person;
  whose: Person;
  rules: Rules;
  /** Days judged bookable, and full days for the waiting list. The caps are locked. */
  offered: JudgedDay[];
  waiting: JudgedDay[];
  now: Date;
}

/** Writes a request: its bookings, their texts and audit entries, and what follows from them. Answers its id. */
export async function addRequest(tx: Tx, deps: Deps, request: NewRequest): Promise<string> {
  const { draft, by, whose, rules, now } = request;
  const requestId = deps.newId();
  const wanted = [...rules.steps, ...(draft.material ? materialStep(deps) : [])];
  const requestedBy = by.id === whose.id ? null : by.id;
  const facts = await readApproverFacts(tx, deps, whose, { requestedBy, steps: wanted });
  const steps = stepsOf(facts, wanted);
  const approvers = findApprovers(facts, steps[0]);
  const organisation = deps.organisation();
  const { approvals } = organisation;
  const holdUntil = approvals.holdHours === null ? null : inWorkingHours(organisation, now, approvals.holdHours);

  const bookingOf = (day: JudgedDay, status: BookingStatus): Booking => {
    const byRule = status === 'approved';
    const begun = byRule && day.startsAt <= now;
    return {
      id: deps.newId(),
      requestId,
      personId: whose.id,
      day: day.day,
      part: day.part,
      startsAt: day.startsAt,
      endsAt: day.endsAt,
      status: begun ? 'active' : status,
      poolId: day.poolId,
      place: draft.place,
      device: draft.device,
      requestedBy,
      series: draft.series,
      replacesId: day.replaces,
      beyond: day.verdict.ok ? day.verdict.beyond : [],
      steps,
      step: 0,
      approverIds: approvers.ids,
      decidedBy: byRule ? 'rule' : null,
      decidedFor: null,
      decidedAt: byRule ? now : null,
      // A change of the same hours has its seat in the booking whose place it takes.
      seatHeld: byRule || status === 'waitlisted' || !day.seatInReplaced,
      holdUntil: status === 'pending' ? holdUntil : null,
      offeredUntil: null,
      createdAt: now,
      version: 1,
    };
  };
  const automatic = request.offered.filter(({ verdict }) => verdict.ok && verdict.automatic);
  const asked = request.offered.filter((day) => !automatic.includes(day));
  for (const { replaces } of automatic) if (replaces) await replaceBooking(tx, replaces, by.id, now);
  const bookings = [
    ...automatic.map((day) => bookingOf(day, 'approved')),
    ...asked.map((day) => bookingOf(day, 'pending')),
    ...request.waiting.map((day) => bookingOf({ ...day, poolId: day.poolId }, 'waitlisted')),
  ];
  const { reason, category, contact, material } = draft;
  await tx.bookings.add(bookings, { reason, category, contact, material, comment: null });
  await tx.drafts.save({ ...draft, requestId, version: draft.version + 1 });
  await tx.postedCards.rename({ kind: 'draft', subject: draft.id }, { kind: 'request', subject: requestId });
  await refreshCards(tx, requestId, now);
  await linkEntries(tx, deps, draft, bookings, now);
  for (const booking of bookings)
    tx.audit.add(
      {
        kind:
          booking.status === 'pending' || booking.status === 'waitlisted' ? 'booking-requested' : 'booking-approved',
        by: by.id,
        subject: booking.id,
        facts: {
          requestId,
          personId: whose.id,
          day: booking.day,
          part: booking.part,
          startsAt: booking.startsAt.toISOString(),
          endsAt: booking.endsAt.toISOString(),
          status: booking.status,
          poolId: booking.poolId,
          device: booking.device,
          replacesId: booking.replacesId,
          beyond: booking.beyond.map(({ rule }) => rule),
          steps,
          approverIds: booking.approverIds,
          approversBy: approvers.by,
          decidedBy: booking.decidedBy,
        },
        // Where the person is reached and what they take home are deleted sooner than the log's details are.
        personal: { reason, category },
      },
      now,
    );
  const granted = bookings.filter((one) => one.status === 'approved' || one.status === 'active');
  if (granted.length > 0) await followBookingChange(tx, granted, now, { grants: true, cards: false });
  // What waits stands in the person's calendar as well, tentative.
  for (const { id } of bookings.filter((one) => !granted.includes(one)))
    await tx.outbox.add({ kind: 'calendar', bookingId: id }, now);
  if (draft.task !== null) await tx.readiness.saveTask(requestId, draft.task);
  await lookAtReadiness(tx, deps, [whose.id]);
  await forecastAfterChange(tx, bookings, now);
  if (asked.length > 0) await askApprovers(tx, deps, { requestId, approvers, now });
  if (requestedBy !== null)
    await tx.outbox.add({ kind: 'tell', personId: whose.id, notice: { kind: 'booked-for-you', requestId } }, now);
  return requestId;
}

function materialStep(deps: Deps) {
  const step = deps.organisation().approvals.materialStep;
  return step ? [step] : [];
}
