import { z } from 'zod';
import { cancelBooking } from '../../../flows/booking/cancel-booking.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import { discardProposal } from '../../../flows/booking/discard-proposal.ts';
import { editDraft, proposeEmpty } from '../../../flows/booking/propose-booking.ts';
import { languageOf } from '../../../flows/person.ts';
import { text, uuid, verb, version, type Verb } from './verb.ts';

const draft = z.object({ draftId: uuid, version });
const one = z.object({ bookingId: uuid, version });
const form = draft.extend({ day: text, part: text, from: text, to: text, place: text, reason: text });

/** Asking for days, and giving them back. */
export const bookingVerbs: Record<string, Verb> = {
  'booking.form': verb(
    z.unknown().transform(() => ({})),
    (tx, deps, person) => proposeEmpty(tx, deps, person, languageOf(person)),
  ),
  'booking.confirm': verb(draft, confirmBooking),
  'booking.discard': verb(draft, (tx, deps, person, { draftId }) => discardProposal(tx, deps, person, draftId)),
  'booking.edit': verb(form, (tx, deps, person, { draftId, version: seen, ...input }) =>
    editDraft(tx, deps, person, { draftId, version: seen, input }),
  ),
  'booking.cancel': verb(one, cancelBooking),
};
