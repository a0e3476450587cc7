import type { Deps } from '../deps.ts';
import { isRealDay, isWallTime, localDayOf } from '../local-time.ts';
import type { Language } from '../organisation.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { ProposalView, RequestView, SentenceView } from '../views.ts';
import { choosePool } from './choose-pool.ts';
import { judgeDays, lastBookableDay } from './judge-days.ts';
import type { AskedDay, ProposalDraft, ProposalNote } from './proposal.ts';
import { readFacts } from './read-facts.ts';
import { showRequest } from './request-view.ts';

/** A person wrote what they want: keeps it as a draft and shows it, judged. Runs in the transaction of the message. */
export async function proposeBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  understanding: Understanding,
): Promise<ProposalView> {
  const { asked, notes } = askedDays(understanding, deps.organisation().rules.daysPerRequest);
  return saveAndShow(tx, deps, person, {
    id: deps.newId(),
    personId: person.id,
    asked,
    offered: [],
    place: understanding.place ?? null,
    reason: understanding.reason ?? null,
    notes,
    language: understanding.language,
    createdAt: deps.clock.now(),
    version: 1,
    requestId: null,
    discarded: false,
  });
}

/** An empty form, for those who rather click. */
export function proposeEmpty(tx: Tx, deps: Deps, person: Person, language: Language): Promise<ProposalView> {
  return proposeBooking(tx, deps, person, { intent: 'book', part: 'full', language });
}

/** What a person typed into the form. Everything is a claim of the client's and is checked here. */
export interface FormInput {
  day?: string;
  part?: string;
  from?: string;
  to?: string;
  place?: string;
  reason?: string;
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
  const refusal: SentenceView = {
    kind: 'sentence',
    sentence: 'neutral-refusal',
    timeZone: deps.organisation().timeZone,
  };
  const draft = await tx.drafts.lock(command.draftId);
  if (!draft || draft.personId !== person.id) return refusal;
  if (draft.requestId) return (await showRequest(tx, deps, draft.requestId)) ?? refusal;
  if (draft.discarded) return showProposal(tx, deps, person, draft);
  if (draft.version !== command.version) return showProposal(tx, deps, person, draft, 'changed-meanwhile');
  return editProposal(tx, deps, person, draft, command.input);
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
  const place = (['home', 'satellite', 'field'] as const).find((one) => one === input.place) ?? draft.place;
  const reason = input.reason === undefined ? draft.reason : input.reason.trim().slice(0, 500) || null;
  const asked: AskedDay[] = part
    ? days.map((one) => ({ day: one, part, from: part === 'hours' ? from : null, to: part === 'hours' ? to : null }))
    : days.flatMap((one) => {
        const same = draft.asked.filter((other) => other.day === one);
        return same.length ? same : [{ day: one, part: 'full' as const, from: null, to: null }];
      });
  return saveAndShow(tx, deps, person, { ...draft, asked, place, reason, version: draft.version + 1 });
}

/** Judges a draft as things are now, remembers what the card offers, and shows it. */
export async function saveAndShow(
  tx: Tx,
  deps: Deps,
  person: Person,
  draft: ProposalDraft,
  problem: ProposalView['problem'] = null,
): Promise<ProposalView> {
  const view = await showProposal(tx, deps, person, draft, problem);
  const offered = view.days.map((day) => day.verdict.ok);
  const onTime = view.days.map((day) => day.verdict.ok && day.verdict.readyAt === null);
  await tx.drafts.save({ ...draft, offered, onTime });
  return view;
}

/** The draft as its card shows it now. Reads only. */
export async function showProposal(
  tx: Tx,
  deps: Deps,
  person: Person,
  draft: ProposalDraft,
  problem: ProposalView['problem'] = null,
): Promise<ProposalView> {
  const organisation = deps.organisation();
  const now = deps.clock.now();
  const pool = choosePool(organisation, person);
  const facts = await readFacts(tx, deps, person, pool, draft.asked, { lock: false });
  const judged = judgeDays(draft.asked, pool, facts, organisation, now);
  return {
    kind: 'proposal',
    draftId: draft.id,
    version: draft.version,
    days: judged.map((day) => ({ ...day, poolName: pool?.name ?? null })),
    missingDay: draft.asked.length === 0,
    missingPart: draft.asked.some((one) => one.part === 'half'),
    today: localDayOf(now, organisation.timeZone),
    lastDay: lastBookableDay(organisation, now),
    part: partShown(draft),
    place: draft.place,
    reason: draft.reason,
    notes: draft.notes,
    state: draft.discarded ? 'discarded' : 'open',
    problem,
    timeZone: organisation.timeZone,
  };
}

function partShown(draft: ProposalDraft): ProposalView['part'] {
  const part = draft.asked[0]?.part ?? 'full';
  return part === 'half' ? 'full' : part;
}

/** The days of a message, with what had to be left out said beside them. */
export function askedDays(
  understanding: Understanding,
  daysPerRequest: number,
): { asked: AskedDay[]; notes: ProposalNote[] } {
  const except = new Set(understanding.except_days);
  const days = (understanding.days ?? []).filter((day) => !except.has(day));
  const notes: ProposalNote[] = [];
  if (understanding.rrule) notes.push('series-first-day-only');
  if (days.length > daysPerRequest) notes.push('too-many-days');
  const asked = days.slice(0, daysPerRequest).map((day): AskedDay => {
    const part = understanding.parts?.[day] ?? understanding.part ?? 'full';
    const hours = part === 'hours';
    return {
      day,
      part,
      from: hours ? (understanding.from ?? null) : null,
      to: hours ? (understanding.to ?? null) : null,
    };
  });
  return { asked, notes };
}
