import type { CalendarFeed, OrganisationCalendar } from './calendar-sources.ts';

/** What the organisation says of calendars. */
export interface CalendarSettings {
  /** What in a person's own calendar says that they work from home: words of the subject, categories, the state shown. */
  telework: { words: string[]; categories: string[]; workingElsewhere: boolean };
  /** What says that a person is away: words of the subject, the state "out of office". */
  absence: { words: string[]; outOfOffice: boolean };
  /** An entry that says telework: a card asks for the person's word first, or the request is sent at once. */
  send: 'ask' | 'at-once';
  /** The Outlook calendars of those who take part are read. */
  outlook: boolean;
  /** The calendar that the ICT section keeps for everybody, or null. */
  organisation: OrganisationCalendar | null;
  /** Feeds of other groupware. */
  feeds: CalendarFeed[];
}
