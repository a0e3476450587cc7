import type { PlannedBooking } from './capacity.ts';

/** How many people a pool has to hold, counted by person: two bookings of one person are one desktop. */
export interface ExpectedPeople {
  /** Booked people for whom there must be room now, or by the time a host started now is up. */
  booked: number;
  /** Of those, people who have a session. */
  bookedPresent: number;
  /** The same with the people of the next minutes, for whom a host is not worth stopping. */
  bookedSoon: number;
  /** People with a session and without a booking that counts now, and soon. */
  othersPresent: number;
  othersPresentSoon: number;
  /** Booked people without a session whose start is near: the sign-in storm. */
  arriving: number;
  /** The next instant (ms) at which one of these figures changes by itself, or null. */
  nextChange: number | null;
}

/** All in milliseconds. `lead`: how long before the start room is made. `soon`: what is looked at beyond that. */
export interface Window {
  lead: number;
  soon: number;
}

/** People later than this are no longer part of a storm. */
const STORM_AFTER_START_MS = 30 * 60_000;

/**
 * Counts who is to be expected at `now`. `present`: UPNs in lower case of people with a session.
 * A booking counts from its start less the lead until its end; who stays longer counts as present.
 */
export function expectedPeople(
  bookings: readonly PlannedBooking[],
  present: ReadonlySet<string>,
  now: number,
  window: Window,
): ExpectedPeople {
  const booked = new Set<string>();
  const soon = new Set<string>();
  const arriving = new Set<string>();
  let nextChange = Infinity;
  for (const booking of bookings) {
    const start = booking.startsAt.getTime();
    const end = booking.endsAt.getTime();
    if (!(end > start) || end <= now) continue;
    const counts = start - window.lead;
    if (counts > now) nextChange = Math.min(nextChange, counts);
    if (counts - window.soon > now) continue;
    const upn = booking.upn.toLowerCase();
    soon.add(upn);
    if (counts > now) continue;
    booked.add(upn);
    nextChange = Math.min(nextChange, end);
    if (now < start + STORM_AFTER_START_MS && !present.has(upn)) arriving.add(upn);
  }
  let bookedPresent = 0;
  let soonPresent = 0;
  for (const upn of present) {
    if (booked.has(upn)) bookedPresent++;
    if (soon.has(upn)) soonPresent++;
  }
  return {
    booked: booked.size,
    bookedPresent,
    bookedSoon: soon.size,
    othersPresent: present.size - bookedPresent,
    othersPresentSoon: present.size - soonPresent,
    arriving: arriving.size,
    nextChange: nextChange === Infinity ? null : nextChange,
  };
}
