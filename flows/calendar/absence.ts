import { lookForDeputy } from '../approval/hand-on.ts';
import { HOLDING, type Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import { addMinutes, later } from '../minutes.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';

/** A booking is asked about where the person is away for at least so long of it: a dentist's hour is no day of leave. */
const LEAST_MINUTES = 60;

/** A time in which a person is away, as their calendar says. `days`: as the entry's reader lays them out. */
export interface TimeAway {
  startsAt: Date;
  endsAt: Date;
  days?: readonly unknown[];
}

/**
 * Bookings that a time away speaks against: held or waited for, still ahead, touched by it for an hour or altogether, and
 * not asked about before. Pure.
 */
export function bookingsSpokenAgainst(
  bookings: readonly Booking[],
  absence: { startsAt: Date; endsAt: Date; asked: readonly string[] },
  now: Date,
): Booking[] {
  return bookings.filter((booking) => {
    const { id, status, startsAt, endsAt } = booking;
    if ((!HOLDING.includes(status) && status !== 'waitlisted') || endsAt <= now || absence.asked.includes(id))
      return false;
    const from = later(startsAt, absence.startsAt);
    const to = absence.endsAt < endsAt ? absence.endsAt : endsAt;
    const wholly = from.getTime() === startsAt.getTime() && to.getTime() === endsAt.getTime();
    return to > from && (wholly || to >= addMinutes(from, LEAST_MINUTES));
  });
}

/**
 * A person's own calendar says that they are away, or (null) says so no more. Who has booked that time is asked once for
 * each booking whether it is taken back; nothing is taken back by itself. Repeating it, or moving it over the same booking,
 * asks no more. What waits for their decision is looked at when the time begins, so that somebody stands in for them.
 */
export async function absenceSeen(
  tx: Tx,
  deps: Deps,
  person: Person,
  key: string,
  absence: TimeAway | null,
): Promise<void> {
  const now = deps.clock.now();
  const known = await tx.absences.lock(person.id, key);
  if (absence === null || absence.endsAt <= absence.startsAt) {
    if (!known) return;
    await tx.absences.remove(person.id, key);
    return lookForDeputy(tx, person.id, now);
  }
  const seen = {
    personId: person.id,
    key,
    startsAt: absence.startsAt,
    endsAt: absence.endsAt,
    asked: known?.asked ?? [],
  };
  const held = await tx.bookings.ofPerson(person.id, later(now, absence.startsAt), MOST_BOOKINGS);
  const others = await tx.absences.ofPerson(person.id, absence.startsAt, absence.endsAt);
  const asked = [...seen.asked, ...others.flatMap((one) => one.asked)];
  const found = bookingsSpokenAgainst(held, { ...seen, asked }, now);
  for (const { id } of found)
    await tx.outbox.add({ kind: 'tell', personId: person.id, notice: { kind: 'away-asked', bookingId: id } }, now);
  await tx.absences.save({ ...seen, asked: [...seen.asked, ...found.map(({ id }) => id)] });
  const isKnown = known && +known.startsAt === +seen.startsAt && +known.endsAt === +seen.endsAt;
  if (!isKnown && seen.endsAt > now) await lookForDeputy(tx, person.id, later(now, seen.startsAt));
}

/** Whether a person's calendar says that they are away during a time. */
export async function isAway(tx: Tx, personId: string, { startsAt, endsAt }: { startsAt: Date; endsAt: Date }) {
  return (await tx.absences.ofPerson(personId, startsAt, endsAt)).length > 0;
}

/** Bookings of one person that are looked at: far more than anybody has ahead. */
const MOST_BOOKINGS = 400;
