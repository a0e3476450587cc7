import { followBookingChange, refreshCards } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import type { ApprovalNotice } from './approval-notices.ts';
import { readApproverFacts } from './approver-facts.ts';
import { withDeputies } from './ask-approvers.ts';
import { spokenOf } from './next-approvers.ts';
import { endFollowUp, followUpOf, nextStep, subjectOf, type FollowUp } from './follow-up.ts';

/** Looks whether people are away and somebody else is to be asked. */
export interface AbsenceLook {
  look(approverId: string): Promise<void>;
}

/**
 * An undecided request has come up: its approvers are reminded, the next above is asked as well, or it ends. What is
 * done and when it comes up again is written together; called again for the same, it does nothing.
 */
export async function followUpRequest(
  deps: Deps,
  subject: string,
  { absence }: { absence: AbsenceLook | null } = { absence: null },
): Promise<void> {
  const { requestId, what } = followUpOf(subject);
  const toLookAt = await deps.store.transaction(async (tx) => {
    const now = deps.clock.now();
    if (!(await tx.due.stands('reminder', subject, now))) return [];
    const pending = await lockPending(tx, requestId);
    if (pending.length === 0) {
      await endFollowUp(tx, requestId);
      return [];
    }
    const { act, at } = nextStep(what, deps.organisation(), now);
    await tx.due.set('reminder', subjectOf(requestId, what), at);
    if (!act) return [];
    if (what === 'look') return [...new Set(pending.flatMap((one) => one.approverIds))];
    await ACTS[what](tx, deps, pending, now);
    return [];
  });
  // The directory is asked outside of any transaction.
  for (const approverId of toLookAt) await absence?.look(approverId);
}

type Act = (tx: Tx, deps: Deps, pending: Booking[], now: Date) => Promise<void>;

const remind: Act = async (tx, deps, pending, now) => {
  const { requestId } = pending[0]!;
  const approvers = [...new Set(pending.flatMap((one) => one.approverIds))];
  for (const personId of await withDeputies(tx, deps, requestId, approvers))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'approval-reminder', requestId } }, now);
};

/** The next above those who are asked may decide as well; the requester is told. */
const escalate: Act = async (tx, deps, pending, now) => {
  const first = pending[0]!;
  const { requestId } = first;
  const asked = new Set<string>();
  for (const booking of pending) {
    const above = await nextAbove(tx, deps, booking);
    if (above.length === 0) continue;
    await tx.bookings.save({ ...booking, approverIds: [...booking.approverIds, ...above] });
    tx.audit.add(
      {
        kind: 'request-escalated',
        by: 'system',
        subject: booking.id,
        facts: { from: booking.approverIds, with: above },
      },
      now,
    );
    for (const id of above) asked.add(id);
  }
  if (asked.size === 0) return;
  for (const personId of await withDeputies(tx, deps, requestId, [...asked]))
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'approval-request', requestId } }, now);
  const notice: ApprovalNotice = { kind: 'escalated', requestId, personIds: [...asked] };
  await tx.outbox.add({ kind: 'tell', personId: first.personId, notice }, now);
  await refreshCards(tx, requestId, now);
};

/** Nobody has decided for as long as the organisation lets a request wait. */
const expire: Act = async (tx, _deps, pending, now) => {
  const { requestId, personId } = pending[0]!;
  const ended = pending.map((one) => ({ ...one, status: 'expired' as const }));
  for (const booking of ended) {
    await tx.bookings.save(booking);
    tx.audit.add({ kind: 'booking-expired', by: 'system', subject: booking.id, facts: { why: 'undecided' } }, now);
  }
  await endFollowUp(tx, requestId);
  await followBookingChange(tx, ended, now, { grants: false, cards: true });
  const bookingIds = ended.map(({ id }) => id);
  await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'undecided', requestId, bookingIds } }, now);
};

const ACTS: Record<Exclude<FollowUp, 'look'>, Act> = { remind, escalate, expire };

async function lockPending(tx: Tx, requestId: string): Promise<Booking[]> {
  const ids = (await tx.bookings.byRequest(requestId)).map(({ id }) => id);
  // What is offered from the waiting list waits for its person, not for a decision.
  return (await tx.bookings.lock(ids)).filter((one) => one.status === 'pending' && one.offeredUntil === null);
}

/** Who stands above those who are asked: their managers, else the section's head, else the ICT section. */
async function nextAbove(tx: Tx, deps: Deps, booking: Booking): Promise<string[]> {
  const requester = await tx.people.byId(booking.personId);
  if (!requester) return [];
  const { requestedBy, approverIds } = booking;
  const facts = await readApproverFacts(tx, deps, requester, { requestedBy });
  const asked = await tx.people.byIds(approverIds);
  const managers = await tx.people.byIds(asked.flatMap((one) => one.managerId ?? []));
  const spoken = spokenOf(await tx.decisions.of([booking.id]), booking.id);
  const passed = new Set<string | null | undefined>([
    null,
    undefined,
    requester.id,
    requestedBy,
    ...approverIds,
    ...spoken,
  ]);
  const mayBeAsked = (id: string | null | undefined): id is string => !passed.has(id);
  const above = [...new Set(managers.filter((one) => !one.goneAt).map(({ id }) => id))].filter(mayBeAsked);
  if (above.length > 0) return above;
  if (mayBeAsked(facts.sectionHead)) return [facts.sectionHead];
  return facts.ict.filter(mayBeAsked);
}
