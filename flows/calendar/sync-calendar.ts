import type { Booking } from '../booking/booking.ts';
import type { Deps } from '../deps.ts';
import type { Calendar, CalendarEvent } from '../directory.ts';
import { localDayOf } from '../local-time.ts';
import { languageOf } from '../person.ts';
import { ProviderError } from '../provider-error.ts';
import type { Tx } from '../store.ts';
import type { CalendarSettings } from './calendar-settings.ts';
import type { WrittenEvent } from './calendar-out-store.ts';
import { lapseQuestion } from './edit-question.ts';
import { wakeSectionCalendar } from './section-calendar.ts';

/** How an event words it: asked for and not decided, or decided. */
export type EventStage = 'requested' | 'decided';
export type EventSubject = (language: 'ja' | 'en', part: string, stage: EventStage) => string;

/** What of a booking a calendar shows, or null for nothing. What has been stays. */
export function stageShown(
  { status }: Pick<Booking, 'status'>,
  { requested }: Pick<CalendarSettings['out'], 'requested'>,
): EventStage | null {
  if (status === 'pending' || status === 'waitlisted') return requested ? 'requested' : null;
  return ['approved', 'active', 'completed', 'no-show'].includes(status) ? 'decided' : null;
}

export function showAsOf(stage: EventStage): CalendarEvent['showAs'] {
  return stage === 'requested' ? 'tentative' : 'workingElsewhere';
}

/**
 * Makes the person's Outlook calendar show a booking as it is now: tentative while it waits, working elsewhere once it
 * is approved, nothing otherwise. The intent is in the audit log before the call. Where the event stands as it was last
 * written nothing is called, unless `anew`. Safe to repeat: `attempts` above one means that an earlier call may have
 * been carried out, so that the event is looked for before one is made. Throws ProviderError.
 */
export async function syncCalendar(
  deps: Deps & { calendar: Calendar; subject: EventSubject },
  { bookingId, anew = false }: { bookingId: string; anew?: boolean },
  attempts: number,
): Promise<void> {
  const { store, calendar, clock } = deps;
  const read = await store.transaction((tx) => begin(tx, deps, { bookingId, anew }, attempts));
  if (!read) return;
  const { mailbox, content, known } = read;
  let eventId: string | null = null;
  if (content) {
    const { timeZone } = deps.organisation();
    eventId = await calendar.put(
      {
        mailbox,
        bookingId,
        ...content,
        timeZone,
        keepSubject: known?.ownWords ?? false,
        keepShowAs: known?.written?.showAs === content.showAs,
      },
      { known: known?.eventId ?? null, search: attempts > 1 },
    );
  } else {
    await calendar.remove(mailbox, bookingId, known?.eventId ?? null).catch((error: unknown) => {
      // Without a mailbox there is no event; one that may be there again brings its event along, and is waited for.
      if (!(error instanceof ProviderError) || error.kind !== 'not-found' || read.waits) throw error;
    });
  }
  await store.transaction(async (tx) => {
    if (eventId !== null && eventId !== known?.eventId) await disown(tx, deps, mailbox, { eventId, bookingId });
    await tx.calendar.save(bookingId, content && eventId !== null ? { eventId, written: content } : null);
    const kind = content ? 'calendar-written' : 'calendar-removed';
    tx.audit.add({ kind, by: 'system', subject: bookingId, facts: {} }, clock.now());
  });
}

/** What is to be written, its intent recorded; null where nothing is to be done. */
async function begin(
  tx: Tx,
  deps: Deps & { subject: EventSubject },
  { bookingId, anew }: { bookingId: string; anew: boolean },
  attempts: number,
) {
  const now = deps.clock.now();
  const { out } = deps.organisation().calendar;
  const booking = await tx.bookings.byId(bookingId);
  const person = booking && (await tx.people.byId(booking.personId));
  if (!person) return null;
  await wakeSectionCalendar(tx, deps, person, now);
  const known = await tx.calendar.eventOf(bookingId);
  const stage = stageShown(booking, out);
  // Entries of a mailbox go out in order: at the first attempt at this one nothing is there that is not known.
  if (stage === null && !known && attempts <= 1) return null;
  const content: WrittenEvent | null = stage && {
    subject: deps.subject(languageOf(person), booking.part, stage),
    showAs: showAsOf(stage),
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
  };
  if (content && known) {
    if (!anew && known.written && isSameEvent(known.written, content, known.ownWords)) return null;
    // What has been is left as its person has it.
    if (booking.endsAt <= now) return null;
    await tx.calendar.begin(bookingId, content.subject);
  }
  await lapseQuestion(tx, bookingId, now);
  tx.audit.add(
    {
      kind: content ? 'calendar-writing' : 'calendar-removing',
      by: 'system',
      subject: bookingId,
      facts: { startsAt: booking.startsAt.toISOString(), endsAt: booking.endsAt.toISOString() },
    },
    now,
  );
  const waits = known !== null && !person.goneAt && booking.endsAt > now;
  return { mailbox: person.id, content, known, waits };
}

/**
 * An event that is known as ours from now on may have been read as its person's own before: what was made of it is undone,
 * and since they may have moved it meanwhile it is put where it belongs.
 */
async function disown(
  tx: Tx,
  deps: Deps,
  personId: string,
  { eventId, bookingId }: { eventId: string; bookingId: string },
): Promise<void> {
  const now = deps.clock.now();
  const kept = await tx.calendarEntries.lock(personId, localDayOf(now, deps.organisation().timeZone));
  if (!kept.some(({ key }) => key === eventId)) return;
  await tx.due.noLaterThan('calendar-entries', personId, now);
  await tx.outbox.add({ kind: 'calendar', bookingId, anew: true }, now);
}

/** The event stands as it is to be; with words of the person's own, whatever they are. */
export function isSameEvent(a: WrittenEvent, b: WrittenEvent, ownWords = false): boolean {
  return (
    (ownWords || a.subject === b.subject) &&
    a.showAs === b.showAs &&
    a.startsAt.getTime() === b.startsAt.getTime() &&
    a.endsAt.getTime() === b.endsAt.getTime()
  );
}
