import assert from 'node:assert/strict';
import { attendance } from '../../../flows/work/attendance.ts';
import { at } from '../../support/builders.ts';
import { DAY, openWorkStage, type WorkStage } from './work-stage.ts';

describe('working time', () => {
  let work: WorkStage;
  before(async () => {
    work = await openWorkStage();
  });
  after(() => work.stage.database.close());
  beforeEach(() => work.reset());

  describe('as the personnel section reads it', () => {
    const read = (query: Partial<Parameters<typeof attendance>[2]> = {}) =>
      work.stage.tx((tx) => attendance(tx, work.stage.organisation, { from: null, to: null, person: null, ...query }));

    it('is a line for each person and day, worked or only booked', async () => {
      await work.book({ status: 'completed' });
      await work.press('start');
      work.clock('12:00');
      await work.press('pause');
      work.clock('13:00');
      await work.press('resume');
      work.clock('17:20');
      await work.press('finish');
      await work.book({ status: 'no-show' }, 'taro');
      await work.book({ day: '2026-12-09' }, 'taro');

      const found = await read();

      assert.equal(found?.length, 2);
      assert.deepEqual(found[0], {
        upn: 'hanako@city.example',
        name: 'hanako',
        section: { ja: '公園課', en: 'Parks' },
        day: DAY,
        places: ['home'],
        bookedFrom: at(`${DAY} 08:30`),
        bookedTo: at(`${DAY} 17:15`),
        state: 'finished',
        started: at(`${DAY} 08:31`),
        finished: at(`${DAY} 17:20`),
        pauses: [{ from: at(`${DAY} 12:00`), to: at(`${DAY} 13:00`) }],
        pausedMinutes: 60,
        workedMinutes: 469,
        corrected: false,
        open: false,
      });
      assert.deepEqual([found[1]!.upn, found[1]!.state, found[1]!.started], ['taro@city.example', 'not-started', null]);
    });

    it('does not call a day open while its work goes on', async () => {
      await work.book({ status: 'active' });
      await work.press('start');

      const [line] = (await read())!;

      assert.deepEqual([line!.state, line!.open], ['working', false]);
    });

    it('says that a day was left open, and nothing more than is attested', async () => {
      await work.book({ status: 'active' });
      await work.press('start');
      await work.until('2026-12-03 09:00');

      const [line] = (await read())!;

      assert.deepEqual([line!.open, line!.finished, line!.workedMinutes], [true, null, 0]);
    });

    it('is narrowed by days and by one person, and knows who is nobody', async () => {
      await work.book({ status: 'completed' });
      await work.book({ status: 'completed' }, 'taro');

      assert.deepEqual(
        (await read({ person: 'TARO@city.example' }))?.map(({ upn }) => upn),
        ['taro@city.example'],
      );
      assert.deepEqual(await read({ from: '2026-12-03' }), []);
      assert.equal(await read({ person: 'nobody@city.example' }), null);
    });
  });
});
