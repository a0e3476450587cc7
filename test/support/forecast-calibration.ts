import { PoolPicture } from '../../flows/capacity/pool-picture.ts';
import { LEAD_HOURS, noHistory, type BookingHistory } from '../../flows/forecast/booking-history.ts';
import { forecastDay } from '../../flows/forecast/forecast-day.ts';
import { addDays, instantOf, localDayOf, wallTimeOf } from '../../flows/local-time.ts';
import type { LocalDay } from '../../flows/organisation.ts';
import { inventVisits, type Booked, type Invented } from '../bench/capacity/invent-visits.ts';
import type { OrganisationKind } from '../bench/capacity/organisation-kind.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEFT_OPEN = HOUR;

export interface Calibration {
  /** Half hours in which anybody was or could be there. */
  halfHours: number;
  /** Share of them whose sessions lay within the range, below and above it. */
  within: number;
  below: number;
  above: number;
  /** Mean of the range's width and of the mistake, as shares of the peak. */
  width: number;
  mistake: number;
}

/**
 * Forecasts of an invented organisation's measured days, made at 18:00 so many days before, against what its people
 * did. The planner's picture learns from everything up to then, as it would in a pool where everybody finds a desktop.
 */
export function calibrate(kind: OrganisationKind, seed: number, daysAhead: number): Calibration {
  const invented = inventVisits(kind, seed);
  const picture = new PoolPicture({ timeZone: kind.timeZone, holidays: new Set(kind.holidays) });
  const sessions = sessionsOf(invented);
  const changes = changesOf(
    invented.bookings,
    sessions,
    picture,
    instantOf(kind.begins, '00:00', kind.timeZone).getTime(),
  );
  const isFree = (day: LocalDay) => kind.holidays.includes(day) || new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0;
  const seats = kind.pool.hosts.reduce((sum, { count, maxSessions }) => sum + count * maxSessions, 0) * 2;
  const result = { halfHours: 0, within: 0, below: 0, above: 0, width: 0, mistake: 0 };
  let done = 0;
  for (let index = kind.learningDays; index < kind.learningDays + kind.measuredDays; index++) {
    const day = addDays(kind.begins, index);
    const now = instantOf(addDays(day, -daysAhead), '18:00', kind.timeZone);
    for (; done < changes.length && changes[done]!.at <= now.getTime(); done++) changes[done]!.make();
    const today = localDayOf(now, kind.timeZone);
    const past = Array.from({ length: index - daysAhead }, (_, gone) => addDays(kind.begins, gone));
    const forecast = forecastDay(
      {
        now,
        timeZone: kind.timeZone,
        isFree,
        workingHours: { start: '08:30', end: '17:15' },
        supply: { hosts: seats, maxSessions: 1, licences: null, seats },
        hostHourYen: 80,
        fewestHosts: 0,
        learned: picture.learned,
        history: historyOf(invented, kind, today),
        past,
      },
      day,
      bookingsKnown(invented, now.getTime(), instantOf(day, '00:00', kind.timeZone).getTime()),
    );
    for (const { at, sessions: range } of forecast.halfHours) {
      const seen = fullest(sessions, at.getTime());
      if (seen === 0 && range.high === 0) continue;
      result.halfHours++;
      if (seen < range.low) result.below++;
      else if (seen > range.high) result.above++;
      else result.within++;
      const peak = Math.max(1, forecast.peak.sessions.expected);
      result.width += (range.high - range.low) / peak;
      result.mistake += (seen - range.expected) / peak;
    }
  }
  for (const key of ['within', 'below', 'above', 'width', 'mistake'] as const) result[key] /= result.halfHours;
  return result;
}

interface Session {
  user: string;
  from: number;
  /** Left open by its person, or null; and its end. */
  left: number | null;
  to: number;
}

