import assert from 'node:assert/strict';
import { followWork } from '../../../flows/work/follow-work.ts';
import { at, idOf } from '../../support/builders.ts';
import { DAY, linesOf, openWorkStage, type WorkStage } from './work-stage.ts';

describe('working time', () => {
  let work: WorkStage;
  before(async () => {
    work = await openWorkStage();
  });
  after(() => work.stage.database.close());
  beforeEach(() => work.reset());

  describe('whose finish is missing', () => {
    beforeEach(async () => {
      await work.book({ status: 'active' });
      await work.press('start');
    });

    it('is asked for once, an hour after the booked end, with the booked end in one tap', async () => {
      await work.until('18:14');
      const before = await work.stage.toldTo('hanako');
      await work.until('18:15');
      await followWork(work.stage.deps, `${idOf('hanako')}/${DAY}`);
      await work.until('23:00');

      assert.deepEqual([before, await work.stage.toldTo('hanako')], [[], ['work-unfinished']]);
      const view = await work.finish(1, at(`${DAY} 17:15`));
      assert.deepEqual([view.state, view.workedMinutes, view.corrected], ['finished', 524, true]);
    });

    it('is not missing yet while work goes on over midnight', async () => {
      work.clock('2026-12-03 00:30');

      assert.deepEqual((await work.show('2026-12-03')).openDays, []);
    });

    it('is not asked for where it has come', async () => {
      work.clock('17:15');
      await work.press('finish');
      await work.until('2026-12-04 12:00');

      assert.deepEqual(await work.stage.toldTo('hanako'), []);
    });

    it('counts as open the next morning, and is shown then', async () => {
      await work.until('19:00');
      await work.until('2026-12-03 05:00');
      const early = (await work.stage.toldTo('hanako')).length;
      await work.until('2026-12-03 08:30');

      assert.deepEqual([early, (await work.stage.toldTo('hanako')).length], [1, 2]);
      assert.deepEqual((await work.stage.audit(`${idOf('hanako')}/${DAY}`)).at(-1), 'work-left-open');
      const view = await work.show(DAY);
      assert.deepEqual([view.open, view.moves, view.ask], [true, [], { finishAt: at(`${DAY} 17:15`) }]);
      assert.deepEqual((await work.show()).openDays, [DAY]);
    });

    it('is shown on the next working day, and once', async () => {
      await work.book({ day: '2026-12-04', status: 'active' });
      work.clock('2026-12-04 09:00');
      await work.finish(1, { time: '17:15' });
      await work.press('start', { day: '2026-12-04' });
      await work.until('2026-12-04 20:00');
      await work.until('2026-12-06 20:00');
      const before = (await work.stage.toldTo('hanako')).length;
      await work.until('2026-12-07 08:30');
      await work.until('2026-12-09 08:30');

      assert.deepEqual([before, (await work.stage.toldTo('hanako')).length], [1, 2]);
    });

    it('is told once in the morning where nothing ran in the evening', async () => {
      work.clock('2026-12-03 10:00');

      const next = await followWork(work.stage.deps, `${idOf('hanako')}/${DAY}`);

      assert.equal(next, null);
      assert.deepEqual(await work.stage.toldTo('hanako'), ['work-unfinished']);
    });

    it('is not asked for at night', async () => {
      const { organisation } = work.stage;
      work.stage.organisation = { ...organisation, quietHours: { from: '22:00', to: '05:00', daysOff: false } };
      await work.book({
        day: '2026-12-03',
        part: 'hours',
        startsAt: at('2026-12-03 18:00'),
        endsAt: at('2026-12-03 21:30'),
      });
      work.clock('2026-12-03 18:00');
      await work.finish(1, at(`${DAY} 17:15`));
      await work.press('start', { day: '2026-12-03' });

      await work.until('2026-12-04 05:00');

      assert.deepEqual(await work.stage.toldTo('hanako'), []);
    });

    it('takes the one tap once, and says calmly that it was taken', async () => {
      work.clock('18:20');
      await work.finish(1, at(`${DAY} 17:15`));

      const again = await work.finish(1, at(`${DAY} 17:15`));

      assert.deepEqual([again.problem, await work.entries()], ['already-finished', 2]);
    });

    it('takes another time, after midnight too', async () => {
      work.clock('2026-12-03 08:45');

      const view = await work.finish(1, { time: '00:20' });

      assert.deepEqual(linesOf(view), ['start 12-02T08:31', 'finish 12-03T00:20']);
    });

    it('is meant by "finished" on a day without work', async () => {
      work.clock('2026-12-03 08:45');

      const view = await work.say('finish-work', '業務終了');

      assert.deepEqual([view.day, view.open, await work.entries()], [DAY, true, 1]);
    });

    it('is told in words with its day and time', async () => {
      work.clock('2026-12-03 08:45');

      const view = await work.say('finish-work', '昨日は17時30分に業務を終了しました', [DAY]);

      assert.deepEqual([view.day, linesOf(view).at(-1)], [DAY, 'finish 12-02T17:30']);
    });

    it('does not keep a new day from beginning', async () => {
      await work.book({ day: '2026-12-03' });
      work.clock('2026-12-03 08:30');

      const view = await work.say('start-work', '業務開始します');

      assert.deepEqual([view.day, view.state, view.openDays], ['2026-12-03', 'working', [DAY]]);
    });
  });
});
