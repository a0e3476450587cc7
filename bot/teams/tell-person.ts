import type { Activity } from 'botbuilder';
import type { MailboxLanguages } from '../../flows/conversation/mailbox-language.ts';
import { showNotice, showPostedCard } from '../../flows/conversation/notice-view.ts';
import type { Deps } from '../../flows/deps.ts';
import { languageOf, type Person } from '../../flows/person.ts';
import { mayAlert } from '../../flows/quiet-hours.ts';
import type { Conversation, Tx } from '../../flows/store.ts';
import type { Notice } from '../../flows/notice.ts';
import type { BookingLine, View } from '../../flows/views.ts';
import { keptCardOf, messageOf } from './card-activity.ts';
import { UnreachableError, type Messenger } from './messenger.ts';
import type { Slot } from './pace.ts';

export interface TellDeps extends Deps {
  messenger: Messenger;
  languages: MailboxLanguages;
  /** A conversation's state changed by what the channel said. */
  onConversationState: (personId: string) => void;
}

/** What is written of a delivery, in the transaction that ends its entry. */
export type Recording = ((tx: Tx) => Promise<void>) | null;

interface Told {
  conversation: Conversation | null;
  message: Partial<Activity>;
  view: View | null;
}

/** Brings a card that stands in a chat up to date in place. Repeating changes nothing. */
export async function refreshCard(deps: TellDeps, postedCardId: string, slot: Slot): Promise<void> {
  const { store, messenger } = deps;
  const found = await store.transaction(async (tx) => {
    const card = await tx.postedCards.byId(postedCardId);
    const person = card ? await tx.people.byId(card.personId) : null;
    const view = card ? await showPostedCard(tx, deps, card) : null;
    return card && person && view ? { card, message: messageOf(view, languageOf(person)) } : null;
  });
  if (!found) return;
  try {
    await slot.call(() => messenger.update(found.card, found.message));
  } catch (error) {
    // The person deleted the message, or the chat: there is nothing left to keep up to date.
    if (!(error instanceof UnreachableError)) throw error;
    await store.transaction((tx) => tx.postedCards.remove(found.card.id));
  }
}

/**
 * Tells a person something, in their personal chat, which is opened where there is none yet. Answers what is to be
 * recorded of it. Repeating sends a second message. Throws UnreachableError or ProviderError.
 */
export async function tellPerson(deps: TellDeps, personId: string, notice: Notice, slot: Slot): Promise<Recording> {
  const { store, languages } = deps;
  const known = await store.transaction(async (tx) => {
    const person = await tx.people.byId(personId);
    if (!person || languages.mustAsk(person)) return { person, told: null };
    return { person: null, told: await show(deps, tx, person, notice) };
  });
  const person = known.person && (await languages.know(known.person));
  const told = person ? await store.transaction((tx) => show(deps, tx, person, notice)) : known.told;
  if (!told) return null;
  if (told.conversation && told.conversation.state !== 'reachable')
    throw new UnreachableError(told.conversation.state, undefined);
  const conversation = told.conversation ?? (await openConversation(deps, personId, slot));
  if (!told.conversation) await slot.more();
  try {
    return await send(deps, conversation, told, slot);
  } catch (error) {
    if (!(error instanceof UnreachableError) || error.why !== 'conversation-gone') throw error;
    // The chat that was known is gone: one is opened anew, once.
    await slot.more();
    const opened = await openConversation(deps, personId, slot);
    await slot.more();
    return send(deps, opened, told, slot);
  }
}

/** What a person is told, as it is now, and where; null where time has overtaken it. */
async function show(deps: TellDeps, tx: Tx, person: Person, notice: Notice): Promise<Told | null> {
  const conversation = await tx.conversations.of(person.id);
  if (notice.kind === 'reply') return { conversation, message: notice.reply as Partial<Activity>, view: null };
  const view = await showNotice(tx, deps, person, notice);
  const alert = mayAlert(notice, deps.organisation(), deps.clock.now());
  return view && { conversation, message: messageOf(view, languageOf(person), { alert }), view };
}

async function send(
  deps: TellDeps,
  conversation: Conversation,
  { message, view }: Told,
  slot: Slot,
): Promise<Recording> {
  const activityId = await slot.call(() => deps.messenger.send(conversation, message));
  const kept = view && keptCardOf(view);
  if (!kept || !activityId) return null;
  const { personId, serviceUrl, conversationId } = conversation;
  return async (tx) => {
    await tx.postedCards.save({ ...kept, personId, serviceUrl, conversationId, activityId });
    const card = (await tx.postedCards.of(kept.kind, kept.subject)).find((one) => one.activityId === activityId);
    const shown = card && (await showPostedCard(tx, deps, card));
    // What changed while the card was on its way found no card to bring up to date.
    if (shown && statesIn(shown) !== statesIn(view))
      await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, deps.clock.now());
  };
}

async function openConversation(deps: TellDeps, personId: string, slot: Slot): Promise<Conversation> {
  const { store, clock, messenger } = deps;
  const conversation = await slot.call(() => messenger.open(personId));
  await store.transaction((tx) => tx.conversations.save(conversation, clock.now()));
  deps.onConversationState(personId);
  return conversation;
}

/** The bookings that a card shows, each with its state; of a question how it stands. */
function statesIn(view: View): string {
  if (view.kind === 'calendar-question') return `${view.state} ${view.version}`;
  if (view.kind !== 'approval' && view.kind !== 'request') return '';
  const lines: readonly Pick<BookingLine, 'bookingId' | 'status' | 'version'>[] = view.bookings;
  return lines.map((line) => `${line.bookingId} ${line.status} ${line.version}`).join();
}
