import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { EntryDay } from './read-entry.ts';

/** A time in which a person is away, as their calendar says. */
export interface Absence {
  startsAt: Date;
  endsAt: Date;
  days: EntryDay[];
}

/** A calendar says that the person is away, or (null) that an entry that said so says it no more. */
export async function absenceSeen(
  _tx: Tx,
  _deps: Deps,
  _person: Person,
  _key: string,
  _absence: Absence | null,
): Promise<void> {}
