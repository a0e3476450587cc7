import assert from 'node:assert/strict';
import { markHosts, giveBackHosts, hostsOf } from '../../../flows/maintenance/mark-hosts.ts';
import { explainHost, explainPool } from '../../../flows/capacity/explain-pool.ts';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import type { PlanFigures } from '../../../flows/capacity/capacity.ts';
import { hostInWords, poolInWords } from '../../../bot/commands/explain-words.ts';
import { keptSince } from '../../../bot/main/kept-since.ts';
import { tidy } from '../../../infra/store/tidy.ts';
import { aBooking, anOrganisation, aPool, at, idOf, TOKYO } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

/** On a real database, round by round: what `zaitaku explain` reads is what the rounds have written. */
describe('explaining a pool', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ organisation: anOrganisation({ pools: [aPool({ hosts: { prefix: 'h', count: 3 } })] }) });
    stage.provider.addPool('pool', { hosts: ['h1', 'h2', 'h3'], maxSessions: 2 });
    await stage.people('ann', 'ben');
    await stage.tx(async (tx) => {
      for (const name of ['ann', 'ben'])
        await tx.bookings.add([aBooking({ ...booked(name), decidedAt: at('2026-12-01 10:00') })], NO_TEXTS);
    });
    stage.clock.set(at('2026-12-02 08:10'));
    await round();
    for (let minute = 0; minute < 4; minute++) await later(1);
    stage.provider.settle();
    for (let minute = 0; minute < 4; minute++) await later(1);
  });
  after(() => stage.database.close());

  const booked = (name: string) =>
    ({
      id: idOf(`b ${name}`),
      requestId: idOf(name),
      personId: idOf(name),
      poolId: 'pool',
      status: 'approved',
      decidedBy: idOf('boss'),
    }) as const;
  const round = () => reconcileHostPool({ ...stage.deps, provider: stage.provider }, 'pool');
  const later = async (minutes: number) => {
    stage.clock.forward(minutes);
    await round();
  };
  const explained = (time: string, minutes = 30) =>
    stage.tx((tx) => explainPool(tx, 'pool', at(time), { timeZone: TOKYO, minutes }));
  const hostExplained = (host: string, time: string) =>
    stage.tx((tx) => explainHost(tx, 'pool', host, at(time), TOKYO));

  it('tells the numbers of the last look, the bookings behind it, what was done and what came of it', async () => {
    const it = await explained('2026-12-02 08:10');

    assert.deepEqual(it.round?.at, at('2026-12-02 08:10'));
    assert.ok(it.next !== null && it.next.at > it.round.at);
    assert.deepEqual(it.bookings, [
      { quarter: at('2026-12-02 08:30'), counted: 2, ids: [idOf('b ann'), idOf('b ben')].sort() },
    ]);
    const start = it.actions.find(({ action }) => action.op === 'start')!;
    assert.deepEqual([start.ok, start.round !== null], [true, true]);
    const said = poolInWords(it);
    assert.match(said, /^Pool pool at 2026-12-02 08:10:00 \(Asia\/Tokyo\)\n/);
    assert.match(said, / {2}08:30 {5}2 {2}/);
    assert.match(said, /start h1 \(accepted\)\n +because: to be ready in time: .* would wait/);
    assert.ok(!said.includes('ann') && !said.includes('ben'), 'no names');
  });

  it('tells by how much people come otherwise than on other days, where they do', async () => {
    const it = await explained('2026-12-02 08:10');
    const look = it.round!;
    const saidOf = (today: PlanFigures['today']) =>
      poolInWords({ ...it, round: { ...look, figures: { ...look.figures!, today } } });

    assert.match(
      saidOf({ later: -3.2, unsure: 0.8, times: 1.4 }),
      /\n {12}people come 3\.2 ± 0\.8 min earlier, 1\.4 times as many in the last minutes than on other days\n/,
    );
    assert.match(saidOf({ later: 2, unsure: 1, times: 1 }), /people come 2\.0 ± 1\.0 min later than on other days\n/);
    assert.doesNotMatch(saidOf({ later: 0.4, unsure: 2, times: 0.95 }), /other days/);
  });

  it('tells the life of one host that day', async () => {
    const it = await hostExplained('h1', '2026-12-02 23:00');

    const moments = it.life.map((one) => ('event' in one ? one.event.what : one.action.action.op));
    assert.deepEqual(moments.slice(0, 2), ['start', 'up']);
    assert.match(
      hostInWords(it),
      /08:1\d:00 {2}asked to start \(accepted\)\n +because: .*\n08:15:00 {2}takes people, [45] min after/,
    );
    assert.match(
      hostInWords(await hostExplained('h1', '2026-12-03 09:00')),
      /Before that day: .*\n\nNothing was asked of it that day/,
    );
  });

  it('says plainly that nothing is kept', async () => {
    assert.match(
      poolInWords(
        await stage.tx((tx) => explainPool(tx, 'none', at('2026-12-02 08:12'), { timeZone: TOKYO, minutes: 5 })),
      ),
      /Nothing is kept/,
    );
    assert.match(
      poolInWords(await explained('2026-12-01 08:00')),
      /No look at the pool is kept before that; the first one kept was at 2026-12-02 08:10:00/,
    );
    assert.match(hostInWords(await hostExplained('h9', '2026-12-02 08:12')), /Nothing was asked of it/);
  });

  it('shows hosts in maintenance at that time, and lets go of what is past its time', async () => {
    const marked = await stage.tx((tx) =>
      markHosts(tx, { poolId: 'pool', by: 'ops', hosts: ['H3'], reason: 'patches' }, stage.clock.now()),
    );
    const again = await stage.tx((tx) =>
      markHosts(tx, { poolId: 'pool', by: 'ops', hosts: null, reason: 'image' }, stage.clock.now()),
    );
    const wrong = await stage.tx((tx) =>
      markHosts(tx, { poolId: 'pool', by: 'ops', hosts: ['h9'], reason: 'x' }, stage.clock.now()),
    );
    await round();
    const during = await explained('2026-12-02 08:19');
    const notMarked = await stage.tx((tx) =>
      giveBackHosts(tx, { poolId: 'pool', by: 'ops', hosts: ['h9'] }, stage.clock.now()),
    );
    stage.clock.forward(5);
    await stage.tx((tx) =>
      giveBackHosts(tx, { poolId: 'pool', by: 'ops', hosts: ['h1', 'h2', 'h3'] }, stage.clock.now()),
    );
    stage.clock.forward(5);
    const after = await explained('2026-12-02 08:28');

    assert.deepEqual(marked, { ok: true, marked: ['h3'], already: [] });
    assert.deepEqual(again, { ok: true, marked: ['h1', 'h2'], already: ['h3'] });
    assert.deepEqual(wrong, { ok: false, unknown: ['h9'], known: ['h1', 'h2', 'h3'] });
    assert.deepEqual(notMarked, { ok: false, notMarked: ['h9'], marked: ['h1', 'h2', 'h3'] });
    assert.deepEqual(
      during.maintenance.map(({ host }) => host),
      ['h1', 'h2', 'h3'],
    );
    assert.match(poolInWords(during), /Hosts in maintenance\n {2}h1 {2}/);
    assert.deepEqual(after.maintenance, []);
    assert.deepEqual(await stage.tx((tx) => hostsOf(tx, 'pool', stage.clock.now())), ['h1', 'h2', 'h3']);
    const audit = await stage.audit('h3');
    assert.equal(audit[0], 'maintenance-marked');
    assert.equal(audit.at(-1), 'maintenance-done');

    await tidy(stage.database.db, keptSince(stage.organisation, at('2027-12-02 08:00')));
    const { round: gone, actions, next } = await explained('2026-12-02 08:12');
    assert.deepEqual([gone, next, actions], [null, null, []]);
    const { rows } = await stage.database.owner.query('SELECT count(*)::int AS n FROM host_maintenance');
    assert.equal(rows[0].n, 0);
  });
});
