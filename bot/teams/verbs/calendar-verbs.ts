import { z } from 'zod';
import { askAgain, dismissEntries, keepBookings } from '../../../flows/calendar/answer-calendar.ts';
import { uuid, verb, version, type Verb } from './verb.ts';

const bookings = z.object({
  bookings: z
    .array(z.object({ bookingId: uuid, version }))
    .min(1)
    .max(366),
});

/** Answering what entries of the calendar ask. */
export const calendarVerbs: Record<string, Verb> = {
  'calendar.dismiss': verb(z.object({ draftId: uuid, version }), dismissEntries),
  'calendar.again': verb(bookings, askAgain),
  'calendar.keep': verb(bookings, keepBookings),
};
