import type { Booking } from '../booking/booking.ts';
import { followBookingChange } from '../booking/booking-changes.ts';
import type { DesktopProvider, SeenPool } from '../capacity/capacity.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addMinutes, earlier } from '../minutes.ts';
import type { Pool } from '../organisation.ts';
import { OverlapError, type Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import { isFree } from './is-free.ts';
import { backAgain, canTakeAgain, isJudged, returned, STILL_COME_MINUTES, JUDGED_WITHIN_MINUTES } from './no-show.ts';
import { readAwaited, readWhoHasCome, type AwaitedBooking } from './read-awaited.ts';

/** Bookings looked at ahead; later ones are found by the look that this interval brings. */
const LOOK_AHEAD_MINUTES = 12 * 60;
/** While somebody may still come, or something could not be told, it is looked again. */
const LOOK_AGAIN_MINUTES = 5;
/** A reading older than this says nothing of who is there now. */
const FRESH_MINUTES = 2;
/** Seats given back in one transaction, so that nobody who books waits for long. */
const MOST_AT_ONCE = 50;
/** So many at once, and more than half of those whose time it is: it is not they who are missing. */
const TOO_MANY = 10;

/**
 * Seats of a pool that nobody uses go back, and to those who wait; whoever is seen at a desktop after all has their booking
 * again. What the rounds have seen decides whom to look at, a reading of this moment whether anything is taken: where the
 * pool cannot be read, is not ours, or was not watched since the booking began, nobody loses a seat. Answers when to look
 * again. Safe to repeat. Throws ProviderError where the pool cannot be read.
 */
export async function followNoShows(deps: Deps & { provider: DesktopProvider }, poolId: string): Promise<Date | null> {
  const { store, clock, provider } = deps;
  const pool = poolOf(deps.organisation(), poolId);
  if (!pool || pool.noShow === null || pool.kind === 'personal') return null;
  const before = clock.now();
  const { looked, next } = await store.transaction((tx) => lookAround(tx, deps, pool, before));
  if (looked.length === 0) return next;
  const seen = await provider.readHostPool(poolId, { sessions: true });
  const again = await store.transaction((tx) => settle(tx, deps, pool, seen, looked));
  return earlier(next, again ? addMinutes(clock.now(), LOOK_AGAIN_MINUTES) : next);
}

/** Ids of the bookings for which the pool has to be read now, and when to look again for the others. */
async function lookAround(tx: Tx, deps: Deps, pool: Pool, now: Date): Promise<{ looked: string[]; next: Date }> {
  const ahead = addMinutes(now, LOOK_AHEAD_MINUTES);
  const awaited = await readAwaited(tx, pool, await tx.bookings.grantedInPool(pool.id, now, ahead));
  const judged = awaited.filter(({ booking, at }) => isJudged(booking, at, now));
  const come = await readWhoHasCome(tx, pool, judged, now, deps.pictures);
  const looked = awaited.filter((one) => come.get(one.booking.id) === 'not-come' || mayHaveCome(one, now));
  const unknown = judged.some(({ booking }) => come.get(booking.id) === 'unknown');
  let next = unknown ? addMinutes(now, LOOK_AGAIN_MINUTES) : ahead;
  for (const { booking, at } of awaited)
    if (at !== null && at > now && booking.status !== 'no-show') next = earlier(next, at);
  return { looked: looked.map(({ booking }) => booking.id), next };
}

/** A returned booking whose person may still sign in, or somebody who sits there without a seat. */
function mayHaveCome({ booking, at }: AwaitedBooking, now: Date): boolean {
  if (booking.status === 'active') return !booking.seatHeld;
  if (!canTakeAgain(booking, now)) return false;
  return at === null || now < addMinutes(at, JUDGED_WITHIN_MINUTES + STILL_COME_MINUTES);
}

/** Decides on rows that are locked and read again. Answers whether to look again soon. */
async function settle(tx: Tx, deps: Deps, pool: Pool, seen: SeenPool, ids: readonly string[]): Promise<boolean> {
  const now = deps.clock.now();
  const there = whoIsThere(seen, now);
  if (there === null) return true;
  const awaited = await readAwaited(tx, pool, await tx.bookings.lock([...ids]));
  // Caps after rows, all of them in one ascending look, as everybody has it.
  const seats = awaited.map(({ booking: { startsAt, endsAt } }) => ({ poolId: pool.id, startsAt, endsAt }));
  if (awaited[0]) await tx.caps.lock({ personId: awaited[0].booking.personId, seats, weeks: [] });
  const back = await letBack(tx, deps, pool, awaited, there);
  const judged = awaited.filter(({ booking, at, upn }) => isJudged(booking, at, now) && !there.has(upn ?? ''));
  const come = await readWhoHasCome(tx, pool, judged, now, deps.pictures);
  const absent = judged.filter(({ booking }) => come.get(booking.id) === 'not-come');
  if (absent.length >= TOO_MANY && absent.length * 2 > (await onNow(tx, pool, now))) {
    const detail = `${absent.length} people booked and not there; no seat is given back`;
    await tellIct(tx, deps, { code: 'nobody-comes', subject: pool.id, detail, since: now });
    return true;
  }
  await giveBack(
    tx,
    absent.slice(0, MOST_AT_ONCE).map(({ booking }) => booking),
    now,
  );
  const left = awaited.some((one) => mayHaveCome(one, now) && !back.has(one.booking.id));
  return left || judged.length > 0;
}

/**
 * UPNs of everybody at a desktop, in lower case; null where this reading cannot tell: too old, without its list, of a pool
 * that is not ours to touch, or with a list that lacks many whom the hosts count.
 */
export function whoIsThere(seen: SeenPool, now: Date): Set<string> | null {
  const { sessions, handsOff, readAt, hosts } = seen;
  if (sessions === null || handsOff !== null || addMinutes(readAt, FRESH_MINUTES) < now) return null;
  const counted = hosts.reduce((sum, host) => sum + host.sessions, 0);
  if (!(sessions.length >= counted * 0.9 - 1)) return null;
  return new Set(sessions.map(({ upn }) => upn.toLowerCase()).filter((upn) => upn !== ''));
}

/** Bookings whose time it is, used or not. */
async function onNow(tx: Tx, pool: Pool, now: Date): Promise<number> {
  const granted = await tx.bookings.grantedInPool(pool.id, now, now);
  return granted.filter(({ status }) => status === 'active').length;
}

async function giveBack(tx: Tx, bookings: Booking[], now: Date): Promise<void> {
  const freed = bookings.map(returned);
  for (const booking of freed) {
    await tx.bookings.save(booking);
    const facts = { poolId: booking.poolId, startsAt: booking.startsAt.toISOString() };
    tx.audit.add({ kind: 'booking-no-show', by: 'system', subject: booking.id, facts }, now);
    const { personId, id: bookingId } = booking;
    await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'no-show', bookingId } }, now);
  }
  if (freed.length > 0) await followBookingChange(tx, freed, now, { grants: true, cards: true });
}

