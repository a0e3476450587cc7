import type { LocalDay } from '../organisation.ts';

/** What a person was asked about one day, and what they said. */
export interface Feedback {
  bookingId: string;
  personId: string;
  askedAt: Date;
  /** 1 (bad) to 5 (good); null while nothing was said. */
  score: number | null;
  line: string | null;
  givenAt: Date | null;
}

/** What was said about a day. */
export interface GivenFeedback {
  personId: string;
  day: LocalDay;
  score: number;
  line: string | null;
}

export interface FeedbackStore {
  /** Adds a question; false where the booking, or another of the person's on its day, was asked about before. */
  ask(bookingId: string, personId: string, now: Date): Promise<boolean>;
  /** Locks what was asked about a booking. */
  lock(bookingId: string): Promise<Feedback | null>;
  save(feedback: Feedback): Promise<void>;
  /**
   * Of each of these bookings, the how many-th day it is that its person has teleworked to the end. Without those whose
   * day is not over: the person holds another booking on it.
   */
  nthDays(bookingIds: string[]): Promise<Map<string, number>>;
  /** All that was asked of a person, for them to read, with the day it was about. Ascending by day. */
  ofPerson(personId: string): Promise<(Feedback & { day: LocalDay })[]>;
  /** What was said about the days from the first to the last, both ends included. In no order that tells who. */
  given(from: LocalDay | null, to: LocalDay | null): Promise<GivenFeedback[]>;
}
