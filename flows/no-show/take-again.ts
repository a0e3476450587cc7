import { followBookingChange } from '../booking/booking-changes.ts';
import { showRequest } from '../booking/request-view.ts';
import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { poolOf, type Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { OverlapError, type Tx } from '../store.ts';
import type { RequestView, SentenceView } from '../views.ts';
import { isFree } from './is-free.ts';
import { showNoShow, type NoShowView } from './no-show-view.ts';
import { backAgain, decideTakeAgain } from './no-show.ts';

/**
 * The person takes the booking again whose seat went back, in the transaction of the tap: where a seat is free that nobody
 * waits for, it is theirs for the rest of the time, without a new decision. Pressed again it shows that it is theirs; too
 * late, or without a seat, it says what to do. Somebody else's is refused without a word.
 */
export async function takeAgain(
  tx: Tx,
  deps: Deps,
  person: Person,
  { bookingId, version }: { bookingId: string; version: number },
): Promise<NoShowView | RequestView | SentenceView> {
  const now = deps.clock.now();
  const refusal = neutralRefusal(deps);
  const [booking] = await tx.bookings.lock([bookingId]);
  if (!booking || booking.personId !== person.id) return refusal;
  const show = async (state: NoShowView['state']) => (await showNoShow(tx, deps, bookingId, state)) ?? refusal;
  const may = decideTakeAgain(booking, version, now);
  if (may === 'again' || may === 'over') return show(may);
  if (may === 'changed')
    return booking.status === 'no-show'
      ? show('returned')
      : ((await showRequest(tx, deps, booking.requestId)) ?? refusal);
  const pool = poolOf(deps.organisation(), booking.poolId);
  if (!pool || !(await isFree(tx, deps.organisation(), pool, booking, now))) return show('no-room');
  // From when it holds: what is promised of the desktop's readiness counts from here, as for whoever is approved now.
  const taken = { ...backAgain(booking, now, true), decidedAt: now };
  try {
    await tx.bookings.save(taken);
  } catch (error) {
    if (error instanceof OverlapError) return show('booked-otherwise');
    throw error;
  }
  tx.audit.add({ kind: 'booking-taken-again', by: person.id, subject: booking.id, facts: {} }, now);
  await followBookingChange(tx, [taken], now, { grants: true, cards: true });
  return show('again');
}
