import { overlaps, timeAsked, type Interval } from '../booking/booked-time.ts';
import { HOLDING, type Booking } from '../booking/booking.ts';
import type { ProposalDraft } from '../booking/proposal.ts';
import type { Deps } from '../deps.ts';
import type { LocalDay } from '../organisation.ts';
import type { Tx } from '../store.ts';

/**
 * A draft that came of calendar entries has been sent: each of its days remembers the booking that came of it, so that a
 * later change of the entry finds it. A day that could not be had, and one that the person changed into several, is over.
 */
export async function linkEntries(
  tx: Tx,
  deps: Pick<Deps, 'organisation'>,
  draft: ProposalDraft,
  bookings: readonly Booking[],
  now: Date,
): Promise<void> {
  if (!draft.calendar) return;
  const entries = await tx.calendarEntries.lockOfDraft(draft.id);
  const days = entries.flatMap((entry) => entry.days.filter(({ draftId }) => draftId === draft.id));
  // The person moved the one day to another one on the card.
  const isMoved = ({ day }: { day: LocalDay }) => day === days[0]!.day && day !== bookings[0]!.day;
  const elsewhere = bookings.length === 1 && days.every(isMoved) ? bookings : [];
  const { workingHours, timeZone } = deps.organisation();
  for (const one of days) {
    const time = timeAsked(one, workingHours, timeZone);
    // Of the day's bookings those that it lies in, and those whose part the person chose on the card: another entry's is none.
    const sameDay = bookings.filter(
      (booking) =>
        booking.day === one.day &&
        ((booking.startsAt <= time.startsAt && time.endsAt <= booking.endsAt) ||
          days.every((two) => two.day !== booking.day || two.part !== booking.part || two === one)),
    );
    const samePart = sameDay.filter(({ part }) => part === one.part);
    const found = samePart.length > 0 ? samePart : sameDay.length > 0 ? sameDay : elsewhere;
    one.state = found.length > 0 ? 'sent' : 'settled';
    // What it takes the place of comes first.
    if (found.length > 0) one.bookingIds = [...new Set([...one.bookingIds, ...found.map(({ id }) => id)])];
    // Only another booking of the person's was in the way: it may go, and what the day stood on is still its own.
    else if (await isBookedOtherwise(tx, draft.personId, one.day, time)) one.coveredSince = now.toISOString();
    else one.bookingIds = [];
  }
  // What was sent because of a calendar is told from what was asked for in chat.
  const facts = { draftId: draft.id, bookingIds: bookings.map(({ id }) => id) };
  tx.audit.add({ kind: 'calendar-requested', by: draft.personId, subject: draft.personId, facts }, now);
  for (const entry of entries)
    if (entry.days.every(({ state }) => state === 'sent' || state === 'settled')) entry.subject = null;
  await tx.calendarEntries.save(entries);
  await tx.due.noLaterThan('calendar-entries', draft.personId, now);
}

async function isBookedOtherwise(tx: Tx, personId: string, day: LocalDay, time: Interval): Promise<boolean> {
  const held = await tx.bookings.ofPersonOnDays(personId, day, day);
  return held.some((one) => HOLDING.includes(one.status) && overlaps(one, time));
}