/** Who is there has their booking again, with a seat where one is free. Answers the bookings that need no further look. */
async function letBack(
  tx: Tx,
  deps: Deps,
  pool: Pool,
  awaited: AwaitedBooking[],
  there: ReadonlySet<string>,
): Promise<Set<string>> {
  const now = deps.clock.now();
  const settled = new Set<string>();
  for (const { booking, upn } of awaited) {
    const comes = canTakeAgain(booking, now) && upn !== null && there.has(upn);
    const seatless = booking.status === 'active' && !booking.seatHeld && now < booking.endsAt;
    if (!comes && !seatless) continue;
    const seat = await isFree(tx, deps.organisation(), pool, booking, now);
    if (seatless && !seat) continue;
    const next: Booking = comes ? backAgain(booking, now, seat) : { ...booking, seatHeld: true };
    try {
      await tx.bookings.save(next);
    } catch (error) {
      // They have booked that time otherwise meanwhile: they are there for that.
      if (!(error instanceof OverlapError)) throw error;
      settled.add(booking.id);
      continue;
    }
    tx.audit.add(
      {
        kind: comes ? 'booking-come-after-all' : 'booking-has-seat',
        by: 'system',
        subject: booking.id,
        facts: { seat },
      },
      now,
    );
    if (seat) settled.add(booking.id);
    if (!comes) continue;
    const notice = { kind: 'come-after-all' as const, bookingId: booking.id };
    await tx.outbox.add({ kind: 'tell', personId: booking.personId, notice }, now);
    await followBookingChange(tx, [next], now, { grants: true, cards: true });
  }
  return settled;
}
