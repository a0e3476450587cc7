import { z } from 'zod';
import { recordDecision } from '../../../flows/approval/record-decision.ts';
import { uuid, verb, version, words, type Verb } from './verb.ts';

/** Days of the largest request that an organisation's file may allow. */
const MOST_DAYS = 366;

const one = z.object({ bookingId: uuid, version });
const decision = z.union([
  z.object({ bookings: z.array(one).min(1).max(MOST_DAYS), comment: words }),
  one.extend({ comment: words }).transform(({ comment, ...booking }) => ({ bookings: [booking], comment })),
]);

/** Deciding what others asked for. */
export const approvalVerbs: Record<string, Verb> = {
  'approval.approve': verb(decision, (tx, deps, person, command) =>
    recordDecision(tx, deps, person, { ...command, verdict: 'approved' }),
  ),
  'approval.reject': verb(decision, (tx, deps, person, command) =>
    recordDecision(tx, deps, person, { ...command, verdict: 'rejected' }),
  ),
};
