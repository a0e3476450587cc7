import { recordDecision } from '../../flows/approval/record-decision.ts';
import { cancelBooking } from '../../flows/booking/cancel-booking.ts';
import { confirmBooking } from '../../flows/booking/confirm-booking.ts';
import { discardProposal } from '../../flows/booking/discard-proposal.ts';
import { editProposal, proposeEmpty, showProposal } from '../../flows/booking/propose-booking.ts';
import { showRequest } from '../../flows/booking/request-view.ts';
import type { Deps } from '../../flows/deps.ts';
import { languageOf, type Person } from '../../flows/person.ts';
import type { Tx } from '../../flows/store.ts';
import type { View } from '../../flows/views.ts';
import type { CardCommand } from './card-command.ts';

/** One verb, one flow, in the transaction that claims the tap. `null` is a verb or data that is none of ours. */
export async function runCardCommand(tx: Tx, deps: Deps, person: Person, command: CardCommand | null): Promise<View> {
  switch (command?.verb) {
    case 'booking.confirm':
      return confirmBooking(tx, deps, person, command);
    case 'booking.discard':
      return discardProposal(tx, deps, person, command.draftId);
    case 'booking.form':
      return proposeEmpty(tx, deps, person, languageOf(person));
    case 'booking.edit':
      return edit(tx, deps, person, command);
    case 'booking.cancel':
      return cancelBooking(tx, deps, person, command);
    case 'approval.approve':
      return recordDecision(tx, deps, person, { ...command, verdict: 'approved' });
    case 'approval.reject':
      return recordDecision(tx, deps, person, { ...command, verdict: 'rejected' });
    default:
      return refusal(deps);
  }
}

async function edit(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: Extract<CardCommand, { verb: 'booking.edit' }>,
): Promise<View> {
  const draft = await tx.drafts.lock(command.draftId);
  if (!draft || draft.personId !== person.id) return refusal(deps);
  if (draft.requestId) return (await showRequest(tx, deps, draft.requestId)) ?? refusal(deps);
  if (draft.discarded) return showProposal(tx, deps, person, draft);
  if (draft.version !== command.version) return showProposal(tx, deps, person, draft, 'changed-meanwhile');
  return editProposal(tx, deps, person, draft, command.input);
}

function refusal(deps: Deps): View {
  return { kind: 'sentence', sentence: 'neutral-refusal', timeZone: deps.organisation().timeZone };
}
