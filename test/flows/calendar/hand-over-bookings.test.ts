import assert from 'node:assert/strict';
import fc from 'fast-check';
import { overlaps, timeAsked } from '../../../flows/booking/booked-time.ts';
import { HOLDING, type Booking } from '../../../flows/booking/booking.ts';
import type { KeptDay, KeptEntry } from '../../../flows/calendar/calendar-entry-store.ts';
import { decideEntry } from '../../../flows/calendar/decide-entry.ts';
import { handOverBookings } from '../../../flows/calendar/hand-over-bookings.ts';
import type { EntryDay } from '../../../flows/calendar/read-entry.ts';
import { wantedDays, type Wanted } from '../../../flows/calendar/wanted-days.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { aBooking, anOrganisation, NOW, TOKYO } from '../../support/builders.ts';

const DAYS = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07'];
const KEYS = ['a', 'b', 'c', 'd'];
const PARTS = ['full', 'am', 'pm', 'hours'] as const;
const { workingHours } = anOrganisation();

function said(day: string, part: (typeof PARTS)[number]): EntryDay {
  return part === 'hours' ? { day, part, from: '10:00', to: '15:00' } : { day, part, from: null, to: null };
}
const timeOf = (day: EntryDay) => timeAsked(day, workingHours, TOKYO);
const isLive = ({ status }: Booking) => HOLDING.includes(status);
const lineOf = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) =>
  `${startsAt.toISOString()} ${endsAt.toISOString()}`;

/** A person's entries and bookings in memory, as the flows keep them; the person sends every card that asks. */
class Person {
  readonly calendar = new Map<string, EntryDay>();
  bookings: Booking[] = [];
  private kept: KeptEntry[] = [];
  private card: { id: string; wanted: Wanted[] } | null = null;
  private now = NOW;
  private ids = 0;
  readonly sent: string[] = [];

  forward(minutes: number): void {
    this.now = addMinutes(this.now, minutes);
  }

  /** What the calendar says of these entries is read; `whole`: of all. */
  read(keys: readonly string[], whole = false): void {
    const facts = {
      now: this.now,
      today: '2026-12-01',
      lastDay: '2027-03-01',
      workingHours,
      timeZone: TOKYO,
      bookings: this.bookings,
      send: 'ask' as const,
      seriesSent: new Set<string>(),
      questioned: new Set<string>(),
    };
    const decide = (days: KeptDay[], one: EntryDay[] | null) =>
      decideEntry(days, one, {
        ...facts,
        bookings: new Map(this.bookings.map((booking) => [booking.id, booking])),
        isOpen: (id) => this.card?.id === id,
      });
    const names = new Set([...this.kept.map(({ key }) => key), ...keys, ...(whole ? this.calendar.keys() : [])]);
    const back: string[] = [];
    this.kept = [...names].flatMap((key) => {
      const old = this.kept.find((one) => one.key === key);
      const isRead = whole || keys.includes(key);
      const day = this.calendar.get(key);
      if (!day && !old) return [];
      const gone = isRead ? !day : old!.gone;
      const keeps = !isRead || (!day && old?.gone);
      const decision = keeps
        ? gone
          ? { days: old!.days, giveBack: [] }
          : decide(old!.days, old!.days)
        : decide(old?.days ?? [], day ? [day] : null);
      back.push(...decision.giveBack);
      return decision.days.length > 0
        ? [{ ...anEntryOf(key), gone, days: decision.days.map((one) => ({ ...one })) }]
        : [];
    });
    const handed = handOverBookings(this.kept, back, facts);
    this.bookings = this.bookings.map((one) =>
      handed.giveBack.includes(one.id) && isLive(one) ? { ...one, status: 'cancelled' } : one,
    );
    const { wanted } = wantedDays(this.kept, { ...facts, bookings: this.bookings });
    const shown = wanted.filter(({ within }) => !within);
    this.card = shown.length === 0 ? null : { id: this.card?.id ?? `card ${(this.ids += 1)}`, wanted };
    for (const { day } of wanted) Object.assign(day, { state: 'asked', draftId: this.card!.id });
  }

  /** What the card asks is sent; what cannot be had is left out, as the card said. */
  send(): void {
    if (!this.card) return;
    const asked = this.card.wanted.filter(({ within }) => !within);
    const replaced = asked.map(({ replaces }) => replaces);
    const made: Booking[] = [];
    for (const { day, time, replaces } of asked) {
      const held = [...this.bookings, ...made].filter((one) => isLive(one) && !replaced.includes(one.id));
      if (held.some((one) => overlaps(one, time))) continue;
      for (const one of this.bookings)
        assert.ok(!isLive(one) || one.id === replaces || !overlaps(one, time), 'the store would refuse it');
      const id = `booking ${(this.ids += 1)}`;
      made.push(aBooking({ id, ...time, day: day.day, part: day.part, status: 'pending', replacesId: replaces }));
    }
    if (made.length === 0) return;
    this.sent.push(...made.map(lineOf));
    for (const { day } of this.card.wanted) {
      const found = made.filter((one) => one.day === day.day);
      const same = found.filter(({ part }) => part === day.part);
      const around = found.filter((one) => one.startsAt <= timeOf(day).startsAt && timeOf(day).endsAt <= one.endsAt);
      const ids = (same.length > 0 ? same : around).map(({ id }) => id);
      const inTheWay = [...this.bookings, ...made].some((one) => isLive(one) && overlaps(one, timeOf(day)));
      Object.assign(
        day,
        ids.length > 0
          ? { state: 'sent', bookingIds: [...day.bookingIds, ...ids] }
          : inTheWay
            ? { state: 'settled', coveredSince: this.now.toISOString() }
            : { state: 'settled', bookingIds: [] },
      );
    }
    this.bookings.push(...made);
    this.card = null;
    this.read([]);
  }

