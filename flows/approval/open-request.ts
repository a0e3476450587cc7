import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { SentenceView } from '../views.ts';
import { showApproval, type ApprovalView } from './approval-view.ts';
import { withPartOf } from './record-decision.ts';

/** A request's card, opened from the list or turned to another page of days. For those who have a part in it alone. */
export async function openRequest(
  tx: Tx,
  deps: Deps,
  person: Person,
  { requestId, page }: { requestId: string; page: number | null },
): Promise<ApprovalView | SentenceView> {
  const bookings = await tx.bookings.byRequest(requestId);
  const may = (await withPartOf(tx, deps, person, bookings)).length > 0;
  const view = may ? await showApproval(tx, deps, requestId, person.id, { page }) : null;
  return view ?? neutralRefusal(deps);
}
