import type { Booking } from '../booking/booking.ts';
import { timeAsked } from '../booking/booked-time.ts';
import type { ProposalDraft } from '../booking/proposal.ts';
import type { Deps } from '../deps.ts';
import { emergencyFor } from '../emergency/emergency-for.ts';
import { localDayOf } from '../local-time.ts';
import type { Person } from '../person.ts';
import { takesPart } from '../registration/takes-part.ts';
import type { Tx } from '../store.ts';
import { absenceSeen } from './absence.ts';
import type { KeptDay, KeptEntry } from './calendar-entry-store.ts';
import type { CalendarEntry, EntryChanges, TakeEntries } from './calendar-entry.ts';
import { cameBack, copiesOfOurs } from './copies-of-ours.ts';
import { decideEntry, sameTime, type EntryDecision, type EntryFacts } from './decide-entry.ts';
import { questionedMoves } from './edit-question.ts';
import { handOverBookings } from './hand-over-bookings.ts';
import { ownEventChanged } from './own-event.ts';
import { readEntry, type EntrySays } from './read-entry.ts';
import { seriesSent } from './wanted-days.ts';
import { daysAcross, settleEntries, type Settlement } from './settle-entries.ts';

/**
 * More bookings than these do not go back at once because a whole reading lacks their entries: a feed may have come
 * empty. Their person is asked. An entry that the source itself says was deleted needs no such care.
 */
const MOST_LACKING = 2;
/** The source in which our own events are written. */
const OUTLOOK = 'outlook';

/**
 * Takes what a source says of a person's calendar: entries that say telework become requests, what has changed or gone
 * changes the bookings that came of it. Our own events and absences are handed on; of everything else nothing is kept. Runs
 * in the caller's transaction, one at a time for each person. Taking the same again does nothing more.
 */
export const takeEntries: TakeEntries = async (tx, deps, person, source, changes) => {
  const at = await take(tx, deps, person, source, changes);
  if (at) await tx.due.noLaterThan('calendar-entries', person.id, at);
};

/** Looks again at what of a person's calendar had to wait. Answers when to look next, or null. */
export async function lookAtEntries(deps: Deps, personId: string): Promise<Date | null> {
  return deps.store.transaction(async (tx) => {
    const person = await tx.people.byId(personId);
    return person ? take(tx, deps, person, '', { entries: [], gone: [], whole: null }) : null;
  });
}

