import type { Booking } from '../booking/booking.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import type { Pool } from '../organisation.ts';

/** A seat that comes back with less time left is of no use to anybody. */
export const USEFUL_MINUTES = 60;
/** Whoever was not judged within so long after their time (the bot was down, the pool unreadable) keeps their seat. */
export const JUDGED_WITHIN_MINUTES = 60;
/** Withdrawn access may be felt so much later: somebody may still sign in, and is looked for. */
export const STILL_COME_MINUTES = 60;

/** What is known of a booking beside its row. */
export interface Awaited {
  /** The person's own word that they come later: not waited for before this instant. Null where there was none. */
  comingAt: Date | null;
}

/**
 * When a booking counts as not used: so long after its start as the pool says, at most half of its time, so that half days
 * and single hours are worth giving back as well. The start is the booked one, or when the desktop was promised to be ready,
 * or when its person said they come, whichever is last. Null where it never is: the pool gives no seats back, a desktop of
 * one's own, no desktop, or too little would be left.
 */
export function noShowAt(booking: Booking, { comingAt }: Awaited, pool: Pool): Date | null {
  if (pool.noShow === null || pool.kind === 'personal' || booking.poolId !== pool.id) return null;
  const { startsAt, endsAt, decidedAt } = booking;
  const ready = decidedAt === null ? startsAt : addMinutes(decidedAt, pool.noticeMinutes);
  // Ready only when the time is over is ready at no promised time: what is left counts from the start.
  const promised = ready < endsAt ? later(startsAt, ready) : startsAt;
  const from = comingAt === null ? promised : later(promised, comingAt);
  const half = (endsAt.getTime() - from.getTime()) / 2;
  if (half <= 0) return null;
  const at = earlier(addMinutes(from, pool.noShow.afterMinutes), new Date(from.getTime() + half));
  return addMinutes(at, USEFUL_MINUTES) <= endsAt ? at : null;
}

/** Whether its time to be judged has come, and has not gone by. */
export function isJudged(booking: Booking, at: Date | null, now: Date): boolean {
  if (booking.status !== 'active' || at === null) return false;
  return at <= now && now < addMinutes(at, JUDGED_WITHIN_MINUTES) && addMinutes(now, USEFUL_MINUTES) <= booking.endsAt;
}

/** The seat goes back. Time alone makes no card old: the version stays. */
export function returned(booking: Booking): Booking {
  return { ...booking, status: 'no-show' };
}

/**
 * The person has it again for the rest of its time: they said so, or they are seen at a desktop. The time before, in which
 * nobody held a seat for them, stays free: so no seat is counted twice. Somebody who sits there while everything else is
 * promised holds none (`seat` false): nobody is thrown off, and no promise is broken.
 */
export function backAgain(booking: Booking, now: Date, seat: boolean): Booking {
  const { startsAt, version } = booking;
  return { ...booking, status: 'active', startsAt: later(startsAt, now), seatHeld: seat, version: version + 1 };
}

/** What becomes of a wish to have a returned booking again, before seats are looked at. */
export type TakeAgain = 'open' | 'again' | 'over' | 'changed';

export function decideTakeAgain(booking: Booking, version: number, now: Date): TakeAgain {
  if (booking.endsAt <= now) return 'over';
  if (booking.status === 'active') return 'again';
  return booking.status === 'no-show' && booking.version === version ? 'open' : 'changed';
}

/** A returned booking that its person may still take. */
export function canTakeAgain({ status, endsAt }: Pick<Booking, 'status' | 'endsAt'>, now: Date): boolean {
  return status === 'no-show' && now < endsAt;
}
