import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { CalendarEntry } from '../../../flows/calendar/calendar-entry.ts';
import { openChange } from '../../../flows/booking/propose-change.ts';
import { idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { ownEvents } from './own-event-stage.ts';

describe('an event of ours that its person edits', () => {
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });

  after(() => stage.database.close());

  beforeEach(async () => {
    await stage.reset();
    await stage.people('manager', ['hanako', { manager: 'manager' }]);
  });

  const { deliver, events, shown, read, edit, byHours, remove, notice, question, answer } = ownEvents(() => stage);

  async function approved(): Promise<Booking> {
    const [booking] = await stage.request('hanako');
    await stage.decide('manager', [booking!]);
    await deliver();
    return stage.booking(booking!.id);
  }

  it('shows a request as tentative, and once it is approved as working elsewhere', async () => {
    const [booking] = await stage.request('hanako');
    await deliver();
    const before = shown();
    await stage.decide('manager', [booking!]);
    await deliver();

    const { startsAt, endsAt } = booking!;
    assert.deepEqual(before, [{ subject: 'テレワーク（申請中）', showAs: 'tentative', startsAt, endsAt }]);
    assert.deepEqual(shown(), [{ subject: 'テレワーク', showAs: 'workingElsewhere', startsAt, endsAt }]);
  });

  it('waits for a mailbox that is missing, and is removed once it is there again', async () => {
    const booking = await approved();
    await stage.cancel('hanako', booking);
    stage.calendar.failNext('not-found');
    await assert.rejects(deliver(), { kind: 'not-found' });
    const meanwhile = shown().length;
    await deliver();

    assert.deepEqual([meanwhile, shown().length], [1, 0]);
  });

  it('is forgotten with the mailbox of somebody who has left', async () => {
    const booking = await approved();
    await stage.cancel('hanako', booking);
    await stage.tx((tx) => tx.people.markGone([idOf('hanako')], stage.clock.now()));
    stage.calendar.failNext('not-found');
    await deliver();

    assert.equal(await stage.tx((tx) => tx.calendar.eventOf(booking.id)), null);
  });

  it('is removed where the request is turned down', async () => {
    const [booking] = await stage.request('hanako');
    await deliver();
    await stage.decide('manager', [booking!], 'rejected', 'no');
    await deliver();

    assert.deepEqual(shown(), []);
  });

  it('is not there before the decision where the organisation shows decided days alone', async () => {
    stage.organisation.calendar.out.requested = false;
    const [booking] = await stage.request('hanako');
    await deliver();
    const before = shown();
    await stage.decide('manager', [booking!]);
    await deliver();

    stage.organisation.calendar.out.requested = true;
    assert.deepEqual([before.length, shown().length], [0, 1]);
  });

  it('is written once, whatever else happens to the booking', async () => {
    const booking = await approved();
    const calls = stage.calendar.calls.length;
    await stage.tx((tx) => tx.outbox.add({ kind: 'calendar', bookingId: booking.id }, stage.clock.now()));
    await deliver();

    assert.equal(stage.calendar.calls.length, calls);
  });

  it('asks once where it is moved, and a further move changes the question', async () => {
    const booking = await approved();
    edit(booking.id, byHours(24));
    await notice(booking.id);
    await notice(booking.id);
    edit(booking.id, byHours(24));
    await notice(booking.id);

    const view = await question(booking.id);
    assert.equal(view?.version, 2);
    assert.equal(view?.moved?.startsAt.getTime(), booking.startsAt.getTime() + 48 * 3_600_000);
    const told = (await stage.outbox()).filter(
      (work) => work.kind === 'tell' && work.notice.kind === 'calendar-question',
    );
    assert.equal(new Set(told.map((work) => JSON.stringify(work))).size, 1);
  });

  it('asks nothing where words, category or reminder alone are changed, and leaves the words alone', async () => {
    const [booking] = await stage.request('hanako');
    await deliver();
    edit(booking!.id, (event) => (event.subject = '家で集中'));
    await notice(booking!.id);
    await stage.decide('manager', [booking!]);
    await deliver();

    assert.equal(await question(booking!.id), null);
    assert.deepEqual(
      shown().map(({ subject, showAs }) => [subject, showAs]),
      [['家で集中', 'workingElsewhere']],
    );
  });

  it('asks nothing where a full day is made an event of the whole day', async () => {
    const booking = await approved();
    const allDay = {
      startsAt: new Date('2026-12-01T15:00:00Z'),
      endsAt: new Date('2026-12-02T15:00:00Z'),
      allDay: true,
    };
    await notice(booking.id, { ...read(booking.id)!, ...allDay });

    assert.equal(await question(booking.id), null);
  });

  it('becomes a change that waits, the old time kept, where the person says yes', async () => {
    const booking = await approved();
    edit(booking.id, byHours(24));
    await notice(booking.id);
    const view = await answer('follow', (await question(booking.id))!);
    await deliver();

    assert.equal(view.kind, 'request');
    const again = events().find((one) => one.bookingId === booking.id);
    assert.deepEqual([again?.startsAt, again?.showAs], [booking.startsAt, 'workingElsewhere']);
    const wanted = events().find((one) => one.bookingId !== booking.id);
    assert.deepEqual(
      [wanted?.startsAt.getTime(), wanted?.showAs],
      [booking.startsAt.getTime() + 86_400_000, 'tentative'],
    );
    const next = await stage.booking(wanted!.bookingId);
    await stage.decide('manager', [next]);
    await deliver();
    assert.deepEqual(
      shown().map(({ startsAt, showAs }) => [startsAt.getTime(), showAs]),
      [[booking.startsAt.getTime() + 86_400_000, 'workingElsewhere']],
    );
  });

  it('cancels the booking where it was deleted and the person says yes', async () => {
    const booking = await approved();
    remove(booking.id);
    await notice(booking.id);
    await answer('follow', (await question(booking.id))!);
    await deliver();

    assert.equal((await stage.booking(booking.id)).status, 'cancelled');
    assert.deepEqual(shown(), []);
  });

  it('is put back where the person says no, once', async () => {
    const booking = await approved();
    remove(booking.id);
    await notice(booking.id);
    const view = (await question(booking.id))!;
    const first = await answer('keep', view);
    const second = await answer('keep', view);
    await deliver();

    assert.equal((await stage.booking(booking.id)).status, 'approved');
    assert.deepEqual(
      [first, second].map((one) => one.kind === 'calendar-question' && one.state),
      ['settled', 'settled'],
    );
    assert.equal(shown().length, 1);
  });

  it('is nobody else’s to answer', async () => {
    const booking = await approved();
    edit(booking.id, byHours(24));
    await notice(booking.id);
    const refused = await answer('follow', (await question(booking.id))!, 'manager');

    assert.deepEqual(refused.kind === 'sentence' && refused.sentence, 'neutral-refusal');
    assert.equal((await question(booking.id))?.state, 'asked');
  });

  it('refuses an answer to an edit that was changed since, and shows what is asked now', async () => {
    const booking = await approved();
    edit(booking.id, byHours(24));
    await notice(booking.id);
    const old = (await question(booking.id))!;
    edit(booking.id, byHours(24));
    await notice(booking.id);
    const view = await answer('follow', old);

    assert.deepEqual(view.kind === 'calendar-question' && [view.state, view.version], ['asked', 2]);
    assert.equal((await stage.tx((tx) => tx.bookings.ofPerson(idOf('hanako'), booking.startsAt, 9))).length, 1);
  });

  it('lapses, and the event is written anew, where the booking changes in chat meanwhile', async () => {
    const [booking] = await stage.request('hanako');
    await deliver();
    edit(booking!.id, byHours(24));
    await notice(booking!.id);
    const view = (await question(booking!.id))!;
    await stage.decide('manager', [booking!]);
    await deliver();

    assert.equal(await question(booking!.id), null);
    assert.deepEqual(shown()[0]?.startsAt, booking!.startsAt);
    const late = await answer('follow', view);
    assert.equal(late.kind === 'calendar-question' && late.state, 'settled');
  });

  it('is settled where the person moves it back', async () => {
    const booking = await approved();
    edit(booking.id, byHours(24));
    await notice(booking.id);
    edit(booking.id, byHours(-24));
    await notice(booking.id);

    assert.equal(await question(booking.id), null);
  });

  it('asks nothing of what is over, and puts nothing back', async () => {
    const booking = await approved();
    stage.clock.set(booking.endsAt);
    await stage.advance();
    remove(booking.id);
    await notice(booking.id);
    await deliver();

    assert.equal(await question(booking.id), null);
    assert.deepEqual(shown(), []);
  });

  it('that is drawn over several days asks for each of them', async () => {
    const booking = await approved();
    edit(booking.id, (event) => (event.endsAt = new Date(event.endsAt.getTime() + 24 * 3_600_000)));
    await notice(booking.id);
    const view = await answer('follow', (await question(booking.id))!);

    const days = view.kind === 'request' || view.kind === 'proposal' ? JSON.stringify(view) : '';
    assert.ok(days.includes('2026-12-03'), view.kind);
  });

  it('ends, after any edits, taps, changes in chat and deliveries in any order, as the bookings are', async () => {
    const step = fc.record({
      do: fc.constantFrom(
        'move',
        'delete',
        'reword',
        'notice',
        'stale',
        'follow',
        'keep',
        'cancel',
        'decide',
        'change',
        'deliver',
      ),
      which: fc.nat(3),
      by: fc.constantFrom(-24, -1, 1, 24, 48),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        await stage.reset();
        await stage.people('manager', ['hanako', { manager: 'manager' }]);
        const read_ = new Map<string, CalendarEntry | null>();
        const [first] = await stage.request('hanako');
        await stage.decide('manager', [first!]);
        await deliver();
        const all = () => stage.tx((tx) => tx.bookings.ofPerson(idOf('hanako'), new Date(0), 100));
        for (const one of steps) {
          const bookings = await all();
          const booking = bookings[one.which % bookings.length]!;
          if (one.do === 'move') edit(booking.id, byHours(one.by));
          if (one.do === 'delete') remove(booking.id);
          if (one.do === 'reword') edit(booking.id, (event) => (event.subject = '家'));
          if (one.do === 'notice') read_.set(booking.id, read(booking.id));
          if (one.do === 'notice') await notice(booking.id);
          if (one.do === 'stale' && read_.has(booking.id)) await notice(booking.id, read_.get(booking.id));
          const asked = one.do === 'follow' || one.do === 'keep' ? await question(booking.id) : null;
          if (asked) await answer(one.do === 'follow' ? 'follow' : 'keep', asked);
          if (one.do === 'cancel') await stage.cancel('hanako', booking);
          if (one.do === 'decide' && booking.status === 'pending') await stage.decide('manager', [booking]);
          if (one.do === 'change') {
            const person = await stage.person('hanako');
            const draft = await stage.tx((tx) =>
              openChange(tx, stage.deps, person, { bookingId: booking.id, version: booking.version }),
            );
            if (draft.kind === 'proposal') await stage.confirm('hanako', draft);
          }
          if (one.do === 'deliver') await deliver();
        }
        // Everything comes in, and whoever is asked answers: until nobody is asked any more.
        for (let round = 0; round < 4; round += 1) {
          await deliver();
          for (const booking of await all()) {
            await notice(booking.id);
            const asked = await question(booking.id);
            if (asked) await answer(round % 2 ? 'follow' : 'keep', asked);
          }
        }
        await deliver();

        const expected = (await all()).filter(({ status }) => ['pending', 'waitlisted', 'approved'].includes(status));
        const inCalendar = events().map(({ bookingId, startsAt, endsAt, showAs }) => ({
          bookingId,
          startsAt,
          endsAt,
          showAs,
        }));
        const sorted = <T extends { bookingId: string }>(list: T[]) =>
          list.sort((a, b) => (a.bookingId < b.bookingId ? -1 : 1));
        assert.deepEqual(
          sorted(inCalendar),
          sorted(
            expected.map(({ id, startsAt, endsAt, status }) => ({
              bookingId: id,
              startsAt,
              endsAt,
              showAs: status === 'approved' ? 'workingElsewhere' : 'tentative',
            })),
          ),
        );
        for (const { id } of await all()) assert.equal(await question(id), null);
      }),
      { numRuns: 25 },
    );
  }).timeout(120_000);
});
