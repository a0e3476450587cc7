import type { RuleReason } from '../booking/proposal.ts';
import { bookingLines } from '../booking/request-view.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { readSeatsExpected, type SeatsExpected } from '../forecast/seats-expected.ts';
import type { Localised, WallTime } from '../organisation.ts';
import type { Person } from '../person.ts';
import { allowanceOf, type Allowance } from '../rules/allowance.ts';
import { monthOf, weekOf, yearOf } from '../rules/counted-days.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import { placeOf } from './decide-approval.ts';
import { standsInFor } from './deputies.ts';
import { spokenOf } from './next-approvers.ts';
import { readSeats } from './seats-picture.ts';
import { readSection } from './section-picture.ts';

/** The approver's card. */
export interface ApprovalView {
  kind: 'approval';
  requestId: string;
  requesterName: string;
  /** Who asked in their place, or null. */
  requestedByName: string | null;
  /** The section's name, or what the directory calls it where the organisation's file does not know it. */
  department: Localised | null;
  bookings: ApprovalLine[];
  /** Private words; left out for somebody who has no part in the decision any more. */
  reason: string | null;
  category: Localised | null;
  material: string | null;
  contact: string | null;
  /** What the requester has left in the periods of the first open day, this request counted. */
  allowance: Allowance[];
  /** Several people decide, one after the other: where it stands, and who has said yes. */
  steps: { step: number; of: number; decided: { byName: string; forName: string | null }[] } | null;
  /** Questions and answers, the oldest first. */
  thread: ThreadNote[];
  /** Those in whose place the viewer decides (代決). */
  inPlaceOf: string[];
  canDecide: boolean;
  /** Why it is shown once more. */
  news: 'reminder' | 'answered' | 'asked' | 'snoozed' | null;
  /** When it is brought to mind again, after a press that put it off. */
  snoozedUntil: Date | null;
  /** Days are shown one by one, each with its own buttons: which page of them; null for all together. */
  page: number | null;
  /** A sentence on top after a press that did nothing: why. */
  problem: DecisionRefusal | null;
  /** Days that the rules of now do not let through, each with the rule. */
  refused: RefusedDay[];
  timeZone: string;
}

export interface ApprovalLine extends BookingLine {
  /** The viewer may decide it now. */
  mine: boolean;
  /** Others of the section who are away from the office that day. */
  othersOut: { count: number; ofPeople: number; names: string[] };
  /** People of the section at the counter at its emptiest moment, without the requester, and how many it takes. */
  counter: { from: WallTime; to: WallTime; present: number; needed: number } | null;
  /** Seats of the pool still free at the fullest moment of that time, or null where no pool is needed. */
  seatsLeft: number | null;
  seats: number | null;
  /** Of the seats taken at that time, those of others' requests that are not decided yet. */
  seatsPending: number;
  /** Session hosts more than without it, for the people booked at the fullest moment. */
  hostsAdded: number | null;
  /** The pool's seats on that day as last forecast, or null where none is needed or known. */
  seatsExpected: SeatsExpected | null;
}

export interface ThreadNote {
  byName: string;
  fromRequester: boolean;
  at: Date;
  text: string;
}

export interface RefusedDay {
  day: string;
  refusal: 'rule' | 'task' | 'overlap' | 'no-pool';
  reason?: RuleReason;
  task?: Localised;
}

export type DecisionRefusal =
  | 'own-request'
  | 'not-approver'
  | 'already-decided'
  | 'changed-since'
  | 'cancelled'
  | 'over'
  /** It waits for a seat, or for its person to take one. */
  | 'no-seat-yet'
  | 'comment-missing'
  /** The rules of now stand against it; which, is said day by day. */
  | 'rule'
  | 'task'
  | 'overlap'
  | 'no-pool';

export type ApprovalOptions = Partial<Pick<ApprovalView, 'problem' | 'refused' | 'news' | 'snoozedUntil' | 'page'>>;

/**
 * The approver's card of a request as things are now, with what one needs to decide. Nothing of it is trusted when it
 * comes back.
 */
