import type { Deps } from '../deps.ts';
import type { TakeEntries } from './calendar-entry.ts';
import type { CalendarReader } from './calendar-reader.ts';

/** What following people's Outlook calendars needs. */
export type MailboxDeps = Deps & {
  calendars: CalendarReader;
  takeEntries: TakeEntries;
  /** Where Graph can reach us, or null where it cannot: calendars are then looked at every quarter of an hour. */
  notificationUrl: string | null;
};
