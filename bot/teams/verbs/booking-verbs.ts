import { z } from 'zod';
import { cancelBooking } from '../../../flows/booking/cancel-booking.ts';
import { cancelMany, cancelRest } from '../../../flows/booking/cancel-many.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import { discardProposal } from '../../../flows/booking/discard-proposal.ts';
import { openChange } from '../../../flows/booking/propose-change.ts';
import { chooseFor, editDraft } from '../../../flows/booking/edit-draft.ts';
import { proposeEmpty } from '../../../flows/booking/propose-booking.ts';
import { showList } from '../../../flows/conversation/own-bookings.ts';
import { takeAlternative } from '../../../flows/booking/take-alternative.ts';
import { languageOf } from '../../../flows/person.ts';
import { text, uuid, verb, version, type Verb } from './verb.ts';

const draft = z.object({ draftId: uuid, version });
const one = z.object({ bookingId: uuid, version });
const time = z.string().nullable();
const alternative = draft.extend({
  instead: z.number().int().min(0),
  day: z.string(),
  part: z.enum(['full', 'am', 'pm', 'hours', 'half']),
  from: time,
  to: time,
});
const form = draft.extend({
  day: text,
  part: text,
  from: text,
  to: text,
  place: text,
  device: text,
  pool: text,
  category: text,
  task: text,
  reason: text,
  contact: text,
  material: text,
});
/** Days of the largest request that an organisation's file may allow. */
const MOST_DAYS = 366;

/** Asking for days, and giving them back. */
export const bookingVerbs: Record<string, Verb> = {
  'booking.form': verb(
    z.unknown().transform(() => ({})),
    (tx, deps, person) => proposeEmpty(tx, deps, person, languageOf(person)),
  ),
  'booking.confirm': verb(draft, confirmBooking),
  'booking.wait': verb(draft, (tx, deps, person, command) =>
    confirmBooking(tx, deps, person, { ...command, wait: true }),
  ),
  'booking.take': verb(alternative, takeAlternative),
  'booking.discard': verb(draft, discardProposal),
  'booking.edit': verb(form, (tx, deps, person, { draftId, version: seen, ...input }) =>
    editDraft(tx, deps, person, { draftId, version: seen, input }),
  ),
  'booking.for': verb(draft.extend({ personId: uuid }), chooseFor),
  'booking.change': verb(one, openChange),
  'booking.cancel': verb(one, cancelBooking),
  'booking.cancel-all': verb(z.object({ bookings: z.array(one).min(1).max(MOST_DAYS) }), cancelMany),
  'booking.cancel-rest': verb(one, cancelRest),
  'list.show': verb(
    z.object({ month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/), page: z.coerce.number().int().min(0).max(400) }),
    showList,
  ),
};
