import { kindOf, LATEST } from './arrival-habits.ts';
import { dayIsOver, isOver, readMorning, withArrival, type ArrivalsToday, type Morning } from './arrivals-today.ts';
import type { PlannedBooking } from './capacity.ts';
import { LATEST_BACK_MS, noteComingBack, type EndedAway } from './coming-back.ts';
import { noteEnding, usualStay } from './endings.ts';
import type { Expected, KnownBooking, KnownSession } from './known-people.ts';
import { ageLearned, learnedOf, nothingLearned, type KeptLearned, type Learned } from './learned.ts';
import { localQuarter, type WorkCalendar } from './local-quarter.ts';
import {
  alike,
  keptHabits,
  noteLeaving,
  noteOffset,
  noteShow,
  showRate,
  usualOverrun,
  usualShift,
  type Who,
} from './person-habits.ts';
import { leftWhen, noteReturn, type LeftWhen } from './returning.ts';
import { noteWalkIn, rollWalkIns } from './walk-ins.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Before the booked start by this much, a sign-in is not for this booking. */
const EARLIEST_MS = 90 * MINUTE;
/** Whoever has not come by then is not waited for. */
const LATEST_MS = LATEST * MINUTE;
/** From here on those who have come for a time say when each of them usually comes: before it, only the first of them. */
const NEARLY_ALL_MS = 60 * MINUTE;
/** Somebody who books for now comes some minutes later. */
const KNOWN_BEFORE_MS = 3 * MINUTE;
/** A booking is kept this long after its end. */
const FORGOTTEN_MS = 3 * 60 * MINUTE;
/** Who should be gone is so in about this time. */
const OVERDUE_MS = 15 * MINUTE;
/** Nobody comes back for the last minutes of their time. */
const LEAVING_MS = 15 * MINUTE;
/** Signed out by us and back within this: they came back for it. */
const BACK_FOR_IT_MS = 60 * MINUTE;
/** Lists of sessions further apart than this leave a gap in which somebody may have come and gone. */
export const FREQUENT_MS = 15 * MINUTE;
/** Whose booking is taken out so long after it began, and who has not come, has stayed away. */
const STAYED_AWAY_MS = 60 * MINUTE;

export interface KeptPicture {
  bookings: KnownBooking[];
  sessions: KnownSession[];
  /** Since when, and until when, sessions were read without a gap. Absent: not yet. */
  watched?: { since: number; until: number };
  loggedOff: Record<string, [at: number, when: LeftWhen, since: number]>;
  endedAway?: Record<string, EndedAway>;
  today?: ArrivalsToday;
  learned: KeptLearned;
}

interface HostPeople {
  sessions: Set<KnownSession>;
  /** Of those, left open by their person. */
  away: number;
  /** First and last of their likely leavings; null: to be found again. */
  leaving: { first: number; last: number } | null;
}

/**
 * Bookings and sessions of one pool, kept up to date change by change, and what is learned from them. What it costs
 * grows with what changed, not with how many people there are. Mutable: `planCapacity` makes its own from the memory.
 */
export class PoolPicture {
  readonly learned: Learned;
  readonly sessions = new Map<string, KnownSession>();
  readonly byHost = new Map<string, HostPeople>();
  readonly expected = new Map<string, Expected>();
  readonly calendar: WorkCalendar;
  /** By person: not yet back. */
  readonly endedAway = new Map<string, EndedAway>();
  private readonly bookings = new Map<string, KnownBooking>();
  private readonly byPerson = new Map<string, KnownBooking[]>();
  /** Bookings by the hour in which they are due, so that nobody looks at all of them. */
  private readonly dueAt = new Map<number, Set<KnownBooking>>();
  private lookedUpTo = 0;
  private watched: KeptPicture['watched'];
  private today: ArrivalsToday | undefined;
  private readonly loggedOff = new Map<string, [at: number, when: LeftWhen, since: number]>();

  constructor(calendar: WorkCalendar, kept?: KeptPicture) {
    this.calendar = calendar;
    this.learned = kept === undefined ? nothingLearned() : learnedOf(kept.learned);
    for (const booking of kept?.bookings ?? []) this.add({ ...booking });
    for (const session of kept?.sessions ?? []) this.place({ ...session });
    for (const [upn, one] of Object.entries(kept?.loggedOff ?? {})) this.loggedOff.set(upn, one);
    for (const [upn, one] of Object.entries(kept?.endedAway ?? {})) this.endedAway.set(upn, { ...one });
    this.watched = kept?.watched;
    this.today = structuredClone(kept?.today);
  }

