import { TZDate } from '@date-fns/tz';
import { SeededRandom } from '../../../infra/simulator/model/seeded-random.ts';
import type { EventKind, OrganisationKind, PartKind } from './organisation-kind.ts';

const MINUTE = 60_000;

export interface Booked {
  id: number;
  user: number;
  start: number;
  end: number;
  /** When it became known, and when it was taken back. */
  at: number;
  cancelledAt: number | null;
}

/** A person at work: what they want. What they get is the run's. All times are Unix milliseconds, at whole seconds. */
export interface Visit {
  user: number;
  booking: number | null;
  ask: number;
  lunch: { out: number; back: number } | null;
  leave: number;
  closes: boolean;
  /** Comes back for the session that was left open. */
  back: { at: number; until: number } | null;
}

export interface Invented {
  begins: number;
  measuredFrom: number;
  ends: number;
  bookings: Booked[];
  visits: Visit[];
}

/** Midnight of a local day, `after` days later. */
export function midnight(day: string, timeZone: string, after = 0): number {
  const [year, month, date] = day.split('-').map(Number);
  return new TZDate(year!, month! - 1, date! + after, 0, 0, timeZone).getTime();
}

export function localDay(day: string, after: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + after * 86_400_000).toISOString().slice(0, 10);
}

interface Person {
  part: number;
  flex: number;
  habit: number;
  noShow: number;
  stays: number;
}

/** Bookings and visits of all days. The same kind and seed give the same. */
export function inventVisits(kind: OrganisationKind, seed: number): Invented {
  const days = kind.learningDays + kind.measuredDays;
  const world = new Inventor(kind, seed);
  for (let day = 0; day < days; day++) world.day(day);
  const { bookings, visits } = world;
  bookings.sort((a, b) => a.at - b.at || a.id - b.id);
  visits.sort((a, b) => a.ask - b.ask || a.user - b.user);
  return {
    begins: midnight(kind.begins, kind.timeZone),
    measuredFrom: midnight(kind.begins, kind.timeZone, kind.learningDays),
    ends: midnight(kind.begins, kind.timeZone, days),
    bookings,
    visits,
  };
}

class Inventor {
  readonly bookings: Booked[] = [];
  readonly visits: Visit[] = [];
  private readonly kind: OrganisationKind;
  private readonly seed: number;
  private readonly random: SeededRandom;
  private readonly people = new Map<number, Person>();
  private nextBooking = 1;
  /** People who have left were replaced by new ones: person number of each place. */
  private readonly places: number[];
  private dayShift = 0;

  constructor(kind: OrganisationKind, seed: number) {
    this.kind = kind;
    this.seed = seed;
    this.random = SeededRandom.of(seed, kind.id, 'days');
    this.places = Array.from({ length: kind.people }, (_, index) => index + 1);
  }

  day(index: number): void {
    const { kind, random } = this;
    const day = localDay(kind.begins, index);
    const begins = midnight(kind.begins, kind.timeZone, index);
    const events = kind.events.filter((event) => event.day === day);
    for (const event of events) if (event.is === 'staff-change') this.replace(event.share);
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    const free = kind.holidays.includes(day);
    const share = (free ? kind.share[6]! : kind.share[weekday]!) * random.between(0.85, 1);
    this.dayShift = normal(random) * 2.5 * MINUTE;
    const cameByBooking = new Set<number>();
    for (const user of this.places) {
      if (!random.chance(share)) continue;
      cameByBooking.add(user);
      this.book(user, begins, events);
    }
    if (!free && weekday < 5) this.walkIns(begins);
    for (const event of events) if (event.is === 'emergency') this.emergency(event, begins, cameByBooking);
  }

  private replace(share: number): void {
    this.places.forEach((_, index) => {
      if (this.random.chance(share)) this.places[index] = this.places[index]! + 1_000_000;
    });
  }

  private person(user: number): Person {
    let known = this.people.get(user);
    if (known === undefined) {
      const random = SeededRandom.of(this.seed, this.kind.id, 'person', user);
      const { noShow, arrival, parts } = this.kind;
      known = {
        part: drawPart(parts, random),
        flex: random.next(),
        habit: normal(random) * arrival.habit * MINUTE,
        noShow: Math.min(0.95, noShow.share * Math.exp(noShow.spread * normal(random) - noShow.spread ** 2 / 2)),
        stays: Math.exp(0.8 * normal(random) - 0.32),
      };
      this.people.set(user, known);
    }
    return known;
  }