/** Where everybody finds a desktop at once. Who comes back while their session is open goes on in it. */
function sessionsOf({ visits }: Invented): Session[] {
  const last = new Map<number, Session>();
  const sessions: Session[] = [];
  for (const { user, ask, leave, closes } of visits) {
    const end = { left: closes ? leave : null, to: closes ? leave + LEFT_OPEN : leave };
    const open = last.get(user);
    if (open && open.to > ask) {
      if (end.to > open.to) Object.assign(open, end);
      continue;
    }
    const session = { user: String(user), from: ask, ...end };
    sessions.push(session);
    last.set(user, session);
  }
  return sessions;
}

/**
 * What the picture is told, in order: bookings, cancellations, people who come and leave. Bookings made before the first
 * day are told as it `begins`: a picture that looked on earlier would learn that nobody comes without a booking.
 */
function changesOf(
  bookings: Booked[],
  sessions: Session[],
  picture: PoolPicture,
  begins: number,
): { at: number; make: () => void }[] {
  const changes: { at: number; make: () => void }[] = [];
  const add = (made: number, make: () => void) => {
    const at = Math.max(made, begins);
    changes.push({ at, make: () => (picture.advance(at), make()) });
  };
  for (const one of bookings) {
    const upn = String(one.user);
    const [startsAt, endsAt, knownAt] = [new Date(one.start), new Date(one.end), new Date(one.at)];
    add(one.at, () => picture.book({ id: String(one.id), personId: upn, upn, startsAt, endsAt, knownAt }, one.at));
    if (one.cancelledAt !== null) add(one.cancelledAt, () => picture.cancel(String(one.id)));
  }
  for (const { user, from, left, to } of sessions) {
    add(from, () => picture.signedIn(user, 'host', from));
    if (left !== null) add(left, () => picture.disconnected(user, left));
    add(to, () => picture.signedOut(user, to));
  }
  return changes.sort((a, b) => a.at - b.at);
}

function bookingsKnown({ bookings }: Invented, now: number, from: number) {
  return bookings
    .filter((one) => one.at <= now && (one.cancelledAt === null || one.cancelledAt > now))
    .filter((one) => one.end > from - 4 * HOUR && one.start < from + 24 * HOUR)
    .map((one) => ({
      upn: String(one.user),
      section: null,
      startsAt: new Date(one.start),
      endsAt: new Date(one.end),
      status: 'approved' as const,
    }));
}

/** As the store counts it in SQL. */
function historyOf({ bookings }: Invented, kind: OrganisationKind, today: LocalDay): BookingHistory {
  const history = noHistory();
  const past = bookings.filter((one) => localDayOf(new Date(one.start), kind.timeZone) < today);
  const kept = past.filter((one) => one.cancelledAt === null);
  const days = countedBy(kept, (one) => localDayOf(new Date(one.start), kind.timeZone));
  history.days = [...days].map(([day, count]) => ({ day, count })).sort((a, b) => (a.day < b.day ? -1 : 1));
  for (const one of kept) {
    const hours = (one.start - one.at) / HOUR;
    history.leads[LEAD_HOURS.findLastIndex((step) => hours >= step)]!++;
  }
  history.granted = kept.length;
  history.cancelled = past.length - kept.length;
  const times = countedBy(kept, (one) => `${wallTimeOf(new Date(one.start), kind.timeZone)} ${one.end - one.start}`);
  history.times = [...times]
    .map(([key, count]) => ({ from: key.slice(0, 5), minutes: Number(key.slice(6)) / MINUTE, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 40);
  return history;
}

function countedBy(bookings: Booked[], key: (one: Booked) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of bookings) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}

/** Sessions at the fullest of the moments that a forecast looks at. */
function fullest(sessions: Session[], from: number): number {
  const at = [5, 15, 25].map((minute) => from + minute * MINUTE);
  const near = sessions.filter((one) => one.from <= at[2]! && one.to > at[0]!);
  return Math.max(...at.map((moment) => near.filter((one) => one.from <= moment && one.to > moment).length));
}