  /** How people come, from other days and from today's so far. */
  morning(now: number, horizon: number): Morning {
    return readMorning(this.learned, this.today, this.expected.values(), now, horizon);
  }

  /** Everybody's sessions were seen at this instant. */
  watchedAt(at: number): void {
    const { since, until } = this.watched ?? { since: at, until: -Infinity };
    const goesOn = until <= at && at - until <= FREQUENT_MS;
    this.watched = { since: goesOn ? since : at, until: at };
  }

  /** Time goes on to `now`: who has not come by now does not come, quarter hours and days are over. */
  advance(now: number): void {
    const hour = hourOf(now);
    if (this.lookedUpTo === 0 || hour < this.lookedUpTo) this.lookedUpTo = hour - 48;
    for (; this.lookedUpTo < hour; this.lookedUpTo++) this.hourOver(this.lookedUpTo, now);
    rollWalkIns(this.learned.walkIns, now, (at) => localQuarter(at, this.calendar));
    for (const [upn, away] of this.endedAway) {
      if (now - away.at <= LATEST_BACK_MS && now < away.end) continue;
      noteComingBack(this.learned.comingBack, away, null);
      this.endedAway.delete(upn);
    }
    if (this.today !== undefined && isOver(this.today, now)) {
      dayIsOver(this.today, this.learned);
      this.today = undefined;
    }
    const day = Math.floor(now / DAY);
    if (this.learned.day !== day) {
      if (this.learned.day !== 0 && day > this.learned.day) ageLearned(this.learned);
      this.learned.day = day;
      for (const [upn, [at]] of this.loggedOff) if (now - at > BACK_FOR_IT_MS) this.loggedOff.delete(upn);
    }
  }

  /** A booking as it is now. Repeating it changes nothing. */
  book({ id, upn, section = null, startsAt, endsAt, knownAt, promisedAt }: PlannedBooking, now: number): void {
    const [start, end] = [startsAt.getTime(), endsAt.getTime()];
    const known = this.bookings.get(id);
    if (known !== undefined && known.start === start && known.end === end) return;
    if (known !== undefined) this.cancel(id);
    if (!(end > start) || end <= now - DAY) return;
    const session = this.sessions.get(upn);
    // Who is already there when it becomes known has come; whoever is asked for twice is expected once.
    const come = (known?.come ?? false) || (session !== undefined && start - EARLIEST_MS <= now);
    if (session !== undefined && come && (session.end ?? 0) < end) this.staysUntil(session, end);
    // Whoever has a second booking for the same time comes once.
    const twice = this.byPerson.get(upn)?.some((one) => one.group !== null && one.start < end && start < one.end);
    const from = Math.min(end, Math.max(start, promisedAt?.getTime() ?? knownAt.getTime() + KNOWN_BEFORE_MS));
    const due = Math.max(hourOf(now), hourOf(Math.min(end, from + NEARLY_ALL_MS)));
    this.add({
      id,
      upn,
      section,
      start,
      end,
      from,
      group: come || twice === true || end <= now ? null : '',
      come,
      due,
    });
  }

  cancel(id: string): void {
    const known = this.bookings.get(id);
    if (known === undefined) return;
    this.expectNoMore(known);
    this.learnArrival(known);
    if (this.endedAway.get(known.upn)?.end === known.end) this.endedAway.delete(known.upn);
    this.bookings.delete(id);
    this.dueAt.get(known.due)?.delete(known);
    const theirs = this.byPerson.get(known.upn)?.filter((one) => one !== known) ?? [];
    if (theirs.length > 0) this.byPerson.set(known.upn, theirs);
    else this.byPerson.delete(known.upn);
  }

  /** A booking is in the list no more. Whoever was waited for all that time has not come for it. */
  takenOut(id: string, now: number): void {
    const known = this.bookings.get(id);
    if (known?.group && known.from + STAYED_AWAY_MS <= now) this.stayedAway(known);
    this.cancel(id);
  }

  /** Ids of the bookings that are known and not over. */
  currentBookings(now: number): string[] {
    return [...this.bookings.values()].filter(({ end }) => end > now).map(({ id }) => id);
  }

