import type { Deps } from '../deps.ts';
import { isRealDay, isWallTime } from '../local-time.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { openDraft } from './open-draft.ts';
import { saveAndShow, showProposal } from './show-proposal.ts';

/** A free time that the card offered instead of a full one. A claim of the client's: all of it is checked here. */
export interface TakenTime {
  /** Its place among the days asked for. */
  instead: number;
  day: string;
  part: 'full' | 'am' | 'pm' | 'hours' | 'half';
  from: string | null;
  to: string | null;
}

/**
 * Puts another time in the place of one that the draft asks for, and shows the draft, judged anew; nothing is sent. On an
 * older card, or after the draft was sent or thrown away, nothing changes and the present state is shown. Somebody else's
 * draft is refused without a word about it.
 */
export async function takeAlternative(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number } & TakenTime,
): Promise<ProposalView | RequestView | SentenceView> {
  const opened = await openDraft(tx, deps, person, command);
  if ('view' in opened) return opened.view;
  const { draft } = opened;
  const { instead, day, part, from, to } = command;
  const before = draft.asked[instead];
  if (!before || !isRealDay(day)) return showProposal(tx, deps, person, draft, 'bad-day');
  if ([from, to].some((time) => time !== null && !isWallTime(time)) || (from !== null && to !== null && from >= to))
    return showProposal(tx, deps, person, draft, 'bad-hours');
  const hours = part === 'hours';
  const taken = { ...before, day, part, from: hours ? from : null, to: hours ? to : null };
  const asked = draft.asked.map((one, index) => (index === instead ? taken : one));
  return saveAndShow(tx, deps, person, { ...draft, asked, version: draft.version + 1 });
}
