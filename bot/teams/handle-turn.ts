import { ActivityTypes, TurnContext, type Activity } from 'botbuilder';
import type { Logger } from 'pino';
import type { FreshStanding } from '../../flows/approval/fresh-standing.ts';
import { summaryOf } from '../../cards/render-view.ts';
import { refreshCards } from '../../flows/booking/booking-changes.ts';
import { answerMessage } from '../../flows/conversation/answer-message.ts';
import type { MailboxLanguages } from '../../flows/conversation/mailbox-language.ts';
import { welcome } from '../../flows/conversation/welcome.ts';
import type { Deps } from '../../flows/deps.ts';
import type { Directory } from '../../flows/directory.ts';
import type { Language } from '../../flows/organisation.ts';
import { languageOf, type Person } from '../../flows/person.ts';
import type { Conversation, Tx } from '../../flows/store.ts';
import { learnPerson } from '../../flows/sync-directory.ts';
import type { View } from '../../flows/views.ts';
import { invokeBodyOf, keptCardOf, messageOf, type KeptCard } from './card-activity.ts';
import { dialogBodyOf, dialogCommand, hasDialogs, isDialog, withDialogs } from './dialog.ts';
import { parseCardCommand, runCardCommand } from './run-card-command.ts';
import { senderOf, type Sender } from './sender.ts';

export interface TurnDeps extends Deps {
  directory: Directory;
  languages: MailboxLanguages;
  standing: FreshStanding;
  log: Logger;
}

/** What a turn answered, kept with the activity's id: a repeat gets the same. */
type Answer = Reply | { invoke: unknown } | { nothing: true };
interface Reply {
  message: Partial<Activity>;
  /** The card to keep up to date that the message shows, if any. */
  kept: KeptCard | null;
  sent: boolean;
}

/**
 * One activity from Teams: parse, one flow, show the outcome. The activity's id is claimed in the transaction that does
 * the work: a repeat during it waits, a repeat after it gets the same answer and does nothing.
 */
export class TurnHandler {
  private readonly deps: TurnDeps;
  /** Conversations as last written, so that an unchanged one costs nothing. */
  private readonly saved = new Map<string, string>();
  /** Activities at work, their replies included: a repeat waits, so that it does not reply beside the first. */
  private readonly atWork = new Map<string, Promise<void>>();

  constructor(deps: TurnDeps) {
    this.deps = deps;
  }

  /** Never throws: a fault (the database is away, say) is answered with a sentence that asks to try again. */
  async handle(context: TurnContext): Promise<void> {
    try {
      await this.turn(context);
    } catch (error) {
      const { activity } = context;
      this.deps.log.error({ err: error, activity: activity.id, type: activity.type }, 'turn failed');
      await this.refuse(context, 'try-again', clientLanguage(activity) ?? 'ja').catch(() => undefined);
    }
  }

  private async turn(context: TurnContext): Promise<void> {
    const { activity } = context;
    const isAction = activity.type === 'invoke';
    if (isAction && activity.name !== 'adaptiveCard/action' && !isDialog(activity))
      return respond(context, 501, undefined);
    if (!isAction && !['message', 'messageUpdate', 'installationUpdate', 'conversationUpdate'].includes(activity.type))
      return;
    const language = clientLanguage(activity) ?? 'ja';
    const sender = senderOf(activity, this.deps.organisation().tenantId);
    if (!sender) return this.refuse(context, 'neutral-refusal', language);
    const found = await this.personOf(sender);
    // A pressed button must not wait for the directory; who presses was spoken to before.
    const person = found && !isAction && !activity.text ? await this.deps.languages.know(found) : found;
    if (!person) return this.refuse(context, isAction ? 'neutral-refusal' : 'not-in-directory', language);
    const key = activityKey(activity, sender);
    await this.oneAtATime(key, async () => {
      if (isAction || !activity.text) await this.deps.standing.before(bookingsDecided(activity));
      const answer = await this.work(context, sender, person, key);
      if ('invoke' in answer) return respond(context, 200, answer.invoke);
      if ('message' in answer && !answer.sent) await this.send(context, sender, answer, key);
    });
  }

  private async oneAtATime(key: string | null, work: () => Promise<void>): Promise<void> {
    if (!key) return work();
    const before = this.atWork.get(key) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.atWork.set(key, mine);
    try {
      await mine;
    } finally {
      if (this.atWork.get(key) === mine) this.atWork.delete(key);
    }
  }

  private async personOf(sender: Sender): Promise<Person | null> {
    const known = await this.deps.store.transaction((tx) => tx.people.byId(sender.personId));
    return known && !known.goneAt ? known : learnPerson(this.deps, sender.personId);
  }