  signedIn(upn: string, host: string, at: number): void {
    const open = this.sessions.get(upn);
    if (open !== undefined) this.remove(open);
    const loggedOff = this.loggedOff.get(upn);
    if (loggedOff !== undefined) {
      const [since, when, left] = loggedOff;
      if (at - since < BACK_FOR_IT_MS) noteReturn(this.learned.returning, when, (at - left) / MINUTE, true);
      this.loggedOff.delete(upn);
    }
    const booking = this.bookingAt(upn, at);
    const endedAway = this.endedAway.get(upn);
    if (endedAway !== undefined) {
      noteComingBack(this.learned.comingBack, endedAway, at);
      this.endedAway.delete(upn);
    }
    if (booking === null || booking.come) noteWalkIn(this.learned.walkIns, at);
    if (booking !== null && !booking.come) this.arrived(booking, at);
    const end = booking?.end ?? null;
    const who = { upn, section: booking?.section ?? null };
    this.place({ ...who, host, since: at, end, leaves: this.leavingOf(who, at, end), disconnectedAt: null });
  }

  signedOut(upn: string, at: number): void {
    const session = this.sessions.get(upn);
    if (session === undefined) return;
    const { disconnectedAt, end } = session;
    if (disconnectedAt !== null) {
      const gone = (at - disconnectedAt) / MINUTE;
      if (!this.loggedOff.has(upn)) noteReturn(this.learned.returning, this.leftWhen(session), gone, false);
      if (end !== null && at < end - LEAVING_MS) this.endedAway.set(upn, { at, end });
    }
    const left = disconnectedAt ?? at;
    const open = disconnectedAt === null ? null : (at - disconnectedAt) / MINUTE;
    noteEnding(this.learned.endings, { booked: end !== null, open, stayed: (at - session.since) / MINUTE });
    if (end !== null && left > end - 120 * MINUTE) noteLeaving(this.learned.people, session, (left - end) / MINUTE);
    this.remove(session);
  }

  disconnected(upn: string, at: number): void {
    const session = this.sessions.get(upn);
    if (session === undefined || session.disconnectedAt !== null) return;
    session.disconnectedAt = at;
    this.changed(session.host).away++;
  }

  reconnected(upn: string, at: number): void {
    const session = this.sessions.get(upn);
    if (session === undefined || session.disconnectedAt === null) return;
    noteReturn(this.learned.returning, this.leftWhen(session), (at - session.disconnectedAt) / MINUTE, true);
    session.disconnectedAt = null;
    this.changed(session.host).away--;
  }

  /** We end this session: not seeing its person again teaches nothing, seeing them does. */
  loggingOff(upn: string, now: number): void {
    const session = this.sessions.get(upn);
    if (session?.disconnectedAt == null) return;
    this.loggedOff.set(upn, [now, this.leftWhen(session), session.disconnectedAt]);
  }

  leftWhen({ disconnectedAt, end }: Pick<KnownSession, 'disconnectedAt' | 'end'>): LeftWhen {
    return leftWhen(end === null || disconnectedAt === null ? null : (disconnectedAt - end) / MINUTE);
  }

  /** When the last of a host's people is likely to be gone; who is overdue leaves within the next quarter hour. */
  emptiesAt(host: string, now: number): number {
    const people = this.byHost.get(host);
    if (people === undefined) return now;
    if (people.leaving === null) {
      people.leaving = { first: Infinity, last: 0 };
      for (const { leaves } of people.sessions) {
        people.leaving.first = Math.min(people.leaving.first, leaves);
        people.leaving.last = Math.max(people.leaving.last, leaves);
      }
    }
    const { first, last } = people.leaving;
    return Math.max(last, first <= now ? now + OVERDUE_MS : now);
  }

  /** Sessions on a host, and how many of them were left open by their person. */
  peopleOn(host: string): { sessions: Iterable<KnownSession>; count: number; away: number } {
    const people = this.byHost.get(host);
    return { sessions: people?.sessions ?? [], count: people?.sessions.size ?? 0, away: people?.away ?? 0 };
  }

  toJSON(): KeptPicture {
    return {
      bookings: [...this.bookings.values()],
      sessions: [...this.sessions.values()],
      ...(this.watched === undefined ? {} : { watched: this.watched }),
      ...(this.today === undefined ? {} : { today: this.today }),
      loggedOff: Object.fromEntries(this.loggedOff),
      ...(this.endedAway.size === 0 ? {} : { endedAway: Object.fromEntries(this.endedAway) }),
      learned: { ...this.learned, people: keptHabits(this.learned.people) },
    };
  }

  private add(booking: KnownBooking): void {
    this.bookings.set(booking.id, booking);
    const theirs = this.byPerson.get(booking.upn);
    if (theirs === undefined) this.byPerson.set(booking.upn, [booking]);
    else theirs.push(booking);
    this.putDue(booking);
    if (booking.group !== null) this.expect(booking);
  }

