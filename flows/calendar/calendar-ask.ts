import { showProposal } from '../booking/show-proposal.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView } from '../views.ts';

/** The card that asks about entries, for the message that brings it; null where it was answered or withdrawn meanwhile. */
export async function showCalendarAsk(
  tx: Tx,
  deps: Deps,
  person: Person,
  draftId: string,
): Promise<ProposalView | null> {
  const draft = await tx.drafts.lock(draftId);
  return draft?.requestId === null && !draft.discarded ? showProposal(tx, deps, person, draft) : null;
}

/**
 * The same card where it stands in the chat already, as it is now; null for a draft that was written in the chat, which
 * changes by its own buttons alone.
 */
export async function showCalendarDraft(tx: Tx, deps: Deps, draftId: string): Promise<ProposalView | null> {
  const draft = await tx.drafts.lock(draftId);
  const person = draft?.calendar && draft.requestId === null ? await tx.people.byId(draft.personId) : null;
  return draft && person ? showProposal(tx, deps, person, draft) : null;
}
