import type { Deps } from '../deps.ts';
import type { Calendar } from '../directory.ts';
import { languageOf } from '../person.ts';

/**
 * Makes the person's Outlook calendar show a booking as it is now: an event while it is approved, on or done, none
 * otherwise. The intent is in the audit log before the call. Safe to repeat: `attempts` above one means that an earlier
 * call may have been carried out, so that the event is looked for before one is made. Throws ProviderError.
 */
export async function syncCalendar(
  deps: Deps & { calendar: Calendar; subject: (language: 'ja' | 'en', part: string) => string },
  bookingId: string,
  attempts: number,
): Promise<void> {
  const { store, calendar, clock } = deps;
  const read = await store.transaction(async (tx) => {
    const booking = await tx.bookings.byId(bookingId);
    if (!booking) return null;
    const person = await tx.people.byId(booking.personId);
    const known = await tx.calendar.eventOf(bookingId);
    const shown = ['approved', 'active', 'completed', 'no-show'].includes(booking.status);
    // Rejected and expired bookings never had an event.
    if (!person || (!shown && !known && booking.status !== 'cancelled')) return null;
    tx.audit.add(
      {
        kind: shown ? 'calendar-writing' : 'calendar-removing',
        by: 'system',
        subject: bookingId,
        facts: { startsAt: booking.startsAt.toISOString(), endsAt: booking.endsAt.toISOString() },
      },
      clock.now(),
    );
    return { booking, person, known: known?.eventId ?? null, shown };
  });
  if (!read) return;
  const { booking, person, known, shown } = read;
  let eventId: string | null = null;
  if (shown) {
    eventId = await calendar.put(
      {
        personId: person.id,
        bookingId,
        subject: deps.subject(languageOf(person), booking.part),
        startsAt: booking.startsAt,
        endsAt: booking.endsAt,
        timeZone: deps.organisation().timeZone,
      },
      { known, search: attempts > 1 },
    );
  } else {
    await calendar.remove(person.id, bookingId, known);
  }
  await store.transaction(async (tx) => {
    await tx.calendar.save(bookingId, eventId);
    tx.audit.add(
      { kind: shown ? 'calendar-written' : 'calendar-removed', by: 'system', subject: bookingId, facts: {} },
      clock.now(),
    );
  });
}
