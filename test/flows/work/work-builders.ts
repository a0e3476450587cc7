import { addMinutes } from '../../../flows/minutes.ts';
import type { NewEntry } from '../../../flows/work/decide-work.ts';
import { toMinute, versionOf, type WorkEntry, type WorkMove } from '../../../flows/work/work-record.ts';
import { at, idOf } from '../../support/builders.ts';

/** An instant of Wednesday, 2 December, by its time in Japan. */
export function time(wall: string): Date {
  return at(`2026-12-02 ${wall}`);
}

/** Entries of Hanako's Wednesday, each written when it happened: `said('start 08:30', 'pause 12:00')`. */
export function said(...words: string[]): WorkEntry[] {
  return words.map((word, index) => {
    const [move, wall] = word.split(' ') as [WorkMove, string];
    return anEntry({ number: index + 1, move, at: time(wall), writtenAt: time(wall) });
  });
}

export function anEntry(entry: Partial<WorkEntry> = {}): WorkEntry {
  return {
    personId: idOf('hanako'),
    day: '2026-12-02',
    number: 1,
    move: 'start',
    at: time('08:30'),
    writtenAt: time('08:30'),
    writtenBy: idOf('hanako'),
    corrects: null,
    ...entry,
  };
}

/** The record with these written at `now`. */
export function written(entries: readonly WorkEntry[], news: readonly NewEntry[], now: Date): WorkEntry[] {
  const version = versionOf(entries);
  return [
    ...entries,
    ...news.map((entry, index) => anEntry({ ...entry, number: version + 1 + index, writtenAt: now })),
  ];
}

/** From midnight of that Wednesday to a time of it. */
export function until(now: Date): { earliest: Date; latest: Date } {
  return { earliest: time('00:00'), latest: now };
}

export function minutesAfter(start: Date, minutes: number): Date {
  return toMinute(addMinutes(start, minutes));
}
