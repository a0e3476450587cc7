import assert from 'node:assert/strict';
import { Scheduler, type DueHandler } from '../../bot/scheduler.ts';
import { addMinutes } from '../../flows/minutes.ts';
import type { DueKind } from '../../flows/store.ts';
import { NOW } from '../support/builders.ts';
import { openStage, type Stage } from '../support/flow-harness.ts';

const KINDS: DueKind[] = ['access', 'sessions', 'capacity', 'reminder', 'directory', 'audit-head', 'housekeeping'];

describe('the scheduler', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => stage.reset());

  const open = (
    own: Partial<Record<DueKind, DueHandler>>,
    deliver: (queue: string) => Promise<number> = () => Promise.resolve(0),
  ) => {
    const handlers = Object.fromEntries(KINDS.map((kind) => [kind, () => Promise.resolve(null)]));
    return new Scheduler({ ...stage.deps, handlers: { ...handlers, ...own } as never, deliver, log: stage.log });
  };
  const wish = (kind: DueKind, at: Date, subject = 'pool') => stage.tx((tx) => tx.due.noLaterThan(kind, subject, at));
  const standing = () => stage.tx((tx) => tx.due.list(addMinutes(NOW, 10_000_000)));

  it('does what is due, keeps what is not, and leaves nothing due', async () => {
    const done: string[] = [];
    const scheduler = open({
      access: (subject) => {
        done.push(subject);
        return Promise.resolve(addMinutes(NOW, 30));
      },
    });
    await wish('access', NOW, 'now');
    await wish('access', addMinutes(NOW, 1), 'later');

    await scheduler.settle();

    assert.deepEqual(done, ['now']);
    assert.deepEqual(
      (await standing()).map((one) => [one.subject, one.at]),
      [
        ['later', addMinutes(NOW, 1)],
        ['now', addMinutes(NOW, 30)],
      ],
    );
    assert.deepEqual(await stage.database.store.nextDueAt(), addMinutes(NOW, 1));
  });

  for (const [name, when, runs] of [
    ['for now', 0, 2],
    ['for an instant before the entry’s own', -5, 2],
    ['for later than the handler asks', 20, 1],
    ['for sooner than the handler asks', 5, 1],
  ] as const)
    it(`loses no wish that comes while the handler works: ${name}`, async () => {
      let count = 0;
      const scheduler = open({
        capacity: async () => {
          count += 1;
          if (count === 1) await wish('capacity', addMinutes(NOW, when));
          return addMinutes(NOW, 10);
        },
      });
      await wish('capacity', NOW);

      await scheduler.settle();

      assert.equal(count, runs);
      assert.deepEqual(
        (await standing()).map((one) => one.at),
        [addMinutes(NOW, when === 5 ? 5 : 10)],
      );
    });

  it('does again after a kill what its handler had not finished, a reminder too', async () => {
    let reached: () => void = () => undefined;
    const there = new Promise<void>((resolve) => (reached = resolve));
    const killed = open({
      reminder: () => {
        reached();
        return new Promise<never>(() => undefined);
      },
    });
    await wish('reminder', NOW, 'request');
    void killed.settle();
    await there;
    const reminded: string[] = [];

    await open({
      reminder: (subject) => {
        reminded.push(subject);
        return Promise.resolve(null);
      },
    }).settle();

    assert.deepEqual(reminded, ['request']);
    assert.deepEqual(await standing(), []);
  });

  it('tries what fails again, ever later, and holds nothing else up', async () => {
    const tries: number[] = [];
    let others = 0;
    const scheduler = open({
      access: () => {
        tries.push(stage.clock.now().getTime());
        return tries.length < 5 ? Promise.reject(new Error('away')) : Promise.resolve(null);
      },
      sessions: () => {
        others += 1;
        return Promise.resolve(null);
      },
    });
    await wish('access', NOW);
    await wish('sessions', NOW);
    for (let next: Date | null = NOW; next; next = await stage.database.store.nextDueAt()) {
      stage.clock.set(next);
      await scheduler.settle();
    }

    assert.deepEqual(
      tries.slice(1).map((one, index) => (one - tries[index]!) / 1000),
      [5, 10, 20, 40],
    );
    assert.equal(others, 1);
    assert.equal(scheduler.failures.size, 0);
  });

  it('is not held by a handler that asks for now', async () => {
    let count = 0;
    const scheduler = open({
      access: () => {
        count += 1;
        return Promise.resolve(NOW);
      },
    });
    await wish('access', NOW);

    await scheduler.settle();

    assert.equal(count, 1);
    assert.deepEqual(
      (await standing()).map((one) => one.at.getTime() - NOW.getTime()),
      [1000],
    );
  });

  it('does once what a jump of a week has passed over', async () => {
    let count = 0;
    const scheduler = open({
      'audit-head': () => {
        count += 1;
        return Promise.resolve(addMinutes(stage.clock.now(), 60));
      },
    });
    await wish('audit-head', NOW, 'all');
    stage.clock.forward(7 * 24 * 60);

    await scheduler.settle();

    assert.equal(count, 1);
    assert.deepEqual(
      (await standing()).map((one) => one.at),
      [addMinutes(stage.clock.now(), 60)],
    );
  });

  it('looks at everything anew when the clock was put back, but reminds nobody early', async () => {
    const done: DueKind[] = [];
    const scheduler = open({
      access: () => {
        done.push('access');
        return Promise.resolve(addMinutes(stage.clock.now(), 720));
      },
      reminder: () => {
        done.push('reminder');
        return Promise.resolve(null);
      },
    });
    stage.clock.forward(7 * 24 * 60);
    await wish('access', stage.clock.now());
    await wish('reminder', addMinutes(stage.clock.now(), 240), 'request');
    await scheduler.settle();

    stage.clock.set(NOW);
    await scheduler.settle();

    assert.deepEqual(done, ['access', 'access']);
    assert.deepEqual(await stage.database.store.nextDueAt(), addMinutes(NOW, 720));
  });

  it('ends nothing before all of a look has ended, though some of it fails', async () => {
    let ended = false;
    const scheduler = open({}, async (queue) => {
      if (queue === 'chat:first') throw new Error('database away');
      await stage.tx((tx) => tx.people.byId('x'));
      ended = true;
      return 0;
    });
    await stage.tx(async (tx) => {
      for (const personId of ['first', 'second'])
        await tx.outbox.add({ kind: 'tell', personId, notice: { kind: 'no-approver', requestId: 'x' } }, NOW);
    });

    await assert.rejects(scheduler.settle(), /database away/);

    assert.equal(ended, true);
  });

  it('works by itself once started, when poked, and not while paused', async () => {
    let wake: () => void = () => undefined;
    const scheduler = open({ access: () => Promise.resolve(wake()).then(() => null) });
    const worked = () => new Promise<void>((resolve) => (wake = resolve));
    const first = worked();
    await wish('access', NOW);
    scheduler.start();
    await first;
    const second = worked();
    await wish('access', NOW);
    scheduler.poke();
    await second;
    await scheduler.pause();
    await wish('access', NOW);

    scheduler.poke();
    await scheduler.pause();

    assert.equal((await standing()).length, 1);
  });
});
