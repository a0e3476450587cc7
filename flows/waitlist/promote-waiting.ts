import { followBookingChange, refreshCards } from '../booking/booking-changes.ts';
import type { Booking } from '../booking/booking.ts';
import { poolsForBooking, poolsLeadingTo } from '../booking/choose-pool.ts';
import type { JudgedDay } from '../booking/proposal.ts';
import { poolOf, type Deps } from '../deps.ts';
import { addMinutes, earlier, later } from '../minutes.ts';
import { seatsOf, type Organisation } from '../organisation.ts';
import { OverlapError, type Tx } from '../store.ts';
import { grantSeat } from './grant-seat.ts';
import { judgeAgain } from './judge-again.ts';
import { inLine, touch, type Waiter } from './waiting-line.ts';

/** Seats given in one transaction, so that those who book are not kept waiting for long. */
const MOST_AT_ONCE = 25;
/** While people wait, the line is looked at this often besides: settings and rules may have made room. */
const LOOK_AGAIN_MINUTES = 15;
const END_OF_TIME = new Date('9999-01-01T00:00:00Z');

/** A seat of the pool has come back: asks the line. Answers when to look again, or null where nobody waits. Safe to repeat. */
export async function followWaitlist(deps: Deps, poolId: string): Promise<Date | null> {
  const now = deps.clock.now();
  for (;;) {
    const { moved, left } = await deps.store.transaction((tx) =>
      promoteWaiting(tx, deps, poolId, now, END_OF_TIME, deps.clock.now()),
    );
    if (moved.length < MOST_AT_ONCE) return left > 0 ? addMinutes(now, LOOK_AGAIN_MINUTES) : null;
  }
}

/**
 * Gives the free seats of a pool in [from, to) to those who wait for them, also in pools that overflow to it, in the order
 * of their turn. Each is judged
 * anew; who can use the seat gets it, and who cannot (their whole time is not free, or a rule stands against it) keeps
 * their place and lets the next one past. Where the pool's notice before the start has gone by, the person is asked
 * first and has a while to answer. Answers whose bookings moved, and how many still wait.
 */
export async function promoteWaiting(
  tx: Tx,
  deps: Deps,
  poolId: string,
  from: Date,
  to: Date,
  now: Date,
): Promise<{ moved: Booking[]; left: number }> {
  const organisation = deps.organisation();
  const pool = poolOf(organisation, poolId);
  // Rows first, caps after them, as whoever cancels or decides has it.
  const lines = poolsLeadingTo(organisation, poolId);
  const waiting = pool ? (await tx.bookings.lockWaitlisted(lines, from, to)).filter((one) => one.endsAt > now) : [];
  if (!pool || waiting.length === 0) return { moved: [], left: 0 };
  const line = await inLine(tx, deps, waiting);
  await tx.caps.lock({ personId: waiting[0]!.personId, seats: timesOf(line, organisation, now), weeks: [] });
  const moved: Booking[] = [];
  for (const waiter of line) {
    if (moved.length === MOST_AT_ONCE) break;
    if (!(await isFree(tx, organisation, waiter, now))) continue;
    const booking = await promote(tx, deps, waiter, now);
    if (booking) moved.push(booking);
  }
  const left = line.filter(({ booking }) => !moved.some((one) => one.id === booking.id));
  // Their cards show a place in line that is another by now.
  const closer = left.filter(({ booking }) => moved.some((one) => touch(one, booking)));
  for (const requestId of new Set(closer.map(({ booking }) => booking.requestId)))
    await refreshCards(tx, requestId, now);
  return { moved, left: left.length };
}

/** A look that costs little, before the rules are asked. A change may have its seat in the booking whose place it takes. */
async function isFree(tx: Tx, organisation: Organisation, waiter: Waiter, now: Date): Promise<boolean> {
  const { booking, person } = waiter;
  if (booking.replacesId !== null) return true;
  const { tried } = poolsForBooking(organisation, person, booking.poolId);
  const seats = timesOf([waiter], organisation, now);
  const { taken } = await tx.caps.look({ personId: booking.personId, seats, weeks: [] });
  return tried.some((pool, index) => (taken[index] ?? 0) < seatsOf(pool));
}

async function promote(tx: Tx, deps: Deps, waiter: Waiter, now: Date): Promise<Booking | null> {
  const { booking, person: whose } = waiter;
  const judged = await judgeAgain(tx, deps, booking, whose, { turn: true });
  if (!judged.verdict.ok) return null;
  const { readyAt } = judged.verdict;
  // A desktop that would be ready when the time is over is no use to anybody.
  if (readyAt !== null && readyAt >= judged.endsAt) return null;
  try {
    const moved =
      readyAt === null
        ? await grantSeat(tx, deps, { booking, whose, judged, now })
        : await offer(tx, deps, booking, judged, now);
    const { status, offeredUntil } = moved;
    tx.audit.add(
      {
        kind: offeredUntil ? 'seat-offered' : 'seat-returned',
        by: 'system',
        subject: booking.id,
        facts: { poolId: moved.poolId, status, offeredUntil: offeredUntil?.toISOString() ?? null },
      },
      now,
    );
    const kind = offeredUntil ? 'seat-offered' : 'seat-returned';
    await tx.outbox.add({ kind: 'tell', personId: whose.id, notice: { kind, bookingId: booking.id } }, now);
    return moved;
  } catch (error) {
    if (error instanceof OverlapError) return null;
    throw error;
  }
}

/** The seat is kept for them until they have answered; nobody decides it before. */
async function offer(tx: Tx, deps: Deps, booking: Booking, judged: JudgedDay, now: Date): Promise<Booking> {
  const offered: Booking = {
    ...booking,
    startsAt: judged.startsAt,
    endsAt: judged.endsAt,
    poolId: judged.poolId,
    status: 'pending',
    seatHeld: !judged.seatInReplaced,
    holdUntil: null,
    offeredUntil: earlier(addMinutes(now, deps.organisation().waitlist.offerMinutes), judged.endsAt),
    version: booking.version + 1,
  };
  await tx.bookings.save(offered);
  await followBookingChange(tx, [offered], now, { grants: false, cards: true });
  return offered;
}

/** The times that they wait for, once each, in every pool in which they may have their seat. */
function timesOf(line: Waiter[], organisation: Organisation, now: Date) {
  const times = line.flatMap(({ booking, person }) =>
    poolsForBooking(organisation, person, booking.poolId).tried.map(({ id }) => {
      const time = { poolId: id, startsAt: later(booking.startsAt, now), endsAt: booking.endsAt };
      return [`${id} ${time.startsAt.getTime()} ${time.endsAt.getTime()}`, time] as const;
    }),
  );
  return [...new Map(times).values()];
}
