import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CapacityMemory, PlannedBooking, SeenHost, SeenPool } from '../../../../flows/capacity/capacity.ts';
import { bootLeadSeconds } from '../../../../flows/capacity/boot-times.ts';
import { MEMORY_VERSION } from '../../../../flows/capacity/capacity-memory.ts';
import { shadowRound, type ShadowState } from '../../../../flows/capacity/shadow/shadow-round.ts';
import { takenOver } from '../../../../flows/capacity/shadow/watch-pool.ts';
import { planCapacity } from '../../../../flows/capacity/plan-capacity.ts';
import { pooledSettings } from '../../../support/capacity-simulation.ts';
import { at, bookingsOf, off, up } from '../capacity-builders.ts';

const MINUTE = 60_000;
const SETTINGS = pooledSettings({ calendar: { timeZone: 'UTC', holidays: null } });

/** A real pool that somebody else scales, and the shadow beside it. */
class Watched {
  now: Date;
  hosts: SeenHost[];
  people = new Map<string, string>();
  bookings: PlannedBooking[] = [];
  state: ShadowState | null = null;
  planner: CapacityMemory | null = null;

  constructor(now: Date, hosts: SeenHost[]) {
    this.now = now;
    this.hosts = hosts;
  }

  seen(): SeenPool {
    const sessions = [...this.people].map(([upn, host]) => ({ id: upn, upn, host, state: 'active' as const }));
    const hosts = this.hosts.map((host) => ({
      ...host,
      sessions: sessions.filter((one) => one.host === host.name).length,
    }));
    return { hosts, sessions, balance: 'breadth', maxSessions: 16, handsOff: null, readAt: this.now };
  }

  round(minutes = 1) {
    this.now = new Date(this.now.getTime() + minutes * MINUTE);
    const { state, planner } = this;
    const round = shadowRound({ state, planner }, this.seen(), this.bookings, this.now, SETTINGS);
    this.state = round.state;
    this.planner = round.planner;
    return round;
  }

  today() {
    return this.state!.days.at(-1)!;
  }
}

