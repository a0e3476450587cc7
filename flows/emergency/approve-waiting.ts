import { endFollowUp } from '../approval/follow-up.ts';
import { followBookingChange } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import { replaceBooking } from '../booking/replace-booking.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { judgeAgain } from '../waitlist/judge-again.ts';

/** More requests than one person ever has waiting. */
const ALL = 1_000;

/**
 * What of a person's requests waits for a decision and lies within the rules that hold in the emergency is approved by
 * the rule itself. Where its seat has gone back and there is none, it goes to the waiting list. What lies beyond the rules
 * stays with its approver. Answers how many of each. Repeating changes nothing more.
 */
export async function approveWaiting(
  tx: Tx,
  deps: Deps,
  emergencyId: string,
  personId: string,
  now: Date,
): Promise<{ approved: number; waitlisted: number }> {
  const whose = await tx.people.byId(personId);
  const pending = (await tx.bookings.ofPerson(personId, now, ALL)).filter(isUndecided);
  const counts = { approved: 0, waitlisted: 0 };
  if (!whose || pending.length === 0) return counts;
  const approved: Booking[] = [];
  for (const booking of (await tx.bookings.lock(pending.map((one) => one.id))).filter(isUndecided)) {
    const decided = await decide(tx, deps, booking, whose, now);
    if (!decided) continue;
    counts[decided.status === 'waitlisted' ? 'waitlisted' : 'approved'] += 1;
    if (decided.status !== 'waitlisted') approved.push(decided);
    const { id: subject, status } = decided;
    tx.audit.add({ kind: 'emergency-decision', by: 'system', subject, facts: { emergencyId, status } }, now);
  }
  for (const requestId of new Set(approved.map((one) => one.requestId))) {
    const bookingIds = approved.filter((one) => one.requestId === requestId).map((one) => one.id);
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'decision', requestId, bookingIds } }, now);
    const left = (await tx.bookings.byRequest(requestId)).some((one) => one.status === 'pending');
    if (!left) await endFollowUp(tx, requestId);
  }
  return counts;
}

async function decide(tx: Tx, deps: Deps, booking: Booking, whose: Person, now: Date): Promise<Booking | null> {
  const { verdict, startsAt, endsAt, poolId } = await judgeAgain(tx, deps, booking, whose, { turn: booking.seatHeld });
  const version = booking.version + 1;
  if (!verdict.ok) {
    if (verdict.refusal !== 'no-seat' || booking.seatHeld) return null;
    const waiting: Booking = { ...booking, poolId, status: 'waitlisted', seatHeld: true, holdUntil: null, version };
    await tx.bookings.save(waiting);
    await followBookingChange(tx, [waiting], now, { grants: false, cards: true });
    return waiting;
  }
  if (!verdict.automatic) return null;
  if (booking.replacesId) await replaceBooking(tx, booking.replacesId, 'system', now);
  const status = startsAt <= now ? 'active' : 'approved';
  const decision = { decidedBy: 'rule', decidedAt: now, seatHeld: true, holdUntil: null };
  const approved: Booking = { ...booking, startsAt, endsAt, poolId, status, ...decision, version };
  await tx.bookings.save(approved);
  await followBookingChange(tx, [approved], now, { grants: true, cards: true });
  return approved;
}

function isUndecided({ status, offeredUntil }: Booking): boolean {
  return status === 'pending' && offeredUntil === null;
}