async function take(tx: Tx, deps: Deps, person: Person, source: string, changes: EntryChanges): Promise<Date | null> {
  const organisation = deps.organisation();
  if (person.goneAt || (!takesPart(organisation, person) && !(await emergencyFor(tx, deps, person)))) return null;
  const { timeZone, workingHours } = organisation;
  const today = localDayOf(deps.clock.now(), timeZone);
  const known = await tx.calendarEntries.lock(person.id, today);
  const others = await withoutOwn(tx, deps, person, source, changes);
  const kept = await withoutOurs(tx, deps, person, known);
  const says = new Map(others.entries.map((entry) => [entry.key, { entry, says: readEntry(entry, organisation) }]));
  const ofSource = new Map(kept.filter((one) => one.source === source).map((one) => [one.key, one]));
  const gone = new Set(others.gone.filter((key) => !says.has(key)));
  const lacking = new Set(
    lackingOf(ofSource.values(), changes, says, { timeZone, workingHours }).map(({ key }) => key),
  );

  const entries: KeptEntry[] = [];
  const changed = new Set<KeptEntry>();
  const relevant = [...says.values()].some(({ says: one }) => one.kind !== 'none');
  if (known.length === 0 && !relevant) return null;
  const drafts = await openDrafts(tx, known);
  const read = [...kept, ...[...says.values()].flatMap(({ says: one }) => ('days' in one ? [one] : []))];
  const bookings = await bookingsAround(tx, person, kept, daysAcross(read));
  const facts: EntryFacts = {
    today,
    workingHours,
    timeZone,
    bookings: new Map(bookings.map((one) => [one.id, one])),
    isOpen: (id) => drafts.some((one) => one.id === id),
  };
  const settlement: Settlement = {
    entries,
    changed,
    giveBack: [],
    askBack: [],
    drafts,
    seriesSent: seriesSent(kept),
    bookings,
  };
  const carry = ({ giveBack, askBack }: EntryDecision) => {
    settlement.giveBack.push(...giveBack);
    settlement.askBack.push(...askBack);
  };

  for (const one of kept) {
    const now = one.source === source ? says.get(one.key) : undefined;
    if (now) continue;
    const goes = one.source === source && (gone.has(one.key) || lacking.has(one.key)) && !one.gone;
    if (one.kind === 'absence') {
      if (goes) {
        await absenceSeen(tx, deps, person, one.key, null);
        await tx.calendarEntries.remove([one]);
      }
      continue;
    }
    if (goes || one.gone) {
      const decision = goes ? decideEntry(one.days, null, facts) : { days: one.days, giveBack: [], askBack: [] };
      keep({ ...one, gone: true, days: decision.days }, goes);
      if (goes) carry(decision);
      continue;
    }
    const decision = decideEntry(one.days, one.days, facts);
    carry(decision);
    keep(
      { ...one, days: decision.days },
      decision.days.some((day, index) => day !== one.days[index]),
    );
  }
  for (const { entry, says: now } of says.values()) await follow(entry, now);
  await handOver();
  guardLacking();
  return settleEntries(tx, deps, person, settlement);

  function keep(entry: KeptEntry, isChanged: boolean): void {
    entries.push(entry);
    if (isChanged) changed.add(entry);
  }

  /** An entry as it is now. */
  async function follow(entry: CalendarEntry, now: EntrySays): Promise<void> {
    const old = ofSource.get(entry.key);
    const away = old?.kind === 'absence' ? old : null;
    const before = old && !away ? old : null;
    if (away && now.kind !== 'absence') await absenceSeen(tx, deps, person, entry.key, null);
    if (now.kind === 'none' || now.kind === 'absence') {
      const decision = before && !before.gone ? decideEntry(before.days, null, facts) : null;
      if (decision) carry(decision);
      if (now.kind === 'absence') {
        const { startsAt, endsAt } = now;
        await absenceSeen(tx, deps, person, entry.key, { startsAt, endsAt, days: now.days });
        const days = now.days.map((day) => ({ ...day, state: 'settled' as const, draftId: null, bookingIds: [] }));
        keepAsNow({ ...keptOf(entry, now), days });
      } else if (before) keep({ ...before, gone: true, days: decision?.days ?? before.days }, decision !== null);
      else if (away) await tx.calendarEntries.remove([away]);
      return;
    }
    // What only looked like it is said clearly now: it is worth another question.
    const clearer = before?.kind === 'looks-like' && now.kind === 'telework';
    const days = (before?.days ?? []).filter(({ state }) => !clearer || state !== 'settled');
    const decision = decideEntry(days, now.days, facts);
    carry(decision);
    keepAsNow({ ...keptOf(entry, now), days: decision.days });
  }

  function keepAsNow(entry: KeptEntry): void {
    const old = ofSource.get(entry.key);
    keep(entry, !old || written(entry) !== written(old));
  }

  function keptOf(entry: CalendarEntry, now: Exclude<EntrySays, { kind: 'none' }>): Omit<KeptEntry, 'days'> {
    const quoted = now.kind === 'looks-like' && !entry.isPrivate;
    const subject = quoted ? entry.subject.trim().slice(0, 80) || null : null;
    const place = now.kind === 'absence' ? null : now.place;
    return {
      personId: person.id,
      source,
      key: entry.key,
      series: entry.series,
      kind: now.kind,
      place,
      subject,
      gone: false,
    };
  }

  async function handOver(): Promise<void> {
    const now = deps.clock.now();
    const questioned = await questionedMoves(tx, person.id, now);
    const handed = handOverBookings(entries, settlement.giveBack, { ...facts, now, bookings, questioned });
    settlement.giveBack = handed.giveBack;
    settlement.askBack = [...new Set([...settlement.askBack, ...handed.askBack])];
    for (const entry of handed.changed) changed.add(entry);
  }

  /** A whole reading lacks so much that it may be wrong: the bookings stand until their person has answered. */
  function guardLacking(): void {
    const ofLacking = kept.filter((one) => one.source === source && lacking.has(one.key) && !gone.has(one.key));
    const ids = new Set(ofLacking.flatMap((one) => one.days.flatMap(({ bookingIds }) => bookingIds)));
    const back = settlement.giveBack.filter((id) => ids.has(id));
    // Outlook's series is read anew with everything when it is deleted: that is one deletion.
    const ofSeries = (id: string) =>
      source === OUTLOOK && ofLacking.find(({ days }) => days.some((day) => day.bookingIds.includes(id)))?.series;
    if (new Set(back.map((id) => ofSeries(id) || id)).size <= MOST_LACKING) return;
    settlement.giveBack = settlement.giveBack.filter((id) => !ids.has(id));
    settlement.askBack.push(...back);
    for (const entry of entries) {
      const old = ofLacking.find((one) => one.key === entry.key && entry.source === source);
      if (!old) continue;
      const stands = (id: string) => back.includes(id);
      entry.days = old.days.filter(
        (day) => day.bookingIds.some(stands) || entry.days.some((one) => sameTime(one, day)),
      );
      for (const day of entry.days) if (day.bookingIds.some(stands)) day.state = 'sent';
    }
  }
}

