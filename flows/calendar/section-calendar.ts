import { retryAfter } from '../back-off.ts';
import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { Calendar } from '../directory.ts';
import { addMinutes } from '../minutes.ts';
import type { Language, Organisation } from '../organisation.ts';
import type { Person } from '../person.ts';
import { ProviderError } from '../provider-error.ts';
import type { Tx } from '../store.ts';
import { tellIct } from '../tell-ict.ts';
import type { WrittenEvent } from './calendar-out-store.ts';
import { isSameEvent, showAsOf, stageShown, type EventStage } from './sync-calendar.ts';

/** Outlook works on four requests of a mailbox at a time. https://learn.microsoft.com/graph/throttling-limits */
const CALLS_AT_ONCE = 4;
/** Entries whose intent is written together. */
const BATCH = 20;
/** Without any booking's change: people move between sections, and entries may have been lost. */
const LOOK_AGAIN_MINUTES = 24 * 60;

/** Name and where: no reason, no approver. */
export type SectionSubject = (language: Language, name: string, booking: SectionBooking, stage: EventStage) => string;
export type SectionBooking = Pick<Booking, 'id' | 'personId' | 'part' | 'place' | 'status' | 'startsAt' | 'endsAt'>;

/** What stands in a section's calendar, by booking. `eventId` null: it was about to be made. */
export interface SectionEvent {
  bookingId: string;
  mailbox: string;
  eventId: string | null;
  written: WrittenEvent | null;
  endsAt: Date;
}

export interface SectionLedger {
  /** Bookings of these people that end after `from` and hold a calendar entry in any state. */
  bookingsOf(personIds: string[], from: Date): Promise<SectionBooking[]>;
  /** Entries of a mailbox that end after `from`. */
  eventsIn(mailbox: string, from: Date): Promise<SectionEvent[]>;
  mailboxes(from: Date): Promise<string[]>;
  save(events: SectionEvent[]): Promise<void>;
  remove(mailbox: string, bookingIds: string[]): Promise<void>;
}

/** The calendar of the person's section is looked at, where it has one. */
export async function wakeSectionCalendar(
  tx: Tx,
  deps: Pick<Deps, 'organisation'>,
  { department }: Pick<Person, 'department'>,
  now: Date,
): Promise<void> {
  const { sections, calendar } = deps.organisation();
  const section = sections.find((one) => one.department === department);
  const mailbox = section && calendar.out.sections[section.id];
  if (mailbox) await tx.due.noLaterThan('section-calendar', mailbox, now);
}

/** All calendars of sections are looked at, those that are none any more as well: settings have changed. */
export async function wakeSectionCalendars(tx: Tx, deps: Pick<Deps, 'organisation'>, now: Date): Promise<void> {
  const named = Object.values(deps.organisation().calendar.out.sections);
  for (const mailbox of new Set([...named, ...(await tx.sectionCalendars.mailboxes(now))]))
    await tx.due.noLaterThan('section-calendar', mailbox, now);
}

/**
 * Makes the shared calendar of a section show who of it works elsewhere, each booking once, from now on: what is missing
 * is made, what has changed is changed, what is not on any more is removed. What has been stays. Compares bookings with
 * what was written, so that repeating it, or a crash at any point, does nothing twice. Answers when to look again, or
 * null where the calendar is no section's any more. Throws ProviderError after having done what could be done.
 */
export async function followSectionCalendar(
  deps: Deps & { calendar: Calendar; sectionSubject: SectionSubject },
  mailbox: string,
): Promise<Date | null> {
  for (;;) {
    const steps = await deps.store.transaction((tx) => nextSteps(tx, deps, mailbox));
    if (steps.length === 0) break;
    const faults: unknown[] = [];
    for (let from = 0; from < steps.length; from += CALLS_AT_ONCE)
      await Promise.all(
        steps.slice(from, from + CALLS_AT_ONCE).map((step) =>
          carryOut(deps, mailbox, step).catch((error: unknown) => {
            faults.push(error);
          }),
        ),
      );
    if (faults.length > 0) {
      await tellWhatToMend(deps, mailbox, faults[0]);
      throw faults[0];
    }
  }
  return isSections(deps.organisation(), mailbox) ? addMinutes(deps.clock.now(), LOOK_AGAIN_MINUTES) : null;
}