  private book(user: number, day: number, events: EventKind[]): void {
    const { kind, random } = this;
    const person = this.person(user);
    let part = kind.parts[person.part]!;
    let flex = person.flex;
    if (part.fixed !== true) {
      part = kind.parts[drawPart(kind.parts, random)]!;
      flex = random.next();
    }
    const shift = Math.round(((flex * 2 - 1) * (part.flex ?? 0)) / 30) * 30;
    const start = day + (part.from + shift) * MINUTE;
    const end = day + (part.to + shift) * MINUTE;
    const sameDay = random.chance(kind.sameDay);
    const at = sameDay
      ? start - Math.round(random.between(60, 180)) * MINUTE
      : start - Math.round(random.between(1, 6) * 1440) * MINUTE;
    const called = random.chance(kind.cancelled);
    const cancelledAt = called
      ? Math.max(at + MINUTE, start - Math.round(random.between(0.3, 14) * 60) * MINUTE)
      : null;
    const booking = { id: this.nextBooking++, user, start, end, at, cancelledAt: called ? cancelledAt : null };
    for (const event of events) {
      if (event.is === 'mass-cancellation' && random.chance(event.share)) booking.cancelledAt = day + event.at * MINUTE;
    }
    this.bookings.push(booking);
    if (booking.cancelledAt === null && !random.chance(person.noShow)) this.visit(user, booking, person, day);
  }

  private visit(user: number, booking: Booked, person: Person, day: number): void {
    const { arrival, leaving, lunch } = this.kind;
    const random = this.random;
    const late = random.chance(arrival.lateShare);
    const delay = late
      ? random.between(Math.max(10, arrival.latest), arrival.lateUpTo)
      : random.triangular(arrival.earliest, arrival.mode, arrival.latest);
    const half = (booking.end - booking.start) / 2;
    const offset = Math.min(delay * MINUTE + person.habit + this.dayShift, half);
    const ask = seconds(Math.max(booking.at + MINUTE, booking.start + offset));
    const early = random.chance(leaving.earlyShare);
    const long = random.chance(Math.min(0.9, leaving.longShare * person.stays));
    const off = early
      ? -random.between(15, leaving.earlyUpTo)
      : long
        ? random.between(10, leaving.longUpTo)
        : random.triangular(leaving.earliest, leaving.mode, leaving.latest);
    const leave = seconds(Math.max(ask + 10 * MINUTE, booking.end + Math.max(off * MINUTE, -half / 1.5)));
    const out = lunch ? seconds(day + (lunch.from + random.between(-3, 8)) * MINUTE) : 0;
    const back = lunch ? seconds(day + (lunch.to + random.between(-10, 5)) * MINUTE) : 0;
    const goes = lunch !== null && random.chance(lunch.out) && out > ask + 10 * MINUTE && back < leave - 10 * MINUTE;
    const closes = random.chance(leaving.closes);
    const returns = random.chance(leaving.back);
    const again = leave + Math.round(random.between(5, 50)) * MINUTE;
    this.visits.push({
      user,
      booking: booking.id,
      ask,
      lunch: goes ? { out, back } : null,
      leave,
      closes,
      back: closes && returns ? { at: again, until: again + Math.round(random.between(5, 25)) * MINUTE } : null,
    });
  }

  private walkIns(day: number): void {
    const { aDay, from, to, staysMin } = this.kind.walkIns;
    const random = this.random;
    const count = poisson(random, aDay * random.between(0.7, 1.3));
    for (let index = 0; index < count; index++) {
      // Most come in the first half of the time.
      const minute = from + (to - from) * random.next() * random.between(0.4, 1);
      const ask = seconds(day + minute * MINUTE);
      const stays = -Math.log(1 - random.next() * 0.99) * staysMin;
      const user = 5_000_000 + Math.floor(random.next() * aDay * 4);
      const leave = ask + Math.round(Math.max(10, stays)) * MINUTE;
      this.visits.push({ user, booking: null, ask, lunch: null, leave, closes: random.chance(0.3), back: null });
    }
  }

  private emergency(event: EventKind & { is: 'emergency' }, day: number, came: ReadonlySet<number>): void {
    const random = this.random;
    for (const user of this.places) {
      if (came.has(user) || !random.chance(event.share)) continue;
      const told = day + event.at * MINUTE;
      const start = told + Math.round(random.between(5, 60)) * MINUTE;
      const end = day + 17.25 * 60 * MINUTE;
      const booking = { id: this.nextBooking++, user, start, end, at: start - 2 * MINUTE, cancelledAt: null };
      if (event.booked) this.bookings.push(booking);
      const ask = seconds(start + random.between(0, 30) * MINUTE);
      const leave = seconds(end + random.triangular(-60, 0, 30) * MINUTE);
      const closes = random.chance(this.kind.leaving.closes);
      this.visits.push({
        user,
        booking: event.booked ? booking.id : null,
        ask,
        lunch: null,
        leave,
        closes,
        back: null,
      });
    }
  }
}

function drawPart(parts: readonly PartKind[], random: SeededRandom): number {
  let left = random.next() * parts.reduce((sum, { weight }) => sum + weight, 0);
  return Math.max(
    0,
    parts.findIndex(({ weight }) => (left -= weight) <= 0),
  );
}

function seconds(at: number): number {
  return Math.round(at / 1000) * 1000;
}

/** Box and Muller. */
function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function poisson(random: SeededRandom, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let [count, product] = [0, random.next()];
  for (const limit = Math.exp(-mean); product > limit; product *= random.next()) count++;
  return count;
}
