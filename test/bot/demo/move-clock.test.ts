import assert from 'node:assert/strict';
import { DemoClock } from '../../../bot/demo/demo-clock.ts';
import { ClockMover, type TenantClock } from '../../../bot/demo/move-clock.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import { NOW } from '../../support/builders.ts';

/** A tenant that goes where it is told, and a product that has something to do at some instants. */
function stand(due: Date[]) {
  const clock = new DemoClock();
  const seen: Date[] = [];
  const tenant: TenantClock = {
    clock: () => Promise.resolve({ now: clock.now(), running: false }),
    freeze: () => Promise.resolve(NOW),
    run: () => Promise.resolve(clock.now()),
    advance: (to) => Promise.resolve({ now: to, delivered: 0 }),
  };
  const scheduler = {
    rounds: 0,
    failures: new Map(),
    paused: false,
    pause: () => Promise.resolve((scheduler.paused = true)),
    start: () => (scheduler.paused = false),
    settle: () => {
      seen.push(clock.now());
      due = due.filter((at) => at > clock.now());
      return Promise.resolve();
    },
  };
  const store = {
    nextDueAt: () => Promise.resolve(due[0] ?? null),
    outboxState: () => Promise.resolve({ waiting: 0, due: 0, failing: 0 }),
  };
  const paced: boolean[] = [];
  const mover = new ClockMover({
    tenant,
    clock,
    scheduler: scheduler as never,
    store: store as never,
    delivered: () => 0,
    idle: () => Promise.resolve(),
    pace: { lift: () => paced.push(false), impose: () => paced.push(true) },
  });
  return { mover, seen, tenant, scheduler, paced };
}

describe('moving both clocks in step', () => {
  it('stops at each due instant and at the goal, and works there', async () => {
    const { mover, seen } = stand([addMinutes(NOW, 10), addMinutes(NOW, 25), addMinutes(NOW, 90)]);

    const { now } = await mover.move((from) => addMinutes(from, 60));

    assert.deepEqual(
      seen,
      [0, 10, 25, 60].map((minutes) => addMinutes(NOW, minutes)),
    );
    assert.deepEqual(now, addMinutes(NOW, 60));
  });

  it('moves without the channel’s limits, which count time that runs', async () => {
    const { mover, scheduler, paced } = stand([addMinutes(NOW, 10)]);
    const seen: unknown[] = [];
    const settle = scheduler.settle.bind(scheduler);
    scheduler.settle = () => (seen.push([...paced]), settle());

    await mover.move((from) => addMinutes(from, 60));

    assert.deepEqual(seen, [[false], [false], [false]]);
    assert.deepEqual(paced, [false, true]);
  });

  it('refuses to go back, and works on', async () => {
    const { mover, scheduler, paced } = stand([]);

    await assert.rejects(
      mover.move((from) => addMinutes(from, -1)),
      RangeError,
    );

    assert.deepEqual([scheduler.paused, paced.at(-1)], [false, true]);
  });

  for (const broken of ['freeze', 'advance', 'run'] as const)
    it(`works on where the tenant does not answer to "${broken}"`, async () => {
      const { mover, tenant, scheduler } = stand([]);
      Object.assign(tenant, { [broken]: () => Promise.reject(new Error('gone')) });

      await mover.move((from) => addMinutes(from, 1)).catch(() => undefined);

      assert.equal(scheduler.paused, false);
    });
});
