/** A seeded source of chance (mulberry32): the same seed gives the same simulated days. Its state is one number. */
export class SeededRandom {
  private state: number;

  constructor(state: number) {
    this.state = state >>> 0;
  }

  /** A source of its own for one subject, so that what happens to others does not change it. */
  static of(seed: number, ...subject: (string | number)[]): SeededRandom {
    let hash = 2166136261 ^ seed; // FNV-1a
    for (const character of subject.join('\u0000')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
    return new SeededRandom(hash);
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(least: number, greatest: number): number {
    return least + this.next() * (greatest - least);
  }

  /** Triangular distribution: `mode` is the most frequent value. */
  triangular(least: number, mode: number, greatest: number): number {
    const u = this.next();
    const span = greatest - least;
    const turn = (mode - least) / span;
    return u < turn
      ? least + Math.sqrt(u * span * (mode - least))
      : greatest - Math.sqrt((1 - u) * span * (greatest - mode));
  }

  toJSON(): number {
    return this.state;
  }
}
