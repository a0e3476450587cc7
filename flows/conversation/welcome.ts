import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { View } from '../views.ts';

/** The chat that was opened. */
export interface ChatPlace {
  serviceUrl: string;
  conversationId: string;
}

/**
 * A person opens the bot: says hello the first time, and shows an approver what has been waiting for them.
 * Clients announce themselves in several ways at once; the greeting goes out once for all of them.
 */
export async function welcome(tx: Tx, deps: Deps, person: Person, place: ChatPlace): Promise<View | null> {
  const now = deps.clock.now();
  const waiting = await tx.bookings.waitingFor([person.id], 20);
  for (const requestId of new Set(waiting.map((one) => one.requestId))) {
    const shown = (await tx.postedCards.of('approval', requestId)).some(
      (card) =>
        card.personId === person.id &&
        card.conversationId === place.conversationId &&
        card.serviceUrl === place.serviceUrl,
    );
    if (!shown)
      await tx.outbox.add({ kind: 'tell', personId: person.id, notice: { kind: 'approval-request', requestId } }, now);
  }
  const greeted = await tx.activities.claim(`welcome/${person.id}`, now);
  if (greeted) return null;
  // A client that is opened for the first time may have lost what was sent to it before.
  const sentence = waiting.length > 0 ? 'welcome-approver' : 'welcome';
  return { kind: 'sentence', sentence, timeZone: deps.organisation().timeZone };
}
