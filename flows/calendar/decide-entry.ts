import type { Booking } from '../booking/booking.ts';
import { timeAsked } from '../booking/booked-time.ts';
import { HOLDING } from '../booking/booking.ts';
import type { LocalDay, WorkingHours } from '../organisation.ts';
import type { KeptDay } from './calendar-entry-store.ts';
import type { EntryDay } from './read-entry.ts';

/** What an entry is decided by, beside itself. */
export interface EntryFacts {
  /** The present local day: what is before it is over. */
  today: LocalDay;
  workingHours: WorkingHours;
  timeZone: string;
  /** Bookings by id, as they stand. */
  bookings: ReadonlyMap<string, Booking>;
  /** Whether the draft still waits for the person's word. */
  isOpen: (draftId: string) => boolean;
}

export interface EntryDecision {
  /** What is kept of the days. */
  days: KeptDay[];
  /** Bookings that nothing in the entry stands for any more: they go back. */
  giveBack: string[];
  /** The same of bookings that have begun: their person is asked first. */
  askBack: string[];
}

/**
 * What becomes of an entry's days and bookings when it says `said` now (null: it is gone), by what was kept of it. A day
 * that is said anew is `new`: it is asked about or sent, in the place of the booking that came of it. What the person
 * declined, or took back in chat, stays so until its time changes. Repeating changes nothing. Pure.
 */
export function decideEntry(
  kept: readonly KeptDay[],
  said: readonly EntryDay[] | null,
  facts: EntryFacts,
): EntryDecision {
  const decision: EntryDecision = { days: [], giveBack: [], askBack: [] };
  const before = kept.map((one) => answered(one, facts));
  const over = before.filter(({ day }) => day < facts.today);
  const open = before.filter(({ day }) => day >= facts.today);
  if (said === null) {
    decision.days = [...over, ...open.flatMap((one) => takeBack(one, facts, decision))];
    return decision;
  }
  const ahead = said.filter(({ day }) => day >= facts.today);
  const left = open.filter(({ day }) => !ahead.some((one) => one.day === day));
  const added = ahead.filter(({ day }) => !open.some((one) => one.day === day));
  const same = ahead.flatMap((one) => {
    const old = open.find(({ day }) => day === one.day);
    return old ? [{ old, one }] : [];
  });
  // A day that goes while another comes has moved: in their order, so that a whole week moves day by day.
  const moved = added.map((one, index) => ({ old: left[index], one }));
  for (const one of left.slice(added.length)) takeBack(one, facts, decision);
  decision.days = [...over, ...[...same, ...moved].map(({ old, one }) => follow(old, one, facts, decision))].sort(
    (a, b) => (a.day < b.day ? -1 : 1),
  );
  return decision;
}

/** A day whose card was declined, or never answered until it was tidied away: it is not asked about again. */
function answered(one: KeptDay, { isOpen }: EntryFacts): KeptDay {
  if (one.state !== 'asked' || (one.draftId !== null && isOpen(one.draftId))) return one;
  // A change that was declined: the booking stands for itself from now on.
  return { ...one, state: 'settled', bookingIds: [] };
}

/** The day says another time or date than before, or is there for the first time. */
function follow(old: KeptDay | undefined, one: EntryDay, facts: EntryFacts, decision: EntryDecision): KeptDay {
  if (!old) return { ...one, state: 'new', draftId: null, bookingIds: [] };
  if (sameTime(old, one)) return old;
  const live = liveOf(old, facts);
  const waiting = live.filter(({ status }) => status === 'waitlisted');
  // A change of it that is not decided yet is about a time that nobody wants any more.
  const stale = live.filter(({ status, replacesId }) => status === 'pending' && isHeld(replacesId, facts));
  decision.giveBack.push(...[...waiting, ...stale].map(({ id }) => id));
  const standing = live.filter((two) => !waiting.includes(two) && !stale.includes(two));
  const bookingIds = standing.map(({ id }) => id);
  const said = { day: one.day, part: one.part, from: one.from, to: one.to };
  const back = standing.some((two) => isBookedAs(two, said, facts));
  if (back) return { ...said, state: 'sent', draftId: null, bookingIds };
  // The card that asks stays the same, and shows what is said now.
  return { ...said, state: 'new', draftId: old.draftId, bookingIds };
}

/** The day is there no more. Answers what is still to be known of it, should it come back. */
function takeBack(one: KeptDay, facts: EntryFacts, decision: EntryDecision): KeptDay[] {
  const live = liveOf(one, facts);
  const begun = live.filter(({ status }) => status === 'active');
  const ahead = live.filter(({ status }) => status !== 'active');
  decision.askBack.push(...begun.map(({ id }) => id));
  decision.giveBack.push(...ahead.map(({ id }) => id));
  if (begun.length > 0) return [{ ...one, state: 'sent' }];
  // Whatever asks or was booked begins anew, should the entry come back; what was declined or taken back stays so.
  const asks = one.state === 'new' || one.state === 'asked' || ahead.length > 0;
  return asks ? [] : [{ ...one, state: 'settled', bookingIds: [] }];
}

function liveOf(one: KeptDay, { bookings }: EntryFacts): Booking[] {
  return one.bookingIds
    .flatMap((id) => bookings.get(id) ?? [])
    .filter(({ status }) => HOLDING.includes(status) || status === 'waitlisted');
}

function isHeld(bookingId: string | null, { bookings }: EntryFacts): boolean {
  const booking = bookingId === null ? undefined : bookings.get(bookingId);
  return booking !== undefined && HOLDING.includes(booking.status);
}

export function sameTime(a: EntryDay, b: EntryDay): boolean {
  return a.day === b.day && a.part === b.part && a.from === b.from && a.to === b.to;
}

/** Whether a booking is of this very time; one that has begun may have lost its beginning. */
export function isBookedAs(
  booking: Booking,
  said: EntryDay,
  { workingHours, timeZone }: Pick<EntryFacts, 'workingHours' | 'timeZone'>,
): boolean {
  const time = timeAsked(said, workingHours, timeZone);
  const begins = time.startsAt.getTime() === booking.startsAt.getTime() || booking.startsAt > time.startsAt;
  return booking.day === said.day && booking.part === said.part && begins && +time.endsAt === +booking.endsAt;
}
