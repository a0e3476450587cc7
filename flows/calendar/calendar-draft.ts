import type { AskedDay, FromCalendar, ProposalDraft } from '../booking/proposal.ts';
import { NO_WISH } from '../booking/proposal.ts';
import { saveAndShow, showProposal } from '../booking/show-proposal.ts';
import type { Deps } from '../deps.ts';
import type { LocalDay } from '../organisation.ts';
import { languageOf, type Person } from '../person.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';
import type { Wanted } from './wanted-days.ts';

/** For so long a card counts as seen just now: what is entered meanwhile is put on it, without another message. */
const FRESH_MS = 30 * 60_000;

/** The days of what is wanted, as a draft has them; at most as many as one request may have. */
export function askedOf(deps: Deps, person: Person, wanted: readonly Wanted[]): { asked: AskedDay[]; series: boolean } {
  const rules = rulesFor(deps.organisation(), person);
  const shown = wanted.filter(({ within }) => !within);
  const series =
    shown.length > 1 && shown.every(({ entry }) => entry.series !== null && entry.series === shown[0]!.entry.series);
  const most = series ? rules.daysPerSeries : rules.daysPerRequest;
  const asked = shown.slice(0, most).map(({ day: { day, part, from, to }, replaces }): AskedDay => ({
    day,
    part,
    from,
    to,
    ...(replaces === null ? {} : { replaces }),
  }));
  return { asked, series };
}

/** A draft that asks for what entries want. Where it takes the place of bookings it keeps their place, device and reason. */
export async function draftOf(
  tx: Tx,
  deps: Deps,
  person: Person,
  wanted: readonly Wanted[],
  more: Pick<FromCalendar, 'sure' | 'takenBack'>,
): Promise<ProposalDraft> {
  const { asked, series } = askedOf(deps, person, wanted);
  const replaced = wanted.flatMap(({ replaces }) => replaces ?? []);
  const [old] = replaced.length > 0 ? await tx.bookings.byIds(replaced.slice(0, 1)) : [];
  const places = new Set(wanted.map(({ entry }) => entry.place));
  const texts = old ? (await tx.bookings.texts([old.id])).get(old.id) : undefined;
  return {
    ...NO_WISH,
    id: deps.newId(),
    personId: person.id,
    forPersonId: null,
    forChoices: [],
    changing: false,
    asked,
    times: null,
    series,
    offered: [],
    onTime: [],
    automatic: [],
    place: old ? old.place : places.size === 1 ? [...places][0]! : null,
    device: old?.device ?? null,
    reason: texts?.reason ?? null,
    notes: asked.length < wanted.filter(({ within }) => !within).length ? ['more-in-calendar'] : [],
    notUnderstood: null,
    language: languageOf(person),
    createdAt: deps.clock.now(),
    version: 1,
    requestId: null,
    discarded: false,
    calendar: { ...more, subjects: subjectsOf(wanted), composed: asked, withdrawn: false },
  };
}

/** What has become of the card that asks. */
interface Composed {
  /** The draft that asks, or null where none does. */
  draftId: string | null;
  /** Its card is new: its person is to be told. */
  tell: boolean;
  /** A new card would be due, but has to wait for another message. */
  deferred: boolean;
  /** What of the wanted days is on it. */
  asks: Wanted[];
}

/**
 * Brings the card that asks up to what is wanted now: nothing where it says so already; in place while it was shown just
 * now; withdrawn where nothing is wanted; else a new card in its place. `tell`: a new message may go out. Answers what is
 * on a card now.
 */
export async function composeCard(
  tx: Tx,
  deps: Deps,
  person: Person,
  open: ProposalDraft | null,
  wanted: readonly Wanted[],
  options: { sure: boolean; takenBack: LocalDay[]; tell: boolean },
): Promise<Composed> {
  const now = deps.clock.now();
  const nothing: Composed = { draftId: null, tell: false, deferred: false, asks: [] };
  if (wanted.length === 0) {
    if (open) await withdraw(tx, deps, open);
    return nothing;
  }
  const { asked, series } = askedOf(deps, person, wanted);
  const asks = wanted.filter(({ day }) => asked.some((one) => one.day === day.day));
  if (open && sameAsked(open.calendar!.composed, asked)) {
    await refreshRefused(tx, deps, person, open);
    return { ...nothing, draftId: open.id, asks };
  }
  const isNew = wanted.some(({ day }) => day.draftId !== open?.id);
  if (open && (!isNew || now.getTime() - open.createdAt.getTime() < FRESH_MS)) {
    const calendar = { ...open.calendar!, composed: asked, subjects: subjectsOf(wanted) };
    await saveAndShow(tx, deps, person, { ...open, asked, series, calendar, version: open.version + 1 });
    await refreshDraft(tx, deps, open.id);
    return { ...nothing, draftId: open.id, asks };
  }
  if (!options.tell) return { ...nothing, deferred: true };
  if (open) await withdraw(tx, deps, open);
  const draft = await draftOf(tx, deps, person, wanted, options);
  await saveAndShow(tx, deps, person, draft);
  return { draftId: draft.id, tell: true, deferred: false, asks };
}

/** What stood in the way of a day on the card may be gone: then the card offers it. */
async function refreshRefused(tx: Tx, deps: Deps, person: Person, draft: ProposalDraft): Promise<void> {
  if (draft.offered.every(Boolean)) return;
  const { days } = await showProposal(tx, deps, person, draft);
  if (!days.some(({ verdict }, index) => verdict.ok && !draft.offered[index])) return;
  await saveAndShow(tx, deps, person, { ...draft, version: draft.version + 1 });
  await refreshDraft(tx, deps, draft.id);
}

/** The card asks no more: its entries have changed or gone. */
export async function withdraw(tx: Tx, deps: Deps, draft: ProposalDraft): Promise<void> {
  const calendar = { ...draft.calendar!, withdrawn: true };
  await tx.drafts.save({ ...draft, discarded: true, version: draft.version + 1, calendar });
  await refreshDraft(tx, deps, draft.id);
}

async function refreshDraft(tx: Tx, deps: Deps, draftId: string): Promise<void> {
  for (const card of await tx.postedCards.of('draft', draftId))
    await tx.outbox.add({ kind: 'refresh-card', postedCardId: card.id }, deps.clock.now());
}

/** Whether the person has put their own hand to the days of a draft: then the calendar leaves it alone. */
export function isEdited({ asked, calendar }: ProposalDraft): boolean {
  return !calendar || !sameAsked(asked, calendar.composed);
}

function sameAsked(a: readonly AskedDay[], b: readonly AskedDay[]): boolean {
  const key = ({ day, part, from, to, replaces }: AskedDay) => [day, part, from, to, replaces ?? ''].join(' ');
  return a.map(key).join() === b.map(key).join();
}

const MOST_SUBJECTS = 5;

function subjectsOf(wanted: readonly Wanted[]): string[] {
  return [...new Set(wanted.flatMap(({ entry }) => entry.subject ?? []))].slice(0, MOST_SUBJECTS);
}