  private async work(context: TurnContext, sender: Sender, person: Person, key: string | null): Promise<Answer> {
    const { activity } = context;
    const { store, clock } = this.deps;
    let written: string | null = null;
    const answer = await store.transaction(async (tx): Promise<Answer> => {
      written = null;
      const repeat = key ? await tx.activities.claim(key, clock.now()) : null;
      if (repeat) return repeat.answer as Answer;
      written = await this.saveConversation(tx, activity, sender);
      const client = clientLanguage(activity);
      if (client && client !== person.clientLanguage) await tx.people.saveLanguages(person.id, { client });
      const made = await this.answer(tx, context, { ...person, clientLanguage: client ?? person.clientLanguage });
      if (key) await tx.activities.answer(key, made);
      return made;
    });
    // Only what is committed is known to be written.
    if (written) this.saved.set(sender.personId, written);
    return answer;
  }

  private async answer(tx: Tx, context: TurnContext, person: Person): Promise<Answer> {
    const { activity } = context;
    switch (activity.type) {
      case 'invoke': {
        if (isDialog(activity)) return this.answerDialog(tx, activity, person);
        const { action } = (activity.value ?? {}) as { action?: { verb?: unknown; data?: unknown } };
        const view = await runCardCommand(tx, this.deps, person, parseCardCommand(action?.verb, action?.data));
        await this.keepCard(tx, activity, person, view, activity.replyToId);
        return { invoke: invokeBodyOf(view, languageOf(person)) };
      }
      case 'message':
        return this.answerWords(tx, context, person);
      case 'messageUpdate':
        return isDeletion(activity)
          ? { nothing: true }
          : reply(this.sentence('edited-message'), languageOf(person), activity);
      default: {
        const view = arrives(activity)
          ? await welcome(tx, this.deps, person, placeOf(activity, { personId: person.id }))
          : null;
        return view ? reply(view, languageOf(person), activity) : { nothing: true };
      }
    }
  }

  /** A card in a dialog. What ends in a request stands in the chat too, where it is kept up to date. */
  private async answerDialog(tx: Tx, activity: Activity, person: Person): Promise<Answer> {
    const { verb, data } = dialogCommand(activity);
    const view = await runCardCommand(tx, this.deps, person, parseCardCommand(verb, data));
    const language = languageOf(person);
    if (view.kind !== 'request') return { invoke: dialogBodyOf(view, language, summaryOf(view, language)) };
    const notice = { kind: 'request-card' as const, requestId: view.requestId };
    await tx.outbox.add({ kind: 'tell', personId: person.id, notice }, this.deps.clock.now());
    return { invoke: { task: { type: 'message', value: summaryOf(view, language) } } };
  }

  private async answerWords(tx: Tx, context: TurnContext, person: Person): Promise<Answer> {
    const { activity } = context;
    // Old clients send a pressed button as a message with a value and no words.
    const value = activity.value as { verb?: unknown } | undefined;
    const said: unknown = activity.text;
    if (!said && value?.verb) {
      const view = await runCardCommand(tx, this.deps, person, parseCardCommand(value.verb, value));
      return reply(view, languageOf(person), activity);
    }
    const text = typeof said === 'string' ? (TurnContext.removeRecipientMention(activity) ?? said) : '';
    const { view, language } = await answerMessage(tx, this.deps, person, text);
    return reply(view, language, activity);
  }

  private async send(context: TurnContext, sender: Sender, answer: Reply, key: string | null): Promise<void> {
    const { store, clock, log } = this.deps;
    let activityId: string | undefined;
    try {
      activityId = (await context.sendActivity(answer.message))?.id;
    } catch (error) {
      // The work is done; the reply goes out as soon as the channel takes it.
      log.warn({ err: error, person: sender.personId }, 'reply could not be sent; it waits in the outbox');
      return store.transaction(async (tx) => {
        if (key) await tx.activities.answer(key, { ...answer, sent: true });
        const notice = { kind: 'reply' as const, reply: answer.message };
        await tx.outbox.add({ kind: 'tell', personId: sender.personId, notice }, clock.now());
      });
    }
    try {
      await store.transaction(async (tx) => {
        if (key) await tx.activities.answer(key, { ...answer, sent: true });
        if (answer.kept && activityId) await this.keepSent(tx, context.activity, sender, answer.kept, activityId);
      });
    } catch (error) {
      // The person has the reply; a press on it makes its card known after all.
      log.warn({ err: error, person: sender.personId }, 'reply was sent, but not recorded');
    }
  }

  /** A draft that was sent by a tap before this came to be written is the card of its request by now. */
  private async keepSent(
    tx: Tx,
    activity: Activity,
    sender: Sender,
    kept: KeptCard,
    activityId: string,
  ): Promise<void> {
    const requestId = kept.kind === 'draft' ? (await tx.drafts.lock(kept.subject))?.requestId : null;
    const card: KeptCard = requestId ? { kind: 'request', subject: requestId } : kept;
    await tx.postedCards.save({ ...placeOf(activity, sender), ...card, activityId });
    if (requestId) await refreshCards(tx, requestId, this.deps.clock.now());
  }

