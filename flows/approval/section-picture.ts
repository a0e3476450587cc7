import { overlaps, type Interval } from '../booking/booked-time.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { instantOf } from '../local-time.ts';
import { earlier, later } from '../minutes.ts';
import { isDayOff } from '../office-days.ts';
import type { Person } from '../person.ts';
import { mostAtOnce } from '../rules/people-at-once.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';

import type { ApprovalLine } from './approval-view.ts';

/** Names shown of those who are out besides; the rest is a number. */
const NAMES_SHOWN = 5;

interface SectionPicture {
  /** Others of the section who are away during a booking. */
  out(booking: Interval): ApprovalLine['othersOut'];
  /** The counter time that a booking leaves emptiest, or null where none is touched. */
  counter(booking: Pick<Booking, 'day'> & Interval): ApprovalLine['counter'];
}

/** The requester's section without them, on the days of these bookings. */
export async function readSection(
  tx: Tx,
  deps: Deps,
  requester: Person,
  bookings: readonly Booking[],
): Promise<SectionPicture> {
  const organisation = deps.organisation();
  const { counter: times } = rulesFor(organisation, requester);
  const department = bookings.length > 0 ? requester.department : null;
  const colleagues = department ? (await tx.people.inDepartment(department)).filter((id) => id !== requester.id) : [];
  const days = [...new Set(bookings.map((one) => one.day))];
  const held = await tx.bookings.holdingOnDays(colleagues, days);
  const people = await tx.people.byIds([...new Set(held.map((one) => one.personId))]);
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return {
    out(booking) {
      const away = [...new Set(held.filter((one) => overlaps(one, booking)).map((one) => one.personId))];
      return {
        count: away.length,
        ofPeople: colleagues.length,
        names: away.slice(0, NAMES_SHOWN).map((id) => names.get(id) ?? ''),
      };
    },
    counter(booking) {
      if (isDayOff(booking.day, organisation)) return null;
      const at = (time: string) => instantOf(booking.day, time, organisation.timeZone);
      const touched = times.flatMap(({ from, to, people: needed }) => {
        const within = { startsAt: later(at(from), booking.startsAt), endsAt: earlier(at(to), booking.endsAt) };
        if (within.startsAt >= within.endsAt) return [];
        return [{ from, to, needed, present: colleagues.length - mostAtOnce(held, within) }];
      });
      return touched.sort((a, b) => a.present - a.needed - (b.present - b.needed))[0] ?? null;
    },
  };
}
