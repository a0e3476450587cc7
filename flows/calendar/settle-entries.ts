import type { Booking } from '../booking/booking.ts';
import { giveBack } from '../booking/cancel-booking.ts';
import { confirmBooking } from '../booking/confirm-booking.ts';
import { lastBookableDay } from '../booking/judge-days.ts';
import type { ProposalDraft } from '../booking/proposal.ts';
import { saveAndShow, showProposal } from '../booking/show-proposal.ts';
import type { Deps } from '../deps.ts';
import { localDayOf } from '../local-time.ts';
import { addMinutes, earlier } from '../minutes.ts';
import type { LocalDay } from '../organisation.ts';
import type { Person } from '../person.ts';
import { rulesFor } from '../rules/rules-for.ts';
import type { Tx } from '../store.ts';
import type { Notice } from '../notice.ts';
import type { KeptEntry } from './calendar-entry-store.ts';
import { composeCard, draftOf, isEdited, withdraw } from './calendar-draft.ts';
import { wantedDays, type Wanted } from './wanted-days.ts';

/** What could not be told with this message is looked at again so much later. */
const TELL_APART_MINUTES = 60;

/** What was decided of a person's entries, and what is known of them. */
export interface Settlement {
  /** Every entry of the person that has a day ahead, as it is to be kept. */
  entries: KeptEntry[];
  /** Of those, the ones that changed. */
  changed: Set<KeptEntry>;
  giveBack: string[];
  askBack: string[];
  /** Drafts that wait for the person's word. */
  drafts: ProposalDraft[];
  /** Series of which something was sent before. */
  seriesSent: ReadonlySet<string>;
  /** The person's bookings around the days of the entries. */
  bookings: Booking[];
}

/**
 * Carries out what was decided: bookings go back, what is wanted is sent or put on a card, and the person gets at most one
 * message. What has to wait for another message, or for its day, is looked at again at the instant answered.
 */
export async function settleEntries(tx: Tx, deps: Deps, person: Person, settlement: Settlement): Promise<Date | null> {
  const { entries, changed } = settlement;
  const organisation = deps.organisation();
  const { timeZone, workingHours, calendar } = organisation;
  const now = deps.clock.now();
  const back = await takeBack(tx, deps, person, settlement);
  const gone = new Set(back.map(({ id }) => id));
  const found = wantedDays(entries, {
    now,
    today: localDayOf(now, timeZone),
    lastDay: lastBookableDay(organisation, rulesFor(organisation, person), now),
    workingHours,
    timeZone,
    send: calendar.send,
    seriesSent: settlement.seriesSent,
    bookings: settlement.bookings.filter(({ id }) => !gone.has(id)),
  });
  for (const entry of found.changed) changed.add(entry);
  const wanted = await withoutEdited(tx, deps, settlement, found.wanted);
  const question = settlement.askBack.length > 0;
  const takenBack = [...new Set(back.map(({ day }) => day))].sort();

  let tell: Notice | null = question
    ? { kind: 'calendar-gone', askIds: settlement.askBack, backIds: [...gone], sentIds: [] }
    : null;
  let deferred = found.soon;
  const mark = (some: readonly Wanted[], draftId: string) => {
    for (const { entry, day } of some) {
      if (day.state === 'asked' && day.draftId === draftId) continue;
      day.state = 'asked';
      day.draftId = draftId;
      changed.add(entry);
    }
  };

  const atOnce = wanted.filter(({ how }) => how === 'at-once');
  const sending = atOnce.length > 0 ? await draftToSend(tx, deps, person, atOnce) : null;
  if (sending) mark(atOnce, sending.id);
  const asking = (sure: boolean) =>
    wanted.filter(({ how }) => (how === 'looks-like' ? !sure : sure && !(how === 'at-once' && sending)));
  for (const sure of [true, false]) {
    const some = asking(sure);
    const open = settlement.drafts.find((one) => one.calendar?.sure === sure && !isEdited(one)) ?? null;
    const options = { sure, takenBack: tell === null ? takenBack : [], tell: tell === null && !sending };
    const card = await composeCard(tx, deps, person, open, some, options);
    if (card.draftId !== null) mark(card.asks, card.draftId);
    if (card.draftId !== null && card.tell) {
      tell = { kind: 'calendar-ask', draftId: card.draftId };
      const facts = { draftId: card.draftId, sure, days: card.asks.map(({ day }) => day.day) };
      tx.audit.add({ kind: 'calendar-asked', by: 'system', subject: person.id, facts }, now);
    }
    deferred ||= card.deferred;
  }

  await save(tx, entries, changed);
  if (sending) {
    const view = await confirmBooking(tx, deps, person, { draftId: sending.id, version: sending.version });
    const sentIds = view.kind === 'request' ? view.bookings.map(({ bookingId }) => bookingId) : [];
    if (view.kind === 'request') {
      const facts = { requestId: view.requestId, bookingIds: sentIds };
      tx.audit.add({ kind: 'calendar-sent', by: 'system', subject: person.id, facts }, now);
    }
    tell ??=
      view.kind !== 'request'
        ? { kind: 'calendar-ask', draftId: sending.id }
        : back.length > 0
          ? { kind: 'calendar-gone', askIds: [], backIds: [...gone], sentIds }
          : { kind: 'request-card', requestId: view.requestId };
  }
  if (tell === null && back.length > 0) tell = { kind: 'calendar-gone', askIds: [], backIds: [...gone], sentIds: [] };
  if (tell) await tx.outbox.add({ kind: 'tell', personId: person.id, notice: tell }, now);
  const later = deferred ? addMinutes(now, TELL_APART_MINUTES) : null;
  return later && found.lookAt ? earlier(later, found.lookAt) : (later ?? found.lookAt);
}

