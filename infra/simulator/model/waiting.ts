const minute = 60_000;
/** Whoever finds no desktop gives up after this. */
export const patienceMs = 15 * minute;
/** A person who signs in within this time after their disconnected session was logged off came back for it. */
const cameBackWithinMs = 12 * 60 * minute;

export interface KeptWaiting {
  asking: Record<string, { since: number; last: number }>;
  loggedOff: Record<string, number>;
}

const key = (user: string, pool: string) => `${user} ${pool}`;

/** Who asks for a desktop and since when, and whose disconnected session was logged off. */
export class Waiting {
  private readonly asking: Map<string, { since: number; last: number }>;
  private readonly loggedOff: Map<string, number>;

  constructor(kept?: KeptWaiting) {
    this.asking = new Map(Object.entries(kept?.asking ?? {}));
    this.loggedOff = new Map(Object.entries(kept?.loggedOff ?? {}));
  }

  /** The person asked and got none. */
  refused(user: string, pool: string, now: number): void {
    this.asking.set(key(user, pool), { since: this.since(user, pool, now), last: now });
  }

  /** The person asked and got one. Answers since when they had asked. */
  served(user: string, pool: string, now: number): number {
    const since = this.since(user, pool, now);
    this.asking.delete(key(user, pool));
    return since;
  }

  logOff(user: string, pool: string, now: number): void {
    this.loggedOff.set(key(user, pool), now);
  }

  /** A new session begins: did the person come back for one that was logged off? */
  comesBack(user: string, pool: string, now: number): boolean {
    const at = this.loggedOff.get(key(user, pool));
    this.loggedOff.delete(key(user, pool));
    return at !== undefined && now - at < cameBackWithinMs;
  }

  toJSON(): KeptWaiting {
    return { asking: Object.fromEntries(this.asking), loggedOff: Object.fromEntries(this.loggedOff) };
  }

  private since(user: string, pool: string, now: number): number {
    const before = this.asking.get(key(user, pool));
    return before && now - before.last < patienceMs ? before.since : now;
  }
}
