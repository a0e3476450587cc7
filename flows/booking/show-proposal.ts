import { poolOf, type Deps } from '../deps.ts';
import { addDays, localDayOf } from '../local-time.ts';
import { noteWants } from '../licences/note-wants.ts';
import { earlier, later } from '../minutes.ts';
import { officeDaysFrom } from '../office-days.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import { unreadyDraft } from '../readiness/readiness-of.ts';
import { allowanceOf } from '../rules/allowance.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';
import type { ProposalView } from '../views.ts';
import { findAlternatives } from './alternatives.ts';
import { poolsFor, poolsForNew, usualInstead } from './choose-pool.ts';
import { judgeDays, lastBookableDay, type JudgeContext } from './judge-days.ts';
import { overlaps, type Interval } from './booked-time.ts';
import type { AskedDay, ProposalDraft } from './proposal.ts';
import { readFacts, type Asking } from './read-facts.ts';

/** Days offered as answers to “which day?”, out of so many working days ahead. */
const LIKELY_DAYS = 3;
const LIKELY_DAYS_LOOKED_AT = 6;

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
  const automatic = view.days.map((day) => day.verdict.ok && day.verdict.automatic);
  await tx.drafts.save({ ...draft, offered, onTime, automatic });
  const full = view.days.filter(({ verdict }) => !verdict.ok && verdict.refusal === 'no-seat');
  const personId = draft.forPersonId ?? person.id;
  const wanted = full.map((day) => ({ ...day, personId }));
  await noteWants(tx, deps.organisation(), wanted, 'refused', deps.clock.now());
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
  const whose = (draft.forPersonId && (await tx.people.byId(draft.forPersonId))) || person;
  const rules = rulesFor(organisation, whose);
  const pools = poolsForNew(organisation, whose, draft.poolId);
  const context = { organisation, rules, pools, now };
  const asking = { person: whose, rules, pools, wish: draft };
  const facts = await readFacts(tx, deps, asking, draft.asked, { lock: false });
  const judged = judgeDays(draft.asked, draft, facts, context);
  const full = judged.findIndex(({ verdict }) => !verdict.ok && verdict.refusal === 'no-seat');
  const today = localDayOf(now, organisation.timeZone);
  return {
    kind: 'proposal',
    draftId: draft.id,
    version: draft.version,
    forName: draft.forPersonId ? whose.displayName : null,
    forChoices: (await tx.people.byIds(draft.forChoices)).map((one) => ({
      id: one.id,
      name: one.displayName,
      department: one.department,
    })),
    changing: draft.changing,
    days: judged.map((day) => ({
      ...day,
      poolName: poolOf(organisation, day.poolId)?.name ?? null,
      insteadOf: day.verdict.ok ? (usualInstead(organisation, whose, day.poolId)?.name ?? null) : null,
    })),
    missingDay: draft.asked.length === 0,
    missingPart: draft.asked.some((one) => one.part === 'half'),
    today,
    lastDay: lastBookableDay(organisation, rules, now),
    likelyDays: draft.asked.length > 0 ? [] : await likelyDays(tx, deps, asking, context, draft),
    part: partShown(draft),
    place: draft.place,
    device: draft.device,
    poolId: pools.usual?.id ?? null,
    reason: draft.reason,
    category: draft.category,
    task: draft.task,
    contact: draft.contact,
    material: draft.material,
    choices: {
      places: rules.places,
      devices: rules.devices,
      parts: rules.parts,
      pools: poolsFor(organisation, whose).map(({ id, name }) => ({ id, name })),
      categories: organisation.reasonCategories,
      tasks: organisation.tasks.map(({ id, name }) => ({ id, name })),
    },
    alternatives:
      full < 0 ? [] : await findAlternatives(tx, deps, { ...asking, wish: draft }, context, draft.asked, full),
    allowance: allowanceOf(facts.counted, rules, organisation, draft.asked[0]?.day ?? today),
    unready: await unreadyDraft(tx, deps, whose.id, draft, judged),
    emergency: facts.emergency,
    series: draft.series,
    notes: (await anyAway(tx, whose.id, judged)) ? [...draft.notes, 'away'] : draft.notes,
    notUnderstood: draft.notUnderstood,
    state: draft.discarded ? 'discarded' : 'open',
    ...(draft.calendar ? { calendar: draft.calendar } : {}),
    problem,
    timeZone: organisation.timeZone,
  };
}

/** Whether the person's calendar says that they are away at one of these times. */
async function anyAway(tx: Tx, personId: string, times: readonly Interval[]): Promise<boolean> {
  if (times.length === 0) return false;
  const absences = await tx.absences.ofPerson(
    personId,
    times.map(({ startsAt }) => startsAt).reduce(earlier),
    times.map(({ endsAt }) => endsAt).reduce(later),
  );
  return times.some((time) => absences.some((absence) => overlaps(time, absence)));
}

/** The next working days that could be asked for as they are: the answers that most people give to “which day?”. */
async function likelyDays(
  tx: Tx,
  deps: Deps,
  asking: Asking,
  context: JudgeContext,
  draft: ProposalDraft,
): Promise<LocalDay[]> {
  const today = localDayOf(context.now, context.organisation.timeZone);
  const days = officeDaysFrom(addDays(today, 1), LIKELY_DAYS_LOOKED_AT, context.organisation);
  const said = draft.times ?? { part: 'full' as const, from: null, to: null };
  const asked = days.map((day): AskedDay => ({ day, ...said }));
  const facts = await readFacts(tx, deps, asking, asked, { lock: false });
  const free = asked.filter((one, index) => {
    const [judged] = judgeDays([one], draft, { ...facts, seatsTaken: [facts.seatsTaken[index] ?? {}] }, context);
    return judged?.verdict.ok;
  });
  return free.slice(0, LIKELY_DAYS).map(({ day }) => day);
}

function partShown(draft: ProposalDraft): ProposalView['part'] {
  const part = draft.asked[0]?.part ?? draft.times?.part ?? 'full';
  return part === 'half' ? 'full' : part;
}
