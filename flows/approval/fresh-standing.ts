import { inTime } from '../in-time.ts';
import type { Deps } from '../deps.ts';
import type { Directory } from '../directory.ts';
import { addMinutes } from '../minutes.ts';
import type { DirectoryPerson } from '../store.ts';
import { applyDirectory } from '../sync-directory.ts';

/** A look at the directory that is no older than this is fresh enough to decide by. */
const FRESH_MINUTES = 15;
/** The longest that a decision waits for the directory (ms of the machine): Teams gives a tap some seconds in all. */
const LONGEST_MS = 800;
/** People asked about for one tap; a tap on many days of many people decides from the store. */
const MOST_PEOPLE = 4;
/** Who was asked about is not asked about again so soon, answered or not: a directory that is slow is not asked more. */
const PAUSE_MINUTES = 1;

/**
 * Before a decision: whether the one who presses is still the approver. As a rule the store knows, because the directory
 * is followed all the time; where the last look lies further back, the requester is asked for, with a bound. Without an
 * answer in time the decision is made from the store. One object for all taps.
 */
export class FreshStanding {
  private readonly deps: Deps & { directory: Directory };
  /** When it was last asked for whom. */
  private readonly asked = new Map<string, Date>();

  constructor(deps: Deps & { directory: Directory }) {
    this.deps = deps;
  }

  /** Brings the requesters of these bookings up to date where that is due. Never throws for the directory's faults. */
  async before(bookingIds: string[]): Promise<void> {
    if (bookingIds.length === 0) return;
    const { store, clock } = this.deps;
    const now = clock.now();
    const requesters = await store.transaction(async (tx) => {
      const look = await tx.people.directoryLook();
      if (look && addMinutes(look.at, FRESH_MINUTES) >= now) return [];
      return [...new Set((await tx.bookings.byIds(bookingIds)).map(({ personId }) => personId))];
    });
    const due = requesters.filter((id) => addMinutes(this.asked.get(id) ?? new Date(0), PAUSE_MINUTES) <= now);
    if (due.length === 0 || due.length > MOST_PEOPLE) return;
    for (const id of due) this.asked.set(id, now);
    const found = await inTime(Promise.all(due.map((id) => this.ask(id))), LONGEST_MS);
    if (!found) return;
    const people = found.flatMap((one) => one.people);
    const gone = found.flatMap((one) => one.gone);
    await store.transaction((tx) => applyDirectory(tx, this.deps, { people, gone }, now));
  }

  /** A requester, and their manager where the store does not know them: a new one may be new to everybody. */
  private async ask(id: string): Promise<{ people: DirectoryPerson[]; gone: string[] }> {
    const { directory, store } = this.deps;
    const person = await directory.person(id);
    if (!person) return { people: [], gone: [id] };
    const { managerId } = person;
    const known = managerId ? await store.transaction((tx) => tx.people.byId(managerId)) : null;
    const manager = managerId && (!known || known.goneAt) ? await directory.person(managerId) : null;
    return { people: manager ? [person, manager] : [person], gone: [] };
  }
}
