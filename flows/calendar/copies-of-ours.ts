import type { Person } from '../person.ts';
import type { Tx } from '../store.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { bookingOfUid, isOurUid } from './feed-uid.ts';

/**
 * Events of ours that came back under another id: deleted and taken back, or moved to another folder and home again. Each
 * is known by its new id from now on. `isGone`: the event that was known is not there. Answers bookings by the new keys.
 */
export async function cameBack(
  tx: Tx,
  { id: personId }: Pick<Person, 'id'>,
  entries: readonly CalendarEntry[],
  isGone: (eventId: string) => boolean,
): Promise<Map<string, string>> {
  const back = new Map<string, string>();
  const ids = entries.map(({ ourUid }) => bookingOfUid(ourUid ?? ''));
  for (const [index, { key }] of entries.entries()) {
    const bookingId = ids[index] ?? null;
    // Of several nobody knows which it is: it is found by its property when it is written next.
    if (bookingId === null || ids.filter((id) => id === bookingId).length > 1) continue;
    const [booking] = await tx.bookings.byIds([bookingId]);
    const known = booking?.personId === personId ? await tx.calendar.eventOf(bookingId) : null;
    if (!known) continue;
    const question = await tx.calendar.questionOf(bookingId);
    const wasDeleted = question !== null && question.moved === null;
    if (!wasDeleted && !isGone(known.eventId)) continue;
    await tx.calendar.rename(bookingId, key);
    back.set(key, bookingId);
  }
  return back;
}

/**
 * Keys of entries that are copies of what we wrote, and no word of their person's: of a booking of theirs at its own
 * time, whatever became of it since; of somebody else's; of whatever else our feeds say. A copy that was put at another
 * time asks for that.
 */
export async function copiesOfOurs(
  tx: Tx,
  { id: personId }: Pick<Person, 'id'>,
  entries: readonly CalendarEntry[],
): Promise<Set<string>> {
  const made = entries.filter(({ key, ourUid }) => isOurUid(key) || ourUid);
  const of = ({ ourUid }: CalendarEntry) => bookingOfUid(ourUid ?? '');
  const ids = new Set(made.flatMap((one) => of(one) ?? []));
  const bookings = new Map((ids.size === 0 ? [] : await tx.bookings.byIds([...ids])).map((one) => [one.id, one]));
  const isCopy = (entry: CalendarEntry) => {
    const booking = bookings.get(of(entry) ?? '');
    if (isOurUid(entry.key) || booking?.personId !== personId) return true;
    return booking.startsAt <= entry.startsAt && entry.endsAt <= booking.endsAt;
  };
  return new Set(made.filter(isCopy).map(({ key }) => key));
}
