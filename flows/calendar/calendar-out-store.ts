import type { CalendarEvent } from '../directory.ts';

/** What of an event is ours. */
export type WrittenEvent = Pick<CalendarEvent, 'subject' | 'showAs' | 'startsAt' | 'endsAt'>;

/** A booking's event in its person's own calendar. */
export interface KeptEvent {
  eventId: string;
  /** As it was last written, or null where that is not known or it is about to be written. */
  written: WrittenEvent | null;
  /** Every wording that was ever ours. */
  subjects: string[];
  /** The person has given it a wording of their own: it is left alone. */
  ownWords: boolean;
}

/** A person has moved or deleted our event, and is asked whether the booking follows. One a booking. */
export interface EditQuestion {
  id: string;
  bookingId: string;
  personId: string;
  /** Where the event stands by now; null where it was deleted. */
  moved: { startsAt: Date; endsAt: Date; allDay: boolean } | null;
  /** The booking's, when it was asked last. */
  bookingVersion: number;
  /** Grows with each further edit. */
  version: number;
  askedAt: Date;
}

/** What stands of bookings in people's own calendars. */
export interface CalendarLedger {
  eventOf(bookingId: string): Promise<KeptEvent | null>;
  /** Which of these events are our own: their bookings, by event id. */
  bookingsOf(eventIds: string[]): Promise<Map<string, string>>;
  /** Our own events in a person's calendar whose bookings touch [from, to). */
  ofPerson(personId: string, from: Date, to: Date): Promise<{ bookingId: string; eventId: string }[]>;
  /** An event that is known is about to be written with this wording: what stands in the calendar is not known until `save`. */
  begin(bookingId: string, subject: string): Promise<void>;
  /** What stands there by now; null: nothing. Another event than the one known has no words of the person's. */
  save(bookingId: string, event: { eventId: string; written: WrittenEvent } | null): Promise<void>;
  /** The event has another id: its person moved it out of the folder and back. What is known of it stays. */
  rename(bookingId: string, eventId: string): Promise<void>;
  /**
   * Of these people, those in whose calendars we are writing at this instant, or were since that one: from when it might
   * be written, or `now` where it is done.
   */
  writing(personIds: string[], since: Date, now: Date): Promise<Map<string, Date>>;
  /** The event of the booking waits to be put back as it is booked, whatever became of it. */
  isPuttingBack(bookingId: string): Promise<boolean>;
  setOwnWords(bookingId: string, ownWords: boolean): Promise<void>;
  questionOf(bookingId: string): Promise<EditQuestion | null>;
  /** Bookings of a person about which a question stands, the oldest first. */
  questionsOf(personId: string): Promise<string[]>;
  saveQuestion(question: EditQuestion): Promise<void>;
  /** Answers the question that stood. */
  endQuestion(bookingId: string): Promise<EditQuestion | null>;
}
