import { HOLDING, type Booking, type BookingStatus } from '../booking/booking.ts';
import { mayHave } from '../booking/choose-pool.ts';
import { countedLicencesOf } from '../licences/licence.ts';
import { seatsOf, type LocalDay, type Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import { takesPart } from '../registration/takes-part.ts';
import { rulesFor } from '../rules/rules-for.ts';
import { touchedRules } from '../rules/touched-rules.ts';

/** What other settings would say to a booking that stands. */
export interface Consequence {
  bookingId: string;
  upn: string;
  day: LocalDay;
  /** `stop`: it could not be asked for any more. `beyond`: it would take the approver's word. */
  weight: 'stop' | 'beyond';
  /** A rule's id, or `pool-gone`, `other-pool`, `not-participating`, `no-seat`. */
  what: string;
}

/**
 * What other settings would mean for bookings that hold their time: each is judged as if it were asked for now, after
 * those that were asked for before it. Days that have been count in the limits of those that are ahead. Nothing is
 * changed by it: a booking that stands is kept, whatever this says. Pure.
 */
export function consequences(
  bookings: readonly Booking[],
  people: readonly Person[],
  organisation: Organisation,
  now: Date,
): Consequence[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const sizes = new Map<string | null, number>();
  for (const { department, goneAt } of people) if (!goneAt) sizes.set(department, (sizes.get(department) ?? 0) + 1);
  const kept = { ofPerson: new Map<string, Booking[]>(), inSection: new Map<string, Booking[]>() };
  const taken = new Map<string, number>();
  const seated = new Map<string, Booking>();
  const order = (one: Booking) => [Number(HOLDING.includes(one.status)), one.createdAt.getTime()] as const;
  const inOrder = [...bookings].sort((a, b) => {
    const [[aHeld, aAt], [bHeld, bAt]] = [order(a), order(b)];
    return aHeld - bHeld || aAt - bAt || (a.id < b.id ? -1 : 1);
  });
  return inOrder.flatMap((booking) => {
    const person = byId.get(booking.personId);
    if (!person) return [];
    const held = HOLDING.includes(booking.status);
    const found = held ? judge(booking, person) : [];
    if (held || BEEN.includes(booking.status)) keep(kept.ofPerson, person.id, booking);
    if (held) keep(kept.inSection, `${person.department}/${booking.day}`, booking);
    if (held && booking.seatHeld) {
      seated.set(booking.id, booking);
      for (const slot of slotsOf(booking)) taken.set(slot, (taken.get(slot) ?? 0) + 1);
    }
    return found;
  });

  /** The most seats of these pools taken together in any half hour of a booking, without the one whose place it takes. */
  function mostTaken(booking: Booking, pools: readonly string[]): number {
    const replaced = booking.replacesId === null ? undefined : seated.get(booking.replacesId);
    const given = new Set(replaced ? slotsOf(replaced) : []);
    const inSlot = (slot: string) => (taken.get(slot) ?? 0) - Number(given.has(slot));
    const [first = [], ...others] = pools.map((poolId) => slotsOf({ ...booking, poolId }).map(inSlot));
    return Math.max(...first.map((count, index) => others.reduce((sum, one) => sum + (one[index] ?? 0), count)));
  }

  function judge(booking: Booking, person: Person): Consequence[] {
    const told = (weight: Consequence['weight'], what: string): Consequence => ({
      bookingId: booking.id,
      upn: person.upn,
      day: booking.day,
      weight,
      what,
    });
    if (!takesPart(organisation, person)) return [told('stop', 'not-participating')];
    const notReplaced = (one: Booking) => one.id !== booking.replacesId;
    const found: Consequence[] = [];
    if (booking.poolId !== null) {
      const pool = organisation.pools.find((one) => one.id === booking.poolId);
      if (!pool) found.push(told('stop', 'pool-gone'));
      else if (!mayHave(organisation, person, pool)) found.push(told('stop', 'other-pool'));
      else if (booking.seatHeld) {
        const shared = countedLicencesOf(organisation, pool.id).filter(({ kind }) => kind === 'concurrent');
        const full = mostTaken(booking, [pool.id]) >= seatsOf(pool);
        const short = shared.some(({ pools, count }) => mostTaken(booking, pools) >= count);
        if (full || short) found.push(told('stop', 'no-seat'));
      }
    }
    const rules = rulesFor(organisation, person);
    const section = person.department === null ? [] : (kept.inSection.get(`${person.department}/${booking.day}`) ?? []);
    const touched = touchedRules(
      {
        asked: { day: booking.day, part: booking.part, from: null, to: null },
        time: booking,
        wish: booking,
        counted: (kept.ofPerson.get(person.id) ?? []).filter(notReplaced),
        section: {
          people: person.department === null ? 0 : Math.max(0, (sizes.get(person.department) ?? 1) - 1),
          away: section.filter((one) => one.personId !== person.id),
        },
      },
      // What was asked for in time stays so.
      { ...rules, lead: { workingDays: 0, until: null } },
      organisation,
      now,
    );
    const known = new Set(booking.beyond.map(({ rule }) => rule));
    for (const { rule } of touched) {
      const stop = rules.stops.includes(rule);
      if (stop || !known.has(rule)) found.push(told(stop ? 'stop' : 'beyond', rule));
    }
    return found;
  }
}

const HALF_HOUR_MS = 30 * 60_000;

/** The half hours of its pool that a booking touches: seats are counted by them. */
function slotsOf({ poolId, startsAt, endsAt }: Booking): string[] {
  const first = Math.floor(startsAt.getTime() / HALF_HOUR_MS);
  const count = Math.ceil(endsAt.getTime() / HALF_HOUR_MS) - first;
  return Array.from({ length: count }, (_, index) => `${poolId}/${first + index}`);
}

/** Days that have been, and count in limits. */
const BEEN: readonly BookingStatus[] = ['completed', 'no-show'];

function keep(lists: Map<string, Booking[]>, key: string, booking: Booking): void {
  const list = lists.get(key);
  if (list) list.push(booking);
  else lists.set(key, [booking]);
}
