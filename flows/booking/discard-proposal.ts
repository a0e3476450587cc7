import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { showProposal } from './propose-booking.ts';
import { showRequest } from './request-view.ts';

/** Throws a draft away. What has been sent stays sent, and is shown; to take that back there is cancelling. */
export async function discardProposal(
  tx: Tx,
  deps: Deps,
  person: Person,
  draftId: string,
): Promise<ProposalView | RequestView | SentenceView> {
  const draft = await tx.drafts.lock(draftId);
  const refusal: SentenceView = {
    kind: 'sentence',
    sentence: 'neutral-refusal',
    timeZone: deps.organisation().timeZone,
  };
  if (!draft || draft.personId !== person.id) return refusal;
  if (draft.requestId) return (await showRequest(tx, deps, draft.requestId)) ?? refusal;
  const discarded = { ...draft, discarded: true };
  await tx.drafts.save(discarded);
  return showProposal(tx, deps, person, discarded);
}
