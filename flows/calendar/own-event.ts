import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { CalendarEntry } from './calendar-entry.ts';

/** A calendar shows an event of our own otherwise than it was read before, or (null) no more. */
export async function ownEventChanged(
  _tx: Tx,
  _deps: Deps,
  _person: Person,
  _bookingId: string,
  _entry: CalendarEntry | null,
): Promise<void> {}
