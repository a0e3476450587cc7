import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cancelMany } from '../../../flows/booking/cancel-many.ts';
import { proposeBooking } from '../../../flows/booking/propose-booking.ts';
import { dismissEntries, keepBookings } from '../../../flows/calendar/answer-calendar.ts';
import { followEdit, keepBooking } from '../../../flows/calendar/own-event.ts';
import { showAsOf, stageShown } from '../../../flows/calendar/sync-calendar.ts';
import { BothWaysStage } from '../../support/both-ways-stage.ts';

const DAYS = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'];
const HOURS = { full: ['08:30', '17:15'], am: ['08:30', '12:00'], hours: ['10:00', '15:00'], allDay: [] } as const;
/** Every run of the suite plays the same; a failure prints its seed and path. */
const SEED = 20_261_201;

const day = fc.constantFrom(...DAYS);
const hours = fc.constantFrom('full' as const, 'am' as const, 'hours' as const, 'allDay' as const);
const anyOfThem = fc.nat(5);
const yesOrNo = fc.boolean();
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('draw' as const), day, hours }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('series' as const), day }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), which: anyOfThem, day, hours }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('erase' as const), which: anyOfThem }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('exception' as const), which: anyOfThem, day, hours, gone: yesOrNo }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move ours' as const), which: anyOfThem, day, hours }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('erase ours' as const), which: anyOfThem }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('copy ours' as const), which: anyOfThem }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('request' as const), day }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change' as const), which: anyOfThem, day }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: anyOfThem }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), yes: yesOrNo }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('decide' as const), yes: yesOrNo }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), lost: yesOrNo, between: yesOrNo }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), whole: yesOrNo, between: yesOrNo }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('notify' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom(null, 'lost' as const, 'doubled' as const, 'reordered' as const, 429, 503),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('a calendar and its bookings under random changes of both, over Graph', () => {
  let both: BothWaysStage;
  /** What the person did: entries drawn or edited, and edits of our events. */
  let ownEdits: number;
  let edits: number;
  /** What was told before the changes began. */
  let toldBefore: number;
  before(async () => {
    both = await BothWaysStage.open();
  });
  after(() => both.close());

  it('end equal, each booking shown once, and nothing asked that nobody did', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), async (steps) => {
        await begin();
        for (const one of steps) await take(one);

        both.notifications = null;
        both.graph.faults.next = null;
        both.lostAnswers = 0;
        both.afterRead = null;
        both.afterWrite = null;
        for (let round = 0; round < 4; round += 1) {
          await both.settle();
          if (!(await answer(true)) && !(await decide(true)) && round > 0) break;
        }
        await both.settle();

        await assertShown();
        assert.ok((await both.asked()) <= edits, 'one question for an edit at the most');
        const told = (await both.chat.told()).map(({ kind }) => kind);
        await both.readAnyway({ whole: true });
        await both.settle();
        assert.deepEqual(
          (await both.chat.told()).map(({ kind }) => kind),
          told,
          'read anew, it says nothing',
        );
        if (ownEdits === 0)
          assert.equal(told.slice(toldBefore).filter((kind) => kind === 'calendar-ask').length, 0, 'nothing came back');
        await assertShown();
      }),
      { numRuns: Number(process.env['CALENDAR_RUNS'] ?? 3), seed: Number(process.env['CALENDAR_SEED'] ?? SEED) },
    );
  }).timeout(300_000);

  /** A day that came of an entry and one that was asked for in chat, both approved and shown. */
  async function begin(): Promise<void> {
    await both.reset();
    ownEdits = 0;
    edits = 0;
    both.draw({ day: '2026-12-03' });
    await both.readAnyway();
    await answer(true);
    await both.stage.request('hanako', { days: ['2026-12-08'] });
    await decide(true);
    await both.settle();
    toldBefore = (await both.chat.told()).length;
  }

  async function take(one: Step): Promise<void> {
    const { graph, stage } = both;
    both.forward(1);
    switch (one.do) {
      case 'draw': {
        const [from, to] = HOURS[one.hours];
        both.draw({ day: one.day, from, to });
        ownEdits += 1;
        return;
      }
      case 'series': {
        const weekday = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
        const on = weekday[new Date(`${one.day}T00:00:00Z`).getUTCDay()]!;
        both.draw({ day: one.day, weekly: { day: on, times: 3 } });
        ownEdits += 1;
        return;
      }
      case 'edit':
      case 'erase': {
        const event = pick(theirs(), one.which);
        if (!event) return;
        ownEdits += 1;
        if (one.do === 'erase') return both.erase(event.id);
        if (event.recurrence) return;
        const [from, to] = HOURS[one.hours];
        return both.edit(event.id, both.timesOf(one.day, from, to));
      }
      case 'exception': {
        const series = theirs().find(({ recurrence }) => recurrence);
        const id = series && pick(both.occurrences(series.id), one.which);
        if (!id) return;
        ownEdits += 1;
        const [from, to] = HOURS[one.hours];
        if (one.gone) both.erase(id);
        else both.edit(id, both.timesOf(one.day, from, to));
        return;
      }
      case 'move ours':
      case 'erase ours': {
        const event = pick(both.ours(), one.which);
        if (!event) return;
        edits += 1;
        if (one.do === 'erase ours') return both.erase(event.id);
        const [from, to] = HOURS[one.hours];
        return both.edit(event.id, both.timesOf(one.day, from, to));
      }
      case 'copy ours': {
        const event = pick(both.ours(), one.which);
        if (!event) return;
        // Where our event had been moved, its copy says something of the person's own.
        ownEdits += 1;
        const { subject, showAs, startsAt: start, endsAt: end } = event;
        graph.state.addEvent({ user: graph.state.setup.people[0]!.id, subject, showAs, start, end, categories: [] });
        return;
      }
      case 'request': {
        const person = await stage.person('hanako');
        const wish = { intent: 'book' as const, language: 'ja' as const };
        const asked = [{ day: one.day, part: 'full' as const, from: null, to: null }];
        const draft = await stage.tx((tx) => proposeBooking(tx, stage.deps, person, wish, { asked }));
        await stage.confirm('hanako', draft);
        return;
      }
      case 'change': {
        const booking = pick(await standing(), one.which);
        if (!booking) return;
        const person = await stage.person('hanako');
        const wish = { intent: 'change' as const, language: 'ja' as const };
        const asked = [{ day: one.day, part: 'am' as const, from: null, to: null, replaces: booking.id }];
        const draft = await stage.tx((tx) => proposeBooking(tx, stage.deps, person, wish, { asked }));
        await stage.confirm('hanako', draft);
        return;
      }
      case 'cancel': {
        const booking = pick(await standing(), one.which);
        if (booking) await stage.cancel('hanako', booking);
        return;
      }
      case 'answer':
        return void (await answer(one.yes));
      case 'decide':
        return void (await decide(one.yes));
      case 'write':
        if (one.lost) both.lostAnswers = 1;
        if (one.between) both.afterWrite = () => both.readAnyway();
        return void (await both.write());
      case 'read':
        if (one.between) both.afterRead = async () => void (await both.write());
        return both.readAnyway({ whole: one.whole });
      case 'notify':
        await both.notify();
        await both.read();
        return both.chat.look();
      case 'fault': {
        const { fault } = one;
        both.notifications = typeof fault === 'string' ? fault : null;
        let left = typeof fault === 'number' ? 2 : 0;
        graph.faults.next = () => (left-- > 0 ? { status: fault as number, headers: { 'Retry-After': '0' } } : null);
      }
    }
  }

  /** Answers the card that was told of last and asks something. Answers whether there was one. */
  async function answer(yes: boolean): Promise<boolean> {
    const { stage, chat } = both;
    const person = await stage.person('hanako');
    let answered = false;
    for (const notice of (await chat.told()).reverse()) {
      const view = await chat.shows(notice);
      if (view?.kind === 'calendar-gone' && view.asked.length > 0 && !answered) {
        const command = { bookings: view.asked };
        if (yes) await stage.tx((tx) => cancelMany(tx, stage.deps, person, command));
        else await stage.tx((tx) => keepBookings(tx, stage.deps, person, command));
        answered = yes;
      } else if (view?.kind === 'calendar-question' && view.state === 'asked') {
        const { questionId, version, booking } = view;
        const command = { bookingId: booking.bookingId, questionId, version };
        await stage.tx((tx) => (yes ? followEdit : keepBooking)(tx, stage.deps, person, command));
        answered = true;
      } else if (view?.kind === 'proposal' && view.state === 'open') {
        const command = { draftId: view.draftId, version: view.version };
        const sent = yes ? await stage.confirm('hanako', command) : null;
        // What cannot be had is not wanted any more.
        if (sent?.kind !== 'request')
          await stage.tx((tx) => dismissEntries(tx, stage.deps, person, sent?.kind === 'proposal' ? sent : command));
        answered = true;
      }
    }
    return answered;
  }

  async function decide(yes: boolean): Promise<boolean> {
    const pending = (await standing()).filter(({ status }) => status === 'pending');
    for (const booking of pending) await both.stage.decide('head', [booking], yes ? 'approved' : 'rejected');
    return pending.length > 0;
  }

  const theirs = () => both.all().filter(({ madeBy }) => madeBy === 'person');
  const standing = async () =>
    (await both.chat.bookings()).filter(({ status }) =>
      ['pending', 'approved', 'waitlisted', 'active'].includes(status),
    );

  async function assertShown(): Promise<void> {
    const { out } = both.stage.organisation.calendar;
    const line = (one: { id: string; startsAt: Date; endsAt: Date }, showAs: string) =>
      [one.startsAt.toISOString(), one.endsAt.toISOString(), one.id, showAs].join(' ');
    const booked = (await standing()).map((one) => line(one, showAsOf(stageShown(one, out)!)));
    const shown = both.ours().map((one) => line({ ...one, id: one.bookingId }, one.showAs));
    assert.deepEqual(shown.sort(), booked.sort(), 'the calendar shows what is booked, once');
    const ours = new Set(both.ours().map(({ id }) => id));
    assert.deepEqual(
      (await both.keptKeys()).filter((key) => ours.has(key)),
      [],
      'no event of ours is the person’s',
    );
  }

  function pick<T>(some: readonly T[], which: number): T | undefined {
    return some.length === 0 ? undefined : some[which % some.length];
  }
});
