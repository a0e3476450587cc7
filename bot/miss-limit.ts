/** Addresses remembered at most; beyond that the memory begins anew. */
const MOST_ADDRESSES = 10_000;

/**
 * Counts tries that found nothing, by address: who has had too many within a while is told to wait. A link that is one
 * of ours is never counted, so people behind one address do not shut each other out by using theirs. Until the while is
 * over the address waits; kept in memory.
 */
export class MissLimit {
  readonly #most: number;
  readonly #whileMs: number;
  readonly #now: () => Date;
  readonly #misses = new Map<string, { count: number; until: number }>();

  constructor(most: number, whileMs: number, now: () => Date) {
    this.#most = most;
    this.#whileMs = whileMs;
    this.#now = now;
  }

  note(address: string): void {
    const now = this.#now().getTime();
    const known = this.#misses.get(address);
    if (known && known.until > now) {
      known.count += 1;
      return;
    }
    if (this.#misses.size >= MOST_ADDRESSES) this.#misses.clear();
    this.#misses.set(address, { count: 1, until: now + this.#whileMs });
  }

  isOver(address: string): boolean {
    const known = this.#misses.get(address);
    return known !== undefined && known.until > this.#now().getTime() && known.count >= this.#most;
  }
}
