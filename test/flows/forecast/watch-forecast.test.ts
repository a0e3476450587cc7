import assert from 'node:assert/strict';
import { showApproval } from '../../../flows/approval/approval-view.ts';
import { MEMORY_VERSION } from '../../../flows/capacity/capacity-memory.ts';
import type { Shortage } from '../../../flows/forecast/forecast.ts';
import { nextForecast } from '../../../flows/forecast/forecast-due.ts';
import { showForecast } from '../../../flows/forecast/show-forecast.ts';
import { mustBeTold, watchForecast } from '../../../flows/forecast/watch-forecast.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { aBooking, anOrganisation, aPool, asked, at, idOf, NOW, TOKYO } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { timeAsked } from '../../../flows/booking/booked-time.ts';

const DAY = '2026-12-03';
const SHORTAGE: Shortage = {
  certainty: 'likely',
  limit: 'hosts',
  startsAt: NOW,
  endsAt: NOW,
  missing: 1,
  waiting: 0,
  mend: { hosts: 1, licences: 0, move: null },
};

describe('the watch over the coming days', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ pools: [aPool({ hosts: { prefix: 'avd-', count: 2 }, maxSessions: 4 })] }));
    await stage.database.owner.query('TRUNCATE capacity_memory');
    await stage.people(['hanako', { manager: 'manager' }], 'manager', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
  });

  /** So many people's bookings of a day. */
  const book = (count: number, status: 'approved' | 'waitlisted' = 'approved', day = DAY, first = 0) =>
    stage.tx((tx) =>
      tx.bookings.add(
        Array.from({ length: count }, (_, index) =>
          aBooking({
            id: idOf(`${day} ${first + index}`),
            requestId: idOf(`request ${day} ${first + index}`),
            personId: idOf(`person ${first + index}`),
            day,
            status,
            ...timeAsked(asked(day), stage.organisation.workingHours, TOKYO),
          }),
        ),
        NO_TEXTS,
      ),
    );
  const shortDays = async () => (await stage.outbox()).flatMap((work) => (work.kind === 'tell' ? [work.notice] : []));

  it('tells the ICT section of a short day once, in numbers, and nothing where there is room', async () => {
    await book(4);
    await watchForecast(stage.deps, 'pool');
    assert.deepEqual(await shortDays(), []);

    await book(8, 'approved', DAY, 4);
    await watchForecast(stage.deps, 'pool');
    stage.clock.forward(5);
    await book(1, 'approved', DAY, 20);
    await watchForecast(stage.deps, 'pool');

    assert.deepEqual(await shortDays(), [{ kind: 'short-days', poolId: 'pool', days: [DAY] }]);
    const officer = await stage.person('officer');
    const view = await stage.tx((tx) =>
      showNotice(tx, stage.deps, officer, { kind: 'short-days', poolId: 'pool', days: [DAY] }),
    );
    assert.equal(view?.kind, 'short-days');
    const [day] = view.kind === 'short-days' ? view.days : [];
    assert.deepEqual([day?.day, day?.seats, day?.shortage.certainty], [DAY, 8, 'likely']);
    assert.ok(day!.shortage.mend.hosts >= 1 && day!.high > 8);
  });

  it('tells of a second day when it arises', async () => {
    await book(12);
    await watchForecast(stage.deps, 'pool');
    await book(12, 'approved', '2026-12-08', 40);
    await watchForecast(stage.deps, 'pool');

    assert.deepEqual(
      (await shortDays()).map((notice) => notice.kind === 'short-days' && notice.days),
      [[DAY], ['2026-12-08']],
    );
  });

  it('counts those who wait for a seat, and says nothing any more once the day has room', async () => {
    await book(3);
    await book(2, 'waitlisted', DAY, 10);
    await watchForecast(stage.deps, 'pool');
    assert.equal((await shortDays()).length, 1);

    await stage.database.owner.query("UPDATE booking SET status = 'cancelled' WHERE status = 'waitlisted'");
    await watchForecast(stage.deps, 'pool');

    const officer = await stage.person('officer');
    const notice = { kind: 'short-days' as const, poolId: 'pool', days: [DAY] };
    assert.equal(await stage.tx((tx) => showNotice(tx, stage.deps, officer, notice)), null);
  });

  it('counts with the hosts that the provider has shown', async () => {
    await book(7);
    const memory = {
      version: MEMORY_VERSION,
      planner: { version: MEMORY_VERSION, hosts: { 'avd-1': {}, 'avd-2': { goneAt: 1 } } },
    };
    await stage.tx((tx) => tx.capacity.saveMemory('pool', memory));

    const answer = await stage.tx((tx) =>
      showForecast(tx, stage.organisation, { now: NOW, days: 3, pool: 'pool', day: null }),
    );

    const [pool] = answer.ok ? answer.view.pools : [];
    assert.deepEqual(pool?.supply, { hosts: 1, maxSessions: 4, licences: null, seats: 4 });
    assert.equal(pool?.days[2]?.shortage?.certainty, 'likely');
  });

  it('is due two minutes after a change of bookings, and each morning before work', async () => {
    await stage.request('hanako', { days: [DAY] });

    const due = await stage.tx((tx) => tx.due.list(at('2026-12-01 09:02')));
    assert.ok(due.some(({ kind, subject }) => kind === 'forecast' && subject === 'pool'));
    assert.deepEqual(await watchForecast(stage.deps, 'pool'), at('2026-12-02 07:00'));
    assert.deepEqual(nextForecast(at('2026-12-02 06:59'), TOKYO), at('2026-12-02 07:00'));
    assert.equal(await watchForecast(stage.deps, 'gone'), null);
  });

  it("shows the approver the day's seats as they were forecast last, and none where no desktop is needed", async () => {
    await book(12);
    const [seated] = await stage.request('hanako', { days: ['2026-12-04'] });
    await watchForecast(stage.deps, 'pool');
    const view = (id: string) => stage.tx((tx) => showApproval(tx, stage.deps, id, idOf('manager')));

    const expected = (await view(seated!.requestId))!.bookings[0]!.seatsExpected!;
    await stage.database.owner.query('UPDATE booking SET pool_id = NULL WHERE id = $1', [seated!.id]);
    const without = (await view(seated!.requestId))!.bookings[0]!.seatsExpected;

    assert.deepEqual([expected.seats, expected.short, without], [8, false, null]);
    assert.ok(expected.low <= 1 && expected.high >= 1 && expected.high < 8);
  });

  it('keeps what the last weeks taught for the day', async () => {
    await watchForecast(stage.deps, 'pool');
    const before = await stage.tx((tx) => tx.forecasts.keptHistory('pool'));
    await book(3, 'approved', '2026-11-26', 60);
    await watchForecast(stage.deps, 'pool');
    const sameDay = await stage.tx((tx) => tx.forecasts.keptHistory('pool'));
    stage.clock.set(at('2026-12-02 07:00'));
    await watchForecast(stage.deps, 'pool');

    const next = await stage.tx((tx) => tx.forecasts.keptHistory('pool'));

    assert.deepEqual([sameDay, next?.day, next?.history.granted], [before, '2026-12-02', 3]);
  });

  it('tells again only of another cause, or of a shortage that went away for a day', () => {
    const told = { limit: 'hosts' as const, at: NOW };
    const tell = (
      before: Parameters<typeof mustBeTold>[0],
      shortage: Shortage | null = SHORTAGE,
      now = at('2026-12-02 10:00'),
    ) => mustBeTold(before, { day: '2026-12-10', shortage }, '2026-12-04', now);

    assert.equal(tell(undefined), true);
    assert.equal(tell({ shortage: null, told: null }), true);
    assert.equal(tell({ shortage: SHORTAGE, told }), false);
    assert.equal(tell({ shortage: SHORTAGE, told: { ...told, limit: 'licences' } }), true);
    assert.equal(tell({ shortage: null, told }), true);
    assert.equal(tell({ shortage: null, told }, SHORTAGE, at('2026-12-01 18:00')), false);
    assert.equal(tell(undefined, null), false);
    assert.equal(tell(undefined, { ...SHORTAGE, certainty: 'possible' }), false);
    const near = { day: '2026-12-04', shortage: { ...SHORTAGE, certainty: 'possible' as const } };
    assert.equal(mustBeTold(undefined, near, '2026-12-04', NOW), true);
  });
});
