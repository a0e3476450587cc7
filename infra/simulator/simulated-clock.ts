import { performance } from 'node:perf_hooks';

/**
 * The tenant's clock. Running, it keeps pace with real time from the instant it stood at, measured by the machine's
 * monotonic timer: setting the machine's clock, or its sleep, moves nothing. Frozen, it moves only by `moveTo`.
 */
export class SimulatedClock {
  private base: number;
  /** Reading of the timer at `base` while running, or null. */
  private startedAt: number | null = null;
  private readonly timer: () => number;

  constructor(at: Date, timer: () => number = () => performance.now()) {
    this.base = at.getTime();
    this.timer = timer;
  }

  get running(): boolean {
    return this.startedAt !== null;
  }

  now(): Date {
    const passed = this.startedAt === null ? 0 : this.timer() - this.startedAt;
    return new Date(this.base + Math.floor(passed));
  }

  run(): void {
    if (this.startedAt === null) this.startedAt = this.timer();
  }

  freeze(): void {
    this.base = this.now().getTime();
    this.startedAt = null;
  }

  /** Frozen only; never backwards. */
  moveTo(at: Date): void {
    if (this.running) throw new Error('the clock runs: freeze it first');
    this.base = Math.max(this.base, at.getTime());
  }
}
