import { poolOf, type Deps } from '../deps.ts';
import { addMinutes } from '../minutes.ts';
import { canTakeAgain } from '../no-show/no-show.ts';
import type { Organisation, Pool } from '../organisation.ts';
import { unready } from '../readiness/gates.ts';
import { readinessOf } from '../readiness/readiness-of.ts';
import type { Tx } from '../store.ts';
import type { BookingLine, RequestView } from '../views.ts';
import { placesInLine } from '../waitlist/waiting-line.ts';
import { HOLDING, type Booking } from './booking.ts';
import { usualInstead } from './choose-pool.ts';

/** Lines of bookings as their requester sees them. */
export async function bookingLines(tx: Tx, deps: Deps, bookings: Booking[]): Promise<BookingLine[]> {
  const organisation = deps.organisation();
  const deciders = await tx.people.byIds([
    ...new Set(bookings.flatMap((one) => [one.decidedBy ?? [], one.decidedFor ?? []].flat())),
  ]);
  const replaced = await tx.bookings.byIds(bookings.flatMap((one) => one.replacesId ?? []));
  const readiness = await readinessOf(tx, deps, bookings);
  const places = await placesInLine(tx, deps, bookings);
  const names = new Map(deciders.map((person) => [person.id, person.displayName]));
  const usual = await usualPools(tx, organisation, bookings);
  const texts = bookings.some((one) => one.decidedBy) ? await tx.bookings.texts(bookings.map((one) => one.id)) : null;
  return bookings.map((booking) => ({
    bookingId: booking.id,
    version: booking.version,
    day: booking.day,
    part: booking.part,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    status: booking.status,
    place: booking.place,
    device: booking.device,
    series: booking.series,
    replaces: replaced.find((one) => one.id === booking.replacesId) ?? null,
    beyond: booking.beyond,
    seatReturned: booking.status === 'pending' && !booking.seatHeld && booking.replacesId === null,
    waitingPlace: places.get(booking.id) ?? null,
    offeredUntil: booking.status === 'pending' ? booking.offeredUntil : null,
    byRule: booking.decidedBy === 'rule',
    decidedForName: booking.decidedFor ? (names.get(booking.decidedFor) ?? null) : null,
    poolName: poolOf(organisation, booking.poolId)?.name ?? null,
    insteadOf: usual(booking)?.name ?? null,
    readyAt: readyAtOf(booking, deps),
    decidedByName: booking.decidedBy ? (names.get(booking.decidedBy) ?? null) : null,
    comment: texts?.get(booking.id)?.comment ?? null,
    canCancel: HOLDING.includes(booking.status) || booking.status === 'waitlisted',
    canTakeAgain: canTakeAgain(booking, deps.clock.now()),
    unready: unready(readiness.get(booking.id) ?? []),
  }));
}

/** Who has a seat in another pool than usual is told so. Where no pool overflows, nothing is read. */
async function usualPools(
  tx: Tx,
  organisation: Organisation,
  bookings: readonly Booking[],
): Promise<(booking: Booking) => Pool | null> {
  if (organisation.pools.every((pool) => pool.overflow === null)) return () => null;
  const people = new Map(
    (await tx.people.byIds([...new Set(bookings.map((one) => one.personId))])).map((one) => [one.id, one]),
  );
  return ({ personId, poolId, status }) => {
    const person = people.get(personId);
    return person && status !== 'waitlisted' ? usualInstead(organisation, person, poolId) : null;
  };
}

/**
 * From when the desktop of a booking is ready, where that is later than its start: the pool's notice after the
 * decision (after now, while it is undecided).
 */
export function readyAtOf(booking: Booking, deps: Deps): Date | null {
  const pool = poolOf(deps.organisation(), booking.poolId);
  if (!pool || !HOLDING.includes(booking.status)) return null;
  const ready = addMinutes(booking.decidedAt ?? deps.clock.now(), pool.noticeMinutes);
  return ready > booking.startsAt && ready < booking.endsAt ? ready : null;
}

/** The requester's card of a request as things are now. */
export async function showRequest(tx: Tx, deps: Deps, requestId: string): Promise<RequestView | null> {
  const bookings = await tx.bookings.byRequest(requestId);
  const first = bookings[0];
  if (!first) return null;
  const texts = await tx.bookings.texts([first.id]);
  const pending = bookings.find((one) => one.status === 'pending');
  const approvers = await tx.people.byIds((pending ?? first).approverIds);
  const onOrAhead = bookings.find((one) => one.status === 'approved' || one.status === 'active');
  return {
    kind: 'request',
    requestId,
    bookings: await bookingLines(tx, deps, bookings),
    reason: texts.get(first.id)?.reason ?? null,
    approverNames: approvers.map((person) => person.displayName),
    reroutedTo: null,
    connectUrl: onOrAhead?.poolId ? connectUrlOf(deps, onOrAhead) : null,
    timeZone: deps.organisation().timeZone,
  };
}

/** Where a booking's desktop is reached; one link for PC, iPad and phone. */
export function connectUrlOf(deps: Deps, booking: Booking | null): string {
  return `${deps.publicUrl}/connect/${booking?.id ?? ''}`;
}
