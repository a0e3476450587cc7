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
  /** What calendars show of bookings. */
  out: {
    /** What waits for a decision or a seat stands in people's own calendars, tentative. */
    requested: boolean;
    /** Shared mailboxes of Outlook in whose calendar the days of a section's people stand, by the section's id. */
    sections: Record<string, string>;
    /** Undecided days stand there too. */
    sectionRequested: boolean;
    /** Of what stands there. */
    language: 'ja' | 'en';
    /** Who may subscribe to the feed of their section: nobody, its head, or everybody in it. */
    sectionFeeds: 'none' | 'head' | 'members';
  };
  /** The calendar that the ICT section keeps for everybody, or null. */
  organisation: OrganisationCalendar | null;
  /** Feeds of other groupware. */
  feeds: CalendarFeed[];
}
