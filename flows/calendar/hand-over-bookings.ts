import { overlaps, timeAsked, type Interval } from '../booking/booked-time.ts';
import { HOLDING, type Booking } from '../booking/booking.ts';
import { addMinutes } from '../minutes.ts';
import type { KeptDay, KeptEntry } from './calendar-entry-store.ts';
import { isBookedAs } from './decide-entry.ts';
import { coveringOf, isMoving, type WantedFacts } from './wanted-days.ts';

/**
 * An entry that was moved to a time that is booked already: so long its own booking is kept, because whoever lets two
 * entries change places moves one of them first.
 */
export const CHANGES_PLACES_MINUTES = 60;

type Facts = Pick<WantedFacts, 'now' | 'today' | 'workingHours' | 'timeZone' | 'bookings'> & {
  /** Bookings whose event of ours was moved, and whose person is asked whether they follow. */
  questioned: ReadonlySet<string>;
};

export interface HandedOver {
  /** Entries of which something changed. */
  changed: Set<KeptEntry>;
  /** Of the bookings that were to go back, and of those left now, the ones that no entry stands for. */
  giveBack: string[];
  /** The same of bookings that have begun: their person is asked. */
  askBack: string[];
}

interface Place {
  entry: KeptEntry;
  day: KeptDay;
  time: Interval;
}

const BOOKED = { state: 'sent', draftId: null, coveredSince: null } as const;

/**
 * A booking is its person's, not an entry's: where one entry leaves it (moved, or gone: `back`) and another one comes to
 * its time, that one stands on it from now on, and what it stood on before goes to the first. So two entries that change
 * places change nothing; a day is never given back while an entry says it; and who comes with another time of the day asks
 * for a change. Changes the entries' days alone.
 */
