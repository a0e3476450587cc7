import type { EventQueue, ModelEvent } from './event-queue.ts';
import type { SeededRandom } from './seeded-random.ts';

const minute = 60_000;

/** Group changes are felt at sign-in this much later (observed in tenants; Microsoft names no figure). */
export const feltAfterMs = { least: 15 * minute, greatest: 60 * minute };

interface Kept {
  felt: Record<string, string[]>;
  /** Number of the last change of each group and person that is felt or on its way. */
  changes: Record<string, number>;
  next: number;
}

/** Who may sign in as the sign-in service feels it, which lags behind the directory. Open sessions never ask. */
export class FeltMembership {
  private readonly felt = new Map<string, Set<string>>();
  private readonly changes = new Map<string, number>();
  private next = 1;

  constructor(kept?: Kept) {
    if (!kept) return;
    for (const [group, users] of Object.entries(kept.felt)) this.felt.set(group, new Set(users));
    for (const [key, number] of Object.entries(kept.changes)) this.changes.set(key, number);
    this.next = kept.next;
  }

  isFelt(group: string, user: string): boolean {
    return this.felt.get(group)?.has(user) ?? false;
  }

  /** What was so before the simulation began. */
  set(group: string, user: string, member: boolean): void {
    const users = this.felt.get(group) ?? new Set();
    this.felt.set(group, users);
    if (member) users.add(user);
    else users.delete(user);
  }

  /** The directory has changed now; it is felt by a later event of kind `membership-felt`. */
  change(queue: EventQueue, random: SeededRandom, group: string, user: string, member: boolean, now: number): void {
    const number = this.next++;
    this.changes.set(`${group} ${user}`, number);
    const at = now + Math.round(random.between(feltAfterMs.least, feltAfterMs.greatest));
    queue.add({ at, kind: 'membership-felt', group, user, member, number });
  }

  /** A change is felt. One that a later change has overtaken is not: the later one's own time comes. */
  feel(event: ModelEvent): void {
    const { group, user, member, number } = event as ModelEvent & { group: string; user: string; member: boolean };
    const key = `${group} ${user}`;
    if (this.changes.get(key) !== number) return;
    this.changes.delete(key);
    this.set(group, user, member);
  }

  toJSON(): Kept {
    const felt = Object.fromEntries([...this.felt].map(([group, users]) => [group, [...users]]));
    return { felt, changes: Object.fromEntries(this.changes), next: this.next };
  }
}

export type KeptMembership = Kept;
