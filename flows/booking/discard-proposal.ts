import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { openDraft } from './open-draft.ts';
import { showProposal } from './show-proposal.ts';

/** Throws a draft away. What has been sent stays sent, and is shown; to take that back there is cancelling. */
export async function discardProposal(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number },
): Promise<ProposalView | RequestView | SentenceView> {
  const opened = await openDraft(tx, deps, person, command);
  if ('view' in opened) return opened.view;
  const discarded = { ...opened.draft, discarded: true };
  await tx.drafts.save(discarded);
  return showProposal(tx, deps, person, discarded);
}
