import { ProviderError } from '../../flows/provider-error.ts';
import type { Limit, PaceLimits } from './pace-limits.ts';
import { Strain, type CallEnd } from './pace-strain.ts';
import { Trail } from './pace-trail.ts';

/** The machine's clock: the channel counts in real time, whatever the product's clock shows. */
export interface MachineClock {
  /** Milliseconds that never go back. */
  now(): number;
  /** Calls `work` once after `ms`; answers how to call that off. */
  after(ms: number, work: () => void): () => void;
}

const machineClock: MachineClock = {
  now: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Conversations whose calls count no more are forgotten every so many calls. */
const TIDY_EVERY = 1_000;
/** A pause of a timer is a whole number of ms at most so long (setTimeout's limit is some 24 days). */
const LONGEST_PAUSE_MS = 60_000;

interface Talk {
  trail: Trail;
  restUntil: number;
}

/** What one call counts in. */
interface Room {
  talk: Talk;
  trails: Trail[];
}

interface Waiting {
  conversation: string;
  go: (room: Room | null) => void;
}

/** Room for one call. */
export interface Slot {
  /** Makes the call. Its answer or error is handed on. */
  call<T>(work: () => Promise<T>): Promise<T>;
  /** After a call: waits for room for one more. Throws once stopped. */
  more(): Promise<void>;
  /** Gives the room back if no call was made in it. Repeating does nothing. */
  release(): void;
}

/**
 * Keeps every call to the channel within its limits, in the order asked for, so far as conversations allow. What waits
 * here holds no lock and no connection. What was called is known to this process alone: after a restart it begins anew
 * (docs/decisions/0015).
 */
export class Pace {
  private readonly limits: PaceLimits;
  private readonly clock: MachineClock;
  private talks = new Map<string, Talk>();
  private outbox = new Trail();
  private all = new Trail();
  private strain: Strain;
  private readonly queue = new Set<Waiting>();
  private callOff: (() => void) | null = null;
  private lifted = false;
  private stopped = false;
  private calls = 0;
  /** Calls that the channel refused as too many. */
  throttled = 0;

  constructor(limits: PaceLimits, clock: MachineClock = machineClock) {
    this.limits = limits;
    this.clock = clock;
    this.strain = new Strain(limits.outbox.calls);
  }

  /** Waits until a message of the outbox may go into the conversation; null once stopped. */
  async slot(conversation: string): Promise<Slot | null> {
    let room = await this.room(conversation);
    if (!room) return null;
    const call = async <T>(work: () => Promise<T>): Promise<T> => {
      if (!room) throw new Error('no room was asked for');
      const mine = room;
      room = null;
      return this.watched(conversation, mine, work);
    };
    const more = async () => {
      room ??= await this.room(conversation);
      if (!room) throw new Error('messages are not delivered any more: the bot is ending');
    };
    const release = () => {
      for (const trail of room?.trails ?? []) trail.cancel();
      room = null;
      this.look();
    };
    return { call, more, release };
  }

  /** A reply to somebody at the screen: goes at once, and the outbox yields to it. */
  reply<T>(conversation: string, work: () => Promise<T>): Promise<T> {
    const talk = this.talkOf(conversation);
    return this.watched(conversation, begun({ talk, trails: [talk.trail, this.all] }), work);
  }

  /** From now on nothing waits, what waits already included: the channel's time is not the machine's just now. */
  lift(): void {
    this.lifted = true;
    this.look();
  }

  /** The limits hold again. What was called before counts no more. */
  impose(): void {
    if (!this.lifted) return;
    this.lifted = false;
    this.strain = new Strain(this.limits.outbox.calls);
    this.talks = new Map();
    this.outbox = new Trail();
    this.all = new Trail();
  }

  /** Lets nobody through any more; who waits is told so. */
  stop(): void {
    this.stopped = true;
    this.look();
  }

  /** For the operator: who waits, what is on its way, and how many calls of the outbox a second are made at most. */
  state(): { waiting: number; underWay: number; perSecond: number; throttled: number } {
    const { throttled } = this;
    return { waiting: this.queue.size, underWay: this.all.underWay, perSecond: this.strain.perSecond, throttled };
  }

  private room(conversation: string): Promise<Room | null> {
    return new Promise((go) => {
      this.queue.add({ conversation, go });
      this.look();
    });
  }

  private talkOf(conversation: string): Talk {
    let talk = this.talks.get(conversation);
    if (!talk) this.talks.set(conversation, (talk = { trail: new Trail(), restUntil: -Infinity }));
    return talk;
  }

  private async watched<T>(conversation: string, room: Room, work: () => Promise<T>): Promise<T> {
    let end: CallEnd = { ok: true };
    try {
      return await work();
    } catch (error) {
      // A refusal of this message or this recipient says nothing about the channel.
      if (error instanceof ProviderError && (error.kind === 'throttled' || error.kind === 'unavailable')) {
        end = { ok: false, retryAfterMs: error.retryAfterMs ?? 0 };
        if (error.kind === 'throttled') this.throttled += 1;
      }
      throw error;
    } finally {
      this.ended(conversation, room, end);
    }
  }

  private ended(conversation: string, { talk, trails }: Room, end: CallEnd): void {
    const now = this.clock.now();
    for (const trail of trails) trail.end(now);
    if (!this.lifted) {
      if (!end.ok) talk.restUntil = Math.max(talk.restUntil, now + end.retryAfterMs);
      this.strain.note(conversation, end, now);
    }
    this.calls += 1;
    if (this.calls % TIDY_EVERY === 0) this.tidy(now);
    this.look();
  }

  private tidy(now: number): void {
    this.outbox.tidy([this.limits.outbox], now);
    this.all.tidy([this.limits.all], now);
    for (const [conversation, talk] of this.talks)
      if (talk.trail.tidy(this.limits.conversation, now) && talk.restUntil <= now) this.talks.delete(conversation);
  }

  /** Lets through whoever may go now, and looks again when the next may. */
  private look(): void {
    this.callOff?.();
    this.callOff = null;
    const now = this.clock.now();
    let next = Infinity;
    for (const waiting of this.queue) {
      const free = this.lifted || this.stopped;
      const anybody = free ? now : this.anybodyAt();
      if (anybody > now) {
        next = Math.min(next, anybody);
        break;
      }
      const talk = this.talkOf(waiting.conversation);
      const theirs = free ? now : Math.max(talk.restUntil, talk.trail.freeAt(this.limits.conversation));
      if (theirs > now) {
        next = Math.min(next, theirs);
        continue;
      }
      this.queue.delete(waiting);
      waiting.go(this.stopped ? null : begun({ talk, trails: [talk.trail, this.outbox, this.all] }));
    }
    // Where answers are awaited, the first of them looks again.
    if (this.queue.size > 0 && next < Infinity)
      this.callOff = this.clock.after(Math.min(LONGEST_PAUSE_MS, Math.max(1, Math.ceil(next - now))), () =>
        this.look(),
      );
  }

  private anybodyAt(): number {
    const outbox: Limit = { ...this.limits.outbox, calls: Math.min(this.limits.outbox.calls, this.strain.perSecond) };
    return Math.max(this.strain.restUntil, this.outbox.freeAt([outbox]), this.all.freeAt([this.limits.all]));
  }
}

function begun(room: Room): Room {
  for (const trail of room.trails) trail.begin();
  return room;
}