describe('a round in shadow', function () {
  this.timeout(60_000);

  it('has the desktops ready for those who are booked, beside whatever the real hosts do', () => {
    const pool = new Watched(at('07:50'), [off('h1'), off('h2')]);
    pool.bookings = bookingsOf(20);
    const started: string[] = [];
    for (let minute = 0; minute < 50; minute++) {
      for (const action of pool.round().actions) if (action.op === 'start') started.push(action.host);
      if (minute === 20) pool.hosts = pool.hosts.map((host) => ({ ...host, ...up }));
      const person = minute - 24; // one a minute from 8:15
      if (person > 0 && person <= 20) pool.people.set(`p${person}@x`, person < 11 ? 'h1' : 'h2');
    }

    const { starts, waitedOver60s, people, realPeakSessions, realPeakHosts, ourPeakHosts } = pool.today();
    assert.deepEqual(started, ['h1', 'h2']);
    assert.deepEqual([starts, waitedOver60s, people], [2, 0, 20]);
    assert.deepEqual([realPeakSessions, realPeakHosts, ourPeakHosts], [20, 2, 2]);
  });

  it('says who would have waited for a start that nobody could know of', () => {
    const pool = new Watched(at('10:00'), [off('h1', up)]);
    pool.round();
    for (let minute = 0; minute < 20; minute++) pool.round(); // the virtual host is stopped meanwhile
    pool.people.set('stranger@x', 'h1');
    for (let minute = 0; minute < 30; minute++) pool.round();

    const { waitedOver60s, waitedOver300s, refused, longestWaitMinutes, stops } = pool.today();
    assert.deepEqual([stops, waitedOver60s, waitedOver300s, refused, longestWaitMinutes], [1, 1, 1, 1, 15]);
  });

  it('counts the real hosts by the power that was read, half and half where it changed in between', () => {
    const pool = new Watched(at('09:00'), [off('h1'), off('h2', up), off('h3', { power: 'stopped' })]);
    pool.round();
    pool.hosts[0]!.power = 'running';
    pool.round(10);
    pool.hosts[1]!.power = 'deallocating';
    pool.round(10);

    assert.equal(pool.today().realHostMinutes, 10 * 2.5 + 10 * 2.5);
    assert.equal(pool.today().watchedMinutes, 20);
  });

  it('looks every five minutes, and every minute while people arrive', () => {
    const pool = new Watched(at('03:00'), [off('h1')]);
    const wait = () => {
      const { wakeAt } = pool.round();
      return (wakeAt.getTime() - pool.now.getTime()) / MINUTE;
    };

    const night = wait();
    pool.people.set('a@x', 'h1');
    const arriving = wait();

    assert.deepEqual([night, arriving], [5, 1]);
  });

  it('leaves a gap where nobody looked: not watched, and the waits of those found after it are not counted', () => {
    const pool = new Watched(at('08:00'), [off('h1', up)]);
    pool.round();
    pool.round(90);
    for (let person = 0; person < 12; person++) pool.people.set(`p${person}@x`, 'h1');
    pool.round(90);
    for (let minute = 0; minute < 20; minute++) pool.round();

    assert.deepEqual([pool.today().watchedMinutes, pool.today().waitedMinutes], [20, 0]);
    assert.equal(pool.today().people, 12);
  });

  it('goes on when the clock is put back, and counts nothing twice', () => {
    const pool = new Watched(at('09:00'), [off('h1', up)]);
    pool.round();
    pool.round(10);
    const before = structuredClone(pool.today());
    const back = pool.round(-120);
    pool.round(5);

    assert.ok(back.wakeAt > at('07:11'));
    assert.equal(pool.today().realHostMinutes, before.realHostMinutes + 5);
    assert.ok(pool.today().ourHostMinutes <= before.ourHostMinutes + 5);
  });

  it('learns how long boots take that others began, where it looked closely enough', () => {
    const pool = new Watched(at('08:00'), [off('h1'), off('h2'), off('h3')]);
    pool.round();
    pool.round();
    pool.hosts[0] = off('h1', { power: 'starting', health: 'unavailable' });
    for (let minute = 0; minute < 4; minute++) pool.round();
    pool.hosts[0] = off('h1', up);
    pool.round();
    pool.hosts[1] = off('h2', { power: 'running', health: 'unavailable' });
    pool.round(10); // it may have been started at any time since
    pool.round();
    pool.hosts[1] = off('h2', up);
    pool.round();
    pool.hosts[2] = off('h3', up); // on and up at once: how long it took, nobody saw
    pool.round();

    assert.deepEqual((pool.planner as unknown as { boots: number[] }).boots, [240]);
    assert.ok(bootLeadSeconds([240]) > 0);
  });

  it('is a function of what it is handed, changes none of it, and its state is JSON', () => {
    const hosts = ['h1', 'h2', 'h3'];
    const power = fc.constantFrom('running', 'deallocated', 'starting', 'failed', 'stopped' as const);
    const step = fc.record({
      minutes: fc.integer({ min: -3, max: 25 }),
      powers: fc.tuple(power, power, power),
      come: fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(...hosts)), { maxLength: 12 }),
      leave: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), fc.integer({ min: 0, max: 40 }), (steps, booked) => {
        const pool = new Watched(
          at('08:00'),
          hosts.map((name) => off(name)),
        );
        pool.bookings = bookingsOf(booked);
        for (const { minutes, powers, come, leave } of steps) {
          pool.hosts = hosts.map((name, index) =>
            off(name, { power: powers[index]!, health: powers[index] === 'running' ? 'available' : 'unavailable' }),
          );
          for (const [person, host] of come) pool.people.set(`p${person}@x`, host);
          for (const person of leave) pool.people.delete(`p${person}@x`);
          const before = JSON.stringify([pool.state, pool.planner, pool.bookings]);
          const [state, planner] = JSON.parse(before) as [ShadowState | null, CapacityMemory | null];
          const now = new Date(pool.now.getTime() + minutes * MINUTE);
          const seen = { ...pool.seen(), readAt: now };
          const again = shadowRound({ state, planner }, structuredClone(seen), pool.bookings, now, SETTINGS);
          const former = [pool.state, pool.planner, pool.bookings];

          const round = pool.round(minutes);

          assert.equal(JSON.stringify(former), before);
          assert.equal(JSON.stringify(round), JSON.stringify(again));
          assert.ok(round.wakeAt > now);
          const virtual = Object.values(round.state.pool.people);
          for (const name of hosts) assert.ok(virtual.filter(({ host }) => host === name).length <= 16);
          assert.deepEqual(Object.keys(round.state.pool.people).sort(), [...pool.people.keys()].sort());
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('switching over from shadow', () => {
  it('leaves on what others started, keeps what was learned, and treats nothing virtual as its own', () => {
    const pool = new Watched(at('08:00'), [off('h1', up), off('h2', up), off('h3', { allowNewSession: false })]);
    pool.bookings = bookingsOf(3);
    for (let minute = 0; minute < 45; minute++) {
      if (minute === 25) for (const person of [1, 2, 3]) pool.people.set(`p${person}@x`, 'h1');
      pool.round();
    }

    let memory = takenOver(pool.planner, pool.now);
    const done: string[] = [];
    // Until the hour after their booked time is over, when it is learned how they came.
    for (let minute = 0; minute < 80; minute++) {
      pool.now = new Date(pool.now.getTime() + MINUTE);
      const plan = planCapacity(pool.seen(), pool.bookings, memory, pool.now, SETTINGS);
      memory = structuredClone(plan.memory);
      done.push(...plan.actions.map(({ op }) => op).filter((op) => op !== 'balance'));
    }

    assert.deepEqual(done, []);
    const { picture } = memory as unknown as { picture: { learned: { people: { people: [string, number[]][] } } } };
    const shows = picture.learned.people.people.map(([upn, habits]) => [upn, ...habits.slice(0, 3)]);
    assert.deepEqual(shows, [
      ['p1@x', 1, 1, 1],
      ['p2@x', 1, 1, 1],
      ['p3@x', 1, 1, 1],
    ]);
  });

  it('takes its own old drain off a host that is off, and leaves alone what others drained', () => {
    const drained = [off('h1', { allowNewSession: false }), off('h2', { allowNewSession: false })];
    const hosts = { h1: { drainAskedAt: 1, drainedAt: 2 } };
    const planner = { version: MEMORY_VERSION, hosts } as unknown as CapacityMemory;
    const seen: SeenPool = { ...new Watched(at('08:00'), drained).seen() };

    const plan = planCapacity(seen, bookingsOf(3), takenOver(planner, at('08:00')), at('08:00'), SETTINGS);

    assert.deepEqual(
      plan.actions.flatMap((action) => ('host' in action ? [`${action.op} ${action.host}`] : [])),
      ['undrain h1', 'start h1'],
    );
  });
});
