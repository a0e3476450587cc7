import assert from 'node:assert/strict';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { treatSessions } from '../../../flows/access/treat-sessions.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import type { AvdPool } from '../../../flows/organisation.ts';
import { aBooking, anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const CLOSES = at('2026-12-02 17:30');

describe('sessions outside booked time', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());

  async function begin(pool: Partial<AvdPool> = {}): Promise<void> {
    await stage.reset(anOrganisation({ pools: [aPool({ sessionAtEnd: 'log-off', ...pool })] }));
    await stage.people('hanako', 'taro', 'ict');
    stage.roles.set('ict', [idOf('ict')]);
    stage.provider.addPool('pool', {
      hosts: [
        { name: 'avd-01', power: 'running' },
        { name: 'avd-02', power: 'running' },
      ],
    });
    stage.provider.messages.length = 0;
    stage.provider.calls.length = 0;
  }
  const add = (one: Partial<Booking> = {}) =>
    stage.tx((tx) => tx.bookings.add([aBooking({ status: 'completed', ...one })], NO_TEXTS));
  const words = {
    warning: (_language: string, then: string, minutes: number) => ({ title: then, body: `${minutes}` }),
  };
  const treat = () => treatSessions({ ...stage.deps, provider: stage.provider, words }, 'pool');
  const sessions = () => stage.provider.pool('pool').sessions.map((one) => one.upn);
  /** Looks whenever it asks to be called, until an instant. */
  async function until(end: Date): Promise<void> {
    while (stage.clock.now() <= end) stage.clock.set((await treat()).wakeAt);
  }

  it('are warned at each time and logged off a minute after the last, not sooner', async () => {
    await begin();
    await add();
    stage.provider.signIn('pool', 'Hanako@city.example', 'avd-01');
    stage.clock.set(addMinutes(CLOSES, -30));

    await until(addMinutes(CLOSES, 10));
    assert.deepEqual(
      stage.provider.messages.map((one) => one.body),
      ['11', '1'],
    );
    assert.deepEqual([sessions().length, stage.clock.now()], [1, addMinutes(CLOSES, 11)]);
    await treat();

    assert.deepEqual(sessions(), []);
    assert.deepEqual(await stage.audit(), ['session-warned', 'session-warned', 'session-log-off']);
    assert.deepEqual(await stage.toldTo('hanako'), ['session-warning', 'session-warning']);
  });

  it('are treated some at a time where many end together, each once, and all within minutes', async () => {
    await begin({ sessionAtEnd: 'leave', warningMinutes: [5] });
    const names = Array.from({ length: 150 }, (_, index) => `person${index}`);
    await stage.people(...names);
    for (const name of names) {
      await add({ id: idOf(`booking of ${name}`), personId: idOf(name) });
      stage.provider.signIn('pool', `${name}@city.example`, 'avd-01');
    }
    stage.clock.set(addMinutes(CLOSES, 5));

    const { wakeAt } = await treat();
    const first = stage.provider.messages.length;
    await until(addMinutes(CLOSES, 8));

    assert.ok(first >= 50 && first <= 80, `${first} at once`);
    assert.equal(wakeAt.getTime(), addMinutes(CLOSES, 5).getTime() + 10_000);
    assert.equal(stage.provider.messages.length, 150);
  });

  it('are left alone by default, after the warnings', async () => {
    await begin({ sessionAtEnd: 'leave' });
    await add();
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-01');
    stage.clock.set(CLOSES);

    await until(addMinutes(CLOSES, 300));

    assert.deepEqual([sessions().length, stage.provider.messages.length], [1, 2]);
    assert.deepEqual(await stage.toldTo('hanako'), []);
  });

  it('are told of in chat with the minutes that are left there, and not once it is too late', async () => {
    await begin();
    await add();
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-01');
    stage.clock.set(CLOSES);
    await treat();
    const [work] = await stage.outbox();
    assert.ok(work?.kind === 'tell' && work.notice.kind === 'session-warning');
    const { notice } = work;
    const shown = async (minutes: number) => {
      stage.clock.set(addMinutes(CLOSES, minutes));
      const person = await stage.person('hanako');
      const view = await stage.tx((tx) => showNotice(tx, stage.deps, person, notice));
      return view?.kind === 'notice' && view.notice.kind === 'session-warning' ? view.notice.minutesLeft : view;
    };

    assert.deepEqual([await shown(0), await shown(4), await shown(11)], [11, 7, null]);
  });

  it('have every warning with its pause also where the bot was away at the end', async () => {
    await begin();
    await add();
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-01');
    stage.clock.set(addMinutes(CLOSES, 60));
    await treat();
    stage.clock.forward(1);
    await treat();
    assert.deepEqual(
      stage.provider.messages.map((one) => one.body),
      ['11'],
    );

    await until(addMinutes(CLOSES, 71));

    assert.deepEqual([stage.provider.messages.length, sessions()], [2, []]);
  });

  it('of people whose window is open are not touched, also where it was opened while they were looked at', async () => {
    await begin();
    await add({ status: 'active' });
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-01');
    stage.provider.signIn('pool', 'taro@city.example', 'avd-01');
    stage.clock.set(at('2026-12-02 12:00'));
    const readHostPool = stage.provider.readHostPool.bind(stage.provider);
    stage.provider.readHostPool = async (...args) => {
      const seen = await readHostPool(...args);
      await add({ status: 'active', id: idOf('late'), personId: idOf('taro') });
      return seen;
    };

    await treat();
    Reflect.deleteProperty(stage.provider, 'readHostPool');

    assert.deepEqual([sessions().length, stage.provider.messages.length, await stage.toldTo('ict')], [2, 0, []]);
  });

  it('without any booking are reported once and never touched', async () => {
    await begin({ warningMinutes: [] });
    stage.provider.signIn('pool', 'taro@city.example', 'avd-01');
    stage.provider.signIn('pool', 'nobody@elsewhere.example', 'avd-02');

    await treat();
    await treat();

    assert.deepEqual([sessions().length, await stage.toldTo('ict')], [2, ['fault', 'fault']]);
  });

  it('are all treated though one of them cannot be, and the time of the others is kept', async () => {
    await begin();
    await add();
    await add({ id: idOf('other'), personId: idOf('taro') });
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-01');
    stage.provider.signIn('pool', 'taro@city.example', 'avd-02');
    stage.provider.failNext('denied', { operation: 'sendMessage' });
    stage.clock.set(CLOSES);

    await assert.rejects(treat(), /denied/);

    assert.equal(stage.provider.messages.length, 1);
    const due = await stage.tx((tx) => tx.due.list(addMinutes(CLOSES, 1000)));
    assert.deepEqual(
      due.map((one) => [one.kind, one.at]),
      [['sessions', addMinutes(CLOSES, 10)]],
    );
  });

  it('that have ended by themselves meanwhile are no fault', async () => {
    await begin();
    await add();
    stage.provider.signIn('pool', 'hanako@city.example', 'avd-01');
    stage.provider.failNext('not-found', { operation: 'sendMessage' });
    stage.clock.set(CLOSES);

    const { wakeAt } = await treat();

    assert.deepEqual(wakeAt, addMinutes(CLOSES, 10));
  });
});
