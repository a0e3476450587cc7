import type { Activity } from 'botbuilder';
import type { Logger } from 'pino';
import { readdressRequest } from '../../flows/approval/readdress-request.ts';
import { retryAfter } from '../../flows/back-off.ts';
import { syncCalendar } from '../../flows/calendar/sync-calendar.ts';
import { showNotice, showPostedCard } from '../../flows/conversation/notice-view.ts';
import type { Deps } from '../../flows/deps.ts';
import type { Calendar } from '../../flows/directory.ts';
import { languageOf } from '../../flows/person.ts';
import type { Conversation, Notice, OutboxEntry } from '../../flows/store.ts';
import { tellIct } from '../../flows/tell-ict.ts';
import { keptCardOf, messageOf, type KeptCard } from './card-activity.ts';
import { UnreachableError, type Messenger } from './messenger.ts';

/** Tries of a calendar entry before the ICT section is told. It goes on being tried. */
const CALENDAR_TRIES_BEFORE_TELLING = 4;
/** A message that the channel will not take after so many tries (some days) is left to the operator. */
const MESSAGE_TRIES = 400;

export interface DeliverDeps extends Deps {
  messenger: Messenger;
  calendar: Calendar;
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
      await this.carryOut(entry);
      await store.transaction((tx) => tx.outbox.done(entry.id, clock.now()));
      this.delivered += 1;
    } catch (error) {
      if (error instanceof UnreachableError) return this.unreachable(entry, error);
      const retry = retryAfter(error, entry.attempts);
      log.warn({ err: error, outbox: entry.id, kind: entry.work.kind, attempts: entry.attempts }, 'delivery failed');
      const now = clock.now();
      await store.transaction(async (tx) => {
        if (entry.work.kind !== 'calendar' && (entry.attempts >= MESSAGE_TRIES || retry.needsMending))
          return tx.outbox.giveUp(entry.id, retry.message, now);
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

  private async carryOut(entry: OutboxEntry): Promise<void> {
    const { work } = entry;
    if (work.kind === 'calendar')
      return syncCalendar({ ...this.deps, subject: this.deps.calendarSubject }, work.bookingId, entry.attempts);
    if (work.kind === 'refresh-card') return this.refresh(work.postedCardId);
    return this.tell(work.personId, work.notice);
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

  private async tell(personId: string, notice: Notice): Promise<void> {
    const { store, messenger } = this.deps;
    const found = await store.transaction(async (tx) => {
      const person = await tx.people.byId(personId);
      if (!person) return null;
      const conversation = await tx.conversations.of(personId);
      if (notice.kind === 'reply') return { conversation, message: notice.reply as Partial<Activity>, kept: null };
      const view = await showNotice(tx, this.deps, person, notice);
      if (!view) return null;
      const message = messageOf(view, languageOf(person), { alert: true });
      return { conversation, message, kept: keptCardOf(view) };
    });
    if (!found) return;
    if (found.conversation && found.conversation.state !== 'reachable')
      throw new UnreachableError(found.conversation.state, undefined);
    const conversation = found.conversation ?? (await this.openConversation(personId));
    try {
      await this.send(conversation, found.message, found.kept);
    } catch (error) {
      if (!(error instanceof UnreachableError) || error.why !== 'conversation-gone') throw error;
      // The chat that was known is gone: one is opened anew, once.
      await this.send(await this.openConversation(personId), found.message, found.kept);
    }
  }

  private async send(conversation: Conversation, message: Partial<Activity>, kept: KeptCard | null): Promise<void> {
    const activityId = await this.deps.messenger.send(conversation, message);
    const { personId, serviceUrl, conversationId } = conversation;
    if (kept && activityId)
      await this.deps.store.transaction((tx) =>
        tx.postedCards.save({ ...kept, personId, serviceUrl, conversationId, activityId }),
      );
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
    await store.transaction(async (tx) => {
      await tx.outbox.giveUp(entry.id, error.message, now);
      if (!personId) return;
      if (await tx.conversations.of(personId)) return tx.conversations.setState(personId, state, now);
      await tx.conversations.save({ ...nowhere(personId), state }, now);
    });
    if (!personId || work.kind !== 'tell') return;
    this.deps.onConversationState(personId);
    if (work.notice.kind === 'approval-request' || work.notice.kind === 'approval-reminder')
      await readdressRequest(this.deps, work.notice.requestId, personId);
  }
}

/** A person with whom no conversation could be opened: the state alone is known. */
function nowhere(personId: string): Conversation {
  const empty = { serviceUrl: '', conversationId: '', userChannelId: '', botChannelId: '', channelId: 'msteams' };
  return { personId, state: 'not-installed', ...empty };
}
