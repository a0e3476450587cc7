import type { Booking } from '../booking/booking.ts';
import { poolsForBooking } from '../booking/choose-pool.ts';
import { judgeDays } from '../booking/judge-days.ts';
import { NO_WISH, type AskedDay, type JudgedDay, type Wish } from '../booking/proposal.ts';
import { readFacts } from '../booking/read-facts.ts';
import type { Deps } from '../deps.ts';
import { wallTimeOf } from '../local-time.ts';
import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Rules } from '../rules/rules.ts';
import { rulesFor } from '../rules/rules-for.ts';
import { touchedRules } from '../rules/touched-rules.ts';
import type { Tx } from '../store.ts';

/**
 * What the rules say now to a booking that waits: for a seat, for its person's word or for a decision. It is judged as if
 * it were asked for anew, its own time, day and seat not counted against it. Locks the caps that it touches. `turn`: the
 * seats that wait for those in line are its own to take.
 */
export async function judgeAgain(
  tx: Tx,
  deps: Deps,
  booking: Booking,
  whose: Person,
  { turn }: { turn: boolean },
): Promise<JudgedDay> {
  const organisation = deps.organisation();
  const pools = poolsForBooking(organisation, whose, booking.poolId);
  const wish = await wishOf(tx, booking);
  const asked = askedAgain(booking, organisation.timeZone);
  const rules = asItWasAsked(rulesFor(organisation, whose), booking, asked, organisation);
  const facts = await readFacts(tx, deps, { person: whose, rules, pools, wish }, [asked], { lock: true, turn });
  const held = facts.held.filter((one) => one.id !== booking.id);
  const counted = facts.counted.filter((one) => !('id' in one) || one.id !== booking.id);
  // A change that holds a seat of its own beside the booking whose place it takes: that seat is free for it as well.
  const own = booking.replacesId !== null && booking.status === 'pending' && booking.seatHeld ? booking.poolId : null;
  const seatsTaken = facts.seatsTaken.map((taken) =>
    own === null ? taken : { ...taken, [own]: (taken[own] ?? 0) - 1 },
  );
  const replaced = booking.replacesId === null ? [] : facts.replaced;
  const context = { organisation, rules, pools, now: deps.clock.now() };
  const [judged] = judgeDays([asked], wish, { ...facts, held, counted, seatsTaken, replaced }, context);
  return { ...judged!, replaces: booking.replacesId };
}

/** Whoever asked in time has not become late by waiting. */
function asItWasAsked(rules: Rules, booking: Booking, asked: AskedDay, organisation: Organisation): Rules {
  const day = { asked, time: booking, wish: booking, counted: [], section: { people: 0, away: [] } };
  const touched = touchedRules(day, rules, organisation, booking.createdAt);
  return touched.some(({ rule }) => rule === 'lead-time') ? rules : { ...rules, lead: { workingDays: 0, until: null } };
}

/** A booking that holds time stands in its own way: it is read as one that takes its own place. */
function askedAgain(booking: Booking, timeZone: string): AskedDay {
  const { day, part, startsAt, endsAt, replacesId } = booking;
  const hours = part === 'hours';
  const replaces = replacesId ?? (booking.status === 'pending' ? booking.id : null);
  return {
    day,
    part,
    from: hours ? wallTimeOf(startsAt, timeZone) : null,
    to: hours ? wallTimeOf(endsAt, timeZone) : null,
    ...(replaces === null ? {} : { replaces }),
  };
}

async function wishOf(tx: Tx, booking: Booking): Promise<Wish> {
  const texts = (await tx.bookings.texts([booking.id])).get(booking.id);
  const { place, device, poolId } = booking;
  const { reason = null, category = null, contact = null, material = null } = texts ?? {};
  return { ...NO_WISH, place, device, poolId, reason, category, contact, material };
}
