import { followBookingChange } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import { showRequest } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ApprovalView, DecisionRefusal, RequestView, SentenceView } from '../views.ts';
import { showApproval } from './approval-view.ts';
import { decideApproval } from './decide-approval.ts';

export interface DecisionCommand {
  bookings: { bookingId: string; version: number }[];
  verdict: 'approved' | 'rejected';
  comment: string | null;
}

/**
 * A decision on the days of one request, recorded in the transaction of the tap. The requester, the addressed
 * approvers and those who decided see the true state, whatever they pressed; everybody else one neutral refusal.
 */
export async function recordDecision(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: DecisionCommand,
): Promise<ApprovalView | RequestView | SentenceView> {
  const now = deps.clock.now();
  const refusal: SentenceView = {
    kind: 'sentence',
    sentence: 'neutral-refusal',
    timeZone: deps.organisation().timeZone,
  };
  const bookings = await tx.bookings.lock(command.bookings.map((one) => one.bookingId));
  const first = bookings[0];
  if (!first || bookings.some((one) => one.requestId !== first.requestId)) return refusal;
  if (first.personId === person.id) return (await showRequest(tx, deps, first.requestId)) ?? refusal;
  if (!bookings.every((one) => one.approverIds.includes(person.id) || one.decidedBy === person.id)) return refusal;

  const versions = new Map(command.bookings.map((one) => [one.bookingId, one.version]));
  const decided: Booking[] = [];
  let problem: DecisionRefusal | null = null;
  for (const booking of bookings) {
    const version = versions.get(booking.id) ?? 0;
    const outcome = decideApproval(booking, { by: person.id, verdict: command.verdict, version }, now);
    if (outcome.ok) decided.push(outcome.booking);
    else problem = outcome.refusal;
  }
  for (const booking of decided) {
    await tx.bookings.save(booking, command.comment ?? undefined);
    tx.audit.add(
      {
        kind: 'booking-decided',
        by: person.id,
        subject: booking.id,
        facts: { verdict: command.verdict, startsAt: booking.startsAt.toISOString() },
        personal: { comment: command.comment },
      },
      now,
    );
  }
  if (decided.length > 0) {
    await followBookingChange(tx, decided, now, { grants: command.verdict === 'approved', cards: true });
    await tx.outbox.add(
      {
        kind: 'tell',
        personId: first.personId,
        notice: { kind: 'decision', requestId: first.requestId, bookingIds: decided.map((one) => one.id) },
      },
      now,
    );
    const left = (await tx.bookings.byRequest(first.requestId)).some((one) => one.status === 'pending');
    if (!left) await tx.due.set('reminder', first.requestId, null);
    problem = null;
  }
  return (await showApproval(tx, deps, first.requestId, person.id, { problem })) ?? refusal;
}
