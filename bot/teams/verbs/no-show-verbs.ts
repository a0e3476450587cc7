import { z } from 'zod';
import { takeAgain } from '../../../flows/no-show/take-again.ts';
import { uuid, verb, version, type Verb } from './verb.ts';

/** Taking a booking again whose seat went back unused. */
export const noShowVerbs: Record<string, Verb> = {
  'booking.take-again': verb(z.object({ bookingId: uuid, version }), takeAgain),
};
