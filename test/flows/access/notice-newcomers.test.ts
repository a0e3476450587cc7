import assert from 'node:assert/strict';
import { newcomersOutside } from '../../../flows/access/notice-newcomers.ts';
import { anOrganisation, aPool, at } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { begin, booked, comes, DAY, round } from '../no-show/no-show-stage.ts';

describe('who signs in after their time', () => {
  const pool = aPool({ leadMinutes: 60, graceMinutes: 15 });
  const booking = { upn: 'Hanako@city.example', startsAt: at(`${DAY} 08:30`), endsAt: at(`${DAY} 12:15`) };
  const found = (time: string, sessions: string[], known: string[] = []) =>
    newcomersOutside(
      sessions.map((upn) => ({ upn })),
      new Set(known),
      [booking],
      pool,
      at(`${DAY} ${time}`),
    );

  it('is found once, to the minute of their window', () => {
    assert.deepEqual(found('07:30', ['hanako@city.example']), []);
    assert.deepEqual(found('12:29', ['hanako@city.example']), []);
    assert.deepEqual(found('12:30', ['HANAKO@city.example', 'hanako@city.example']), ['hanako@city.example']);
    assert.deepEqual(found('12:30', ['hanako@city.example'], ['hanako@city.example']), []);
    assert.deepEqual(found('07:29', ['hanako@city.example', 'taro@city.example', '']), [
      'hanako@city.example',
      'taro@city.example',
    ]);
  });

  describe('while rounds look at the pool', () => {
    let stage: Stage;
    before(async () => {
      stage = await openStage();
    });
    after(() => stage.database.close());
    const isDue = async () => {
      const due = await stage.tx((tx) => tx.due.list(stage.clock.now()));
      return due.some(({ kind, subject }) => kind === 'sessions' && subject === 'pool');
    };
    const look = async (time: string) => {
      stage.clock.set(at(`${DAY} ${time}`));
      await round(stage);
      return isDue();
    };
    const town = async (admission: 'booked-only' | 'open') => {
      await begin(stage, anOrganisation({ pools: [aPool({ admission })] }), 'hanako', 'taro');
      await booked(stage, 'taro');
      await booked(stage, 'hanako', { part: 'am' });
      // As the scheduler does when it has looked at the sessions.
      await stage.tx((tx) => tx.due.set('sessions', 'pool', at(`${DAY} 23:00`)));
      comes(stage, 'taro');
      await look('12:50');
      comes(stage, 'hanako');
    };

    it('has their session looked at at once, not within the hour', async () => {
      await town('booked-only');

      assert.equal(await look('12:55'), true);
    });

    it('is welcome where anybody is', async () => {
      await town('open');

      assert.equal(await look('12:55'), false);
    });
  });
});
