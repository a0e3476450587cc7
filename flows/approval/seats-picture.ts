import { HOLDING, type Booking } from '../booking/booking.ts';
import { poolOf, type Deps } from '../deps.ts';
import { seatsOf } from '../organisation.ts';
import type { Tx } from '../store.ts';
import type { ApprovalLine } from './approval-view.ts';

type Seats = Pick<ApprovalLine, 'seatsLeft' | 'seats' | 'seatsPending' | 'hostsAdded'>;

const NONE: Seats = { seatsLeft: null, seats: null, seatsPending: 0, hostsAdded: null };

/** Seats and hosts at the fullest moment of each booking's time, its own seat counted as free. For showing. */
export async function readSeats(
  tx: Tx,
  deps: Deps,
  bookings: readonly Booking[],
): Promise<(booking: Booking) => Seats> {
  const organisation = deps.organisation();
  const seated = bookings.filter((one) => poolOf(organisation, one.poolId) && one.startsAt < one.endsAt);
  if (seated.length === 0) return () => NONE;
  const times = seated.map(({ poolId, startsAt, endsAt }) => ({ poolId: poolId!, startsAt, endsAt }));
  const caps = await tx.caps.look({ personId: seated[0]!.personId, seats: times, weeks: [] });
  const pending = await tx.bookings.pendingSeats(times);
  return (booking) => {
    const index = seated.indexOf(booking);
    const pool = poolOf(organisation, booking.poolId);
    if (index < 0 || !pool) return NONE;
    const own = HOLDING.includes(booking.status) && booking.seatHeld ? 1 : 0;
    const others = Math.max(0, (caps.taken[index] ?? 0) - own);
    const hosts = (people: number) => Math.ceil(people / pool.maxSessions);
    return {
      seatsLeft: Math.max(0, seatsOf(pool) - others),
      seats: seatsOf(pool),
      seatsPending: Math.max(0, (pending[index] ?? 0) - (booking.status === 'pending' ? own : 0)),
      // A personal desktop is there in any case.
      hostsAdded: pool.kind === 'pooled' ? hosts(others + 1) - hosts(others) : null,
    };
  };
}
