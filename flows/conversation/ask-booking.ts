import { proposeBooking, type ProposalStart } from '../booking/propose-booking.ts';
import type { AskedDay } from '../booking/proposal.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';
import { hasRole, type Deps } from '../deps.ts';
import { addDays, localDayOf, mondayOf, wallTimeOf } from '../local-time.ts';
import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import { leftOver } from '../understand/left-over.ts';
import type { Understanding } from '../understand/understanding.ts';
import type { ProposalView, SentenceView } from '../views.ts';
import { takesPart } from '../registration/takes-part.ts';

/**
 * Somebody asks for days in words: for themselves, for another person where their role lets them, or for the same as
 * the week before. Answers the draft; nothing is booked by words alone.
 */
export async function askBooking(
  tx: Tx,
  deps: Deps,
  person: Person,
  understanding: Understanding,
  text: string,
): Promise<ProposalView | SentenceView> {
  const organisation = deps.organisation();
  const own = understanding.for === undefined;
  if (own && !takesPart(organisation, person) && !(await emergencyFor(tx, deps, person)))
    return { kind: 'sentence', sentence: 'not-participating', timeZone: organisation.timeZone };
  const context = { now: deps.clock.now(), timeZone: organisation.timeZone };
  let start: ProposalStart = { notUnderstood: leftOver(text, context) };
  let whose = person;
  if (understanding.for !== undefined) {
    const found = await peopleMeant(tx, deps, person, understanding.for);
    start = { ...start, ...found.start };
    whose = found.whose ?? person;
  }
  if (!understanding.days?.length && asksAsLastWeek(text)) {
    const asked = await asLastWeek(tx, deps, whose, /来週|next week/i.test(text));
    start = {
      ...start,
      asked,
      notes: [...(start.notes ?? []), asked.length > 0 ? 'as-last-week' : 'nothing-last-week'],
    };
  }
  return proposeBooking(tx, deps, person, understanding, start);
}

/** Whom a name means: one person exactly, or the choice among a few. */
async function peopleMeant(
  tx: Tx,
  deps: Deps,
  person: Person,
  name: string,
): Promise<{ start: ProposalStart; whose: Person | null }> {
  const found = (await tx.people.named(name)).filter((one) => one.id !== person.id);
  if (!hasRole(deps, person, 'bookForOthers')) return { start: { notes: ['for-not-allowed'], asked: [] }, whose: null };
  if (found.length === 1) return { start: { forPersonId: found[0]!.id }, whose: found[0]! };
  // The name said belongs to several, or to nobody: the card asks, and never books for the writer instead.
  const nobody = found.length === 0 ? { asked: [] } : {};
  return { start: { notes: ['for-unknown'], forChoices: found.map((one) => one.id), ...nobody }, whose: null };
}

/** 「先週と同じ」「前回と同じ曜日で」, "same as last week". */
export function asksAsLastWeek(text: string): boolean {
  return /(?:先週|前週|今週|前回)と(?:同じ|同様|おなじ|一緒)|same (?:days? )?as (?:last|this) week|like last week/i.test(
    text.normalize('NFKC'),
  );
}

/**
 * The days of the last week that had bookings, so many weeks later that they lie ahead: in this week where any of them
 * still can, else (or where the next week is named) in the next.
 */
async function asLastWeek(tx: Tx, deps: Deps, whose: Person, nextWeek: boolean): Promise<AskedDay[]> {
  const { timeZone } = deps.organisation();
  const today = localDayOf(deps.clock.now(), timeZone);
  const monday = mondayOf(today);
  for (const [from, to] of nextWeek
    ? [
        [monday, 7],
        [addDays(monday, -7), 14],
      ]
    : ([
        [addDays(monday, -7), 7],
        [addDays(monday, -7), 14],
        [monday, 7],
      ] as [string, number][])) {
    const booked = await tx.bookings.countedOfPerson(whose.id, from as string, addDays(from as string, 6));
    const asked = booked
      .map((one): AskedDay => ({
        day: addDays(one.day, to as number),
        part: one.part,
        from: one.part === 'hours' ? wallTimeOf(one.startsAt, timeZone) : null,
        to: one.part === 'hours' ? wallTimeOf(one.endsAt, timeZone) : null,
      }))
      .filter((one) => one.day > today);
    if (asked.length > 0) return asked;
  }
  return [];
}
