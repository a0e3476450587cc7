import assert from 'node:assert/strict';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { startsByQuarter } from '../../../flows/capacity/capacity-round.ts';
import { at, bookingsOf } from './capacity-builders.ts';
import { CapacityDesk, POOL_ID } from './capacity-desk.ts';

const MINUTE = 60_000;

describe('rounds kept for whoever asks later', () => {
  it('hold the numbers that a start was decided on, and its actions refer to them', async () => {
    const desk = aDesk('08:10', 20);

    await round(desk);

    const [kept] = desk.rounds;
    const { start, hosts, expected, signedIn } = kept!.figures!;
    assert.deepEqual([kept!.at, kept!.readAt, signedIn, hosts.startable], [at('08:10'), at('08:10'), 0, 3]);
    assert.ok(start!.cost > start!.price, 'the comparison says to start');
    assert.deepEqual(
      expected.map(({ minutes }) => minutes),
      [5, 15, 30],
    );
    assert.deepEqual(kept!.starts, [{ at: at('08:30'), bookings: 20 }]);
    assert.ok(desk.journal.length > 0 && desk.journal.every(({ round: number }) => number === 1));
    assert.match(
      desk.journal[0]!.action.reason,
      /people more would wait, which costs [\d.]+ host-hours against 0.0167/,
    );
  });

  it('hold why none was started as well', async () => {
    const desk = aDesk('03:00', 20);

    await round(desk);

    const { start } = desk.rounds[0]!.figures!;
    assert.ok(start!.cost < start!.price);
    assert.equal(desk.journal.length, 0);
  });

  it('are kept once in a quarter of an hour while nothing happens', async () => {
    const desk = aDesk('03:00', 0);

    for (let minute = 0; minute <= 60; minute++) await later(desk, 1);

    assert.equal(desk.rounds.length, 5);
  });

  it('are kept at once when somebody signs in, a host comes up, or a fault is found and gone', async () => {
    const desk = aDesk('08:10', 10);
    await round(desk);
    desk.provider.settle();
    await later(desk, 1);
    const up = desk.rounds.at(-1)!;
    await later(desk, 1);
    const before = desk.rounds.length;

    desk.provider.signIn(POOL_ID, 'p1@x', 'h1');
    await later(desk, 1);
    desk.provider.failNext('unavailable', { operation: 'readHostPool' });
    await later(desk, 1);
    const unread = desk.rounds.at(-1)!;
    await later(desk, 1);

    assert.deepEqual(up.events, [{ host: 'h1', what: 'up', minutes: 1 }]);
    assert.equal(desk.rounds.length, before + 3);
    assert.deepEqual([unread.readAt, unread.figures, unread.faults[0]!.code], [null, null, 'pool-unreadable']);
  });

  it('tell what was done by hand, once', async () => {
    const desk = aDesk('03:00', 0);
    await round(desk);
    const host = (name: string) => desk.provider.host(POOL_ID, name);
    Object.assign(host('h1'), { power: 'running', health: 'available' });
    host('h2').allowNewSession = false;

    await later(desk, 1);
    await later(desk, 1);
    host('h2').allowNewSession = true;
    Object.assign(host('h1'), { power: 'deallocated', health: 'shutdown' });
    await later(desk, 1);
    await later(desk, 1);

    const events = desk.rounds.flatMap((one) => one.events.map(({ host: name, what }) => `${name} ${what}`));
    assert.deepEqual(events, [
      'h1 started-by-hand',
      'h1 up',
      'h2 drained-by-hand',
      'h1 off-by-hand',
      'h2 undrained-by-hand',
    ]);
  });

  it('count bookings by the quarter hour of their start, from an hour before to two hours after', () => {
    const starts = ['07:29', '07:30', '08:44', '08:45', '10:29', '10:30'].map((time) => ({ startsAt: at(time) }));

    assert.deepEqual(startsByQuarter(starts, at('08:30')), [
      { at: at('07:30'), bookings: 1 },
      { at: at('08:30'), bookings: 1 },
      { at: at('08:45'), bookings: 1 },
      { at: at('10:15'), bookings: 1 },
    ]);
  });
});

function aDesk(time: string, people: number): CapacityDesk {
  const desk = new CapacityDesk(at(time));
  desk.provider.addPool(POOL_ID, { hosts: ['h1', 'h2', 'h3'] });
  desk.bookings = bookingsOf(people);
  return desk;
}

function round(desk: CapacityDesk) {
  return reconcileHostPool(desk.deps, POOL_ID);
}

function later(desk: CapacityDesk, minutes: number) {
  desk.now = new Date(desk.now.getTime() + minutes * MINUTE);
  return round(desk);
}
