import { z } from 'zod';
import { approveAll } from '../../../flows/approval/approve-all.ts';
import { answerQuestion, askBack } from '../../../flows/approval/ask-back.ts';
import { openRequest } from '../../../flows/approval/open-request.ts';
import { recordDecision } from '../../../flows/approval/record-decision.ts';
import { SNOOZES, snoozeRequest } from '../../../flows/approval/snooze.ts';
import { showWaiting } from '../../../flows/approval/waiting-view.ts';
import { uuid, verb, version, words, type Verb } from './verb.ts';

/** Days of the largest request that an organisation's file may allow. */
const MOST_DAYS = 366;

const one = z.object({ bookingId: uuid, version });
const decision = z.union([
  z.object({ bookings: z.array(one).min(1).max(MOST_DAYS), comment: words }),
  one.extend({ comment: words }).transform(({ comment, ...booking }) => ({ bookings: [booking], comment })),
]);
const page = z.coerce.number().int().min(0).max(10_000);
const request = z.object({ requestId: uuid });

/** Deciding what others asked for, and answering those who decide. */
export const approvalVerbs: Record<string, Verb> = {
  'approval.approve': verb(decision, (tx, deps, person, command) =>
    recordDecision(tx, deps, person, { ...command, verdict: 'approved' }),
  ),
  'approval.reject': verb(decision, (tx, deps, person, command) =>
    recordDecision(tx, deps, person, { ...command, verdict: 'rejected' }),
  ),
  'approval.ask': verb(request.extend({ comment: words }), askBack),
  'approval.snooze': verb(
    request.extend({ snooze: z.enum(SNOOZES).nullish().catch(null) }),
    (tx, deps, person, { requestId, snooze }) =>
      snoozeRequest(tx, deps, person, { requestId, snooze: snooze ?? 'tomorrow' }),
  ),
  'approval.open': verb(request.extend({ page: page.nullish() }), (tx, deps, person, { requestId, page: shown }) =>
    openRequest(tx, deps, person, { requestId, page: shown ?? null }),
  ),
  'approval.waiting': verb(z.object({ page }), showWaiting),
  'approval.approve-all': verb(
    z.object({
      bookings: z.array(one).min(1).max(MOST_DAYS),
      beyond: z.boolean().default(false),
      page: page.default(0),
    }),
    approveAll,
  ),
  'request.answer': verb(request.extend({ answer: words }), (tx, deps, person, { requestId, answer }) =>
    answerQuestion(tx, deps, person, { requestId, text: answer }),
  ),
};
