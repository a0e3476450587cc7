import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { followBookingChange, refreshCards } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import { replaceBooking } from '../booking/replace-booking.ts';
import { showRequest } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { lookAtReadiness } from '../readiness/judge-day.ts';
import type { Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import type { StepDecision } from './approval-store.ts';
import { showApproval, type ApprovalView, type DecisionRefusal, type RefusedDay } from './approval-view.ts';
import { readApproverFacts } from './approver-facts.ts';
import { askApprovers } from './ask-approvers.ts';
import { decideApproval, placeOf, waitForSeat } from './decide-approval.ts';
import { standsInFor } from './deputies.ts';
import type { FoundApprovers } from './find-approvers.ts';
import { endFollowUp } from './follow-up.ts';
import { nextApprovers, spokenOf } from './next-approvers.ts';
import { readStanding, rejudge, settle } from './rejudge.ts';

export interface DecisionCommand {
  bookings: { bookingId: string; version: number }[];
  verdict: 'approved' | 'rejected';
  comment: string | null;
}

/** What a press has brought: bookings as they are now, and why the others were not decided. */
export interface DecisionResult {
  decided: Booking[];
  problem: DecisionRefusal | null;
  refused: RefusedDay[];
}

/**
 * A decision on the days of one request, recorded in the transaction of the tap. The requester, the addressed
 * approvers, their deputies and those who decided see the true state, whatever they pressed; everybody else one neutral
 * refusal.
 */
export async function recordDecision(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: DecisionCommand,
): Promise<ApprovalView | RequestView | SentenceView> {
  const refusal = neutralRefusal(deps);
  const bookings = await tx.bookings.lock(command.bookings.map((one) => one.bookingId));
  const first = bookings[0];
  if (!first || bookings.some((one) => one.requestId !== first.requestId)) return refusal;
  if (first.personId === person.id) return (await showRequest(tx, deps, first.requestId)) ?? refusal;
  if ((await withPartOf(tx, deps, person, bookings)).length < bookings.length) return refusal;
  const { decided, problem, refused } = await decideBookings(tx, deps, person, bookings, command);
  const shown = { problem: decided.length > 0 ? null : problem, refused };
  return (await showApproval(tx, deps, first.requestId, person.id, shown)) ?? refusal;
}

/** Those of the bookings that a person decides or has decided, at whatever step, for themselves or in somebody's place. */
export async function withPartOf(
  tx: Tx,
  deps: Deps,
  person: Pick<Person, 'id' | 'upn'>,
  bookings: readonly Booking[],
): Promise<Booking[]> {
  const instead = await standsInFor(tx, deps, person);
  const decisions = await tx.decisions.of(bookings.map(({ id }) => id));
  return bookings.filter(
    (one) =>
      placeOf(one, person.id, instead) !== null ||
      one.decidedBy === person.id ||
      one.decidedFor === person.id ||
      spokenOf(decisions, one.id).has(person.id),
  );
}

/**
 * Decides locked bookings of one request, each by itself, and writes what follows. Before an approval the rules, the
 * seats and the licences are asked again, under their locks: a stop refuses it, and where the last word is said and no
 * seat is to be had the booking waits for one, decided. With `withinRules`, what lies beyond a rule is left alone.
 */
export async function decideBookings(
  tx: Tx,
  deps: Deps,
  person: Person,
  bookings: Booking[],
  command: DecisionCommand & { withinRules?: boolean },
): Promise<DecisionResult> {
  const { verdict, comment } = command;
  const now = deps.clock.now();
  const versions = new Map(command.bookings.map((one) => [one.bookingId, one.version]));
  const instead = await standsInFor(tx, deps, person);
  const said = await tx.decisions.of(bookings.map(({ id }) => id));
  const judging = verdict === 'approved' ? await openJudging(tx, deps, bookings) : null;
  let standing = judging?.standing;

  const result: DecisionResult = { decided: [], problem: null, refused: [] };
  const passedOn: FoundApprovers[] = [];
  for (const booking of bookings) {
    const spoken = spokenOf(said, booking.id);
    // Who has spoken at an earlier step does not speak again in somebody's place.
    const standsIn = spoken.has(person.id) ? [] : instead;
    const place = placeOf(booking, person.id, standsIn);
    const next = judging && place ? nextApprovers(booking, judging.facts, withBoth(spoken, person.id, place)) : null;
    const version = versions.get(booking.id) ?? 0;
    const nextStep = next && { step: next.step, approverIds: next.approvers.ids };
    const decision = { by: person.id, standsInFor: standsIn, verdict, version, next: nextStep };
    const outcome = decideApproval(booking, decision, now);
    if (!outcome.ok) {
      result.problem = outcome.refusal;
      continue;
    }
    let after = outcome.booking;
    if (standing) {
      const fit = rejudge(booking, standing);
      if (!fit.ok) {
        result.problem = fit.refusal;
        result.refused.push({ day: booking.day, ...fit });
        continue;
      }
      if (command.withinRules && (booking.beyond.length > 0 || fit.touched.length > 0)) continue;
      const placed = { ...after, poolId: fit.poolId };
      if (!next) after = fit.seat ? { ...placed, seatHeld: true } : waitForSeat(placed);
      standing = settle(standing, after);
    }
    await writeDecision(tx, { before: booking, after, by: person.id, ...outcome, verdict, comment, now });
    if (next) passedOn.push(next.approvers);
    result.decided.push(after);
  }
  await followDecision(tx, deps, { result, passedOn, by: person.id, comment, now });
  return result;
}

/** What approvals are judged by: the rules of now, and who decides at the steps that follow. */
async function openJudging(tx: Tx, deps: Deps, bookings: Booking[]) {
  const first = bookings[0];
  const requester = first && (await tx.people.byId(first.personId));
  if (!requester) return null;
  const texts = (await tx.bookings.texts([first.id])).get(first.id);
  const standing = await readStanding(tx, deps, requester, bookings, {
    reason: texts?.reason ?? null,
    material: texts?.material ?? null,
  });
  const { requestedBy, steps } = first;
  return { standing, facts: await readApproverFacts(tx, deps, requester, { requestedBy, steps }) };
}

function withBoth(spoken: ReadonlySet<string>, by: string, { decidedFor }: { decidedFor: string | null }): Set<string> {
  return new Set([...spoken, by, ...(decidedFor === null ? [] : [decidedFor])]);
}

interface Written {
  before: Booking;
  after: Booking;
  by: string;
  decidedFor: string | null;
  verdict: StepDecision['verdict'];
  comment: string | null;
  now: Date;
}

async function writeDecision(tx: Tx, written: Written): Promise<void> {
  const { before, after, by, decidedFor, verdict, comment, now } = written;
  const last = after.status !== 'pending';
  const granted = after.status === 'approved' || after.status === 'active';
  // Its hours and its seat are given back first: the new booking may need them.
  if (granted && before.replacesId !== null) await replaceBooking(tx, before.replacesId, by, now);
  if (!last) await tx.decisions.add({ bookingId: before.id, step: before.step, by, decidedFor, verdict, at: now });
  await tx.bookings.save(after, last ? (comment ?? undefined) : undefined);
  tx.audit.add(
    {
      kind: last ? 'booking-decided' : 'booking-step-decided',
      by,
      subject: before.id,
      facts: {
        verdict,
        startsAt: after.startsAt.toISOString(),
        status: after.status,
        step: before.step + 1,
        ofSteps: before.steps.length,
        decidedFor,
        ...(last ? {} : { approverIds: after.approverIds }),
      },
      personal: { comment },
    },
    now,
  );
}

async function followDecision(
  tx: Tx,
  deps: Deps,
  told: { result: DecisionResult; passedOn: FoundApprovers[]; by: string; comment: string | null; now: Date },
): Promise<void> {
  const { result, passedOn, by, comment, now } = told;
  const first = result.decided[0];
  if (!first) return;
  const { requestId } = first;
  const ended = result.decided.filter((one) => one.status !== 'pending');
  const granted = ended.filter((one) => one.status === 'approved' || one.status === 'active');
  const others = ended.filter((one) => !granted.includes(one));
  if (granted.length > 0) await followBookingChange(tx, granted, now, { grants: true, cards: false });
  if (others.length > 0) await followBookingChange(tx, others, now, { grants: false, cards: false });
  if (ended.length > 0)
    for (const personId of new Set([first.personId, ...(first.requestedBy === null ? [] : [first.requestedBy])]))
      await tx.outbox.add(
        {
          kind: 'tell',
          personId,
          notice: { kind: 'decision', requestId, bookingIds: ended.map((one) => one.id) },
        },
        now,
      );
  const [next] = passedOn;
  if (next) {
    // What was said to a day that goes on is for whoever decides after.
    if (comment !== null) await tx.notes.add(requestId, { by, at: now, text: comment });
    const ids = [...new Set(passedOn.flatMap((one) => one.ids))];
    await askApprovers(tx, deps, { requestId, approvers: { ids, by: next.by }, now });
  }
  await lookAtReadiness(tx, deps, [first.personId]);
  const waiting = (await tx.bookings.byRequest(requestId)).some((one) => one.status === 'pending');
  if (!waiting) await endFollowUp(tx, requestId);
  await refreshCards(tx, requestId, now);
}