  /** The pressed card stands in this chat; from now on it is kept up to date as what it has become. */
  private async keepCard(tx: Tx, activity: Activity, person: Person, view: View, activityId?: string): Promise<void> {
    const kept = keptCardOf(view);
    if (!kept || !activityId) return;
    const place = placeOf(activity, { personId: person.id });
    const standing = await tx.postedCards.of(kept.kind, kept.subject);
    if (standing.some((card) => card.activityId === activityId && card.conversationId === place.conversationId)) return;
    await tx.postedCards.save({ ...place, ...kept, activityId });
  }

  /** Answers what was written, or null where nothing had to be. */
  private async saveConversation(tx: Tx, activity: Activity, sender: Sender): Promise<string | null> {
    if (activity.conversation?.conversationType && activity.conversation.conversationType !== 'personal') return null;
    const conversation: Conversation = {
      ...placeOf(activity, sender),
      state: leaves(activity) ? 'not-installed' : 'reachable',
      userChannelId: activity.from.id,
      botChannelId: activity.recipient?.id ?? '',
      channelId: activity.channelId,
    };
    const written = JSON.stringify(conversation);
    if (this.saved.get(sender.personId) === written) return null;
    await tx.conversations.save(conversation, this.deps.clock.now());
    return written;
  }

  /** Somebody else knows the conversation's state better (a send was refused): the next activity is written again. */
  forget(personId: string): void {
    this.saved.delete(personId);
  }

  private async refuse(
    context: TurnContext,
    sentence: 'neutral-refusal' | 'not-in-directory' | 'try-again',
    language: Language,
  ): Promise<void> {
    const view = this.sentence(sentence);
    if (isDialog(context.activity)) return respond(context, 200, dialogBodyOf(view, language, ''));
    if (context.activity.type === 'invoke') return respond(context, 200, invokeBodyOf(view, language));
    if (context.activity.type === 'message') await context.sendActivity(messageOf(view, language));
  }

  private sentence(sentence: Extract<View, { kind: 'sentence' }>['sentence']): View {
    return { kind: 'sentence', sentence, timeZone: this.deps.organisation().timeZone };
  }
}

/** Names one activity of one sender. The channel's ids are unique within a conversation, but an edit has its message's. */
function activityKey(activity: Activity, sender: Sender): string | null {
  if (!activity.id) return null;
  const type = activity.type === 'messageUpdate' ? '/edited' : '';
  return `${activity.channelId}/${activity.conversation.id}/${sender.personId}/${activity.id}${type}`;
}

/** Buttons that decide the bookings that they name. */
const DECIDING = new Set<unknown>(['approval.approve', 'approval.reject', 'approval.approve-all']);

/** Ids of the bookings that a pressed button decides; none where it is another button. */
function bookingsDecided(activity: Activity): string[] {
  const value = (activity.value ?? {}) as { action?: { verb?: unknown; data?: unknown }; verb?: unknown };
  const { verb, data } = activity.type === 'invoke' ? (value.action ?? {}) : { verb: value.verb, data: value };
  if (!DECIDING.has(verb)) return [];
  const command = parseCardCommand(verb, data)?.data as { bookings?: { bookingId: string }[] } | undefined;
  return command?.bookings?.map(({ bookingId }) => bookingId) ?? [];
}

function placeOf(activity: Activity, { personId }: { personId: string }) {
  return { personId, serviceUrl: activity.serviceUrl, conversationId: activity.conversation.id };
}

function reply(view: View, language: Language, activity: Activity): Reply {
  const message = messageOf(view, language);
  return { message: hasDialogs(activity) ? withDialogs(message) : message, kept: keptCardOf(view), sent: false };
}

function clientLanguage(activity: Activity): Language | null {
  const locale = typeof activity.locale === 'string' ? activity.locale.toLowerCase() : '';
  if (locale.startsWith('ja')) return 'ja';
  return locale.startsWith('en') ? 'en' : null;
}

function arrives(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return !leaves(activity);
  return (activity.membersAdded ?? []).length > 0;
}

/** The app was removed, or the bot was taken out of the chat. */
function leaves(activity: Activity): boolean {
  if (activity.type === 'installationUpdate') return `${activity.action}`.startsWith('remove');
  return (activity.membersRemoved ?? []).some((member) => member.id === activity.recipient?.id);
}

function isDeletion(activity: Activity): boolean {
  return (activity.channelData as { eventType?: string } | undefined)?.eventType === 'softDeleteMessage';
}

async function respond(context: TurnContext, status: number, body: unknown): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, body } });
}
