import type {
  FeedReader,
  FeedReading,
  OrganisationCalendarReader,
  ReadOptions,
  SeenEntry,
} from '../../../flows/calendar/feed-reader.ts';
import { at } from '../builders.ts';

/** An entry as a feed shows it: all day on 2 December, Hanako's, unless told otherwise. */
export function anEntry(entry: Partial<SeenEntry> = {}): SeenEntry {
  return {
    key: 'entry',
    series: null,
    subject: 'テレワーク',
    categories: [],
    showAs: 'busy',
    startsAt: at('2026-12-02 00:00'),
    endsAt: at('2026-12-03 00:00'),
    allDay: true,
    invited: false,
    owners: ['hanako@city.example'],
    organizer: null,
    ...entry,
  };
}

/** A source of entries that answers "unchanged" until `set`, and fails on request. */
export class FakeFeedReader implements FeedReader, OrganisationCalendarReader {
  private entries: SeenEntry[] = [];
  private wrong: string[] = [];
  private round = 0;
  failing: Error | null = null;
  /** What was asked, in order. */
  readonly asked: ReadOptions[] = [];

  set(entries: SeenEntry[], wrong: string[] = []): void {
    Object.assign(this, { entries, wrong, round: this.round + 1 });
  }

  read(_source: unknown, options: ReadOptions): Promise<FeedReading> {
    this.asked.push(options);
    if (this.failing) return Promise.reject(this.failing);
    const etag = String(this.round);
    if (options.marks?.etag === etag) return Promise.resolve({ state: 'unchanged' });
    const { entries, wrong } = this;
    return Promise.resolve({ state: 'read', marks: { etag, lastModified: null, hash: null }, entries, wrong });
  }
}
