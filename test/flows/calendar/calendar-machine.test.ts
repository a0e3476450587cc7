import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timeAsked } from '../../../flows/booking/booked-time.ts';
import { HOLDING } from '../../../flows/booking/booking.ts';
import { cancelMany } from '../../../flows/booking/cancel-many.ts';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { readEntry } from '../../../flows/calendar/read-entry.ts';
import { localDayOf } from '../../../flows/local-time.ts';
import { anOrganisation, at, NOW, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { anEntry, CalendarStage } from './calendar-stage.ts';

const DAYS = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07'];
const KEYS = ['a', 'b', 'c'];
const HOURS = { full: null, am: ['08:30', '12:00'], pm: ['13:00', '17:15'], hours: ['10:00', '15:00'] } as const;
/** Bounded here; `RUNS=3000 SEED=7` looks longer. */
const RUNS = Number(process.env.RUNS ?? 10);
const SEED = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };

type Heard = 'once' | 'twice' | 'not';
type Step =
  | { do: 'put'; key: string; day: number; part: keyof typeof HOURS; heard: Heard }
  | { do: 'swap'; keys: string[]; heard: Heard | 'together' }
  | { do: 'remove'; key: string; heard: Heard }
  | { do: 'answer' | 'decide' | 'whole' }
  | { do: 'wait'; minutes: number };

const key = fc.constantFrom(...KEYS);
const heard = fc.constantFrom<Heard>('once', 'once', 'twice', 'not');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key,
      day: fc.nat(DAYS.length - 1),
      part: fc.constantFrom('full' as const, 'full' as const, 'am' as const, 'pm' as const, 'hours' as const),
      heard,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('swap' as const),
      keys: fc.shuffledSubarray(KEYS, { minLength: 2 }),
      heard: fc.constantFrom<Heard | 'together'>('together', 'once', 'twice', 'not'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), key, heard }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'decide' as const, 'whole' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(5, 45, 90) }) },
);

