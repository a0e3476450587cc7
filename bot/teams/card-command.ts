import { z } from 'zod';

/** Days of the largest request that an organisation's file may allow. */
const MOST_DAYS = 366;

const uuid = z.uuid();
const version = z.coerce.number().int().min(0).max(1_000_000_000);
const draft = z.object({ draftId: uuid, version });
const one = z.object({ bookingId: uuid, version });
/** What a client makes of an empty input: an empty text, nothing, or null. */
const text = z
  .string()
  .max(4_000)
  .nullish()
  .transform((value) => value ?? undefined);
const decision = z.union([
  z.object({ bookings: z.array(one).min(1).max(MOST_DAYS), comment: text }),
  one.extend({ comment: text }).transform(({ comment, ...booking }) => ({ bookings: [booking], comment })),
]);
const form = z.object({ day: text, part: text, from: text, to: text, place: text, reason: text });

/** What a pressed button asks for. Data of a card is a claim: checked for its form here, for its right in the flow. */
export type CardCommand =
  | { verb: 'booking.confirm'; draftId: string; version: number }
  | { verb: 'booking.edit'; draftId: string; version: number; input: z.infer<typeof form> }
  | { verb: 'booking.form' }
  | { verb: 'booking.discard'; draftId: string; version: number }
  | { verb: 'booking.cancel'; bookingId: string; version: number }
  | {
      verb: 'approval.approve' | 'approval.reject';
      bookings: { bookingId: string; version: number }[];
      comment: string | null;
    };

/** Reads a verb and its data, inputs included. Null where either is none of ours. */
export function parseCardCommand(verb: unknown, data: unknown): CardCommand | null {
  switch (verb) {
    case 'booking.form':
      return { verb };
    case 'booking.confirm':
    case 'booking.discard': {
      const parsed = draft.safeParse(data);
      return parsed.success ? { verb, ...parsed.data } : null;
    }
    case 'booking.edit': {
      const parsed = draft.safeParse(data);
      const input = form.safeParse(data);
      if (!parsed.success || !input.success) return null;
      return { verb, ...parsed.data, input: input.data };
    }
    case 'booking.cancel': {
      const parsed = one.safeParse(data);
      return parsed.success ? { verb, ...parsed.data } : null;
    }
    case 'approval.approve':
    case 'approval.reject': {
      const parsed = decision.safeParse(data);
      if (!parsed.success) return null;
      const { bookings, comment } = parsed.data;
      return { verb, bookings, comment: comment?.trim().slice(0, 500) || null };
    }
    default:
      return null;
  }
}
