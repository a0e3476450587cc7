import type { Activity } from 'botbuilder';
import type { Logger } from 'pino';
import { readdressRequest } from '../../flows/approval/readdress-request.ts';
import { retryAfter } from '../../flows/back-off.ts';
import { syncCalendar } from '../../flows/calendar/sync-calendar.ts';
import type { MailboxLanguages } from '../../flows/conversation/mailbox-language.ts';
import { showNotice, showPostedCard } from '../../flows/conversation/notice-view.ts';
import type { Deps } from '../../flows/deps.ts';
import type { Calendar } from '../../flows/directory.ts';
import { languageOf } from '../../flows/person.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import type { Conversation, Notice, OutboxEntry, Tx } from '../../flows/store.ts';
import { tellIct } from '../../flows/tell-ict.ts';
import type { View } from '../../flows/views.ts';
import { keptCardOf, messageOf } from './card-activity.ts';
import { UnreachableError, type Messenger } from './messenger.ts';

/** Tries of a calendar entry before the ICT section is told. It goes on being tried. */
const CALENDAR_TRIES_BEFORE_TELLING = 4;
/** A message that the channel will not take after so many tries (some days) is left to the operator. */
const MESSAGE_TRIES = 400;

export interface DeliverDeps extends Deps {
  messenger: Messenger;
  calendar: Calendar;
  languages: MailboxLanguages;
  calendarSubject: (language: 'ja' | 'en', part: string) => string;
  log: Logger;
  /** A conversation's state changed by what the channel said. */
  onConversationState: (personId: string) => void;
}

/**
 * Takes what the flows decided to the outside: messages, card updates, calendar entries. Each queue goes out one at a
 * time and in order; what fails is tried again on the product's clock, with back-off, for as long as it takes.
 */
export class Deliverer {
  private readonly deps: DeliverDeps;
  private readonly running = new Map<string, Promise<unknown>>();
  delivered = 0;

  constructor(deps: DeliverDeps) {
    this.deps = deps;
  }

