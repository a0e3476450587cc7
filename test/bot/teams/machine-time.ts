import type { MachineClock } from '../../../bot/teams/pace.ts';

interface Timer {
  at: number;
  work: () => void;
}

/** A machine's clock that stands still until it is moved, or goes on to the next timer by itself. */
export class MachineTime implements MachineClock {
  private instant = 0;
  private readonly timers = new Set<Timer>();
  /** Told of each instant reached. */
  onMove: (now: number) => void = () => undefined;

  now(): number {
    return this.instant;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.instant + ms, work };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves by `ms`, from one timer to the next; whoever waits for them gets on in between. */
  async move(ms: number): Promise<void> {
    const goal = this.instant + ms;
    for (await settled(); ; await settled()) {
      const next = this.next();
      if (!next || next.at > goal) break;
      this.fire(next);
    }
    this.reach(goal);
    await settled();
  }

  /** Goes on to the next timer whenever `still` says that nothing else is going on, until `over`. */
  async runWhile(over: () => boolean, still: () => boolean): Promise<void> {
    while (!over()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const next = this.next();
      if (next && still()) this.fire(next);
    }
  }

  /** Jumps; timers that are passed over go off late, as after a machine's sleep. */
  reach(instant: number): void {
    this.instant = Math.max(this.instant, instant);
    this.onMove(this.instant);
  }

  private next(): Timer | undefined {
    return [...this.timers].sort((a, b) => a.at - b.at)[0];
  }

  private fire(timer: Timer): void {
    this.timers.delete(timer);
    this.reach(timer.at);
    timer.work();
  }
}

/** Lets promises that are settled already be heard of. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
