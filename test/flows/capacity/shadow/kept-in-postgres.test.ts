import assert from 'node:assert/strict';
import { keptSince } from '../../../../bot/main/kept-since.ts';
import { noFigures } from '../../../../flows/capacity/shadow/shadow-day.ts';
import { shadowReport } from '../../../../flows/capacity/shadow/shadow-report.ts';
import { reconcileHostPool } from '../../../../flows/capacity/reconcile-host-pool.ts';
import { readRecords } from '../../../../flows/records/person-records.ts';
import { tidy } from '../../../../infra/store/tidy.ts';
import { anOrganisation, aPool, at, idOf } from '../../../support/builders.ts';
import { openStage, type Stage } from '../../../support/flow-harness.ts';

describe('a pool in shadow, kept in PostgreSQL', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ scaling: 'shadow' })] }));
    await stage.people('hanako');
    stage.provider.addPool('pool', {
      hosts: [{ name: 'avd-1', power: 'running' }, 'avd-2'],
      handsOff: { reason: 'native-autoscale', detail: 'scaling plan p is enabled' },
    });
  });

  const rounds = async (minutes: number) => {
    const end = stage.clock.now().getTime() + minutes * 60_000;
    while (stage.clock.now().getTime() < end) {
      const { wakeAt } = await reconcileHostPool({ ...stage.deps, provider: stage.provider }, 'pool');
      stage.clock.set(wakeAt);
    }
  };
  const hanakosDay = async () => {
    stage.clock.set(at('2026-12-01 08:00'));
    await rounds(30);
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-1');
    stage.provider.signIn('pool', 'guest@elsewhere.example', 'avd-1');
    await rounds(60);
    stage.provider.signOut('pool', 'hanako@city.example');
    stage.provider.signOut('pool', 'guest@elsewhere.example');
    await rounds(30);
  };

  it('keeps one row for the day, and each visit once, of its person the id alone', async () => {
    await hanakosDay();

    const visits = await stage.tx((tx) => tx.visits.between('pool', at('2026-12-01 00:00'), at('2026-12-02 00:00')));
    assert.deepEqual(
      visits.map(({ personId, leftOpenAt }) => [personId, leftOpenAt]),
      [
        [idOf('hanako'), null],
        [null, null],
      ],
    );
    for (const { cameAt, endedAt } of visits)
      assert.ok(cameAt >= at('2026-12-01 08:29') && endedAt <= at('2026-12-01 09:40') && endedAt > cameAt);
    const days = await stage.tx((tx) => tx.shadow.since('pool', '2026-01-01'));
    assert.equal(days.length, 1);
    assert.deepEqual([days[0]!.people, days[0]!.realPeakHosts, days[0]!.realPeakSessions], [2, 1, 2]);
    assert.ok(Math.abs(days[0]!.realHostMinutes - days[0]!.watchedMinutes) < 1e-6 && days[0]!.watchedMinutes > 115);
    const { rows } = await stage.database.owner.query('SELECT count(*)::int AS n FROM capacity_journal');
    assert.deepEqual(rows, [{ n: 0 }]);
    assert.deepEqual(await stage.audit('pool'), []);
  });

  it('writes a day anew, whole, and answers days in their order', async () => {
    const [first, second] = [{ ...noFigures('2026-12-02'), starts: 3 }, noFigures('2026-12-01')];
    await stage.tx((tx) => tx.shadow.save('pool', [first, second]));
    await stage.tx((tx) => tx.shadow.save('pool', [{ ...first, starts: 4, longestWaitMinutes: 1.5 }]));
    await stage.tx((tx) => tx.shadow.save('other', [noFigures('2026-12-03')]));

    const days = await stage.tx((tx) => tx.shadow.since('pool', '2026-12-01'));

    assert.deepEqual(days, [second, { ...first, starts: 4, longestWaitMinutes: 1.5 }]);
  });

  it('tells the price of an hour where there is one, and counts no day that was not watched whole', async () => {
    const watched = { watchedMinutes: 1440, realHostMinutes: 120, ourHostMinutes: 60 };
    await stage.tx((tx) =>
      tx.shadow.save('pool', [
        { ...noFigures('2026-11-29'), ...watched },
        { ...noFigures('2026-11-30'), ...watched, watchedMinutes: 1379 },
        { ...noFigures('2026-12-01'), ...watched },
      ]),
    );
    const pool = stage.organisation.pools[0]!;
    const now = at('2026-12-01 23:00');

    const report = await stage.tx((tx) => shadowReport(tx, stage.organisation, { pool, hostHour: 80 }, 14, now));

    assert.deepEqual(
      report.days.map(({ day, whole }) => [day, whole]),
      [
        ['2026-11-29', true],
        ['2026-11-30', false],
        ['2026-12-01', false],
      ],
    );
    assert.deepEqual(report.totals?.difference, { hostHours: -1, percent: -50, yen: -80 });
  });

  it('shows people their visits, and forgets them after the period for it', async () => {
    await hanakosDay();
    const hanako = await stage.person('hanako');
    const deps = { clock: stage.clock, organisation: () => stage.organisation };
    const read = () => stage.tx((tx) => readRecords(tx, deps, hanako));

    const [visit] = (await read()).visits;
    await tidy(stage.database.db, keptSince(stage.organisation, at('2027-03-01 09:00')));
    const kept = (await read()).visits.length;
    await tidy(stage.database.db, keptSince(stage.organisation, at('2027-03-01 10:00')));
    const gone = (await read()).visits.length;

    assert.deepEqual(visit?.pool, { ja: 'プール', en: 'Pool' });
    assert.deepEqual([kept, gone], [1, 0]);
    assert.equal((await stage.tx((tx) => tx.shadow.since('pool', '2026-01-01'))).length, 1);
  });
});