export async function showApproval(
  tx: Tx,
  deps: Deps,
  requestId: string,
  viewer: string,
  options: ApprovalOptions = {},
): Promise<ApprovalView | null> {
  const organisation = deps.organisation();
  const bookings = await tx.bookings.byRequest(requestId);
  const first = bookings[0];
  if (!first) return null;
  const requester = await tx.people.byId(first.personId);
  const person = await tx.people.byId(viewer);
  const instead = person ? await standsInFor(tx, deps, person) : [];
  const decisions = await tx.decisions.of(bookings.map(({ id }) => id));
  const mine = (one: Booking) => mayDecide(one, viewer, spokenOf(decisions, one.id).has(viewer) ? [] : instead);
  const open = bookings.filter(mine);
  const privy = bookings.some(
    (one) =>
      placeOf(one, viewer, instead) !== null || one.decidedBy === viewer || spokenOf(decisions, one.id).has(viewer),
  );
  const texts = privy ? (await tx.bookings.texts([first.id])).get(first.id) : undefined;
  const lines = await bookingLines(tx, deps, bookings);
  const pending = bookings.filter((one) => one.status === 'pending');
  const section = requester ? await readSection(tx, deps, requester, pending) : null;
  const seats = await readSeats(tx, deps, pending);
  const expected = await readSeatsExpected(tx, pending);
  const steps = await stepsOfView(tx, open[0] ?? pending[0] ?? first, decisions);
  return {
    kind: 'approval',
    requestId,
    requesterName: requester?.displayName ?? '',
    requestedByName: first.requestedBy ? ((await tx.people.byId(first.requestedBy))?.displayName ?? null) : null,
    department: sectionName(deps, requester?.department ?? null),
    bookings: lines.map((line, index) => {
      const booking = bookings[index]!;
      return {
        ...line,
        canCancel: false,
        canTakeAgain: false,
        mine: open.includes(booking),
        othersOut: section?.out(booking) ?? { count: 0, ofPeople: 0, names: [] },
        counter: section?.counter(booking) ?? null,
        ...seats(booking),
        seatsExpected: booking.status === 'pending' ? expected(booking) : null,
      };
    }),
    reason: texts?.reason ?? null,
    category: organisation.reasonCategories.find(({ id }) => id === texts?.category)?.name ?? null,
    material: texts?.material ?? null,
    contact: texts?.contact ?? null,
    allowance: requester && open[0] ? await allowance(tx, deps, requester, open[0]) : [],
    steps,
    thread: privy ? await threadOf(tx, first) : [],
    inPlaceOf: await namesOf(tx, placesOf(open, viewer, instead)),
    canDecide: open.length > 0,
    news: null,
    snoozedUntil: null,
    page: null,
    problem: null,
    refused: [],
    timeZone: organisation.timeZone,
    ...options,
  };
}

/** Whether a person may decide a booking now, by themselves or in the place of one of these approvers. */
export function mayDecide(booking: Booking, by: string, insteadOf: readonly string[]): boolean {
  return (
    booking.status === 'pending' &&
    booking.offeredUntil === null &&
    by !== booking.personId &&
    by !== booking.requestedBy &&
    placeOf(booking, by, insteadOf) !== null
  );
}

/** The section's name, or what the directory calls it. */
export function sectionName(deps: Deps, department: string | null): Localised | null {
  if (department === null) return null;
  const section = deps.organisation().sections.find((one) => one.department === department);
  return section?.name ?? { ja: department, en: department };
}

/** Questions and answers of a request, the oldest first. */
export async function threadOf(tx: Tx, { requestId, personId, requestedBy }: Booking): Promise<ThreadNote[]> {
  const notes = await tx.notes.of(requestId);
  const people = await tx.people.byIds([...new Set(notes.map((one) => one.by))]);
  return notes.map(({ by, at, text }) => ({
    byName: people.find(({ id }) => id === by)?.displayName ?? '',
    fromRequester: by === personId || by === requestedBy,
    at,
    text,
  }));
}

function placesOf(open: readonly Booking[], viewer: string, instead: readonly string[]): string[] {
  return open.flatMap((one) => placeOf(one, viewer, instead)?.decidedFor ?? []);
}

async function namesOf(tx: Tx, ids: string[]): Promise<string[]> {
  return (await tx.people.byIds([...new Set(ids)])).map((one) => one.displayName);
}

async function stepsOfView(
  tx: Tx,
  booking: Booking,
  decisions: Awaited<ReturnType<Tx['decisions']['of']>>,
): Promise<ApprovalView['steps']> {
  if (booking.steps.length < 2) return null;
  const own = decisions.filter((one) => one.bookingId === booking.id);
  const people = await tx.people.byIds(own.flatMap(({ by, decidedFor }) => [by, ...(decidedFor ? [decidedFor] : [])]));
  const name = (id: string) => people.find((one) => one.id === id)?.displayName ?? '';
  return {
    step: booking.step + 1,
    of: booking.steps.length,
    decided: own.map(({ by, decidedFor }) => ({ byName: name(by), forName: decidedFor && name(decidedFor) })),
  };
}

async function allowance(tx: Tx, deps: Deps, requester: Person, { day }: Booking): Promise<Allowance[]> {
  const organisation = deps.organisation();
  const rules = rulesFor(organisation, requester);
  if (rules.daysPerWeek === null && rules.daysPerMonth === null && rules.daysPerYear === null) return [];
  const reach = [weekOf(day), monthOf(day), yearOf(day, rules.yearBegins)];
  const from = reach.map(({ first }) => first).sort()[0]!;
  const to = reach.map(({ last }) => last).sort();
  return allowanceOf(await tx.bookings.countedOfPerson(requester.id, from, to.at(-1)!), rules, organisation, day);
}
