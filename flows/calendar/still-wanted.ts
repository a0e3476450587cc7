import { decideCancel, giveBack } from '../booking/cancel-booking.ts';
import { HOLDING, type Booking } from '../booking/booking.ts';
import { bookingLines } from '../booking/request-view.ts';
import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import { closureAt } from '../office-days.ts';
import type { Localised } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { BookingLine, SentenceView } from '../views.ts';
import { isAway } from './absence.ts';

/**
 * Whether a booking is still wanted: the person's calendar says that they are away (`away`), or the offices are closed
 * (`closed`). Then what became of it.
 */
export interface StillWantedView {
  kind: 'still-wanted';
  state: 'away' | 'closed' | 'taken-back' | 'kept' | 'settled';
  booking: BookingLine;
  /** What the closed day is called. */
  closure: Localised | null;
  timeZone: string;
}

async function show(tx: Tx, deps: Deps, booking: Booking, state: StillWantedView['state']): Promise<StillWantedView> {
  const organisation = deps.organisation();
  const [line] = await bookingLines(tx, deps, [booking]);
  const closure = closureAt(booking.day, booking, organisation)?.name ?? null;
  return { kind: 'still-wanted', state, booking: line!, closure, timeZone: organisation.timeZone };
}

const isWanted = ({ status }: Booking) => HOLDING.includes(status) || status === 'waitlisted';

/** What the person is asked now; null where time, or a changed calendar, has overtaken it. */
export async function showStillWanted(
  tx: Tx,
  deps: Deps,
  notice: { kind: 'away-asked' | 'day-closed'; bookingId: string },
): Promise<StillWantedView | null> {
  const booking = await tx.bookings.byId(notice.bookingId);
  if (!booking || !isWanted(booking) || booking.endsAt <= deps.clock.now()) return null;
  if (notice.kind === 'away-asked')
    return (await isAway(tx, booking.personId, booking)) ? show(tx, deps, booking, 'away') : null;
  return closureAt(booking.day, booking, deps.organisation()) ? show(tx, deps, booking, 'closed') : null;
}

/** The answer: the person's own booking is taken back, or stays as it is. A second tap changes nothing. */
export async function answerStillWanted(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookingId: string; version: number; answer: 'take-back' | 'keep' },
): Promise<StillWantedView | SentenceView> {
  const [booking] = await tx.bookings.lock([command.bookingId]);
  if (!booking || booking.personId !== person.id) return neutralRefusal(deps);
  if (!isWanted(booking) || booking.endsAt <= deps.clock.now())
    return show(tx, deps, booking, booking.status === 'cancelled' ? 'taken-back' : 'settled');
  if (command.answer === 'keep') return show(tx, deps, booking, 'kept');
  if (!decideCancel(booking, command.version).ok) return show(tx, deps, booking, 'settled');
  await giveBack(tx, deps, person, [booking]);
  return show(tx, deps, (await tx.bookings.byId(booking.id))!, 'taken-back');
}
