import type { PlannedBooking, SeenPool } from './capacity.ts';
import type { PoolPicture } from './pool-picture.ts';

/**
 * Brings a picture up to a reading and a list of bookings, as if each change had been told: what is new, what is gone,
 * who came, left, closed the window or opened it again since the last list. People are known by UPN in lower case.
 */
export function syncPicture(
  picture: PoolPicture,
  seen: SeenPool,
  bookings: readonly PlannedBooking[],
  now: number,
): void {
  picture.advance(now);
  const booked = new Set<string>();
  for (const booking of bookings) {
    booked.add(booking.id);
    picture.book({ ...booking, upn: booking.upn.toLowerCase() }, now);
  }
  for (const id of picture.currentBookings(now)) if (!booked.has(id)) picture.takenOut(id, now);
  const at = Math.min(seen.readAt.getTime(), now);
  // Where the hosts count nobody, there is nobody to be listed.
  if (seen.sessions !== null || seen.hosts.every((host) => host.sessions === 0)) picture.watchedAt(at);
  if (seen.sessions === null) return;
  const listed = new Set<string>();
  for (const { upn: written, host, state } of seen.sessions) {
    const upn = written.toLowerCase();
    if (listed.has(upn)) continue; // a second session of one person: the first listed stands
    listed.add(upn);
    const known = picture.sessions.get(upn);
    if (known !== undefined && known.host !== host) picture.signedOut(upn, at);
    if (known === undefined || known.host !== host) picture.signedIn(upn, host, at);
    if (state === 'disconnected') picture.disconnected(upn, at);
    else picture.reconnected(upn, at);
  }
  for (const upn of picture.sessions.keys()) if (!listed.has(upn)) picture.signedOut(upn, at);
}