/** Gives back what no entry stands for any more. Answers it as it was. */
async function takeBack(tx: Tx, deps: Deps, person: Person, settlement: Settlement): Promise<Booking[]> {
  const standing = new Set(
    settlement.entries.flatMap((entry) => (entry.gone ? [] : entry.days.flatMap(({ bookingIds }) => bookingIds))),
  );
  const ids = [...new Set(settlement.giveBack)].filter((id) => !standing.has(id));
  if (ids.length === 0) return [];
  const bookings = (await tx.bookings.lock(ids)).filter(
    ({ personId, status }) => personId === person.id && ['pending', 'approved', 'waitlisted'].includes(status),
  );
  if (bookings.length === 0) return [];
  await giveBack(tx, deps, person, bookings);
  const facts = { bookingIds: bookings.map(({ id }) => id) };
  tx.audit.add({ kind: 'calendar-taken-back', by: 'system', subject: person.id, facts }, deps.clock.now());
  return bookings;
}

/** Drafts that the person has edited stay theirs, as long as the entries say what they said; else they ask anew. */
async function withoutEdited(
  tx: Tx,
  deps: Deps,
  { drafts, changed }: Settlement,
  wanted: readonly Wanted[],
): Promise<Wanted[]> {
  const kept = new Set<string>();
  for (const draft of drafts.filter(isEdited)) {
    const theirs = wanted.filter(({ day }) => day.draftId === draft.id);
    if (theirs.length > 0 && theirs.every(({ day }) => day.state === 'asked')) kept.add(draft.id);
    else {
      await withdraw(tx, deps, draft);
      for (const { entry, day } of theirs) {
        day.state = 'new';
        changed.add(entry);
      }
    }
  }
  return wanted.filter(({ day }) => day.state !== 'asked' || day.draftId === null || !kept.has(day.draftId));
}

/** A draft of what is sent without asking; null where a day of it cannot be had: then the card says why. */
async function draftToSend(tx: Tx, deps: Deps, person: Person, wanted: Wanted[]): Promise<ProposalDraft | null> {
  const draft = await draftOf(tx, deps, person, wanted, { sure: true, takenBack: [] });
  const shown = wanted.filter(({ within }) => !within).length;
  const { days } = await showProposal(tx, deps, person, draft);
  if (draft.asked.length < shown || !days.every(({ verdict }) => verdict.ok)) return null;
  await saveAndShow(tx, deps, person, draft);
  return draft;
}

async function save(tx: Tx, entries: readonly KeptEntry[], changed: ReadonlySet<KeptEntry>): Promise<void> {
  for (const entry of changed)
    if (entry.days.every(({ state }) => state === 'sent' || state === 'settled')) entry.subject = null;
  const [kept, empty] = [true, false].map((has) => [...changed].filter((one) => one.days.length > 0 === has)) as [
    KeptEntry[],
    KeptEntry[],
  ];
  await tx.calendarEntries.save(kept.filter((one) => entries.includes(one)));
  await tx.calendarEntries.remove(empty);
}

/** Days that a person's entries have, from the first to the last. */
export function daysAcross(entries: readonly { days: readonly { day: LocalDay }[] }[]): [LocalDay, LocalDay] | null {
  const days = entries.flatMap((one) => one.days.map(({ day }) => day)).sort();
  return days.length === 0 ? null : [days[0]!, days.at(-1)!];
}
