/** What every UID of ours begins with. Never to be changed: programs know entries by it. */
const BOOKING = 'zaitaku-booking-';

/** The UID under which a booking stands in our feeds. The same in each of them, and for ever. */
export function uidOfBooking(bookingId: string): string {
  return `${BOOKING}${bookingId}`;
}

/**
 * The booking that an entry of a calendar was made of by us, by its UID; null where it is none of ours. An entry of one of
 * our feeds that some program has copied into a calendar that we read is known by it, whatever else became of it.
 */
export function bookingOfUid(uid: string): string | null {
  return /zaitaku-booking-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(uid)?.[1]?.toLowerCase() ?? null;
}

/** The first UID of ours in an entry's UID and text, or null. What we write has it in both. */
export function ourUidIn(...texts: (string | null | undefined)[]): string | null {
  for (const text of texts) {
    const found = /(?:^|[^a-z])(zaitaku-(?:booking|peak|short|closed)-[\w-]+)/i.exec(text ?? '');
    if (found) return found[1]!.toLowerCase();
  }
  return null;
}

/** Whether an entry comes from one of our feeds, its capacity and closures among them. */
export function isOurUid(uid: string): boolean {
  return /(?:^|[^a-z])zaitaku-(?:booking|peak|short|closed)-/i.test(uid);
}
