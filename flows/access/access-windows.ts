import type { Booking } from '../booking/booking.ts';
import { addMinutes } from '../minutes.ts';
import type { Pool } from '../organisation.ts';

/** A time during which a person is a member of a pool's group: [from, to). */
export interface AccessWindow {
  personId: string;
  from: Date;
  to: Date;
  /** The booking whose end the window's end comes from. */
  bookingId: string;
}

/**
 * The access windows of bookings: from the start less the pool's lead to the end plus its grace. Adjacent and
 * overlapping windows of one person are one. Bookings that grant nothing (pending, cancelled …) are left out.
 */
export function accessWindows(bookings: readonly Booking[], pool: Pool): AccessWindow[] {
  const granted = bookings
    .filter(({ status }) => status === 'approved' || status === 'active' || status === 'completed')
    .map((booking): AccessWindow => ({
      personId: booking.personId,
      ...windowOf(booking, pool),
      bookingId: booking.id,
    }))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const windows: AccessWindow[] = [];
  const latest = new Map<string, AccessWindow>();
  for (const window of granted) {
    const before = latest.get(window.personId);
    if (before && window.from <= before.to) {
      if (window.to > before.to) Object.assign(before, { to: window.to, bookingId: window.bookingId });
    } else {
      windows.push(window);
      latest.set(window.personId, window);
    }
  }
  return windows;
}

/** The access window of a booked time in a pool. */
export function windowOf(
  { startsAt, endsAt }: Pick<Booking, 'startsAt' | 'endsAt'>,
  { leadMinutes, graceMinutes }: Pick<Pool, 'leadMinutes' | 'graceMinutes'>,
): Pick<AccessWindow, 'from' | 'to'> {
  return { from: addMinutes(startsAt, -leadMinutes), to: addMinutes(endsAt, graceMinutes) };
}

export function openAt(window: Pick<AccessWindow, 'from' | 'to'>, now: Date): boolean {
  return window.from <= now && now < window.to;
}

/** The next instant after `now` at which a window opens or closes, or null. */
export function nextEdge(windows: readonly AccessWindow[], now: Date): Date | null {
  let next: Date | null = null;
  for (const { from, to } of windows)
    for (const edge of [from, to]) if (edge > now && (!next || edge < next)) next = edge;
  return next;
}