/** Forgets entries that turned out to be our own events: they were read before their ids were recorded. */
async function withoutOurs(tx: Tx, deps: Deps, person: Person, known: KeptEntry[]): Promise<KeptEntry[]> {
  const ours = await tx.calendar.bookingsOf(known.map(({ key }) => key));
  if (ours.size === 0) return known;
  const mistaken = known.filter(({ key }) => ours.has(key));
  for (const { kind, key } of mistaken) if (kind === 'absence') await absenceSeen(tx, deps, person, key, null);
  await tx.calendarEntries.remove(mistaken);
  return known.filter((one) => !mistaken.includes(one));
}

/** Hands on what was read of our own events; the rest is somebody's. */
async function withoutOwn(
  tx: Tx,
  deps: Deps,
  person: Person,
  source: string,
  { entries, gone, whole }: EntryChanges,
): Promise<Pick<EntryChanges, 'entries' | 'gone'>> {
  const own = await tx.calendar.bookingsOf([...entries.map(({ key }) => key), ...gone]);
  for (const entry of entries) {
    const bookingId = own.get(entry.key);
    if (bookingId !== undefined) await ownEventChanged(tx, deps, person, bookingId, entry);
  }
  const there = new Set(entries.map(({ key }) => key));
  const missing = new Map(gone.flatMap((key) => (own.has(key) && !there.has(key) ? [[key, own.get(key)!]] : [])));
  // Ours are written in Outlook: a feed of another system never had them.
  if (whole && source === OUTLOOK)
    for (const { eventId, bookingId } of await tx.calendar.ofPerson(person.id, whole.from, whole.to))
      if (!there.has(eventId)) missing.set(eventId, bookingId);
  const unknown = entries.filter(({ key }) => !own.has(key));
  const back = source === OUTLOOK ? await cameBack(tx, person, unknown, (id) => missing.has(id)) : new Map();
  for (const entry of unknown) {
    const bookingId = back.get(entry.key);
    if (bookingId !== undefined) await ownEventChanged(tx, deps, person, bookingId, entry);
  }
  const areBack = new Set(back.values());
  for (const bookingId of missing.values())
    if (!areBack.has(bookingId)) await ownEventChanged(tx, deps, person, bookingId, null);
  const theirs = unknown.filter(({ key }) => !back.has(key));
  const copies = await copiesOfOurs(tx, person, theirs);
  return {
    entries: theirs.filter(({ key }) => !copies.has(key)),
    // What has become a copy is the person's no more.
    gone: [...gone.filter((key) => !own.has(key)), ...copies],
  };
}

/** Entries that a whole reading of their time does not have any more. */
function lackingOf(
  known: Iterable<KeptEntry>,
  { whole, gone }: EntryChanges,
  says: ReadonlyMap<string, unknown>,
  { timeZone, workingHours }: Pick<EntryFacts, 'timeZone' | 'workingHours'>,
): KeptEntry[] {
  if (!whole) return [];
  return [...known].filter(
    ({ key, days, gone: isGone }) =>
      !isGone &&
      !says.has(key) &&
      !gone.includes(key) &&
      days.some((day) => {
        const { startsAt, endsAt } = timeAsked(day, workingHours, timeZone);
        return startsAt < whole.to && endsAt > whole.from;
      }),
  );
}

/** The drafts that ask about days of these entries and wait for an answer, locked. */
async function openDrafts(tx: Tx, kept: readonly KeptEntry[]): Promise<ProposalDraft[]> {
  const ids = kept.flatMap((one) =>
    one.days.flatMap(({ state, draftId }) => (state === 'asked' ? (draftId ?? []) : [])),
  );
  const drafts: ProposalDraft[] = [];
  for (const id of [...new Set(ids)].sort()) {
    const draft = await tx.drafts.lock(id);
    if (draft && draft.requestId === null && !draft.discarded) drafts.push(draft);
  }
  return drafts;
}

/** The person's bookings on the days of the entries, those that came of them, and changes of these. */
async function bookingsAround(
  tx: Tx,
  person: Person,
  kept: readonly KeptEntry[],
  across: [string, string] | null,
): Promise<Booking[]> {
  const around = across ? await tx.bookings.ofPersonOnDays(person.id, ...across) : [];
  const linked = new Set(kept.flatMap((one) => one.days.flatMap(({ bookingIds }) => bookingIds)));
  const more = [...linked].filter((id) => !around.some((one) => one.id === id));
  return [...around, ...(more.length > 0 ? await tx.bookings.byIds(more) : [])];
}

/** What is kept of an entry, beside its subject, which goes once it is answered. */
function written({ series, kind, place, gone, days }: KeptEntry): string {
  const ofDay = ({ day, part, from, to, state, draftId, bookingIds }: KeptDay) =>
    [day, part, from, to, state, draftId, ...bookingIds].join(' ');
  return [series, kind, place, gone, ...days.map(ofDay)].join('/');
}
