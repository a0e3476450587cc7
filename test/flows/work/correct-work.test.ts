import assert from 'node:assert/strict';
import type { CorrectionInput } from '../../../flows/work/correct-work.ts';
import { workStateOf } from '../../../flows/work/work-view.ts';
import { at, idOf } from '../../support/builders.ts';
import { DAY, linesOf, openWorkStage, type WorkStage } from './work-stage.ts';

describe('working time', () => {
  let work: WorkStage;
  before(async () => {
    work = await openWorkStage();
  });
  after(() => work.stage.database.close());
  beforeEach(() => work.reset());

  describe('that is corrected', () => {
    beforeEach(async () => {
      await work.book({ status: 'active' });
      await work.press('start');
      work.clock('17:20');
      await work.press('finish');
    });

    it('keeps what was said, and says what counts', async () => {
      const view = await work.correct(2, { what: '1', date: DAY, time: '08:20' });

      assert.deepEqual([linesOf(view)[0], view.lines[0]!.firstAt], ['start 12-02T08:20', at(`${DAY} 08:31`)]);
      assert.deepEqual([view.version, view.note, await work.entries()], [3, 'corrected', 3]);
    });

    it('takes a break, also as a client sends empty inputs', async () => {
      const view = await work.correct(2, { what: 'pause', date: '', time: '12:00', until: '13:00' });

      assert.deepEqual([view.problem, view.workedMinutes], [null, 529 - 60]);
    });

    it('does it once where it is pressed twice', async () => {
      await Promise.all([work.correct(2, { what: '2', time: '17:15' }), work.correct(2, { what: '2', time: '17:10' })]);

      assert.equal(await work.entries(), 3);
    });

    const wrong: [Partial<CorrectionInput>, string][] = [
      [{ time: '08:00' }, 'what-missing'],
      [{ what: 'x', time: '08:00' }, 'what-missing'],
      [{ what: '1' }, 'time-missing'],
      [{ what: '1', time: '8時' }, 'bad-time'],
      [{ what: '1', date: '2026-12-31', time: '08:00' }, 'bad-date'],
      [{ what: '1', date: '2026-02-30', time: '08:00' }, 'bad-date'],
      [{ what: 'pause', time: '12:00' }, 'until-missing'],
      [{ what: 'pause', time: '13:00', until: '12:00' }, 'until-before-time'],
      [{ what: '2', time: '17:30' }, 'in-future'],
      [{ what: '2', time: '08:00' }, 'order'],
      [{ what: '7', time: '08:00' }, 'no-such-entry'],
    ];
    for (const [input, problem] of wrong)
      it(`is refused with the field and the way out: ${JSON.stringify(input)} ${problem}`, async () => {
        const view = await work.correct(2, input);

        assert.deepEqual([view.problem, await work.entries()], [problem, 2]);
      });

    it('is refused on the card of an older record', async () => {
      assert.equal((await work.correct(1, { what: '1', time: '08:20' })).problem, 'changed-since');
    });

    it('cannot reach into the next day’s work', async () => {
      await work.book({
        day: '2026-12-03',
        part: 'hours',
        startsAt: at('2026-12-03 02:00'),
        endsAt: at('2026-12-03 04:00'),
      });
      work.clock('2026-12-03 02:00');
      await work.press('start', { day: '2026-12-03' });
      work.clock('2026-12-03 03:00');

      const view = await work.correct(2, { what: '2', date: '2026-12-03', time: '02:30' });

      assert.equal(view.problem, 'out-of-bounds');
    });

    it('cannot reach back into the work of the night before', async () => {
      await work.book({ day: '2026-12-03' });
      await work.correct(2, { what: '2' }, { op: 'withdraw' });
      work.clock('2026-12-03 01:00');
      await work.press('finish');
      work.clock('2026-12-03 08:30');
      await work.press('start', { day: '2026-12-03' });

      const view = await work.correct(1, { what: '1', time: '00:30' }, { day: '2026-12-03' });

      assert.equal(view.problem, 'out-of-bounds');
    });

    it('is open to the person for a month, then to the personnel section alone', async () => {
      work.clock('2027-01-02 09:00');
      const last = await work.correct(2, { what: '1', time: '08:20' });
      work.clock('2027-01-03 09:00');
      const over = await work.correct(3, { what: '1', time: '08:25' });

      const words = await work.say('finish-work', '17時30分に業務終了', [DAY]);

      assert.deepEqual([last.problem, over.problem, over.correctable], [null, 'too-late', false]);
      assert.equal(words.problem, 'too-late');
    });

    it('adds a day that was forgotten altogether, where it was booked', async () => {
      await work.book({ day: '2026-12-01', status: 'completed' });

      const booked = await work.correct(0, { what: 'work', time: '08:30', until: '17:15' }, { day: '2026-12-01' });
      const free = await work.correct(0, { what: 'work', time: '08:30', until: '17:15' }, { day: '2026-11-30' });

      assert.deepEqual([booked.problem, booked.workedMinutes, free.problem], [null, 525, 'no-booking']);
    });

    it('shows other cards the state that came of it', async () => {
      await work.correct(2, { what: '2' }, { op: 'withdraw' });

      const state = await work.stage.tx((tx) => workStateOf(tx, idOf('hanako'), DAY));

      assert.deepEqual(state, { day: DAY, state: 'working', version: 3 });
    });
  });
});
