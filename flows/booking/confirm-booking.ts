import { readApproverFacts } from '../approval/approver-facts.ts';
import { findApprovers } from '../approval/find-approvers.ts';
import { addWorkingHours } from '../approval/working-time.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import type { Booking } from './booking.ts';
import { choosePool } from './choose-pool.ts';
import { judgeDays } from './judge-days.ts';
import { saveAndShow, showProposal } from './propose-booking.ts';
import type { JudgedDay, ProposalDraft } from './proposal.ts';
import { readFacts } from './read-facts.ts';
import { showRequest } from './request-view.ts';

/**
 * Sends a draft: its bookable days become pending bookings, the approvers are asked. Runs in the transaction of the
 * tap. Pressed again it shows the request as it is; pressed on an older card, or after the rules' answer to an offered
 * day has changed, it shows the draft anew and sends nothing.
 */
export async function confirmBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number },
): Promise<ProposalView | RequestView | SentenceView> {
  const { timeZone } = deps.organisation();
  const draft = await tx.drafts.lock(command.draftId);
  if (!draft || draft.personId !== person.id) return { kind: 'sentence', sentence: 'neutral-refusal', timeZone };
  if (draft.requestId) {
    const view = await showRequest(tx, deps, draft.requestId);
    return view ?? { kind: 'sentence', sentence: 'neutral-refusal', timeZone };
  }
  if (draft.discarded) return showProposal(tx, deps, person, draft);
  if (draft.version !== command.version) return showProposal(tx, deps, person, draft, 'changed-meanwhile');
  if (draft.asked.length === 0) return showProposal(tx, deps, person, draft, 'day-missing');
  if (draft.asked.some((one) => one.part === 'half')) return showProposal(tx, deps, person, draft);

  const now = deps.clock.now();
  const pool = choosePool(deps.organisation(), person);
  const facts = await readFacts(tx, deps, person, pool, draft.asked, { lock: true });
  const judged = judgeDays(draft.asked, pool, facts, deps.organisation(), now);
  const offered = judged.filter((_, index) => draft.offered[index]);
  const bookable = judged.some((day) => day.verdict.ok);
  // What the card said of an offered day holds no more, or nothing was offered of what is bookable by now.
  const changed = offered.length === 0 ? bookable : judged.some((day, index) => changedSince(draft, day, index));
  if (changed || !bookable) {
    const problem = changed ? 'changed-meanwhile' : 'nothing-bookable';
    return saveAndShow(tx, deps, person, { ...draft, version: draft.version + 1 }, problem);
  }
  const requestId = await addRequest(tx, deps, person, draft, offered, now);
  return (await showRequest(tx, deps, requestId))!;
}

/** An offered day can be booked no more, or will be ready later than the card promised: the person is told before it is sent. */
function changedSince(draft: ProposalDraft, { verdict }: JudgedDay, index: number): boolean {
  if (!draft.offered[index]) return false;
  return !verdict.ok || (draft.onTime?.[index] === true && verdict.readyAt !== null);
}

async function addRequest(tx: Tx, deps: Deps, person: Person, draft: ProposalDraft, days: JudgedDay[], now: Date) {
  const organisation = deps.organisation();
  const requestId = deps.newId();
  const approvers = findApprovers(await readApproverFacts(tx, deps, person));
  const bookings = days.map((day): Booking => ({
    id: deps.newId(),
    requestId,
    personId: person.id,
    day: day.day,
    part: day.part,
    startsAt: day.startsAt,
    endsAt: day.endsAt,
    status: 'pending',
    poolId: day.poolId,
    place: draft.place,
    approverIds: approvers.ids,
    decidedBy: null,
    decidedAt: null,
    createdAt: now,
    version: 1,
  }));
  await tx.bookings.add(bookings, { reason: draft.reason, comment: null });
  await tx.drafts.save({ ...draft, requestId, version: draft.version + 1 });
  await tx.postedCards.rename({ kind: 'draft', subject: draft.id }, { kind: 'request', subject: requestId });
  for (const card of await tx.postedCards.of('request', requestId))
    await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, now);
  for (const booking of bookings)
    tx.audit.add(
      {
        kind: 'booking-requested',
        by: person.id,
        subject: booking.id,
        facts: {
          requestId,
          day: booking.day,
          part: booking.part,
          startsAt: booking.startsAt.toISOString(),
          endsAt: booking.endsAt.toISOString(),
          poolId: booking.poolId,
          approverIds: booking.approverIds,
          approversBy: approvers.by,
        },
        personal: { reason: draft.reason },
      },
      now,
    );
  for (const personId of approvers.ids)
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'approval-request', requestId } }, now);
  if (approvers.by === 'ict' || approvers.by === 'nobody')
    for (const personId of deps.roles.peopleWith('ict'))
      await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'no-approver', requestId } }, now);
  const { workingHours, timeZone, approvals } = organisation;
  await tx.due.set('reminder', requestId, addWorkingHours(now, approvals.remindAfterHours, workingHours, timeZone));
  return requestId;
}
