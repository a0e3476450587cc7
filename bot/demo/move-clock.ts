import type { Store } from '../../flows/store.ts';
import type { Scheduler } from '../scheduler.ts';
import type { DemoClock } from './demo-clock.ts';

/** The simulated tenant's clock, as the mover needs it. */
export interface TenantClock {
  clock(): Promise<{ now: Date; running: boolean }>;
  freeze(): Promise<Date>;
  run(): Promise<Date>;
  /** Carries out the tenant's own events up to `to`; stops early after it has sent an activity to the bot. */
  advance(to: Date): Promise<{ now: Date; delivered: number }>;
}

export interface Moved {
  now: Date;
  rounds: number;
  delivered: number;
  stillFailing: number;
}

export interface ClockMoverDeps {
  tenant: TenantClock;
  clock: DemoClock;
  scheduler: Scheduler;
  store: Store;
  delivered: () => number;
  /** Waits until nothing is being delivered any more. */
  idle: () => Promise<void>;
  /** The limits of the channel count time that runs: while it is moved there are none. */
  pace?: { lift(): void; impose(): void };
}

/**
 * Moves the demo's clock from one due instant to the next, on both sides in step: at each the product works until
 * nothing is due, then time goes on. What fails is retried at its own later instant, so that faults do not hold time.
 */
export class ClockMover {
  private readonly deps: ClockMoverDeps;
  private moving: Promise<unknown> = Promise.resolve();

  constructor(deps: ClockMoverDeps) {
    this.deps = deps;
  }

  /** Moves to an instant; one at a time. Rejects with a RangeError where it lies in the past. */
  move(target: (now: Date) => Date): Promise<Moved> {
    const mine = this.moving.catch(() => undefined).then(() => this.moveNow(target));
    this.moving = mine;
    return mine;
  }

  private async moveNow(target: (now: Date) => Date): Promise<Moved> {
    const { tenant, clock, scheduler, store } = this.deps;
    this.deps.pace?.lift();
    await scheduler.pause();
    try {
      const begin = await tenant.freeze();
      clock.freeze(begin);
      const before = { rounds: scheduler.rounds, delivered: this.deps.delivered() };
      const goal = target(begin);
      if (Number.isNaN(goal.getTime()) || goal < begin)
        throw new RangeError(`now: lies before the clock, which shows ${begin.toISOString()}`);
      await this.settle();
      while (clock.now() < goal) {
        const due = await store.nextDueAt();
        // What is still due now could not be done now; a second on it is looked at again.
        const soonest = new Date(clock.now().getTime() + 1_000);
        const next = due === null ? goal : due < soonest ? soonest : due;
        const reached = await tenant.advance(next < goal ? next : goal);
        clock.freeze(reached.now);
        await this.settle();
      }
      const state = await store.outboxState(clock.now());
      return {
        now: clock.now(),
        rounds: scheduler.rounds - before.rounds,
        delivered: this.deps.delivered() - before.delivered,
        stillFailing: state.failing + scheduler.failures.size,
      };
    } finally {
      // Should the tenant not answer, the bot works on all the same, from the instant reached.
      clock.run(await tenant.run().catch(() => clock.now()));
      this.deps.pace?.impose();
      scheduler.start();
    }
  }

  private async settle(): Promise<void> {
    await this.deps.scheduler.settle();
    await this.deps.idle();
  }
}
