import type { Logger } from 'pino';
import { retryAfter } from '../flows/back-off.ts';
import { advanceBookings } from '../flows/booking/advance-bookings.ts';
import type { Deps } from '../flows/deps.ts';
import type { DueKind } from '../flows/store.ts';

/** The longest the scheduler sleeps (ms of the machine): a clock that was set is noticed this soon. */
const LONGEST_SLEEP_MS = 1_000;
/** A clock that goes back by more than this was put back; less is how machines keep time. */
const PUT_BACK_MS = 60_000;
const END_OF_TIME = new Date('9999-01-01T00:00:00Z');
/** Entries worked on at the same time. How many deliveries are is the delivery's own matter. */
const AT_ONCE = 8;

/** Carries out what is due of one kind and answers when to look again, or null for never. Safe to repeat. */
export type DueHandler = (subject: string) => Promise<Date | null>;

export interface SchedulerDeps extends Deps {
  handlers: Record<DueKind, DueHandler>;
  deliver: (queue: string) => Promise<number>;
  log: Logger;
}

/**
 * Finds what is due on the product's clock and has it done: bookings whose time has come, due entries, the outbox.
 * All of it is data, so that a restart, a jump of the clock or a sleeping machine neither loses nor repeats anything.
 * Deliveries go on beside the rest: a thousand messages may take a minute, and access and hosts do not wait for them.
 */
export class Scheduler {
  private readonly deps: SchedulerDeps;
  private timer: NodeJS.Timeout | null = null;
  private stopped = true;
  private working: Promise<unknown> = Promise.resolve();
  private lastSeen: Date | null = null;
  /** Queues that are being delivered. */
  private readonly delivering = new Map<string, Promise<number>>();
  /** The first delivery that broke off since the last look. */
  private broken: { error: unknown } | null = null;
  /** Rounds of capacity so far. */
  rounds = 0;
  /** Failures in a row by entry, for the pauses between tries and for the operator. */
  readonly failures = new Map<string, number>();

  constructor(deps: SchedulerDeps) {
    this.deps = deps;
  }

  /** Works by itself from now on. */
  start(): void {
    this.stopped = false;
    this.wakeIn(0);
  }

  /** Stops working by itself and waits for what is under way. `settle` still works. */
  async pause(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.working.catch(() => undefined);
    await Promise.allSettled(this.delivering.values());
  }

  /** Something has become due: looks at once. */
  poke(): void {
    if (!this.stopped) this.wakeIn(0);
  }

  /** Works until nothing is due at the clock's present instant, messages included. */
  async settle(): Promise<void> {
    for (let underWay = 1; underWay > 0;) {
      try {
        await this.settleDue();
        underWay = this.delivering.size;
      } finally {
        // Failed or not: nothing of this look goes on beside the next one.
        await Promise.allSettled(this.delivering.values());
      }
      this.throwBroken();
    }
  }

  /** Works until everything that is due is done or, for messages, on its way. */
  settleDue(): Promise<void> {
    return this.afterTheLast(() => this.work(() => false));
  }

  private afterTheLast(work: () => Promise<void>): Promise<void> {
    const mine = this.working.catch(() => undefined).then(work);
    this.working = mine;
    return mine;
  }

  private wakeIn(ms: number): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tick(), ms);
  }

  private async tick(): Promise<void> {
    const { store, clock, log } = this.deps;
    let sleep = LONGEST_SLEEP_MS;
    try {
      await this.afterTheLast(() => this.work(() => this.stopped));
      const next = await store.nextDueAt();
      const left = next ? next.getTime() - clock.now().getTime() : LONGEST_SLEEP_MS;
      // What is due still is on its way: looking at once would only look at it again.
      if (left > 0 || this.delivering.size === 0) sleep = Math.min(LONGEST_SLEEP_MS, Math.max(20, left));
    } catch (error) {
      // The database is away, most likely: everything is still in it when it comes back.
      log.error({ err: error }, 'looking for due work failed');
    }
    if (!this.stopped) this.wakeIn(sleep);
  }

  private async work(over: () => boolean): Promise<void> {
    const { store, clock } = this.deps;
    while (!over()) {
      const now = clock.now();
      await this.noticeClockPutBack(now);
      // One statement tells, most times, that there is nothing to do.
      const due = await store.nextDueAt();
      if (!due || due > now) return;
      const moved = await advanceBookings(this.deps);
      // People first: after a restart their messages do not wait for the directory and the pools to be read.
      const begun = this.deliver(await store.transaction((tx) => tx.outbox.dueQueues(now)));
      const entries = await store.transaction((tx) => tx.due.list(now));
      await inParallel(entries, (entry) => this.handle(entry));
      // What broke off is due still: the next look, not this one, takes it up again.
      this.throwBroken();
      if (moved === 0 && entries.length === 0 && begun === 0) return;
    }
  }

  private throwBroken(): void {
    const { broken } = this;
    this.broken = null;
    if (broken) throw broken.error;
  }

  /** Begins what is not under way yet, and answers how many queues that were. */
  private deliver(queues: string[]): number {
    const fresh = queues.filter((queue) => !this.delivering.has(queue));
    for (const queue of fresh) {
      const delivery = this.deps.deliver(queue).finally(() => this.delivering.delete(queue));
      this.delivering.set(queue, delivery);
      delivery.catch((error: unknown) => (this.broken ??= { error }));
    }
    return fresh.length;
  }

  private async handle(entry: { kind: DueKind; subject: string; at: Date }): Promise<void> {
    const { store, clock, handlers, log } = this.deps;
    const { kind, subject } = entry;
    let next: Date | null;
    try {
      next = await handlers[kind](subject);
      this.failures.delete(`${kind}/${subject}`);
      if (kind === 'capacity') this.rounds += 1;
    } catch (error) {
      const attempts = (this.failures.get(`${kind}/${subject}`) ?? 0) + 1;
      this.failures.set(`${kind}/${subject}`, attempts);
      next = new Date(clock.now().getTime() + retryAfter(error, attempts).afterMs);
      log.warn({ err: error, kind, subject, attempts, next }, 'due work failed; it is tried again');
    }
    // Never at the same instant again: a handler that asks for "now" must not hold the clock.
    const at = next && new Date(Math.max(next.getTime(), clock.now().getTime() + 1_000));
    // Taken off last, so that a crash leaves it due; a wish that came meanwhile stands behind it and comes up now.
    await store.transaction(async (tx) => {
      await tx.due.clear(kind, subject, entry.at);
      if (at) await tx.due.noLaterThan(kind, subject, at);
    });
  }

  /** What was planned on a clock that has been put back since is looked at now; a reminder keeps its hour. */
  private async noticeClockPutBack(now: Date): Promise<void> {
    if (this.lastSeen && this.lastSeen.getTime() - now.getTime() > PUT_BACK_MS) {
      this.deps.log.warn({ from: this.lastSeen, to: now }, 'the clock was put back');
      await this.deps.store.transaction(async (tx) => {
        for (const { kind, subject } of await tx.due.list(END_OF_TIME))
          if (kind !== 'reminder') await tx.due.noLaterThan(kind, subject, now);
      });
    }
    this.lastSeen = now;
  }
}

/** Waits for all of it, failed or not: nothing of this look goes on beside the next one. Throws the first failure. */
async function inParallel<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items];
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, rest.length) }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}
