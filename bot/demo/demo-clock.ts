import type { Clock } from '../../flows/clock.ts';

/** A clock that runs from wherever it was set, or stands still. The demo's clock, kept in step with the simulated tenant's. */
export class DemoClock implements Clock {
  private offsetMs = 0;
  private standsAt: Date | null = null;

  now(): Date {
    return this.standsAt ?? new Date(Date.now() + this.offsetMs);
  }

  /** Stands still at this instant. */
  freeze(at: Date): void {
    this.standsAt = at;
  }

  /** Runs on from this instant, as fast as the machine's clock. */
  run(from: Date): void {
    this.standsAt = null;
    this.offsetMs = from.getTime() - Date.now();
  }
}
