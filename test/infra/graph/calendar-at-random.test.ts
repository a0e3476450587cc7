import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cancelMany } from '../../../flows/booking/cancel-many.ts';
import { proposeBooking } from '../../../flows/booking/propose-booking.ts';
import { dismissEntries, keepBookings } from '../../../flows/calendar/answer-calendar.ts';
import { uidOfBooking } from '../../../flows/calendar/feed-uid.ts';
import { followEdit, keepBooking } from '../../../flows/calendar/own-event.ts';
import { showAsOf, stageShown } from '../../../flows/calendar/sync-calendar.ts';
import type { LocalDay } from '../../../flows/organisation.ts';
import type { StoredEvent } from '../../../infra/simulator/graph/calendar-book.ts';
import { idOf } from '../../support/builders.ts';
import { BothWaysStage } from '../../support/both-ways-stage.ts';
import { KEPT_RUNS } from './calendar-kept-runs.ts';
import { anyStep, type Deed, HOURS, type Step } from './calendar-steps.ts';

const ME = idOf('hanako');
/** Each run of the suite plays others, no longer than this; a failure prints its seed and path. */
const RUNS = Number(process.env['CALENDAR_RUNS'] ?? 10);
const SEED = process.env['CALENDAR_SEED'];
const LONGEST_MS = Number(process.env['CALENDAR_SECONDS'] ?? 45) * 1_000;

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

  for (const [name, steps] of Object.entries(KEPT_RUNS)) it(`end equal: ${name}`, () => playAll(steps)).timeout(60_000);

  it('end equal, each booking shown once, and nothing asked that nobody did', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 24 }), playAll), {
      numRuns: RUNS,
      interruptAfterTimeLimit: LONGEST_MS,
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    });
  }).timeout(LONGEST_MS + 60_000);

  async function playAll(steps: readonly Step[]): Promise<void> {
    await begin();
    for (const one of steps) await take(one);
    await calmDown();
    for (let round = 0; round < 6; round += 1) {
      await both.settle();
      if (!(await answer(true)) && !(await decide(true)) && round > 0) break;
    }
    await both.settle();

    await assertShown();
    await assertKnown();
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
  }

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

  /** Nothing goes wrong any more, and the mailbox is there. */
  async function calmDown(): Promise<void> {
    both.calmDown();
    mailbox('there');
    // Where notifications were lost, the next night finds it; where the mailbox was missing, too.
    await both.readAnyway();
  }

  async function take(one: Step): Promise<void> {
    const { state, faults } = both.graph;
    switch (one.do) {
      case 'write':
        both.process.fuse = one.dies;
        if (one.lost) both.lostAnswers = 1;
        both.beforeWrite = doing(one.before);
        both.afterWrite = doing(one.after, one.readBetween ? () => both.readAnyway() : null);
        await both.write();
        both.process.fuse = null;
        return;
      case 'read':
        both.process.fuse = one.dies;
        both.beforeRead = doing(one.before);
        both.afterRead = doing(one.after, one.writeBetween ? async () => void (await both.write()) : null);
        await both.readAnyway({ whole: one.whole });
        both.process.fuse = null;
        return;
      case 'notify':
        both.process.fuse = one.dies;
        await both.notify();
        await both.read();
        both.process.fuse = null;
        return both.chat.look();
      case 'kill':
        return both.restart();
      case 'notifications':
        both.notifications = one.are === 'on time' ? null : one.are;
        return;
      case 'fault': {
        let left = one.count;
        faults.next = ({ inBatch }) =>
          inBatch === one.inBatch && left-- > 0 ? { status: one.status, headers: { 'Retry-After': '2' } } : null;
        return;
      }
      case 'lifecycle':
        state.subscriptions.happens(one.event, ME, both.stage.clock.now());
        return;
      case 'mailbox':
        return mailbox(one.is);
      case 'forget tokens':
        return state.calendars.forgetTokens();
      default:
        return act(one);
    }
  }

  function mailbox(is: string): void {
    both.graph.state.setAccess(ME, is !== 'refused');
    both.graph.state.setMailbox(ME, is !== 'missing');
  }

  function doing(deed: Deed | null, then: (() => Promise<void>) | null = null): (() => Promise<void>) | null {
    if (!deed && !then) return null;
    return async () => {
      if (deed) await act(deed);
      await then?.();
    };
  }

  /** People do something on either side. */
  async function act(one: Deed): Promise<void> {
    const { stage } = both;
    both.forward(1);
    switch (one.do) {
      case 'draw':
        ownEdits += 1;
        return void both.draw({ day: one.day, from: HOURS[one.hours][0], to: HOURS[one.hours][1] });
      case 'series': {
        const weekday = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
        const on = weekday[new Date(`${one.day}T00:00:00Z`).getUTCDay()]!;
        ownEdits += 1;
        return void both.draw({ day: one.day, weekly: { day: on, times: 3 } });
      }
      case 'edit': {
        const event = pick(
          theirs().filter(({ recurrence }) => !recurrence),
          one.which,
        );
        if (event) moveTo(event.id, one);
        return;
      }
      case 'erase': {
        const event = pick(theirs(), one.which);
        if (!event) return;
        ownEdits += 1;
        return both.erase(event.id);
      }
      case 'restore': {
        const event = pick(both.erased(), one.which);
        if (!event) return;
        ownEdits += 1;
        return void both.restore(event.id);
      }
      case 'exception': {
        const series = theirs().find(({ recurrence }) => recurrence);
        const id = series && pick(both.occurrences(series.id), one.which);
        if (!id) return;
        if (!one.gone) return moveTo(id, one);
        ownEdits += 1;
        return both.erase(id);
      }
      case 'move ours':
      case 'reword ours':
      case 'erase ours': {
        const event = pick(both.ours(), one.which);
        if (!event) return;
        if (one.do === 'reword ours') return both.edit(event.id, { subject: 'テレワーク（電話は代表へ）' });
        edits += 1;
        if (one.do === 'move ours') {
          const [from, to] = HOURS[one.hours];
          return both.edit(event.id, both.timesOf(one.day, from, to));
        }
        both.erase(event.id);
        if (one.undone) both.restore(event.id);
        return;
      }
      case 'copy ours': {
        const event = pick(both.ours(), one.which);
        if (!event) return;
        // Where our event had been moved, its copy says something of the person's own.
        const booking = (await both.chat.bookings()).find(({ id }) => id === event.bookingId);
        if (booking && !(booking.startsAt <= event.startsAt && event.endsAt <= booking.endsAt)) ownEdits += 1;
        return void both.copy(event.id);
      }
      case 'request':
        return propose('book', { day: one.day, part: 'full' });
      case 'change': {
        const booking = pick(await standing(), one.which);
        return booking && propose('change', { day: one.day, part: 'am', replaces: booking.id });
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
    }
  }

  function moveTo(id: string, { day, hours }: { day: LocalDay; hours: keyof typeof HOURS }): void {
    ownEdits += 1;
    const [from, to] = HOURS[hours];
    both.edit(id, both.timesOf(day, from, to));
  }

  async function propose(
    intent: 'book' | 'change',
    asked: { day: LocalDay; part: 'full' | 'am'; replaces?: string },
  ): Promise<void> {
    const { stage } = both;
    const person = await stage.person('hanako');
    const wish = { intent, language: 'ja' as const };
    const days = [{ from: null, to: null, ...asked }];
    const draft = await stage.tx((tx) => proposeBooking(tx, stage.deps, person, wish, { asked: days }));
    await stage.confirm('hanako', draft);
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
    const all = await standing();
    const booked = all.map((one) => line(one, showAsOf(stageShown(one, out)!)));
    // An event that its person has stretched over the whole day says no more than a booking of the full day.
    const known = await both.known();
    const shown = known.map(({ bookingId: id, showAs, ...one }) => {
      const booking = all.find((two) => two.id === id);
      const asBooked = one.allDay && booking?.part === 'full' && +one.startsAt === +both.timesOf(booking.day).start;
      return line(asBooked ? booking : { ...one, id }, showAs);
    });
    assert.deepEqual(shown.sort(), booked.sort(), 'the calendar shows what is booked, once');
    const ours = new Set(known.map(({ id }) => id));
    assert.deepEqual(
      (await both.keptKeys()).filter((key) => ours.has(key)),
      [],
      'no event of ours is the person’s',
    );
  }

  /** What is kept of the person's own entries is what is in their calendar. */
  async function assertKnown(): Promise<void> {
    const bookings = new Map((await both.chat.bookings()).map((one) => [uidOfBooking(one.id), one]));
    const isCopy = ({ fields, startsAt, endsAt }: StoredEvent) => {
      const of = bookings.get((fields['body'] as { content?: string } | undefined)?.content ?? '');
      return of !== undefined && +of.startsAt <= startsAt && endsAt <= +of.endsAt;
    };
    const there = theirs()
      .filter((one) => !isCopy(one))
      .flatMap((one) => (one.recurrence ? both.occurrences(one.id) : [one.id]));
    assert.deepEqual(
      (await both.keptKeys()).sort(),
      there.sort(),
      'the entries that are known are those that are there',
    );
  }

  function pick<T>(some: readonly T[], which: number): T | undefined {
    return some.length === 0 ? undefined : some[which % some.length];
  }
});
