import type { Tenant } from './tenant.ts';

const longestSleepMs = 60_000;
const shortestSleepMs = 50;

/** Carries out what is due while the clock runs in real time: one timer, set to the next due instant. */
export class Runner {
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<unknown> | null = null;
  private readonly tenant: Tenant;

  constructor(tenant: Tenant) {
    this.tenant = tenant;
  }

  run(): void {
    this.tenant.simulated.run();
    this.rearm();
  }

  /** Freezes the clock and waits for what is being carried out. */
  async pause(): Promise<void> {
    this.tenant.catchUp();
    this.tenant.simulated.freeze();
    this.stopTimer();
    await this.working;
  }

  /** Something may be due earlier than thought. Cheap. */
  rearm(): void {
    this.stopTimer();
    if (!this.tenant.simulated.running || this.working) return;
    const due = this.tenant.nextDueAt();
    const wait = due === null ? longestSleepMs : due.getTime() - this.tenant.clock().getTime();
    this.timer = setTimeout(() => this.work(), Math.min(Math.max(wait, shortestSleepMs), longestSleepMs));
  }

  private work(): void {
    this.timer = null;
    this.working ??= this.tenant
      .carryOutDue()
      .catch((error: unknown) => console.error('simulated tenant:', error))
      .finally(() => {
        this.working = null;
        this.rearm();
      });
  }

  private stopTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
