import type { StoredEvent } from './calendar-book.ts';
import { daysOf, onDay } from './recurrence.ts';
import { toZone } from './zones.ts';

/** What a person made of one occurrence: it is not there, or something about it is another than the series says. */
export type OccurrenceChange =
  { cancelled: true } | { cancelled?: false; version: number; fields: Record<string, unknown>; times: Times };

export type Times = Pick<StoredEvent, 'start' | 'end' | 'startsAt' | 'endsAt'>;

/** Occurrences of a series that touch [from, to), in order of time. */
export function occurrencesOf(master: StoredEvent, { from, to }: { from: number; to: number }): StoredEvent[] {
  if (!master.recurrence) return [];
  const found: StoredEvent[] = [];
  for (const day of daysOf(master.recurrence, to)) {
    const occurrence = occurrenceOn(master, day);
    if (occurrence && occurrence.startsAt < to && occurrence.endsAt > from) found.push(occurrence);
  }
  // One that was moved into the window from beyond its end.
  for (const day of Object.keys(master.changes ?? {})) {
    const moved = occurrenceOn(master, day);
    if (moved && moved.startsAt < to && moved.endsAt > from && !found.some(({ id }) => id === moved.id))
      found.push(moved);
  }
  return found.sort((a, b) => a.startsAt - b.startsAt);
}

/** The occurrence of a day, or null where the series has none then or it was cancelled. */
export function occurrenceOn(master: StoredEvent, day: string): StoredEvent | null {
  const change = master.changes?.[day];
  if (!master.recurrence || change?.cancelled) return null;
  const { value: start, at: startsAt } = onDay(master.start, day);
  if (![...daysOf(master.recurrence, startsAt)].includes(day)) return null;
  const endsAt = startsAt + master.endsAt - master.startsAt;
  const usual: Times = { start, end: toZone(new Date(endsAt), master.end.timeZone), startsAt, endsAt };
  const { recurrence: _recurrence, changes: _changes, ...plain } = master;
  return {
    ...plain,
    ...(change ? change.times : usual),
    id: occurrenceId(master.id, day),
    version: master.version + (change?.version ?? 0),
    transactionId: null,
    fields: { ...master.fields, ...change?.fields },
    extended: [],
    series: { masterId: master.id, changed: change !== undefined },
  };
}

/** Ids of occurrences name their series and day; clients must not read them. */
function occurrenceId(masterId: string, day: string): string {
  return `${masterId.replace(/=$/, '')}FRAAgI${Buffer.from(day).toString('base64url')}=`;
}

/** Series and day of an occurrence's id, or null where it is none. */
export function occurrenceNamed(id: string): { masterId: string; day: string } | null {
  const match = /^(.+)FRAAgI([\w-]+)=$/.exec(id);
  const day = match ? Buffer.from(match[2]!, 'base64url').toString() : '';
  return match && /^\d{4}-\d\d-\d\d$/.test(day) ? { masterId: `${match[1]}=`, day } : null;
}
