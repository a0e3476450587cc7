import type { Limit } from './pace-limits.ts';

/**
 * The calls of one sort that count still. The channel counts a call when it arrives there, at an instant between its
 * start and its answer that we do not know. So one under way counts as now, and one that was answered from its answer
 * on: whatever the way took, no limit is broken there.
 */
export class Trail {
  /** Calls not yet answered. */
  underWay = 0;
  /** Instants of the answers, ascending (ms of the machine). */
  private ended: number[] = [];

  begin(): void {
    this.underWay += 1;
  }

  end(now: number): void {
    this.underWay -= 1;
    this.ended.push(now);
  }

  /** What was begun did not become a call. */
  cancel(): void {
    this.underWay -= 1;
  }

  /** The instant from which one more call keeps the limits; Infinity where only an answer that is awaited can tell. */
  freeAt(limits: readonly Limit[]): number {
    let at = -Infinity;
    for (const { calls, perMs } of limits) {
      const beside = calls - 1 - this.underWay;
      if (beside < 0) return Infinity;
      const tooMany = this.ended[this.ended.length - 1 - beside];
      if (tooMany !== undefined) at = Math.max(at, tooMany + perMs);
    }
    return at;
  }

  /** Drops what no limit counts any more. Answers whether nothing is left. */
  tidy(limits: readonly Limit[], now: number): boolean {
    const longest = Math.max(...limits.map((limit) => limit.perMs));
    const most = Math.max(...limits.map((limit) => limit.calls));
    const first = Math.max(0, this.ended.length - most);
    this.ended = this.ended.slice(first).filter((at) => at + longest > now);
    return this.underWay === 0 && this.ended.length === 0;
  }
}
