import type { Booking } from '../booking/booking.ts';
import { loadRoundMemory, type PictureCache } from '../capacity/round-memory.ts';
import { whoHasCome, type HasCome } from '../capacity/who-has-come.ts';
import type { Pool } from '../organisation.ts';
import type { Tx } from '../store.ts';
import { isGoingOn } from '../work/work-day.ts';
import { noShowAt } from './no-show.ts';

/** A booking and what is known of its person. */
export interface AwaitedBooking {
  booking: Booking;
  /** Lower case; null where the directory has them no more. */
  upn: string | null;
  /** When it counts as not used; null never. */
  at: Date | null;
}

/** Bookings of a pool with the instant at which each counts as not used. */
export async function readAwaited(tx: Tx, pool: Pool, bookings: Booking[]): Promise<AwaitedBooking[]> {
  const said = await tx.late.of(bookings.map(({ id }) => id));
  const people = await tx.people.byIds([...new Set(bookings.map((one) => one.personId))]);
  const upns = new Map(people.filter((one) => !one.goneAt).map((one) => [one.id, one.upn.toLowerCase()]));
  return bookings.map((booking) => ({
    booking,
    upn: upns.get(booking.personId) ?? null,
    at: noShowAt(booking, { comingAt: said.get(booking.id) ?? null }, pool),
  }));
}

/**
 * Who of them has come, as the rounds have seen it and as their own working time says it: who has begun work and not ended
 * it is at work, and may need the desktop at any moment.
 */
export async function readWhoHasCome(
  tx: Tx,
  pool: Pool,
  awaited: readonly AwaitedBooking[],
  now: Date,
  pictures?: PictureCache,
): Promise<Map<string, HasCome>> {
  if (awaited.length === 0) return new Map();
  const { planner } = await loadRoundMemory(tx, pool.id, now, pictures);
  const asked = awaited.map(({ booking: { id, startsAt }, upn }) => ({ id, upn: upn ?? '', startsAt }));
  const found = whoHasCome(planner, asked, now);
  for (const { booking, upn } of awaited) {
    if (upn === null) found.set(booking.id, 'unknown');
    if (found.get(booking.id) !== 'not-come') continue;
    const record = await tx.work.of(booking.personId, booking.day);
    if (record && isGoingOn(record)) found.set(booking.id, 'come');
  }
  return found;
}
