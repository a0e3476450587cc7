import type { Booking } from '../booking/booking.ts';
import { later } from '../minutes.ts';
import type { DecisionRefusal } from '../views.ts';

export interface Decision {
  by: string;
  verdict: 'approved' | 'rejected';
  /** The version that the pressed card showed. */
  version: number;
}

export type ApprovalOutcome = { ok: true; booking: Booking } | { ok: false; refusal: DecisionRefusal };

/**
 * One decision on one booking. A decision after the start gives the rest of the day; after the end there is
 * nothing left to decide.
 */
export function decideApproval(booking: Booking, decision: Decision, now: Date): ApprovalOutcome {
  const { by, verdict, version } = decision;
  if (by === booking.personId) return { ok: false, refusal: 'own-request' };
  if (!booking.approverIds.includes(by)) return { ok: false, refusal: 'not-approver' };
  if (booking.status === 'cancelled') return { ok: false, refusal: 'cancelled' };
  if (booking.status === 'expired') return { ok: false, refusal: 'over' };
  if (booking.status !== 'pending') return { ok: false, refusal: 'already-decided' };
  if (booking.version !== version) return { ok: false, refusal: 'changed-since' };
  if (booking.endsAt <= now) return { ok: false, refusal: 'over' };
  const decided: Booking = {
    ...booking,
    status: verdict,
    decidedBy: by,
    decidedAt: now,
    version: booking.version + 1,
  };
  return { ok: true, booking: verdict === 'approved' ? startedIfDue(decided, now) : decided };
}

function startedIfDue(booking: Booking, now: Date): Booking {
  if (booking.startsAt > now) return booking;
  return { ...booking, status: 'active', startsAt: later(booking.startsAt, now) };
}