export function handOverBookings(entries: readonly KeptEntry[], back: readonly string[], facts: Facts): HandedOver {
  const { now, today, workingHours, timeZone, bookings, questioned } = facts;
  const live = bookings.filter(({ status }) => HOLDING.includes(status) || status === 'waitlisted');
  const goesBack = new Set(back);
  const changed = new Set<KeptEntry>();
  const all: Place[] = entries
    .filter(({ gone, kind }) => !gone && kind !== 'absence')
    .flatMap((entry) =>
      entry.days
        .filter(({ day }) => day >= today)
        .map((day) => ({ entry, day, time: timeAsked(day, workingHours, timeZone) })),
    );
  for (const place of all) reopen(place);
  const places = all.filter(({ day }) => day.state !== 'settled');

  for (const place of places) {
    followChange(place);
    dropOthers(place);
  }
  for (const place of places) askShorter(place);
  for (const { id } of live) leaveToOne(id);
  const wanting = places.filter(({ day, time }) => day.state !== 'sent' && time.endsAt > now);
  for (const place of wanting) {
    const exact = isSure(place) && live.find((one) => isLeftTo(one, place) && isBookedAs(one, place.day, facts));
    if (exact) take(place, exact, true);
  }
  // What was handed on may be the very time that the other one asks for.
  for (const place of wanting)
    if (ownOf(place).some((one) => isBookedAs(one, place.day, facts) && isPlain(one))) change(place, BOOKED);
  for (const place of wanting) {
    if (place.day.state === 'sent' || !isSure(place)) continue;
    if (ownOf(place).some((one) => overlaps(one, place.time))) continue;
    const some = live.filter(
      (one) => HOLDING.includes(one.status) && overlaps(one, place.time) && isLeftTo(one, place),
    );
    const found = some.find((one) => within(place.time, one)) ?? some[0];
    if (found) take(place, found, false);
  }
  for (const place of wanting) if (place.day.state !== 'sent') comeToBooked(place);

  const isStoodOn = (id: string) => ownersOf(id).length > 0;
  const free = [...goesBack].filter((id) => !isStoodOn(id) && !questioned.has(id) && !isChangedElsewhere(id));
  const begun = (id: string) => live.some((one) => one.id === id && one.status === 'active');
  return { changed, giveBack: free.filter((id) => !begun(id)), askBack: free.filter(begun) };

  /** It could not be had because of another booking, which goes now: it asks again. */
  function reopen(place: Place): void {
    const { state, coveredSince } = place.day;
    if (state !== 'settled' || !coveredSince) return;
    const stays = (one: Booking) =>
      !goesBack.has(one.id) && !isMoving(one, facts) && ownersOf(one.id).every(({ day }) => day.state === 'sent');
    if (live.some((one) => HOLDING.includes(one.status) && overlaps(one, place.time) && stays(one))) return;
    change(place, { state: 'new', draftId: null, coveredSince: null });
  }

  function ownersOf(id: string): Place[] {
    return all.filter(({ day }) => day.state !== 'settled' && day.bookingIds.includes(id));
  }

  function ownOf({ day }: Place): Booking[] {
    return live.filter(({ id }) => day.bookingIds.includes(id));
  }

  /** What only looks like telework takes nothing without a question. */
  function isSure(place: Place): boolean {
    return place.entry.kind === 'telework' || ownOf(place).length > 0;
  }

  function change({ entry, day }: Place, to: Partial<KeptDay>): void {
    Object.assign(day, to);
    changed.add(entry);
  }

  /** Another entry's change took the place of this one's booking: both stand on it where it is long enough. */
  function followChange(place: Place): void {
    const { day, time } = place;
    if (day.state !== 'sent' || ownOf(place).length > 0) return;
    const ofOther = ({ id }: Booking) => ownersOf(id).some((two) => two !== place);
    const next = bookings.filter((one) => day.bookingIds.includes(one.replacesId ?? '') && ofOther(one)).map(endOf);
    const [stands] = next.filter((one) => live.includes(one));
    if (!stands) return;
    change(place, within(time, stands) ? { bookingIds: [stands.id] } : { state: 'new', bookingIds: [], draftId: null });
  }

  /** What has become of a booking by changes of it. */
  function endOf(booking: Booking): Booking {
    const next = live.includes(booking) ? undefined : bookings.find((one) => one.replacesId === booking.id);
    return next ? endOf(next) : booking;
  }

  /** The day has its booking: whatever else it stood on before, and is not replaced by it, is left. */
  function dropOthers(place: Place): void {
    if (place.day.state !== 'sent') return;
    const own = ownOf(place);
    const stands =
      own.find((one) => isBookedAs(one, place.day, facts)) ??
      own.find((one) => within(place.time, one) && ownersOf(one.id).length > 1);
    if (!stands) return;
    const others = own.filter(
      ({ id, replacesId }) => id !== stands.id && id !== stands.replacesId && replacesId !== stands.id,
    );
    if (others.length === 0) return;
    change(place, { bookingIds: place.day.bookingIds.filter((id) => !others.some((one) => one.id === id)) });
    leave(others.map(({ id }) => id));
  }

  /** The day stands on a longer booking that another entry has left by now: it asks for its own time. */
  function askShorter(place: Place): void {
    const { day, time } = place;
    const [only, ...others] = day.state === 'sent' ? ownOf(place).filter(({ status }) => HOLDING.includes(status)) : [];
    if (!only || others.length > 0 || only.status === 'active' || isMoving(only, facts)) return;
    if (ownersOf(only.id).some((one) => one !== place && one.day.state === 'sent')) return;
    const isLonger = only.startsAt < time.startsAt || time.endsAt < only.endsAt;
    if (within(time, only) && isLonger) change(place, { state: 'new' });
  }

  /** Of several that ask for another time than they shared, the one that still needs something of it keeps it. */
  function leaveToOne(id: string): void {
    const owners = ownersOf(id);
    if (owners.length < 2 || owners.some(({ day }) => day.state === 'sent')) return;
    const booking = live.find((one) => one.id === id)!;
    const keeps = owners.find(({ time }) => overlaps(booking, time)) ?? owners[0];
    for (const one of owners)
      if (one !== keeps) change(one, { bookingIds: one.day.bookingIds.filter((other) => other !== id) });
  }

  /** No entry needs this booking where it is, and no change of it is on its way. */
  function isLeftTo(booking: Booking, to: Place): boolean {
    const owners = ownersOf(booking.id);
    if (owners.includes(to) || (owners.length === 0 && !goesBack.has(booking.id))) return false;
    return isPlain(booking) && owners.every(({ day, time }) => day.state !== 'sent' && !overlaps(booking, time));
  }

  /** Neither on its way to another time nor a change that is not decided yet. */
  function isPlain(booking: Booking): boolean {
    const standing = live.filter(({ id }) => !goesBack.has(id));
    return !isMoving(booking, { bookings: standing }) && live.every(({ id }) => id !== booking.replacesId);
  }

  /** No entry stands on these any more: they are another's to take, or go back. */
  function leave(ids: readonly string[]): void {
    for (const id of ids) goesBack.add(id);
  }

  function take(place: Place, booking: Booking, exact: boolean): void {
    const own = ownOf(place).map(({ id }) => id);
    const [first, ...others] = ownersOf(booking.id);
    const without = (one: Place) => one.day.bookingIds.filter((id) => id !== booking.id);
    for (const one of others) change(one, { bookingIds: without(one) });
    if (first) change(first, { bookingIds: [...without(first), ...own] });
    else leave(own);
    change(place, { bookingIds: [booking.id], ...(exact ? BOOKED : {}) });
  }

  /** Moved to where another booking is: after a while its own goes back, and it stands on the other or asks nothing. */
  function comeToBooked(place: Place): void {
    const { day, time } = place;
    const own = ownOf(place);
    // The answer to that question says where the booking goes: no second one beside it.
    const waits = own.some(({ id }) => questioned.has(id));
    const covering = own.length > 0 ? coveringOf(time, { now, bookings: bookings.filter(isOther) }) : null;
    function isOther(one: Booking): boolean {
      const stays = ownersOf(one.id).every((two) => two.day.state === 'sent');
      return stays && !own.includes(one) && !goesBack.has(one.id) && !isMoving(one, facts);
    }
    if (waits) {
      change(place, { coveredSince: day.coveredSince ?? now.toISOString() });
      return;
    }
    if (!covering) {
      if (day.coveredSince) change(place, { coveredSince: null });
      return;
    }
    const since = day.coveredSince ? new Date(day.coveredSince) : now;
    if (!day.coveredSince) change(place, { coveredSince: now.toISOString() });
    if (now < addMinutes(since, CHANGES_PLACES_MINUTES)) return;
    const shared = ownersOf(covering.id).length > 0;
    leave(own.map(({ id }) => id));
    const state = shared ? 'sent' : 'settled';
    change(place, { state, bookingIds: shared ? [covering.id] : [], draftId: null, coveredSince: null });
  }

  /**
   * A change of this booking waits for its decision: it stays until then. It is the other entry's that asked for the change;
   * where the person did in chat, or by moving our event, an entry that goes is tidied up and takes nothing with it.
   */
  function isChangedElsewhere(id: string): boolean {
    const next = live.find((one) => one.replacesId === id && !goesBack.has(one.id));
    const [owner] = next ? ownersOf(next.id) : [];
    if (owner) change(owner, { bookingIds: [id, ...owner.day.bookingIds] });
    return next !== undefined;
  }
}

function within(inner: Interval, outer: Interval): boolean {
  return outer.startsAt <= inner.startsAt && inner.endsAt <= outer.endsAt;
}