describe('a calendar under random changes', () => {
  let stage: Stage;
  let calendar: CalendarStage;
  before(async () => {
    stage = await openStage();
    calendar = new CalendarStage(stage);
  });
  after(() => stage.database.close());

  const whole = { from: NOW, to: at('2027-03-01 00:00') };

  for (const send of ['ask', 'at-once'] as const)
    it(`ends with bookings that say what it says, lost and doubled news or not (${send})`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => play(steps, send)),
        { numRuns: RUNS, includeErrorInReport: true, ...SEED },
      );
    }).timeout(240_000 + RUNS * 3_000);

  describe('where an entry comes to a day that another one leaves', () => {
    const put = (name: string, day: number, part: keyof typeof HOURS): Step => ({
      do: 'put',
      key: name,
      day,
      part,
      heard: 'once',
    });

    it('is sent once the change of the other is approved', () =>
      play([put('a', 1, 'full'), put('a', 0, 'full'), put('d', 1, 'full')], 'at-once'));

    it('is asked about once the change of the other was sent', () =>
      play([put('c', 1, 'full'), { do: 'answer' }, put('c', 0, 'full'), put('b', 1, 'full')], 'ask'));

    it('is asked about as well where it is longer than what the other leaves', () =>
      play([put('a', 0, 'pm'), { do: 'answer' }, put('a', 1, 'full'), put('d', 0, 'full')], 'ask'));

    it('is asked about where it lay across the other, and that one leaves', () =>
      play(
        [
          put('c', 1, 'hours'),
          put('a', 1, 'pm'),
          { do: 'answer' },
          put('c', 0, 'full'),
          put('b', 0, 'full'),
          { do: 'remove', key: 'c', heard: 'once' },
        ],
        'ask',
      ));

    it('keeps no more of the other’s booking than it says itself', () =>
      play([put('a', 0, 'full'), { ...put('a', 1, 'full'), heard: 'not' } as Step, put('c', 0, 'pm')], 'at-once'));
  });

  /**
   * Plays the steps. At the end, all read and answered, bookings and entries say the same; what is booked as it is said has
   * stayed, nothing was asked about twice, and the same again says nothing more.
   */
  async function play(steps: Step[], send: 'ask' | 'at-once'): Promise<void> {
    const settings = { ...anOrganisation().calendar, send };
    await stage.reset(anOrganisation({ rules: someRules({ daysPerWeek: null }), calendar: settings }));
    await stage.people(['hanako', { manager: 'head' }], ['head', { manager: 'chief' }]);
    const entries = new Map<string, CalendarEntry>();
    for (const one of steps) await take(one, entries);
    setApart(entries);

    const before = await holding();
    const asked: string[] = [];
    await calendar.take({ entries: [...entries.values()], whole });
    for (let round = 0; round < 6; round += 1) {
      asked.push(...(await answer()));
      await decide();
      stage.clock.forward(61);
      await calendar.look();
    }

    await assertEqual(entries);
    const said = new Set(timesSaid(entries).map(line));
    const after = new Set((await holding()).map(({ id }) => id));
    for (const one of before)
      if (said.has(line(one)) && !before.some(({ replacesId }) => replacesId === one.id) && one.replacesId === null)
        assert.ok(after.has(one.id), `${line(one)} has stayed`);
    assert.deepEqual(asked, [...new Set(asked)], 'nothing is asked about twice');
    const told = (await calendar.told()).length;
    await calendar.take({ entries: [...entries.values()].reverse(), whole });
    await calendar.look();
    assert.equal((await calendar.told()).length, told, 'the same again says nothing');
    await assertEqual(entries);
  }

  async function take(one: Step, entries: Map<string, CalendarEntry>): Promise<void> {
    const before = (await calendar.told()).length;
    // One for each reading.
    let messages = 'heard' in one && one.heard === 'twice' ? 2 : 1;
    if (one.do === 'put') {
      entries.set(one.key, entryOn(one.key, one.day, one.part));
      if (one.heard !== 'not') await calendar.says(entries.get(one.key)!);
      if (one.heard === 'twice') await calendar.says(entries.get(one.key)!);
    } else if (one.do === 'swap') {
      messages *= swap(one.keys, entries);
      const moved = one.keys.flatMap((name) => entries.get(name) ?? []);
      if (one.heard === 'together') await calendar.says(...moved);
      else if (one.heard !== 'not')
        for (const entry of one.heard === 'twice' ? [...moved, ...moved] : moved) await calendar.says(entry);
    } else if (one.do === 'remove') {
      entries.delete(one.key);
      if (one.heard !== 'not') await calendar.gone(one.key);
      if (one.heard === 'twice') await calendar.gone(one.key);
    } else if (one.do === 'whole') await calendar.take({ entries: [...entries.values()], whole });
    else if (one.do === 'wait') stage.clock.forward(one.minutes);
    else if (one.do === 'answer') await answer();
    else await decide();
    if (one.do !== 'answer' && one.do !== 'decide')
      assert.ok((await calendar.told()).length <= before + messages, 'at most one message');
    await assertNoOverlap();
  }

  /** Each takes the time of the next. Answers how many there are. */
  function swap(keys: string[], entries: Map<string, CalendarEntry>): number {
    const there = keys.flatMap((name) => entries.get(name) ?? []);
    for (const [index, { key: name }] of there.entries()) {
      const { startsAt, endsAt, allDay } = there[(index + 1) % there.length]!;
      entries.set(name, { ...entries.get(name)!, startsAt, endsAt, allDay });
    }
    return Math.max(1, there.length);
  }

  function entryOn(name: string, day: number, part: keyof typeof HOURS): CalendarEntry {
    const hours = HOURS[part];
    const on = DAYS[day]!;
    return anEntry({ key: name, ...(hours ? { from: `${on} ${hours[0]}`, to: `${on} ${hours[1]}` } : { day: on }) });
  }

  /** What two entries say of one time at once is no truth: the later one goes elsewhere, unheard. */
  function setApart(entries: Map<string, CalendarEntry>): void {
    const kept: CalendarEntry[] = [];
    const isFree = (one: CalendarEntry) =>
      kept.every((two) => one.endsAt <= two.startsAt || two.endsAt <= one.startsAt);
    for (const [name, entry] of entries) {
      const free = [entry, ...DAYS.map((_, day) => entryOn(name, day, 'full'))].find(isFree);
      if (free) kept.push(free);
      if (free) entries.set(name, free);
      else entries.delete(name);
    }
  }

  /** The person sends what a card asks, and gives back what another asks to give back. Answers what was sent. */
  async function answer(): Promise<string[]> {
    const person = await stage.person('hanako');
    for (const notice of await calendar.told()) {
      const view = await calendar.shows(notice);
      if (view?.kind === 'calendar-gone' && view.asked.length > 0)
        await stage.tx((tx) => cancelMany(tx, stage.deps, person, { bookings: view.asked }));
    }
    const card = await calendar.asks();
    return card?.days.some(({ verdict }) => verdict.ok) ? (await calendar.send()).map(line) : [];
  }

  async function decide(): Promise<void> {
    const pending = (await calendar.bookings()).filter(({ status }) => status === 'pending');
    const requests = new Set(pending.map(({ requestId }) => requestId));
    for (const id of requests)
      await stage.decide(
        'head',
        pending.filter(({ requestId }) => requestId === id),
      );
  }

  function line({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): string {
    return `${startsAt.toISOString()} ${endsAt.toISOString()}`;
  }

  async function holding() {
    return (await calendar.bookings()).filter(({ status }) => HOLDING.includes(status));
  }

  async function assertNoOverlap(): Promise<void> {
    const held = await holding();
    for (const one of held)
      for (const two of held)
        assert.ok(
          one === two ||
            one.endsAt <= two.startsAt ||
            two.endsAt <= one.startsAt ||
            one.replacesId === two.id ||
            two.replacesId === one.id,
        );
  }

  /** Lines in which a whole day is its two halves: two entries may stand on one booking. */
  function halves(times: { startsAt: Date; endsAt: Date }[]): string[] {
    const { workingHours, timeZone } = stage.organisation;
    return times.flatMap((one) => {
      const day = localDayOf(one.startsAt, timeZone);
      const part = (name: 'full' | 'am' | 'pm') =>
        timeAsked({ day, part: name, from: null, to: null }, workingHours, timeZone);
      return line(one) === line(part('full')) ? [line(part('am')), line(part('pm'))] : [line(one)];
    });
  }

  function timesSaid(entries: Map<string, CalendarEntry>) {
    const { workingHours, timeZone } = stage.organisation;
    return [...entries.values()].flatMap((entry) => {
      const read = readEntry(entry, stage.organisation);
      return read.kind === 'telework' ? read.days.map((day) => timeAsked(day, workingHours, timeZone)) : [];
    });
  }

  async function assertEqual(entries: Map<string, CalendarEntry>): Promise<void> {
    assert.deepEqual(halves(await holding()).sort(), halves(timesSaid(entries)).sort());
  }
});
