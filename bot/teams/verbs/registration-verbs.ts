import { z } from 'zod';
import { giveFeedback } from '../../../flows/feedback/feedback.ts';
import { makeRecordLink } from '../../../flows/records/record-link.ts';
import { makePledge } from '../../../flows/registration/make-pledge.ts';
import { uuid, verb, version, words, type Verb } from './verb.ts';

/** The pledge, what people say of their days, and the way to one's own records. */
export const registrationVerbs: Record<string, Verb> = {
  'pledge.accept': verb(
    z.object({ pledge: z.string().max(40), ownDevice: z.boolean().default(false), draftId: uuid.optional(), version }),
    makePledge,
  ),
  'feedback.give': verb(
    z.object({ bookingId: uuid, score: z.coerce.number().int().min(1).max(5), line: words }),
    giveFeedback,
  ),
  'records.link': verb(z.object({ version }), makeRecordLink),
};
