import type { Booking } from '../booking/booking.ts';
import type { ProposalDraft } from '../booking/proposal.ts';
import type { Tx } from '../store.ts';

/**
 * A draft that came of calendar entries has been sent: each of its days remembers the booking that came of it, so that a
 * later change of the entry finds it. A day that could not be had, and one that the person changed into several, is over.
 */
export async function linkEntries(
  tx: Tx,
  draft: ProposalDraft,
  bookings: readonly Booking[],
  now: Date,
): Promise<void> {
  if (!draft.calendar) return;
  const entries = await tx.calendarEntries.lockOfDraft(draft.id);
  const days = entries.flatMap((entry) => entry.days.filter(({ draftId }) => draftId === draft.id));
  // The person moved the one day to another one on the card.
  const elsewhere = new Set(days.map(({ day }) => day)).size === 1 && bookings.length === 1 ? bookings : [];
  for (const one of days) {
    const sameDay = bookings.filter(({ day }) => day === one.day);
    const samePart = sameDay.filter(({ part }) => part === one.part);
    const found = samePart.length > 0 ? samePart : sameDay.length > 0 ? sameDay : elsewhere;
    one.state = found.length > 0 ? 'sent' : 'settled';
    // What it takes the place of comes first.
    one.bookingIds = found.length === 0 ? [] : [...new Set([...one.bookingIds, ...found.map(({ id }) => id)])];
  }
  // What was sent because of a calendar is told from what was asked for in chat.
  const facts = { draftId: draft.id, bookingIds: bookings.map(({ id }) => id) };
  tx.audit.add({ kind: 'calendar-requested', by: draft.personId, subject: draft.personId, facts }, now);
  for (const entry of entries)
    if (entry.days.every(({ state }) => state === 'sent' || state === 'settled')) entry.subject = null;
  await tx.calendarEntries.save(entries);
  await tx.due.noLaterThan('calendar-entries', draft.personId, now);
}
