import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import type { ProposalDraft } from './proposal.ts';
import { showRequest } from './request-view.ts';
import { showProposal } from './show-proposal.ts';

/**
 * A draft as a button of its card names it, locked, for its writer; or what is shown instead: one neutral sentence to
 * everybody else, the request that it has become, the draft as it stands where it was thrown away or the card is older.
 */
export async function openDraft(
  tx: Tx,
  deps: Deps,
  person: Person,
  { draftId, version }: { draftId: string; version: number },
): Promise<{ draft: ProposalDraft } | { view: ProposalView | RequestView | SentenceView }> {
  const refusal = neutralRefusal(deps);
  const draft = await tx.drafts.lock(draftId);
  if (!draft || draft.personId !== person.id) return { view: refusal };
  if (draft.requestId) return { view: (await showRequest(tx, deps, draft.requestId)) ?? refusal };
  if (draft.discarded) return { view: await showProposal(tx, deps, person, draft) };
  if (draft.version !== version) return { view: await showProposal(tx, deps, person, draft, 'changed-meanwhile') };
  return { draft };
}
