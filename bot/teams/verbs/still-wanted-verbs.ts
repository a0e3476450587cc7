import { z } from 'zod';
import { answerStillWanted } from '../../../flows/calendar/still-wanted.ts';
import { uuid, verb, version, type Verb } from './verb.ts';

/** Whether a booking that a calendar speaks against is still wanted. */
export const stillWantedVerbs: Record<string, Verb> = {
  'booking.still-wanted': verb(
    z.object({ bookingId: uuid, version, answer: z.enum(['take-back', 'keep']) }),
    answerStillWanted,
  ),
};
