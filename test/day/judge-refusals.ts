import { sql } from 'kysely';
import { accessWindows } from '../../flows/access/access-windows.ts';
import type { Booking } from '../../flows/booking/booking.ts';
import { localDayOf } from '../../flows/local-time.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { LocalDay, Organisation } from '../../flows/organisation.ts';
import type { City, StateRefusal, TenantState } from './city.ts';

/** Why somebody who gave up within their booked time had been promised no desktop then. */
export type RefusalReason = 'gate' | 'given-back' | 'not-ready-yet' | 'outage';

/** What happened to a person's day (`subject`: the person, with their `day`) or to a booking, as the audit log has it. */
export interface Happened {
  at: Date;
  kind: string;
  subject: string;
  day: LocalDay | null;
}

export interface RefusalFacts {
  organisation: Organisation;
  bookings: readonly Booking[];
  happened: readonly Happened[];
  outages: readonly { from: Date; to: Date }[];
}

/**
 * The reason of one refusal, of this person and for this booking, or null where nobody had told them to expect it:
 * `gate`: the ICT section had a card on their day, and had not let it pass, before they first asked;
 * `given-back`: their booking had been cancelled, or given back for not being used, before they first asked;
 * `not-ready-yet`: they gave up before the instant from which their card promises a desktop;
 * `outage`: nothing of the provider answered while they asked.
 */
export function reasonOf(refusal: StateRefusal, facts: RefusalFacts): RefusalReason | null {
  const { organisation, happened, outages } = facts;
  const [since, at] = [new Date(refusal.since), new Date(refusal.at)];
  if (outages.some(({ from, to }) => from <= at && since <= to)) return 'outage';
  const day = localDayOf(new Date(refusal.start), organisation.timeZone);
  const last = (about: (one: Happened) => boolean) =>
    happened
      .filter((one) => one.at <= since && about(one))
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .at(-1);
  const readiness = last(
    ({ subject, kind, ...one }) => subject === refusal.user && one.day === day && kind in CASE_MOVES,
  );
  if (readiness && CASE_MOVES[readiness.kind]) return 'gate';
  const booking = bookingOf(refusal, facts.bookings);
  if (!booking) return null;
  const seat = last((one) => one.subject === booking.id && SEAT_MOVES.has(one.kind));
  if (seat && seat.kind !== 'booking-taken-again') return 'given-back';
  const pool = organisation.pools.find(({ id }) => id === booking.poolId);
  const promised = seat?.at ?? booking.decidedAt ?? booking.createdAt;
  return pool && at < addMinutes(promised, pool.noticeMinutes) ? 'not-ready-yet' : null;
}

/** Whether the person stays out after this move of a day's case. */
const CASE_MOVES: Record<string, boolean> = {
  'readiness-open': true,
  'readiness-declined': true,
  'readiness-confirmed': false,
  'readiness-closed': false,
};

const SEAT_MOVES = new Set(['booking-cancelled', 'booking-no-show', 'booking-taken-again']);

/** The booking for whose time they came; the calendar knows no milliseconds. */
function bookingOf({ user, start, end }: StateRefusal, bookings: readonly Booking[]): Booking | null {
  const second = (at: Date | string) => Math.floor(new Date(at).getTime() / 1000);
  const same = bookings.filter((one) => one.personId === user && second(one.startsAt) === second(start));
  return same.find(({ endsAt }) => second(endsAt) === second(end)) ?? same[0] ?? null;
}

export interface JudgedRefusals {
  /** How many of each reason. */
  reasons: Partial<Record<RefusalReason, number>>;
  /** One line for each that has none. */
  unexplained: string[];
}

/** Each refusal by its person, their booking and the reason that they had been told. */
export async function judgeRefusals(
  city: City,
  state: TenantState,
  outages: RefusalFacts['outages'] = [],
): Promise<JudgedRefusals> {
  const facts = {
    organisation: city.organisation,
    bookings: await city.bookings(),
    happened: await whatHappened(city),
    outages,
  };
  const judged: JudgedRefusals = { reasons: {}, unexplained: [] };
  for (const refusal of state.refusals) {
    const reason = reasonOf(refusal, facts);
    if (reason) judged.reasons[reason] = (judged.reasons[reason] ?? 0) + 1;
    else judged.unexplained.push(told(refusal, facts, state));
  }
  // Only the latest are kept by name.
  const nameless = state.harm.refused - state.refusals.length;
  if (nameless > 0) judged.unexplained.push(`${nameless} refused whose names are not kept`);
  return judged;
}

async function whatHappened({ database }: City): Promise<Happened[]> {
  const { rows } = await sql<Happened>`
    SELECT at, kind, subject, facts ->> 'day' AS day FROM audit_entry
     WHERE kind LIKE 'readiness-%' OR kind LIKE 'access-%' OR kind LIKE 'booking-%'
     ORDER BY seq`.execute(database.db);
  return rows;
}

function told(refusal: StateRefusal, { organisation, bookings, happened }: RefusalFacts, state: TenantState): string {
  const { user, since, at, start, end, why } = refusal;
  const upn = state.people.find(({ id }) => id === user)?.userPrincipalName ?? user;
  const booking = bookingOf(refusal, bookings);
  const pool = organisation.pools.find(({ id }) => id === booking?.poolId);
  const [window] = booking && pool ? accessWindows([{ ...booking, status: 'completed' }], pool) : [];
  const day = new Date(start).getTime() - 12 * 3_600_000;
  const about = happened
    .filter((one) => one.subject === user || one.subject === booking?.id)
    .filter((one) => one.at.getTime() > day && one.at.getTime() < Date.parse(end));
  return [
    `${upn} refused: ${why ?? 'no pool'}, asked ${since} to ${at}, entry ${start} to ${end}`,
    booking
      ? `booking ${booking.id} ${booking.status} ${booking.device ?? ''} decided ${booking.decidedAt?.toISOString() ?? 'never'} by ${booking.decidedBy ?? 'nobody'}`
      : 'no booking of that time',
    window ? `window ${window.from.toISOString()} to ${window.to.toISOString()}` : 'no window',
    about.map((one) => `${one.at.toISOString()} ${one.kind}`).join(', ') || 'nothing in the audit log',
  ].join('; ');
}