  /** Delivers what is due in a queue. Two calls for one queue run one after the other. */
  deliver(queue: string): Promise<number> {
    const before = this.running.get(queue) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.drain(queue));
    this.running.set(queue, mine);
    const tidy = () => {
      if (this.running.get(queue) === mine) this.running.delete(queue);
    };
    mine.then(tidy, tidy);
    return mine;
  }

  /** Waits until nothing is being delivered any more. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running.values());
  }

  private async drain(queue: string): Promise<number> {
    const { store, clock } = this.deps;
    for (let count = 0; ; count += 1) {
      const entry = await store.transaction((tx) => tx.outbox.take(queue, clock.now()));
      if (!entry) return count;
      await this.attempt(entry);
    }
  }

  private async attempt(entry: OutboxEntry): Promise<void> {
    const { store, clock, log } = this.deps;
    try {
      const record = await this.carryOut(entry);
      // One transaction: a card that stands in a chat is known as such before its entry counts as done.
      await store.transaction(async (tx) => {
        await record?.(tx);
        await tx.outbox.done(entry.id, clock.now());
      });
      this.delivered += 1;
    } catch (error) {
      if (error instanceof UnreachableError) return this.unreachable(entry, error);
      const retry = retryAfter(error, entry.attempts);
      log.warn({ err: error, outbox: entry.id, kind: entry.work.kind, attempts: entry.attempts }, 'delivery failed');
      const now = clock.now();
      await store.transaction(async (tx) => {
        if (entry.work.kind !== 'calendar' && (entry.attempts >= MESSAGE_TRIES || isRefused(error)))
          return this.giveUp(tx, entry, retry.message);
        await tx.outbox.retryAt(entry.id, new Date(now.getTime() + retry.afterMs), retry.message);
        if (entry.work.kind === 'calendar' && entry.attempts >= CALENDAR_TRIES_BEFORE_TELLING)
          await tellIct(tx, this.deps, {
            code: 'calendar-not-written',
            subject: entry.work.bookingId,
            detail: retry.message,
            since: entry.createdAt,
          });
      });
    }
  }

  /** Does the outward call and answers what is to be recorded of it, if anything. */
  private async carryOut(entry: OutboxEntry): Promise<Recording> {
    const { work } = entry;
    if (work.kind === 'tell') return this.tell(work.personId, work.notice);
    if (work.kind === 'refresh-card') await this.refresh(work.postedCardId);
    else await syncCalendar({ ...this.deps, subject: this.deps.calendarSubject }, work.bookingId, entry.attempts);
    return null;
  }

  /** The channel will never take this entry. Who was to be asked by it counts as not reached; the ICT section is told. */
  private async giveUp(tx: Tx, entry: OutboxEntry, message: string): Promise<void> {
    const { work } = entry;
    const now = this.deps.clock.now();
    await tx.outbox.giveUp(entry.id, message, now);
    if (work.kind !== 'tell' || work.notice.kind === 'fault') return;
    if (work.notice.kind === 'approval-request' || work.notice.kind === 'approval-reminder')
      await readdressRequest(tx, this.deps, work.notice.requestId, work.personId);
    const fault = { code: 'recipient-unreachable', subject: work.personId, detail: message, since: now } as const;
    await tellIct(tx, this.deps, fault);
  }

  private async refresh(postedCardId: string): Promise<void> {
    const { store, messenger } = this.deps;
    const found = await store.transaction(async (tx) => {
      const card = await tx.postedCards.byId(postedCardId);
      const person = card ? await tx.people.byId(card.personId) : null;
      const view = card ? await showPostedCard(tx, this.deps, card) : null;
      return card && person && view ? { card, message: messageOf(view, languageOf(person)) } : null;
    });
    if (!found) return;
    try {
      await messenger.update(found.card, found.message);
    } catch (error) {
      // The person deleted the message, or the chat: there is nothing left to keep up to date.
      if (!(error instanceof UnreachableError)) throw error;
      await store.transaction((tx) => tx.postedCards.remove(found.card.id));
    }
  }

  private async tell(personId: string, notice: Notice): Promise<Recording> {
    const { store } = this.deps;
    const known = await store.transaction((tx) => tx.people.byId(personId));
    if (!known) return null;
    const person = await this.deps.languages.know(known);
    const found = await store.transaction(async (tx) => {
      const conversation = await tx.conversations.of(personId);
      if (notice.kind === 'reply') return { conversation, message: notice.reply as Partial<Activity>, view: null };
      const view = await showNotice(tx, this.deps, person, notice);
      if (!view) return null;
      const message = messageOf(view, languageOf(person), { alert: true });
      return { conversation, message, view };
    });
    if (!found) return null;
    if (found.conversation && found.conversation.state !== 'reachable')
      throw new UnreachableError(found.conversation.state, undefined);
    const conversation = found.conversation ?? (await this.openConversation(personId));
    try {
      return await this.send(conversation, found.message, found.view);
    } catch (error) {
      if (!(error instanceof UnreachableError) || error.why !== 'conversation-gone') throw error;
      // The chat that was known is gone: one is opened anew, once.
      return this.send(await this.openConversation(personId), found.message, found.view);
    }
  }

  private async send(conversation: Conversation, message: Partial<Activity>, view: View | null): Promise<Recording> {
    const activityId = await this.deps.messenger.send(conversation, message);
    const kept = view && keptCardOf(view);
    if (!kept || !activityId) return null;
    const { personId, serviceUrl, conversationId } = conversation;
    return async (tx) => {
      await tx.postedCards.save({ ...kept, personId, serviceUrl, conversationId, activityId });
      const card = (await tx.postedCards.of(kept.kind, kept.subject)).find((one) => one.activityId === activityId);
      const shown = card && (await showPostedCard(tx, this.deps, card));
      // What changed while the card was on its way found no card to bring up to date.
      if (shown && statesIn(shown) !== statesIn(view))
        await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, this.deps.clock.now());
    };
  }

  private async openConversation(personId: string): Promise<Conversation> {
    const { store, clock, messenger } = this.deps;
    const conversation = await messenger.open(personId);
    await store.transaction((tx) => tx.conversations.save(conversation, clock.now()));
    this.deps.onConversationState(personId);
    return conversation;
  }

  /** The channel says that this person is not reached: a state with a way out, kept until they come back. */
  private async unreachable(entry: OutboxEntry, error: UnreachableError): Promise<void> {
    const { store, clock, log } = this.deps;
    const { work } = entry;
    const now = clock.now();
    const state = error.why === 'blocked' ? 'blocked' : 'not-installed';
    const personId = work.kind === 'tell' ? work.personId : null;
    log.info({ person: personId, why: error.why, outbox: entry.id }, 'recipient cannot be reached in Teams');
    // One transaction: a crash must not leave an entry given up and its request with nobody who was asked.
    await store.transaction(async (tx) => {
      await tx.outbox.giveUp(entry.id, error.message, now);
      if (work.kind !== 'tell') return;
      if (await tx.conversations.of(work.personId)) await tx.conversations.setState(work.personId, state, now);
      else await tx.conversations.save({ ...nowhere(work.personId), state }, now);
      if (work.notice.kind === 'approval-request' || work.notice.kind === 'approval-reminder')
        await readdressRequest(tx, this.deps, work.notice.requestId, work.personId);
    });
    if (personId) this.deps.onConversationState(personId);
  }
}

/** What is written of a delivery, in the transaction that ends its entry. */
type Recording = ((tx: Tx) => Promise<void>) | null;

/** The channel refuses the content for good. A permission that is missing now may be mended: that is tried again. */
function isRefused(error: unknown): boolean {
  return error instanceof ProviderError && error.kind === 'invalid';
}

/** The bookings that a card shows, each with its state. */
function statesIn(view: View): string {
  if (view.kind !== 'approval' && view.kind !== 'request') return '';
  return view.bookings.map((line) => `${line.bookingId} ${line.status} ${line.version}`).join();
}

/** A person with whom no conversation could be opened: the state alone is known. */
function nowhere(personId: string): Conversation {
  const empty = { serviceUrl: '', conversationId: '', userChannelId: '', botChannelId: '', channelId: 'msteams' };
  return { personId, state: 'not-installed', ...empty };
}
