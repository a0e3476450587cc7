import type { Logger } from 'pino';
import type { AbsenceLook } from '../../flows/approval/follow-up-request.ts';
import { readdressRequest } from '../../flows/approval/readdress-request.ts';
import { retryAfter } from '../../flows/back-off.ts';
import { syncCalendar, type EventSubject } from '../../flows/calendar/sync-calendar.ts';
import type { Calendar } from '../../flows/directory.ts';
import { ProviderError } from '../../flows/provider-error.ts';
import type { Conversation, OutboxEntry, Tx } from '../../flows/store.ts';
import { tellIct } from '../../flows/tell-ict.ts';
import { Lanes } from './lanes.ts';
import { UnreachableError } from './messenger.ts';
import type { Pace, Slot } from './pace.ts';
import { refreshCard, tellPerson, type Recording, type TellDeps } from './tell-person.ts';

/** Tries of a calendar entry before the ICT section is told. It goes on being tried. */
const CALENDAR_TRIES_BEFORE_TELLING = 4;
/** A message that the channel will not take after so many tries (some days) is left to the operator. */
const MESSAGE_TRIES = 400;
/**
 * Messages and calendar entries worked on at the same time. A call to Teams takes some tenths of a second: twenty a
 * second need a few of these. What only waits for its turn takes none.
 */
export const MESSAGES_AT_ONCE = 16;
const CALENDARS_AT_ONCE = 8;

export interface DeliverDeps extends TellDeps {
  calendar: Calendar;
  calendarSubject: EventSubject;
  log: Logger;
  /** The channel's limits on calls. Left out: it has none. */
  pace?: Pace;
  /** Looks whether whoever was asked for a decision is away. Left out: nobody looks. */
  absence?: AbsenceLook;
}

/** The deliveries of one queue: one that runs, and at most one that follows it. */
interface Running {
  work: Promise<number>;
  next: Promise<number> | null;
}

/**
 * Takes what the flows decided to the outside: messages, card updates, calendar entries. Each queue goes out one at a
 * time and in order, all of them within the channel's limits; what fails is tried again on the product's clock, with
 * back-off, for as long as it takes.
 */
export class Deliverer {
  private readonly deps: DeliverDeps;
  private readonly running = new Map<string, Running>();
  private readonly lanes = { chat: new Lanes(MESSAGES_AT_ONCE), calendar: new Lanes(CALENDARS_AT_ONCE) };
  /** What was carried out while its entry could not be ended: the call is not made again. */
  private readonly unrecorded = new Map<number, Recording>();
  private stopped = false;
  delivered = 0;

  constructor(deps: DeliverDeps) {
    this.deps = deps;
  }

  /** Delivers what is due in a queue. Two calls for one queue run one after the other; a third joins the second. */
  deliver(queue: string): Promise<number> {
    const running = this.running.get(queue);
    if (!running) return this.begin(queue);
    return (running.next ??= running.work.catch(() => undefined).then(() => this.begin(queue)));
  }

  /** Waits until nothing is being delivered any more. */
  async idle(): Promise<void> {
    while (this.running.size > 0)
      await Promise.allSettled([...this.running.values()].map((one) => one.next ?? one.work));
  }

  /** Begins nothing any more; what is under way ends, and what waits for its turn stays in the outbox. */
  stop(): void {
    this.stopped = true;
    this.deps.pace?.stop();
  }

  private begin(queue: string): Promise<number> {
    const running: Running = { work: this.drain(queue), next: null };
    this.running.set(queue, running);
    const tidy = () => {
      if (!running.next) this.running.delete(queue);
    };
    running.work.then(tidy, tidy);
    return running.work;
  }

  private async drain(queue: string): Promise<number> {
    const { store, clock } = this.deps;
    const lanes = queue.startsWith('calendar') ? this.lanes.calendar : this.lanes.chat;
    if (this.stopped) throw new Error('messages are not delivered any more: the bot is ending');
    let entry = await lanes.run(() => store.transaction((tx) => tx.outbox.take(queue, clock.now())));
    let count = 0;
    for (; entry; count += 1) {
      const taken: OutboxEntry = entry;
      const slot = await this.slotFor(taken);
      if (!slot || this.stopped) return count;
      try {
        // A lane is not held while waiting for room: who has the room waits for a lane.
        const inLane: Slot = { ...slot, more: () => lanes.aside(() => slot.more()) };
        entry = await lanes.run(() => this.attempt(taken, inLane));
      } finally {
        slot.release();
      }
    }
    return count;
  }

  /** Room for a call to the channel. A queue of messages is one conversation. */
  private async slotFor({ queue, work }: OutboxEntry): Promise<Slot | null> {
    if (work.kind === 'calendar' || !this.deps.pace) return UNPACED;
    return this.deps.pace.slot(queue.replace(/^chat:/, ''));
  }

  /** Carries out an entry and answers the next one of its queue, if one is due. */
  private async attempt(entry: OutboxEntry, slot: Slot): Promise<OutboxEntry | null> {
    const { store, clock } = this.deps;
    try {
      if (!this.unrecorded.has(entry.id)) this.unrecorded.set(entry.id, await this.carryOut(entry, slot));
      const record = this.unrecorded.get(entry.id);
      // One transaction: a card that stands in a chat is known as such before its entry counts as done.
      const next = await store.transaction(async (tx) => {
        await record?.(tx);
        await tx.outbox.done(entry.id, clock.now());
        return tx.outbox.take(entry.queue, clock.now());
      });
      this.unrecorded.delete(entry.id);
      this.delivered += 1;
      await this.lookForAbsence(entry);
      return next;
    } catch (error) {
      if (error instanceof UnreachableError) await this.unreachable(entry, error);
      else await this.failed(entry, error);
      return store.transaction((tx) => tx.outbox.take(entry.queue, clock.now()));
    }
  }

  /** Whoever was asked for a decision may be away. What fails here is looked at again when the request comes up. */
  private async lookForAbsence({ work }: OutboxEntry): Promise<void> {
    if (work.kind !== 'tell' || work.notice.kind !== 'approval-request') return;
    const { absence, log } = this.deps;
    await absence
      ?.look(work.personId)
      .catch((error: unknown) => log.warn({ err: error }, 'looking for absence failed'));
  }

  private async failed(entry: OutboxEntry, error: unknown): Promise<void> {
    const { store, clock, log } = this.deps;
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

  /** Does the outward call and answers what is to be recorded of it, if anything. */
  private async carryOut(entry: OutboxEntry, slot: Slot): Promise<Recording> {
    const { work } = entry;
    if (work.kind === 'tell') return tellPerson(this.deps, work.personId, work.notice, slot);
    if (work.kind === 'refresh-card') await refreshCard(this.deps, work.postedCardId, slot);
    else await syncCalendar({ ...this.deps, subject: this.deps.calendarSubject }, work, entry.attempts);
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

/** For what goes elsewhere, or over a channel without limits. */
const UNPACED: Slot = { call: (work) => work(), more: async () => undefined, release: () => undefined };

/** The channel refuses the content for good. A permission that is missing now may be mended: that is tried again. */
function isRefused(error: unknown): boolean {
  return error instanceof ProviderError && error.kind === 'invalid';
}

/** A person with whom no conversation could be opened: the state alone is known. */
function nowhere(personId: string): Conversation {
  const empty = { serviceUrl: '', conversationId: '', userChannelId: '', botChannelId: '', channelId: 'msteams' };
  return { personId, state: 'not-installed', ...empty };
}
