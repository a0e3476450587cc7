import { z } from 'zod';
import { declineOffer, takeOffer } from '../../../flows/waitlist/answer-offer.ts';
import { uuid, verb, version, type Verb } from './verb.ts';

const one = z.object({ bookingId: uuid, version });

/** Answering the offer of a seat from the waiting list. */
export const waitlistVerbs: Record<string, Verb> = {
  'waitlist.take': verb(one, takeOffer),
  'waitlist.decline': verb(one, declineOffer),
};
