import { showApproval } from '../approval/approval-view.ts';
import { proposeBooking } from '../booking/propose-booking.ts';
import type { Deps } from '../deps.ts';
import type { Language } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { understand } from '../understand/understand.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { View } from '../views.ts';
import { showCancel, showConnect, showList } from './own-bookings.ts';

/** Longer messages are not read; the person is asked for less. */
export const LONGEST_MESSAGE = 4_000;

/**
 * What the bot answers to a message, and in which language. Runs in the transaction that claims the activity. Writing decides nothing by
 * itself: a booking is sent, and cancelled, by a button.
 */
export async function answerMessage(
  tx: Tx,
  deps: Deps,
  person: Person,
  text: string,
): Promise<{ view: View; language: Language }> {
  const { timeZone } = deps.organisation();
  if (text.length > LONGEST_MESSAGE)
    return { view: { kind: 'sentence', sentence: 'message-too-long', timeZone }, language: languageOf(person) };
  const understanding = understand(text, { now: deps.clock.now(), timeZone });
  // A message without a letter (an emoji, a number) says nothing of its language.
  const spoken = /\p{L}/u.test(text) ? understanding.language : null;
  if (spoken && spoken !== person.lastMessageLanguage)
    await tx.people.saveLanguages(person.id, { lastMessage: spoken });
  const view = await answer(tx, deps, person, understanding);
  return { view, language: spoken ?? languageOf(person) };
}

async function answer(tx: Tx, deps: Deps, person: Person, understanding: Understanding): Promise<View> {
  switch (understanding.intent) {
    case 'book':
      return proposeBooking(tx, deps, person, understanding);
    case 'list':
      return showList(tx, deps, person, understanding.days ?? []);
    case 'cancel':
      return showCancel(tx, deps, person, understanding.days ?? []);
    case 'connect':
      return showConnect(tx, deps, person);
    case 'approvals':
      return showWaiting(tx, deps, person);
    case 'help':
      return { kind: 'help', notUnderstood: false, notYet: false };
    case 'unknown':
      return { kind: 'help', notUnderstood: true, notYet: false };
    default:
      return { kind: 'help', notUnderstood: false, notYet: true };
  }
}

/** The oldest request that waits for this person; the others are shown after it as cards of their own. */
async function showWaiting(tx: Tx, deps: Deps, person: Person): Promise<View> {
  const waiting = await tx.bookings.waitingFor(person.id, 20);
  const requests = [...new Set(waiting.map((one) => one.requestId))];
  const first = requests[0];
  const view = first ? await showApproval(tx, deps, first, person.id) : null;
  for (const requestId of requests.slice(1))
    await tx.outbox.add(
      { kind: 'tell', personId: person.id, notice: { kind: 'approval-request', requestId } },
      deps.clock.now(),
    );
  return view ?? { kind: 'sentence', sentence: 'nothing-waiting', timeZone: deps.organisation().timeZone };
}
