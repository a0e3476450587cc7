import type { BookingPart, Place } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { addDays, localDayOf, mondayOf } from '../local-time.ts';
import { isDayOff, officeDaysBetween } from '../office-days.ts';
import type { LocalDay, Localised } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Device } from '../rules/rules.ts';
import type { Tx } from '../store.ts';

/** A colleague who is not in the office, as peers may know it: where, and when; never why. */
export interface Away {
  name: string;
  part: BookingPart;
  startsAt: Date;
  endsAt: Date;
  place: Place | null;
  device: Device | null;
  /** Asked for and not decided yet. */
  pending: boolean;
  self: boolean;
}

/** Who of one's section is where. */
export interface TeamView {
  kind: 'team';
  section: Localised | null;
  /** People of the section, oneself among them. */
  ofPeople: number;
  /** By day; `away` at most one page, `out` counts all of them. */
  days: { day: LocalDay; today: boolean; out: number; away: Away[] }[];
  timeZone: string;
}

const DAYS_SHOWN = 5;
const NAMES_A_DAY = 12;

/** Today and the rest of the week, or the days named, for the person's own section. Reads only. */
export async function showTeam(tx: Tx, deps: Deps, person: Person, asked: readonly LocalDay[]): Promise<TeamView> {
  const organisation = deps.organisation();
  const today = localDayOf(deps.clock.now(), organisation.timeZone);
  const section = organisation.sections.find((one) => one.department === person.department);
  const restOfWeek = officeDaysBetween(today, addDays(mondayOf(today), 6), organisation);
  const days = (asked.length > 0 ? asked : [...new Set([today, ...restOfWeek])].filter(worth)).slice(0, DAYS_SHOWN);
  const people = person.department === null ? [person.id] : await tx.people.inDepartment(person.department);
  const held = await tx.bookings.holdingOnDays(people, [...days]);
  const names = new Map(
    (await tx.people.byIds([...new Set(held.map((one) => one.personId))])).map((one) => [one.id, one]),
  );
  return {
    kind: 'team',
    section: section?.name ?? (person.department === null ? null : { ja: person.department, en: person.department }),
    ofPeople: new Set([...people, person.id]).size,
    days: days.map((day) => {
      const away = held
        .filter((one) => one.day === day)
        .map((one): Away => ({
          name: names.get(one.personId)?.displayName ?? '',
          part: one.part,
          startsAt: one.startsAt,
          endsAt: one.endsAt,
          place: one.place,
          device: one.device,
          pending: one.status === 'pending',
          self: one.personId === person.id,
        }))
        .sort((a, b) => Number(b.self) - Number(a.self) || a.startsAt.getTime() - b.startsAt.getTime());
      const out = new Set(held.filter((one) => one.day === day).map((one) => one.personId)).size;
      return { day, today: day === today, out, away: away.slice(0, NAMES_A_DAY) };
    }),
    timeZone: organisation.timeZone,
  };

  function worth(day: LocalDay): boolean {
    return day === today || !isDayOff(day, organisation);
  }
}
