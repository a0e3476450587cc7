import assert from 'node:assert/strict';
import fc from 'fast-check';
import { timeAsked } from '../../../flows/booking/booked-time.ts';
import { HOLDING } from '../../../flows/booking/booking.ts';
import { cancelMany } from '../../../flows/booking/cancel-many.ts';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { readEntry } from '../../../flows/calendar/read-entry.ts';
import { anOrganisation, at, NOW, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { anEntry, CalendarStage } from './calendar-stage.ts';

const DAYS = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09'];
const KEYS = ['a', 'b', 'c', 'd'];
const HOURS = { full: null, am: ['08:30', '12:00'], pm: ['13:00', '17:15'], hours: ['10:00', '15:00'] } as const;

type Step =
  | { do: 'put'; key: string; day: number; part: keyof typeof HOURS; heard: 'once' | 'twice' | 'not' }
  | { do: 'remove'; key: string; heard: 'once' | 'twice' | 'not' }
  | { do: 'answer' | 'decide' | 'whole' }
  | { do: 'wait'; minutes: number };

const key = fc.constantFrom(...KEYS);
const heard = fc.constantFrom('once' as const, 'once' as const, 'twice' as const, 'not' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key,
      day: fc.nat(DAYS.length - 1),
      part: fc.constantFrom('full' as const, 'am' as const, 'pm' as const, 'hours' as const),
      heard,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), key, heard }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('answer' as const, 'decide' as const, 'whole' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(5, 45, 90) }) },
);

type IsPlayed = (one: Step, before: Step[]) => boolean;

/**
 * A day is one entry's: two that change places, or one that comes to a day while another leaves it, may need the person's
 * answer once more than these steps give.
 */
const ownDays: IsPlayed = (one, before) =>
  one.do !== 'put' || before.every((two) => two.do !== 'put' || two.key === one.key || two.day !== one.day);

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
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => play(steps, send, ownDays)),
        { numRuns: 10 },
      );
    }).timeout(240_000);

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

    it('keeps no more of the other’s booking than it says itself', () =>
      play([put('a', 0, 'full'), { ...put('a', 1, 'full'), heard: 'not' } as Step, put('c', 0, 'pm')], 'at-once'));
  });

  /** Plays the steps; at the end, all read and answered, bookings and entries say the same. */
  async function play(steps: Step[], send: 'ask' | 'at-once', isPlayed: IsPlayed = () => true): Promise<void> {
    const settings = { ...anOrganisation().calendar, send };
    await stage.reset(anOrganisation({ rules: someRules({ daysPerWeek: null }), calendar: settings }));
    await stage.people(['hanako', { manager: 'head' }], ['head', { manager: 'chief' }]);
    const entries = new Map<string, CalendarEntry>();
    for (const [index, one] of steps.entries()) if (isPlayed(one, steps.slice(0, index))) await take(one, entries);

    await calendar.take({ entries: [...entries.values()], whole });
    for (let round = 0; round < 6; round += 1) {
      await answer();
      await decide();
      stage.clock.forward(61);
      await calendar.look();
    }

    await assertEqual(entries);
    const told = (await calendar.told()).length;
    await calendar.take({ entries: [...entries.values()].reverse(), whole });
    await calendar.look();
    assert.equal((await calendar.told()).length, told, 'the same again says nothing');
    await assertEqual(entries);
  }

  async function take(one: Step, entries: Map<string, CalendarEntry>): Promise<void> {
    const before = (await calendar.told()).length;
    if (one.do === 'put') {
      // Two entries of one person on a day are another test's matter.
      const others = [...entries.values()].filter((other) => other.key !== one.key);
      const day = DAYS[one.day]!;
      if (others.some((other) => readDay(other) === day)) return;
      const hours = HOURS[one.part];
      const times = hours ? { from: `${day} ${hours[0]}`, to: `${day} ${hours[1]}` } : { day };
      entries.set(one.key, anEntry({ key: one.key, ...times }));
      if (one.heard !== 'not') await calendar.says(entries.get(one.key)!);
      if (one.heard === 'twice') await calendar.says(entries.get(one.key)!);
    } else if (one.do === 'remove') {
      entries.delete(one.key);
      if (one.heard !== 'not') await calendar.gone(one.key);
      if (one.heard === 'twice') await calendar.gone(one.key);
    } else if (one.do === 'whole') await calendar.take({ entries: [...entries.values()], whole });
    else if (one.do === 'wait') stage.clock.forward(one.minutes);
    else if (one.do === 'answer') await answer();
    else await decide();
    if (one.do !== 'answer' && one.do !== 'decide')
      assert.ok((await calendar.told()).length <= before + 1, 'at most one message');
    await assertNoOverlap();
  }

  /** The person sends what a card asks, and gives back what another asks to give back. */
  async function answer(): Promise<void> {
    const person = await stage.person('hanako');
    for (const notice of await calendar.told()) {
      const view = await calendar.shows(notice);
      if (view?.kind === 'calendar-gone' && view.asked.length > 0)
        await stage.tx((tx) => cancelMany(tx, stage.deps, person, { bookings: view.asked }));
    }
    const card = await calendar.asks();
    if (card) await calendar.send();
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

  function readDay(entry: CalendarEntry): string {
    const says = readEntry(entry, stage.organisation);
    return 'days' in says ? says.days[0]!.day : '';
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

  async function assertEqual(entries: Map<string, CalendarEntry>): Promise<void> {
    const { workingHours, timeZone } = stage.organisation;
    const says = [...entries.values()].flatMap((entry) => {
      const read = readEntry(entry, stage.organisation);
      return read.kind === 'telework' ? read.days.map((day) => timeAsked(day, workingHours, timeZone)) : [];
    });
    const line = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) =>
      `${startsAt.toISOString()} ${endsAt.toISOString()}`;

    assert.deepEqual((await holding()).map(line).sort(), says.map(line).sort());
  }
});