/** The ICT section is told of a mailbox that is not there or may not be written in, once a day. */
async function tellWhatToMend(deps: Deps, mailbox: string, fault: unknown): Promise<void> {
  const { needsMending, message } = retryAfter(fault, 1);
  if (!needsMending) return;
  const since = deps.clock.now();
  await deps.store.transaction((tx) =>
    tellIct(tx, deps, { code: 'section-calendar-not-written', subject: mailbox, detail: message, since }),
  );
}

function isSections({ calendar }: Pick<Organisation, 'calendar'>, mailbox: string): boolean {
  return Object.values(calendar.out.sections).includes(mailbox);
}

interface Step {
  bookingId: string;
  /** Null: it is removed. */
  content: WrittenEvent | null;
  known: SectionEvent | null;
}

/** The next entries to be written or removed, their intent recorded. */
async function nextSteps(tx: Tx, deps: Deps & { sectionSubject: SectionSubject }, mailbox: string): Promise<Step[]> {
  const now = deps.clock.now();
  const { sections, calendar } = deps.organisation();
  const { out } = calendar;
  const departments = sections.filter(({ id }) => out.sections[id] === mailbox).map(({ department }) => department);
  const ids = (await Promise.all(departments.map((one) => tx.people.inDepartment(one)))).flat();
  const people = new Map((await tx.people.byIds(ids)).map((person) => [person.id, person]));
  const kept = new Map((await tx.sectionCalendars.eventsIn(mailbox, now)).map((one) => [one.bookingId, one]));
  const wanted = new Map<string, WrittenEvent>();
  for (const booking of await tx.sectionCalendars.bookingsOf([...people.keys()], now)) {
    const stage = stageShown(booking, { requested: out.sectionRequested });
    if (stage === null) continue;
    wanted.set(booking.id, {
      subject: deps.sectionSubject(out.language, people.get(booking.personId)!.displayName, booking, stage),
      showAs: showAsOf(stage),
      startsAt: booking.startsAt,
      endsAt: booking.endsAt,
    });
  }
  const steps: Step[] = [
    ...[...kept.values()]
      .filter(({ bookingId }) => !wanted.has(bookingId))
      .map((known): Step => ({ bookingId: known.bookingId, content: null, known })),
    ...[...wanted]
      .map(([bookingId, content]): Step => ({ bookingId, content, known: kept.get(bookingId) ?? null }))
      .filter(({ content, known }) => !known?.written || !isSameEvent(known.written, content!)),
  ].slice(0, BATCH);
  await tx.sectionCalendars.save(
    steps.map(({ bookingId, content, known }) => ({
      bookingId,
      mailbox,
      eventId: known?.eventId ?? null,
      written: null,
      endsAt: content?.endsAt ?? known!.endsAt,
    })),
  );
  for (const { bookingId, content } of steps) {
    const kind = content ? 'section-calendar-writing' : 'section-calendar-removing';
    tx.audit.add({ kind, by: 'system', subject: bookingId, facts: { mailbox } }, now);
  }
  return steps;
}

async function carryOut(
  { store, calendar, organisation }: Deps & { calendar: Calendar },
  mailbox: string,
  { bookingId, content, known }: Step,
): Promise<void> {
  if (!content) {
    await calendar.remove(mailbox, bookingId, known?.eventId ?? null).catch((error: unknown) => {
      // A mailbox that is no section's any more may be gone with all that was in it.
      const gone = error instanceof ProviderError && error.kind === 'not-found';
      if (!gone || isSections(organisation(), mailbox)) throw error;
    });
    return store.transaction((tx) => tx.sectionCalendars.remove(mailbox, [bookingId]));
  }
  const eventId = await calendar.put(
    { mailbox, bookingId, ...content, timeZone: organisation().timeZone },
    // A row without an event's id is what an earlier attempt left behind.
    { known: known?.eventId ?? null, search: known !== null && known.eventId === null },
  );
  await store.transaction((tx) =>
    tx.sectionCalendars.save([{ bookingId, mailbox, eventId, written: content, endsAt: content.endsAt }]),
  );
}