  private expect(booking: KnownBooking): void {
    const { start, end, from } = booking;
    const { people } = this.learned;
    const { minute, unlike } = localQuarter(start, this.calendar);
    const kind = kindOf(minute, (end - start) / MINUTE);
    const [show, shift] = [showRate(people, booking), usualShift(people, booking)];
    const key = `${from} ${end} ${kind} ${alike(show, shift)} ${unlike}`;
    booking.group = key;
    const group = this.expected.get(key) ?? { start: from, end, kind, show, shift, unlike, count: 0 };
    this.expected.set(key, group);
    group.count++;
    // On average of those that were counted in.
    group.show += (show - group.show) / group.count;
    group.shift += (shift - group.shift) / group.count;
  }

  private expectNoMore(booking: KnownBooking): void {
    const group = booking.group === null ? undefined : this.expected.get(booking.group);
    if (group !== undefined && --group.count <= 0) this.expected.delete(booking.group!);
    booking.group = null;
  }

  private bookingAt(upn: string, at: number): KnownBooking | null {
    let found: KnownBooking | null = null;
    for (const one of this.byPerson.get(upn) ?? []) {
      if (at < one.start - EARLIEST_MS || at >= one.end) continue;
      if (found === null || Math.abs(at - one.start) < Math.abs(at - found.start)) found = one;
    }
    return found;
  }

  private arrived(booking: KnownBooking, at: number): void {
    const { start, end, from } = booking;
    const late = (at - from) / MINUTE;
    const { minute, unlike } = localQuarter(start, this.calendar);
    const shift = this.expected.get(booking.group ?? '')?.shift ?? usualShift(this.learned.people, booking);
    const arrival = { from, unlike, kind: kindOf(minute, (end - start) / MINUTE), minutes: late - shift, at };
    this.today = withArrival(this.today, this.learned, arrival);
    this.expectNoMore(booking);
    booking.come = true;
    booking.late = late;
    if (hourOf(at) > hourOf(from + NEARLY_ALL_MS)) this.learnArrival(booking);
  }

  private learnArrival(booking: KnownBooking): void {
    const { late } = booking;
    if (late === undefined) return;
    delete booking.late;
    if (localQuarter(booking.start, this.calendar).unlike) return;
    noteShow(this.learned.people, booking, true);
    noteOffset(this.learned.people, booking, late);
  }

  private stayedAway(booking: KnownBooking): void {
    if (!localQuarter(booking.start, this.calendar).unlike) noteShow(this.learned.people, booking, false);
  }

  private putDue(booking: KnownBooking): void {
    const due = this.dueAt.get(booking.due);
    if (due === undefined) this.dueAt.set(booking.due, new Set([booking]));
    else due.add(booking);
  }

  private hourOver(hour: number, now: number): void {
    const due = this.dueAt.get(hour);
    this.dueAt.delete(hour);
    for (const booking of due ?? []) {
      this.learnArrival(booking);
      const last = hourOf(Math.min(booking.end, booking.from + LATEST_MS));
      if (hour < last) {
        booking.due = last;
        this.putDue(booking);
        continue;
      }
      if (booking.group !== null) {
        this.stayedAway(booking);
        this.expectNoMore(booking);
      }
      if (booking.end + FORGOTTEN_MS <= now) {
        this.cancel(booking.id);
        continue;
      }
      booking.due = hourOf(Math.max(now, booking.end + FORGOTTEN_MS));
      this.putDue(booking);
    }
  }

  private leavingOf(who: Who, at: number, end: number | null): number {
    return end === null
      ? at + usualStay(this.learned.endings) * MINUTE
      : Math.max(at, end + usualOverrun(this.learned.people, who) * MINUTE);
  }

  private staysUntil(session: KnownSession, end: number): void {
    session.end = end;
    session.leaves = this.leavingOf(session, session.since, end);
    this.changed(session.host);
  }

  private place(session: KnownSession): void {
    this.sessions.set(session.upn, session);
    const people = this.changed(session.host);
    people.sessions.add(session);
    if (session.disconnectedAt !== null) people.away++;
  }

  private remove(session: KnownSession): void {
    this.sessions.delete(session.upn);
    const people = this.changed(session.host);
    people.sessions.delete(session);
    if (session.disconnectedAt !== null) people.away--;
    if (people.sessions.size === 0) this.byHost.delete(session.host);
  }

  private changed(host: string): HostPeople {
    let people = this.byHost.get(host);
    if (people === undefined) this.byHost.set(host, (people = { sessions: new Set(), away: 0, leaving: null }));
    people.leaving = null;
    return people;
  }
}

function hourOf(at: number): number {
  return Math.floor(at / (60 * MINUTE));
}
