import { neutralRefusal } from '../conversation/neutral-refusal.ts';
import { hasRole, type Deps } from '../deps.ts';
import { isRealDay, isWallTime } from '../local-time.ts';
import type { Person } from '../person.ts';
import { DEVICES } from '../rules/rules.ts';
import type { Tx } from '../store.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { openDraft } from './open-draft.ts';
import type { AskedDay, ProposalDraft } from './proposal.ts';
import { saveAndShow, showProposal } from './show-proposal.ts';

/** What a person typed into the form. Everything is a claim of the client's and is checked here. */
export interface FormInput {
  day?: string | undefined;
  part?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  place?: string | undefined;
  device?: string | undefined;
  pool?: string | undefined;
  category?: string | undefined;
  task?: string | undefined;
  reason?: string | undefined;
  contact?: string | undefined;
  material?: string | undefined;
}

/** Longest free text of the form, in characters. */
const TEXT_LENGTH = 500;

/**
 * The writer has chosen whom the name meant. Only one of those whom the card offered is taken; on an older card, or
 * after the draft was sent, nothing changes and the present state is shown.
 */
export async function chooseFor(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number; personId: string },
): Promise<ProposalView | RequestView | SentenceView> {
  const opened = await openDraft(tx, deps, person, command);
  if ('view' in opened) return opened.view;
  const { draft } = opened;
  const mayBook = hasRole(deps, person, 'bookForOthers');
  if (!mayBook || !draft.forChoices.includes(command.personId)) return neutralRefusal(deps);
  return saveAndShow(tx, deps, person, {
    ...draft,
    forPersonId: command.personId,
    notes: draft.notes.filter((note) => note !== 'for-unknown'),
    version: draft.version + 1,
  });
}

/**
 * The form was pressed: its answers go into the draft. On an older card, or after the draft was sent or thrown away,
 * nothing changes and the present state is shown. Somebody else's draft is refused without a word about it.
 */
export async function editDraft(
  tx: Tx,
  deps: Deps,
  person: Person,
  command: { draftId: string; version: number; input: FormInput },
): Promise<ProposalView | RequestView | SentenceView> {
  const opened = await openDraft(tx, deps, person, command);
  return 'view' in opened ? opened.view : editProposal(tx, deps, person, opened.draft, command.input);
}

/**
 * Puts the form's answers into a draft. `days` of the draft stay where the form names none. A day or time that is none
 * leaves the draft as it was and says so; nothing is lost.
 */
async function editProposal(
  tx: Tx,
  deps: Deps,
  person: Person,
  draft: ProposalDraft,
  input: FormInput,
): Promise<ProposalView> {
  const draftDays = [...new Set(draft.asked.map((one) => one.day))];
  const day = input.day?.trim() ?? '';
  if (day && !isRealDay(day)) return showProposal(tx, deps, person, draft, 'bad-day');
  const days = day ? [day] : draftDays;
  if (days.length === 0) return showProposal(tx, deps, person, draft, 'day-missing');
  const part = (['full', 'am', 'pm', 'hours'] as const).find((one) => one === input.part);
  const from = input.from?.trim() || null;
  const to = input.to?.trim() || null;
  if ((from && !isWallTime(from)) || (to && !isWallTime(to)) || (part === 'hours' && from && to && from >= to))
    return showProposal(tx, deps, person, draft, 'bad-hours');
  const organisation = deps.organisation();
  const words = (said: string | undefined, before: string | null) =>
    said === undefined ? before : said.trim().slice(0, TEXT_LENGTH) || null;
  const chosen = <T extends string>(said: string | undefined, among: readonly T[], before: T | null) =>
    said === '' ? null : (among.find((one) => one === said) ?? before);
  const wish = {
    place: chosen(input.place, ['home', 'satellite', 'field'] as const, draft.place),
    device: chosen(input.device, DEVICES, draft.device),
    poolId: chosen(
      input.pool,
      organisation.pools.map((one) => one.id),
      draft.poolId,
    ),
    category: chosen(
      input.category,
      organisation.reasonCategories.map((one) => one.id),
      draft.category,
    ),
    task: chosen(
      input.task,
      organisation.tasks.map((one) => one.id),
      draft.task,
    ),
    reason: words(input.reason, draft.reason),
    contact: words(input.contact, draft.contact),
    material: words(input.material, draft.material),
  };
  const times = part && { part, from: part === 'hours' ? from : null, to: part === 'hours' ? to : null };
  const asked = days.flatMap((one): AskedDay[] => {
    const same = draft.asked.filter((other) => other.day === one);
    // A change that is moved to another day goes on taking the place of the booking that it is about.
    const replaces = same[0]?.replaces ?? (day && draft.asked.length === 1 ? draft.asked[0]?.replaces : undefined);
    if (times) return [{ day: one, ...times, ...(replaces ? { replaces } : {}) }];
    if (same.length > 0) return same;
    const said = draft.times ?? { part: 'full' as const, from: null, to: null };
    return [{ day: one, ...said, ...(replaces ? { replaces } : {}) }];
  });
  const series = draft.series && !day;
  const changed = { ...draft, ...wish, asked, series, changing: false, version: draft.version + 1 };
  return saveAndShow(tx, deps, person, changed);
}
