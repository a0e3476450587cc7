import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import type { Booking, BookingPart } from '../../../flows/booking/booking.ts';
import type { View } from '../../../flows/views.ts';
import { followWaitlist } from '../../../flows/waitlist/promote-waiting.ts';
import { declineOffer, takeOffer } from '../../../flows/waitlist/answer-offer.ts';
import type { Stage } from '../../support/flow-harness.ts';

export const DAY = '2026-12-02';

/** Asks for a day, a minute after whoever asked before, and joins the waiting list where it is full. */
export async function join(
  stage: Stage,
  name: string,
  { part = 'full', day = DAY }: { part?: BookingPart; day?: string } = {},
): Promise<Booking> {
  stage.clock.forward(1);
  const { draftId, version } = await stage.propose(name, { days: [day], part });
  const person = await stage.person(name);
  const view = await stage.tx((tx) => confirmBooking(tx, stage.deps, person, { draftId, version, wait: true }));
  if (view.kind !== 'request') throw new Error(`not sent: ${JSON.stringify(view)}`);
  return stage.booking(view.bookings[0]!.bookingId);
}

/** What the scheduler does with a seat that has come back. */
export async function askTheLine(stage: Stage, poolId = 'pool'): Promise<Date | null> {
  const entry = (await stage.tx((tx) => tx.due.list(stage.clock.now()))).find((one) => one.kind === 'waitlist');
  const next = await followWaitlist(stage.deps, poolId);
  if (entry) await stage.tx((tx) => tx.due.clear('waitlist', poolId, entry.at));
  return next;
}

export async function answerOffer(
  stage: Stage,
  name: string,
  what: 'take' | 'decline',
  booking: Booking,
): Promise<View> {
  const person = await stage.person(name);
  const command = { bookingId: booking.id, version: booking.version };
  const flow = what === 'take' ? takeOffer : declineOffer;
  return stage.tx((tx) => flow(tx, stage.deps, person, command));
}

/** The most seats taken at any time, as the store counts them. */
export async function mostTaken(stage: Stage): Promise<number> {
  const { rows } = await stage.database.owner.query<{ most: number | null }>(
    'SELECT max(taken)::int AS most FROM pool_half_hour',
  );
  return rows[0]?.most ?? 0;
}
