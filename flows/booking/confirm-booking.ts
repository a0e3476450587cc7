import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';
import { hasRole, type Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import { rulesFor } from '../rules/rules-for.ts';
import { takesPart } from '../registration/takes-part.ts';
import { askForPledge, pledgeNeeded, type PledgeView } from '../registration/pledge.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { addRequest } from './add-request.ts';
import { poolsForNew } from './choose-pool.ts';
import { judgeDays } from './judge-days.ts';
import { openDraft } from './open-draft.ts';
import { saveAndShow, showProposal } from './show-proposal.ts';
import type { JudgedDay, ProposalDraft } from './proposal.ts';
import { readFacts } from './read-facts.ts';
import { showRequest } from './request-view.ts';

/**
 * Sends a draft: its bookable days become bookings, approved where the organisation's rule says so, pending for the
 * approvers where not. With `wait` its full days go to the waiting list. Runs in the transaction of the tap. Pressed
 * again it shows the request as it is; pressed on an older card, or after the rules' answer to an offered day has
 * changed, it shows the draft anew and sends nothing.
 */
export async function confirmBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number; wait?: boolean },
): Promise<ProposalView | RequestView | PledgeView | SentenceView> {
  const organisation = deps.organisation();
  const refusal = neutralRefusal(deps);
  const opened = await openDraft(tx, deps, person, command);
  if ('view' in opened) return opened.view;
  const { draft } = opened;
  if (draft.forChoices.length > 0 && draft.forPersonId === null) return showProposal(tx, deps, person, draft);
  if (draft.asked.length === 0) return showProposal(tx, deps, person, draft, 'day-missing');
  if (draft.asked.some((one) => one.part === 'half')) return showProposal(tx, deps, person, draft);

  const now = deps.clock.now();
  const whose = draft.forPersonId === null ? person : await tx.people.byId(draft.forPersonId);
  const forOther = whose !== person;
  if (!whose || (forOther && (whose.goneAt || !hasRole(deps, person, 'bookForOthers')))) return refusal;
  // An emergency is for everybody whom it is declared for, whoever takes part on other days.
  if (!takesPart(organisation, whose) && !(await emergencyFor(tx, deps, whose)))
    return { ...refusal, sentence: 'not-participating' };
  const pledge = await pledgeNeeded(tx, deps, whose, { draft, device: draft.device });
  if (pledge && whose === person) return pledge;
  // Nobody pledges in another's place.
  if (pledge) return askForPledge(tx, deps, whose, draft);
  const rules = rulesFor(organisation, whose);
  const pools = poolsForNew(organisation, whose, draft.poolId);
  const facts = await readFacts(tx, deps, { person: whose, rules, pools, wish: draft }, draft.asked, { lock: true });
  const judged = judgeDays(draft.asked, draft, facts, { organisation, rules, pools, now });
  const offered = judged.filter((_, index) => draft.offered[index]);
  const waiting = command.wait ? judged.filter((_, index) => !draft.offered[index]).filter(isFull) : [];
  const bookable = judged.some((day) => day.verdict.ok);
  // What the card said of an offered day holds no more, or nothing was offered of what is bookable by now.
  const nothingOffered = offered.length === 0 && waiting.length === 0;
  const changed = nothingOffered ? bookable : judged.some((day, index) => changedSince(draft, day, index));
  if (changed || nothingOffered) {
    const problem = changed ? 'changed-meanwhile' : 'nothing-bookable';
    return saveAndShow(tx, deps, person, { ...draft, version: draft.version + 1 }, problem);
  }
  const requestId = await addRequest(tx, deps, { draft, by: person, whose, rules, offered, waiting, now });
  return (await showRequest(tx, deps, requestId))!;
}

function isFull({ verdict }: JudgedDay): boolean {
  return !verdict.ok && verdict.refusal === 'no-seat';
}

/**
 * An offered day can be booked no more, will be ready later than the card promised, or takes the approver's word by
 * now: the person is told before it is sent.
 */
function changedSince(draft: ProposalDraft, { verdict }: JudgedDay, index: number): boolean {
  if (!draft.offered[index]) return false;
  if (!verdict.ok) return true;
  return (
    (draft.onTime[index] === true && verdict.readyAt !== null) ||
    (draft.automatic[index] === true && !verdict.automatic)
  );
}
