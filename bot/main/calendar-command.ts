import { readCalendarStanding, type CalendarStanding } from '../../flows/calendar/calendar-standing.ts';
import { withDatabase } from './database.ts';
import { presentTime } from './present-time.ts';
import { notificationUrlOf, readSettings } from './settings.ts';

/** `zaitaku calendar`. Reads only. */
export function readCalendars(): Promise<CalendarStanding> {
  const settings = readSettings(process.env);
  return withDatabase(settings, async ({ store }, { organisation }) => {
    const now = await presentTime(settings);
    const notified = notificationUrlOf(settings) !== null;
    return store.transaction((tx) => readCalendarStanding(tx, organisation, notified, now));
  });
}
