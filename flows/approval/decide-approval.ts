import type { Booking } from '../booking/booking.ts';
import { later } from '../minutes.ts';
import type { DecisionRefusal } from './approval-view.ts';

export interface Decision {
  by: string;
  /** Approvers for whom they stand in now (代決). */
  standsInFor?: readonly string[];
  verdict: 'approved' | 'rejected';
  /** The version that the pressed card showed. */
  version: number;
  /** Who decides after an approval, or nobody: then it is the last word. */
  next?: { step: number; approverIds: string[] } | null;
}

/** `decidedFor`: the approver in whose place it was decided. A booking that has a next step is still pending. */
export type ApprovalOutcome =
  { ok: true; booking: Booking; decidedFor: string | null } | { ok: false; refusal: DecisionRefusal };

/**
 * One decision on one booking. A decision after the start gives the rest of the day; after the end there is
 * nothing left to decide.
 */
export function decideApproval(booking: Booking, decision: Decision, now: Date): ApprovalOutcome {
  const { by, standsInFor = [], verdict, version, next = null } = decision;
  if (by === booking.personId || by === booking.requestedBy) return { ok: false, refusal: 'own-request' };
  const place = placeOf(booking, by, standsInFor);
  if (!place) return { ok: false, refusal: 'not-approver' };
  if (booking.status === 'cancelled') return { ok: false, refusal: 'cancelled' };
  if (booking.status === 'expired') return { ok: false, refusal: 'over' };
  if (booking.status === 'waitlisted' && booking.decidedBy === null) return { ok: false, refusal: 'no-seat-yet' };
  if (booking.status !== 'pending') return { ok: false, refusal: 'already-decided' };
  if (booking.offeredUntil !== null) return { ok: false, refusal: 'no-seat-yet' };
  if (booking.version !== version) return { ok: false, refusal: 'changed-since' };
  if (booking.endsAt <= now) return { ok: false, refusal: 'over' };
  const { decidedFor } = place;
  if (verdict === 'approved' && next)
    return { ok: true, booking: { ...booking, ...next, version: booking.version + 1 }, decidedFor };
  const decided: Booking = {
    ...booking,
    status: verdict,
    decidedBy: by,
    decidedFor,
    decidedAt: now,
    version: booking.version + 1,
  };
  return { ok: true, booking: verdict === 'approved' ? startedIfDue(decided, now) : decided, decidedFor };
}

/** As whom a person decides: as an approver (null), or in the place of one; nothing where they are neither. */
export function placeOf(
  { approverIds }: Pick<Booking, 'approverIds'>,
  by: string,
  standsInFor: readonly string[],
): { decidedFor: string | null } | null {
  if (approverIds.includes(by)) return { decidedFor: null };
  const instead = approverIds.find((id) => standsInFor.includes(id));
  return instead === undefined ? null : { decidedFor: instead };
}

/** Approved without a seat to be had: it waits for one, decided, so that nobody is asked again. */
export function waitForSeat(approved: Booking): Booking {
  return { ...approved, status: 'waitlisted', seatHeld: true, holdUntil: null };
}

function startedIfDue(booking: Booking, now: Date): Booking {
  if (booking.startsAt > now) return booking;
  return { ...booking, status: 'active', startsAt: later(booking.startsAt, now) };
}
