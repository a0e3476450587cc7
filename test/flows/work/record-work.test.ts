import assert from 'node:assert/strict';
import type { Booking } from '../../../flows/booking/booking.ts';
import { at, idOf } from '../../support/builders.ts';
import { DAY, linesOf, openWorkStage, type WorkStage } from './work-stage.ts';

describe('working time', () => {
  let work: WorkStage;
  before(async () => {
    work = await openWorkStage();
  });
  after(() => work.stage.database.close());
  beforeEach(() => work.reset());

  describe('that is told as it happens', () => {
    it('is written at once, with who and when, and in the audit log without a word', async () => {
      await work.book();

      const view = await work.press('start');

      assert.deepEqual([view.state, view.version, view.problem], ['working', 1, null]);
      assert.deepEqual(linesOf(view), ['start 12-02T08:31']);
      const { rows } = await work.stage.database.owner.query('SELECT kind, done_by, subject, facts FROM audit_entry');
      assert.deepEqual(rows, [
        {
          kind: 'work-recorded',
          done_by: idOf('hanako'),
          subject: `${idOf('hanako')}/${DAY}`,
          facts: {
            entries: [{ number: 1, move: 'start', at: at(`${DAY} 08:31`).toISOString(), corrects: null }],
          },
        },
      ]);
    });

    it('goes through a day of several stretches', async () => {
      await work.book({ status: 'active' });
      for (const [move, time] of [
        ['start', '08:31'],
        ['pause', '12:00'],
        ['resume', '13:00'],
        ['finish', '17:15'],
        ['start', '20:00'],
      ] as const) {
        work.clock(time);
        assert.equal((await work.press(move)).problem, null);
      }
      work.clock('20:30');

      const view = await work.press('finish');

      assert.deepEqual([view.state, view.workedMinutes, view.pausedMinutes], ['finished', 209 + 255 + 30, 60 + 165]);
    });

    it('does nothing twice, also where two taps come at once', async () => {
      await work.book();

      const views = await Promise.all([work.press('start'), work.press('start'), work.press('start')]);
      await work.press('start');

      assert.equal(await work.entries(), 1);
      assert.deepEqual(
        views.map(({ problem }) => `${problem}`).sort((a, b) => a.localeCompare(b)),
        ['already-working', 'already-working', 'null'],
      );
    });

    it('is told from words as from a tap, at the time that they name', async () => {
      await work.book();

      const view = await work.say('start-work', '8:15に業務開始しました');

      assert.deepEqual(linesOf(view), ['start 12-02T08:15']);
      assert.deepEqual([view.note, view.corrected], ['before-booked-time', true]);
    });

    it('is not guessed from words that may mean two times, nor written ahead', async () => {
      await work.book();

      const unclear = await work.say('start-work', '5時に業務開始');
      const ahead = await work.say('start-work', '9時に業務開始します');
      const several = await work.say('start-work', '業務開始', [DAY, '2026-12-03']);

      assert.deepEqual(
        [unclear, ahead, several].map(({ problem }) => problem),
        ['time-unclear', 'in-future', 'several-days'],
      );
      assert.equal(await work.entries(), 0);
    });

    it('is neither written for a day that is over without its time, nor for one that has not come', async () => {
      await work.book();
      await work.book({ day: '2026-12-01', status: 'completed' });
      await work.book({ day: '2026-12-03' });

      const yesterday = await work.say('start-work', '昨日の業務開始', ['2026-12-01']);
      const tomorrow = await work.say('start-work', '明日の業務開始', ['2026-12-03']);

      assert.deepEqual([yesterday.day, yesterday.problem], ['2026-12-01', 'time-unclear']);
      assert.deepEqual([tomorrow.day, tomorrow.problem], ['2026-12-03', 'not-yet']);
      assert.equal(await work.entries(), 0);
    });

    it('tells of a start before or after the booked time, and writes it', async () => {
      await work.book({ part: 'am', status: 'completed' });
      work.clock('07:50');
      const early = await work.press('start');
      await work.press('finish');
      work.clock('12:00');

      const late = await work.press('start');

      assert.deepEqual([early.note, late.note, late.state], ['before-booked-time', 'after-booked-time', 'working']);
    });

    it('is not called early in the minute in which the booking begins', async () => {
      const startsAt = new Date(at(`${DAY} 08:31`).getTime() + 40_000);
      await work.book({ startsAt });
      work.stage.clock.set(new Date(startsAt.getTime() + 10_000));

      assert.equal((await work.press('start')).note, null);
    });

    it('belongs to the booking’s day when it goes over midnight', async () => {
      await work.book();
      await work.press('start');
      work.clock('2026-12-03 00:30');

      const words = await work.say('pause-work', 'lunch break');
      work.clock('2026-12-03 01:00');
      const view = await work.press('finish');

      assert.deepEqual([words.day, words.state], [DAY, 'paused']);
      assert.deepEqual(linesOf(view), ['start 12-02T08:31', 'pause 12-03T00:30', 'finish 12-03T01:00']);
    });
  });

  describe('without an approved booking of the day', () => {
    const refused: [name: string, booking: Partial<Booking> | null, problem: string][] = [
      ['none', null, 'no-booking'],
      ['one of another day', { day: '2026-12-03' }, 'no-booking'],
      ['one that waits', { status: 'pending' }, 'pending'],
      ['one that was declined', { status: 'rejected' }, 'no-booking'],
    ];
    for (const [name, booking, problem] of refused)
      it(`does not begin: ${name}`, async () => {
        if (booking) await work.book(booking);

        const view = await work.press('start');

        assert.deepEqual([view.problem, view.state, await work.entries()], [problem, 'not-started', 0]);
        assert.deepEqual(await work.stage.audit(), []);
      });

    it('does not begin on somebody else’s booking', async () => {
      await work.book({}, 'taro');

      assert.equal((await work.press('start')).problem, 'no-booking');
    });

    it('goes on and ends where the booking was taken back meanwhile, but does not begin anew', async () => {
      const booking = await work.book({ status: 'active' });
      await work.press('start');
      await work.stage.cancel('hanako', booking);
      work.stage.clock.forward(60);

      const paused = await work.press('pause');
      const finished = await work.press('finish');
      const again = await work.press('start');

      assert.deepEqual([paused.problem, paused.standing, finished.state], [null, 'cancelled', 'finished']);
      assert.equal(again.problem, 'booking-cancelled');
    });

    it('is neither told before the day nor after it', async () => {
      await work.book({ day: '2026-12-03' });
      await work.book({ day: '2026-12-01' });

      assert.equal((await work.press('start', { day: '2026-12-03' })).problem, 'not-yet');
      assert.equal((await work.press('start', { day: '2026-12-01' })).problem, 'day-over');
    });
  });
});
