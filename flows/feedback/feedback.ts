import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';

/** How a day went: asked, or said. */
export interface FeedbackView {
  kind: 'feedback';
  bookingId: string;
  day: LocalDay;
  score: number | null;
  line: string | null;
  timeZone: string;
}

/** Whether a person is asked after so many days: after the first, and then after every so many. Pure. */
export function isAskedAfter(days: number, every: number): boolean {
  return days === 1 || (days > 0 && days % every === 0);
}

/** Asks those whose days have just ended and whose turn it is, in the transaction that ends them. Repeating asks nobody twice. */
export async function askFeedback(tx: Tx, deps: Deps, completed: readonly Booking[], now: Date): Promise<void> {
  const { feedback } = deps.organisation();
  if (!feedback || completed.length === 0) return;
  const days = await tx.feedback.nthDays(completed.map((one) => one.id));
  for (const { id, personId } of completed) {
    if (!isAskedAfter(days.get(id) ?? 0, feedback.every)) continue;
    if (await tx.feedback.ask(id, personId, now))
      await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'feedback', bookingId: id } }, now);
  }
}

/** The question as it stands, for the person who was asked. */
export async function showFeedback(
  tx: Tx,
  deps: Deps,
  person: Person,
  bookingId: string,
): Promise<FeedbackView | null> {
  const asked = await tx.feedback.lock(bookingId);
  const booking = await tx.bookings.byId(bookingId);
  if (!asked || !booking || asked.personId !== person.id) return null;
  const { score, line } = asked;
  return { kind: 'feedback', bookingId, day: booking.day, score, line, timeZone: deps.organisation().timeZone };
}

/** One tap, and a line if they like. Said again it replaces what was said before. */
export async function giveFeedback(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { bookingId: string; score: number; line: string | null },
): Promise<FeedbackView | SentenceView> {
  const { bookingId, score, line } = command;
  const asked = await tx.feedback.lock(bookingId);
  if (asked?.personId === person.id) await tx.feedback.save({ ...asked, score, line, givenAt: deps.clock.now() });
  const view = await showFeedback(tx, deps, person, bookingId);
  return view ?? neutralRefusal(deps);
}
