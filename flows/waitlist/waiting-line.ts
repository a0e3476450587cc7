import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { Emergency } from '../emergency/emergency-store.ts';
import type { Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';

/** Somebody in line, with what their place in it follows from. */
export interface Waiter {
  booking: Booking;
  person: Person;
  /** Class of their section while an emergency is on for it; the smaller comes first. */
  emergencyClass: number;
  /** Of the rules of their profile; the smaller comes first. */
  priority: number;
}

/** Who comes first: by class in an emergency, by the profile's priority, by when they asked. Never equal. */
export function byTurn(a: Waiter, b: Waiter): number {
  return (
    a.emergencyClass - b.emergencyClass ||
    a.priority - b.priority ||
    a.booking.createdAt.getTime() - b.booking.createdAt.getTime() ||
    (a.booking.id < b.booking.id ? -1 : 1)
  );
}

/** Puts waitlisted bookings in the order of their turn. People whom the directory has no more are left out. */
export async function inLine(tx: Tx, deps: Deps, bookings: Booking[]): Promise<Waiter[]> {
  if (bookings.length === 0) return [];
  const organisation = deps.organisation();
  const on = await tx.emergencies.on();
  const people = await tx.people.byIds([...new Set(bookings.map((one) => one.personId))]);
  const byId = new Map(people.filter((one) => !one.goneAt).map((one) => [one.id, one]));
  return bookings
    .flatMap((booking): Waiter[] => {
      const person = byId.get(booking.personId);
      if (!person) return [];
      const emergencyClass = emergencyClassOf(organisation, on, person);
      return [{ booking, person, emergencyClass, priority: rulesFor(organisation, person).priority }];
    })
    .sort(byTurn);
}

/** Of several sections' classes the first; people whom no emergency is on for come after everybody for whom one is. */
function emergencyClassOf({ sections, emergency }: Organisation, on: Emergency[], person: Person): number {
  if (on.length === 0) return 0;
  const section = sections.find((one) => one.department === person.department)?.id ?? null;
  const covered = on.some((one) => one.sections === null || (section !== null && one.sections.includes(section)));
  if (!covered) return emergency.priority.length + 1;
  const found = emergency.priority.findIndex((ids) => section !== null && ids.includes(section));
  return found < 0 ? emergency.priority.length : found;
}

/** The place in line of each waitlisted booking: 1 for whoever comes next among those who wait for the same time. */
export async function placesInLine(tx: Tx, deps: Deps, bookings: Booking[]): Promise<Map<string, number>> {
  const waiting = bookings.filter((one) => one.status === 'waitlisted' && one.poolId !== null);
  if (waiting.length === 0) return new Map();
  const from = new Date(Math.min(...waiting.map((one) => one.startsAt.getTime())));
  const to = new Date(Math.max(...waiting.map((one) => one.endsAt.getTime())));
  const all = await tx.bookings.waitlisted([...new Set(waiting.flatMap((one) => one.poolId ?? []))], from, to);
  const line = await inLine(tx, deps, all);
  return new Map(
    waiting.map((own) => {
      const rivals = line.filter(({ booking }) => booking.poolId === own.poolId && touch(booking, own));
      return [own.id, rivals.findIndex(({ booking }) => booking.id === own.id) + 1];
    }),
  );
}

export function touch(a: Pick<Booking, 'startsAt' | 'endsAt'>, b: Pick<Booking, 'startsAt' | 'endsAt'>): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}
