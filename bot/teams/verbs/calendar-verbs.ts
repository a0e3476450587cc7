import { z } from 'zod';
import { answerCalendarQuestion } from '../../../flows/calendar/calendar-question.ts';
import { uuid, verb, version, type Verb } from './verb.ts';

/** Whether a booking that a calendar speaks against is still wanted. */
export const calendarVerbs: Record<string, Verb> = {
  'calendar.away': verb(
    z.object({ bookingId: uuid, version, answer: z.enum(['take-back', 'keep']) }),
    answerCalendarQuestion,
  ),
};
