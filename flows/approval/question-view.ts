import { bookingLines } from '../booking/request-view.ts';
import type { Deps } from '../deps.ts';
import type { Tx } from '../store.ts';
import type { BookingLine } from '../views.ts';
import { threadOf, type ThreadNote } from './approval-view.ts';

/** The requester's card of a question: the thread, and an input for the answer. */
export interface QuestionView {
  kind: 'question';
  requestId: string;
  version: number;
  bookings: BookingLine[];
  thread: ThreadNote[];
  /** The request waits for its decision still. */
  canAnswer: boolean;
  problem: 'answer-missing' | null;
  /** The answer was sent by this press. */
  sent: boolean;
  timeZone: string;
}

/** The questions to a request as they stand. */
export async function showQuestion(
  tx: Tx,
  deps: Deps,
  requestId: string,
  options: Partial<Pick<QuestionView, 'problem' | 'sent'>> = {},
): Promise<QuestionView | null> {
  const bookings = await tx.bookings.byRequest(requestId);
  const first = bookings[0];
  if (!first) return null;
  const thread = await threadOf(tx, first);
  return {
    kind: 'question',
    requestId,
    version: thread.length,
    bookings: await bookingLines(tx, deps, bookings),
    thread,
    canAnswer: bookings.some((one) => one.status === 'pending'),
    problem: null,
    sent: false,
    timeZone: deps.organisation().timeZone,
    ...options,
  };
}
