/** Where calendars beside people's own Outlook are read, as the organisation's file says. */

/** The calendar in which the ICT section keeps closed days, worked days, elections, trainings and emergencies. */
export interface OrganisationCalendar {
  /** Absolute path of an iCalendar file, or a shared mailbox whose calendar is read; the other is null. */
  file: string | null;
  mailbox: string | null;
  everyMinutes: number;
  /** Words of the subject, or categories, that say what an entry is. */
  words: Record<OfficeWord, string[]>;
}

export const OFFICE_WORDS = ['closure', 'worked', 'election', 'training', 'morning', 'afternoon', 'emergency'] as const;
export type OfficeWord = (typeof OFFICE_WORDS)[number];

/** A feed of another groupware, for one person or for the people of a section. */
export interface CalendarFeed {
  id: string;
  /** Just one of the three is set: an address, a file, or a folder into which files are dropped. */
  url: string | null;
  file: string | null;
  folder: string | null;
  /** UPN, or the id of a section; the other is null. */
  for: { person: string | null; section: string | null };
  everyMinutes: number;
}