  approve(): void {
    const replaced = this.bookings.flatMap(({ status, replacesId }) =>
      status === 'pending' ? (replacesId ?? []) : [],
    );
    this.bookings = this.bookings.map((one) => ({
      ...one,
      status:
        replaced.includes(one.id) && isLive(one) ? 'cancelled' : one.status === 'pending' ? 'approved' : one.status,
    }));
  }
}

function anEntryOf(key: string): Omit<KeptEntry, 'days' | 'gone'> {
  return { personId: 'p', source: 'outlook', key, series: null, kind: 'telework', place: null, subject: null };
}

const withTime = (day: EntryDay) => ({ ...day, ...timeOf(day) });

/** Lines in which a whole day is its two halves: two entries may stand on one booking. */
function halves(some: readonly { day: string; part: string; startsAt: Date; endsAt: Date }[]): string[] {
  return some.flatMap((one) =>
    one.part === 'full' ? [lineOf(timeOf(said(one.day, 'am'))), lineOf(timeOf(said(one.day, 'pm')))] : [lineOf(one)],
  );
}

type Step =
  | { do: 'put'; key: string; day: EntryDay; heard: boolean }
  | { do: 'remove'; key: string; heard: boolean }
  | { do: 'swap'; keys: string[]; heard: 'together' | 'each' | 'not' }
  | { do: 'send' | 'approve' | 'whole' }
  | { do: 'wait'; minutes: number };

const key = fc.constantFrom(...KEYS);
const heard = fc.constantFrom(true, true, false);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key,
      day: fc
        .tuple(fc.constantFrom(...DAYS), fc.constantFrom('full' as const, ...PARTS))
        .map(([day, part]) => said(day, part)),
      heard,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), key, heard }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('swap' as const),
      keys: fc.shuffledSubarray(KEYS, { minLength: 2 }),
      heard: fc.constantFrom('together' as const, 'each' as const, 'not' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('send' as const, 'approve' as const, 'whole' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(5, 70) }) },
);

describe('bookings whose entries change places', () => {
  it('end as the calendar says, asked once for each time, with what was booked so already kept', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 3, maxLength: 16 }), play), {
      numRuns: Number(process.env.RUNS ?? 500),
      includeErrorInReport: true,
    });
  }).timeout(240_000);

  function play(steps: Step[]): void {
    const person = new Person();
    for (const one of steps) take(person, one);
    setApart(person.calendar);
    const before = person.bookings.filter(isLive);
    const sentBefore = person.sent.length;

    person.read([], true);
    for (let round = 0; round < 6; round += 1) {
      person.send();
      person.approve();
      person.forward(61);
      person.read([]);
    }

    const live = person.bookings.filter(isLive);
    const times = [...person.calendar.values()].map((day) => lineOf(timeOf(day)));
    assert.deepEqual(halves(live).sort(), halves([...person.calendar.values()].map(withTime)).sort());
    const asked = person.sent.slice(sentBefore);
    assert.deepEqual(asked, [...new Set(asked)], 'asked twice');
    for (const one of before)
      if (times.includes(lineOf(one)) && one.replacesId === null && !before.some((two) => two.replacesId === one.id))
        assert.ok(
          live.some(({ id }) => id === one.id),
          `${lineOf(one)} is lost`,
        );
  }

  function take(person: Person, one: Step): void {
    const { calendar } = person;
    if (one.do === 'put') {
      calendar.set(one.key, one.day);
      if (one.heard) person.read([one.key]);
    } else if (one.do === 'remove') {
      calendar.delete(one.key);
      if (one.heard) person.read([one.key]);
    } else if (one.do === 'swap') {
      const there = one.keys.filter((name) => calendar.has(name));
      const days = there.map((name) => calendar.get(name)!);
      for (const [index, name] of there.entries()) calendar.set(name, days[(index + 1) % days.length]!);
      if (one.heard === 'together') person.read(there);
      else if (one.heard === 'each') for (const name of there) person.read([name]);
    } else if (one.do === 'wait') person.forward(one.minutes);
    else if (one.do === 'whole') person.read([], true);
    else if (one.do === 'send') person.send();
    else person.approve();
    const live = person.bookings.filter(isLive);
    for (const [index, booking] of live.entries())
      for (const other of live.slice(index + 1))
        assert.ok(
          !overlaps(booking, other) || booking.replacesId === other.id || other.replacesId === booking.id,
          'booked twice',
        );
  }

  /** Two entries of one time are no truth to compare with: the later one goes elsewhere, or away. */
  function setApart(calendar: Map<string, EntryDay>): void {
    const kept: EntryDay[] = [];
    for (const [name, day] of calendar) {
      const free = [day, ...DAYS.map((one) => said(one, 'full'))].find((one) =>
        kept.every((two) => !overlaps(timeOf(one), timeOf(two))),
      );
      if (free) kept.push(free);
      if (free) calendar.set(name, free);
      else calendar.delete(name);
    }
  }
});
