import assert from 'node:assert/strict';
import type { CapacitySettings } from '../../../flows/capacity/capacity-settings.ts';
import type { CapacityPlan } from '../../../flows/capacity/capacity.ts';
import type { PoolMemory } from '../../../flows/capacity/capacity-memory.ts';
import { memoryAfterOutcomes } from '../../../flows/capacity/memory-after-outcomes.ts';
import { at, bookingsOf, does, TinyPool, up } from './capacity-builders.ts';

describe('the planner for pooled hosts', () => {
  it('starts hosts for those it expects before the next could be up, not hours before', () => {
    const pool = new TinyPool(5, at('06:00'));

    const begun = minutesUntil(pool, bookingsOf(20), (plan) => does(plan).includes('start'));
    const first = pool.now;
    const all = minutesUntil(pool, bookingsOf(20), () => pool.now >= at('08:30'));

    assert.ok(first >= at('07:20') && first <= at('08:05'), first.toISOString());
    assert.match(begun.actions[0]!.reason, /to be ready in time: 0 signed in, 0 waiting, [\d.]+ expected in 5 min/);
    assert.ok(pool.hosts.filter(({ power }) => power !== 'deallocated').length <= 2);
    assert.deepEqual(all.faults, []);
  });

  it('wakes by itself in time for people who all begin at the same hour, with every host off', () => {
    const pool = new TinyPool(5, at('00:00'));
    const bookings = bookingsOf(20, { startsAt: at('09:47') });
    let plan = pool.look(bookings, 0);

    while (plan.wakeAt < at('09:47') && !does(plan).includes('start'))
      plan = pool.look(bookings, (plan.wakeAt.getTime() - pool.now.getTime()) / 60_000);

    assert.match(does(plan), /start h1/);
    assert.ok(pool.now >= at('08:40') && pool.now <= at('09:25'), pool.now.toISOString());
  });

  it('takes a host as room only when it is available, and starts no second one while it boots', () => {
    const pool = new TinyPool(5, at('08:20'));
    const first = pool.look(bookingsOf(8), 0);
    Object.assign(pool.host('h1'), { power: 'running', health: 'unavailable' });

    const waiting = pool.look(bookingsOf(8), 1);
    const more = pool.look(bookingsOf(30), 1);

    assert.deepEqual([does(first), does(waiting)], ['start h1', '']);
    assert.match(does(more), /^start h2/);
  });

  it('replaces, reports and stops a host that does not come up', () => {
    const pool = new TinyPool(3, at('08:20'));
    pool.look(bookingsOf(10), 0);

    const late = pool.look(bookingsOf(10), 11);
    const plans = [1, 1, 1, 1, 1].map((minutes) => pool.look(bookingsOf(10), minutes));

    const done = [late, ...plans].map(does).join(', ');
    assert.match(done, /drain h1/);
    assert.match(done, /start h2/);
    assert.match(done, /deallocate h1/);
    assert.deepEqual([late.faults[0]?.code, late.faults[0]?.subject], ['host-not-starting', 'h1']);
  });

  it('does not stop a host that failed while somebody is counted on it', () => {
    const pool = new TinyPool(3, at('08:20'));
    pool.look(bookingsOf(10), 0);
    Object.assign(pool.host('h1'), { power: 'failed' });
    pool.signIn('p1@x', 'h1');

    const done = [1, 1, 1, 1, 1, 1, 1].map((minutes) => does(pool.look(bookingsOf(10), minutes))).join(', ');

    assert.match(done, /drain h1/);
    assert.match(done, /start h2/);
    assert.doesNotMatch(done, /deallocate h1/);
  });

  it('drains an empty host that nobody needs, and deallocates it after three minutes and two empty readings', () => {
    const pool = runningPool(2, 20);
    pool.now = at('17:15');

    const inside = does(pool.look(bookingsOf(20), 0));
    for (let person = 1; person <= 20; person++) if (person !== 3) pool.signOut(`p${person}@x`);
    const minutes = [1, 1, 1, 1, 1, 1].map((step) => does(pool.look(bookingsOf(20), step)));
    pool.signOut('p3@x');
    const end = [1, 1, 1, 1, 1, 1].map((step) => does(pool.look(bookingsOf(20), step))).join(', ');

    assert.equal(inside, '');
    assert.deepEqual(minutes.filter(Boolean), ['drain h2', 'deallocate h2', 'undrain h2']);
    assert.equal(minutes.indexOf('deallocate h2') - minutes.indexOf('drain h2'), 4); // seen drained a minute later
    assert.match(end, /drain h1.*deallocate h1/);
  });

  it('does not count a reading without the list, nor two readings of which one showed somebody', () => {
    const pool = runningPool(1, 1);
    pool.now = at('19:15');
    pool.signOut('p1@x');
    pool.look([], 0);
    for (const minutes of [1, 1]) pool.look([], minutes, { list: false });

    const withoutList = [1, 1].map((minutes) => does(pool.look([], minutes, { list: false })));
    const emptyOnce = does(pool.look([], 1));
    pool.signIn('late@x', 'h1');
    const somebody = does(pool.look([], 1));
    pool.signOut('late@x');
    const after = [1, 1, 1, 1, 1, 1, 1].map((minutes) => does(pool.look([], minutes)));

    assert.deepEqual([...withoutList, emptyOnce], ['', '', '']);
    assert.doesNotMatch(somebody, /deallocate/);
    assert.doesNotMatch(after[0]!, /deallocate/); // empty again, for the first time
    assert.match(after.join(', '), /deallocate h1/);
  });

  it('undrains before it starts', () => {
    const pool = runningPool(2, 17);
    pool.now = at('17:30');
    for (let person = 1; person <= 17; person++) if (person !== 2) pool.signOut(`p${person}@x`);
    const drained = [0, 1].map((minutes) => does(pool.look([], minutes)));

    const more = does(pool.look(newcomers(200), 1));

    assert.deepEqual(drained, ['drain h2', '']);
    assert.match(more, /^undrain h2/);
    assert.doesNotMatch(more, /start/); // there is no other
  });

  it('keeps an empty host that the bookings of the next minutes need again', () => {
    const pool = runningPool(1, 0);
    pool.now = at('12:50');
    const afternoon = bookingsOf(14, { startsAt: at('13:00'), endsAt: at('17:15') });

    const plans = [0, 1, 1].map((minutes) => does(pool.look(afternoon, minutes)));

    assert.deepEqual(plans, ['', '', '']);
  });

  it('leaves a host drained by hand alone: not undrained, not started, not counted, not stopped', () => {
    const pool = new TinyPool([{ ...up, allowNewSession: false }, { allowNewSession: false }, {}], at('08:20'));

    const plan = pool.look(bookingsOf(60));
    const short = plan.faults.find((fault) => fault.code === 'capacity-short');
    pool.boot();
    pool.now = at('23:00');
    const night = [0, 1, 1, 1, 1, 1, 1].map((minutes) => does(pool.look([], minutes)));

    assert.equal(does(plan), 'start h3');
    assert.match(short!.detail, /places short within 30 min with every host/);
    assert.deepEqual(night.filter(Boolean), ['drain h3', 'deallocate h3', 'undrain h3']);
  });

  it('uses a host started by hand, leaves it on for twelve hours, and treats it like the others afterwards', () => {
    const pool = new TinyPool(3, at('06:00'));
    pool.look([], 0);
    Object.assign(pool.host('h3'), up);

    const plan = pool.look(bookingsOf(16, { startsAt: at('06:30') }), 10);
    const day = [30, 60, 300].map((minutes) => does(pool.look([], minutes)));
    const evening = [400, 1, 1, 1, 1, 1].map((minutes) => does(pool.look([], minutes)));

    assert.equal(does(plan), '');
    assert.deepEqual(day, ['', '', '']);
    assert.deepEqual(evening.filter(Boolean), ['drain h3', 'deallocate h3', 'undrain h3']);
  });

  it('names a host that was started by hand and does not come up, and does not look at it every minute', () => {
    const pool = new TinyPool(3, at('06:00'));
    pool.look([], 0);
    Object.assign(pool.host('h3'), { ...up, health: 'unavailable' });

    const plans = [1, 20, 60].map((minutes) => pool.look([], minutes));

    const last = plans.at(-1)!;
    assert.deepEqual(plans.map(does), ['', '', '']);
    assert.deepEqual([last.faults[0]?.code, last.faults[0]?.subject], ['host-not-starting', 'h3']);
    assert.ok(last.wakeAt.getTime() - pool.now.getTime() >= 5 * 60_000, last.wakeAt.toISOString());
  });

  it('does not fight somebody who takes a drain of ours off', () => {
    const pool = runningPool(1, 0);
    pool.now = at('18:00');
    const drained = pool.look([], 0);
    pool.look([], 1);
    pool.host('h1').allowNewSession = true;

    const plans = [1, 5, 10, 10].map((minutes) => does(pool.look([], minutes)));
    const later = does(pool.look([], 10));

    assert.equal(does(drained), 'drain h1');
    assert.deepEqual(plans, ['', '', '', '']);
    assert.equal(later, 'drain h1');
  });

  it('takes another host where somebody stopped one by hand, and that one where no other is left', () => {
    const pool = runningPool(2, 0);
    Object.assign(pool.host('h1'), { power: 'deallocated', health: 'shutdown' });
    Object.assign(pool.host('h2'), { power: 'deallocated', health: 'shutdown' });
    pool.hosts.push({ ...pool.host('h1'), name: 'h3' });
    pool.now = at('08:24');

    const plan = pool.look(bookingsOf(60));

    assert.match(does(plan), /start h3, start h1/);
  });

  it('asks again for an undrain that did not come through when a host is started', () => {
    const pool = runningPool(1, 0);
    pool.now = at('17:20');
    for (const minutes of [0, 1, 1, 1, 1]) pool.look([], minutes);
    assert.deepEqual([pool.host('h1').power, pool.host('h1').allowNewSession], ['deallocated', false]);
    pool.refuses = (action) => action.op === 'undrain';
    const evening = bookingsOf(5, { startsAt: at('17:30'), endsAt: at('19:00') });

    const plan = pool.look(evening, 1);
    pool.boot();
    const again = pool.look(evening, 2);

    assert.equal(does(plan), 'undrain h1, start h1');
    assert.equal(does(again), 'undrain h1');
  });

  it('touches nothing in a pool that something else scales', () => {
    const pool = new TinyPool(3, at('08:20'));
    pool.handsOff = { reason: 'native-autoscale', detail: 'scaling plan sp-1 is enabled' };

    const plan = pool.look(bookingsOf(30));

    assert.deepEqual(plan.actions, []);
    assert.deepEqual(plan.faults, [{ code: 'pool-not-ours', subject: 'pool', detail: 'scaling plan sp-1 is enabled' }]);
  });

  it('starts no host that licences cannot fill, and reports the shortage', () => {
    const pool = new TinyPool(5, at('08:20'), { licences: 30 });

    const plan = pool.look(bookingsOf(60));

    assert.equal(does(plan), 'start h1, start h2');
    assert.deepEqual(plan.faults[0], {
      code: 'capacity-short',
      subject: 'pool',
      detail: '60 people booked, 30 licences',
    });
  });

  it('counts a host’s places as the organisation does where the provider’s limit was never set', () => {
    const started = [8, 16].map((maxSessions) => {
      const pool = new TinyPool(9, at('08:26'), { maxSessions });
      pool.maxSessions = 999_999;
      return does(pool.look(bookingsOf(90))).split(', ').length;
    });

    assert.ok(started[0]! >= 1.5 * started[1]!, `${started[0]} hosts of 8 for ${started[1]} of 16`);
  });

  it('begins anew with a memory that it cannot read', () => {
    for (const memory of [{ version: 99, hosts: 'x' }, { version: 1 }, { version: 1, hosts: null }]) {
      const pool = new TinyPool(1, at('08:20'));
      pool.memory = memory;

      assert.equal(does(pool.look(bookingsOf(1))), 'start h1');
    }
  });

  it('counts a person with two bookings for the same time once', () => {
    const [once, twice] = [1, 2].map((times) => {
      const people = Array.from({ length: times }, (_, turn) =>
        bookingsOf(40).map((one) => ({ ...one, id: `${one.id}-${turn}` })),
      );
      return does(new TinyPool(9, at('08:20')).look(people.flat()));
    });

    assert.equal(once, twice);
    assert.match(once!, /start h1/);
  });

  it('starts no host for counts that run ahead of an old list', () => {
    const pool = new TinyPool(2, at('08:00'));
    pool.look(bookingsOf(32), 0);
    pool.boot();
    pool.look(bookingsOf(32), 5);
    for (let person = 1; person <= 30; person++) pool.signIn(`p${person}@x`, person <= 15 ? 'h1' : 'h2');

    const plan = pool.look(bookingsOf(32), 1, { list: false });

    assert.equal(does(plan), '');
  });

  it('spreads people over all hosts in a storm and fills few hosts else', () => {
    const pool = new TinyPool(20, at('08:22'));
    const people = bookingsOf(280);
    minutesUntil(pool, people, () => pool.now >= at('08:28'));
    const storm = pool.balance;
    for (let person = 1; person <= 280; person++) pool.signIn(`p${person}@x`, `h${(person % 18) + 1}`);

    minutesUntil(pool, people, () => pool.now >= at('09:00'));
    const after = pool.balance;

    assert.deepEqual([storm, after], ['breadth', 'depth']);
  });

  it('sleeps while nothing can change, and looks each minute while something is under way', () => {
    const idle = new TinyPool(2, at('00:00')).look(bookingsOf(5), 0);
    const nothing = new TinyPool(2, at('00:00')).look([], 0);
    const starting = new TinyPool(2, at('08:20')).look(bookingsOf(5), 0);

    assert.equal(idle.wakeAt.toISOString(), at('06:30').toISOString()); // half an hour before anybody might come
    assert.equal(nothing.wakeAt.toISOString(), at('12:00').toISOString());
    assert.equal(starting.wakeAt.toISOString(), at('08:21').toISOString());
  });

  it('starts a host in time for few people, however long it slept before', () => {
    for (const people of [1, 5, 37]) {
      const pool = new TinyPool(4, at('00:00'));
      const bookings = bookingsOf(people);
      while (pool.now < at('08:20') && pool.hosts.every(({ power }) => power === 'deallocated'))
        pool.now = pool.look(bookings, 0).wakeAt;

      assert.ok(pool.now <= at('08:20'), `${people} people: the next look was at ${pool.now.toISOString()}`);
    }
  });

  it('stops nothing too early when the clock jumps back, and copes with a host that vanished', () => {
    const pool = runningPool(2, 0);
    pool.now = at('18:00');
    pool.look([], 0);
    pool.look([], 1);
    pool.hosts.splice(1, 1);

    const jumped = does(pool.look([], -60));
    const plans = [1, 1, 1, 1].map((minutes) => does(pool.look([], minutes)));

    assert.equal(jumped, '');
    assert.deepEqual(plans, ['', '', 'deallocate h1', 'undrain h1']);
  });

  it('tries another size or zone where the vendor has none left of one', () => {
    const sizes = ['a', 'a', 'b'].map((zone) => ({ size: 'D8', zone }));
    const pool = new TinyPool(sizes, at('08:20'));
    const first = pool.look(bookingsOf(8), 0);
    const failed = [{ action: first.actions[0]!, failed: 'exhausted' as const }];
    pool.memory = memoryAfterOutcomes(pool.memory!, failed, pool.now);
    Object.assign(pool.host('h1'), { power: 'deallocated', health: 'shutdown' });

    const second = pool.look(bookingsOf(8), 1);

    assert.deepEqual([does(first), does(second)], ['start h1', 'start h3']);
  });

  it('starts a host earlier whose size has been slow to come up', () => {
    const startOf = (size: string) => {
      const pool = new TinyPool([{ size, zone: '1' }], at('07:30'));
      for (let minute = 0; minute < 120; minute++) {
        const started = pool.look(bookingsOf(8), 1).actions.some(({ op }) => op === 'start');
        if (started) return pool.now.getTime();
        Object.assign(pool.memory!, { bootKinds: { 'size slow': [200, 200 * Math.log(2)] } });
      }
      return NaN;
    };

    const [slow, usual] = ['slow', 'usual'].map(startOf);

    assert.ok(slow! < usual!, `${(usual! - slow!) / 60_000} minutes`);
  });

  it('ends sessions left open after the booked end where that is allowed, and nobody else’s', () => {
    const ends = (mayLogOff: boolean) => {
      const pool = runningPool(1, 6, { mayLogOff });
      const { picture } = pool.memory as PoolMemory;
      picture!.learned.returning['at-end'] = Array.from({ length: 10 }, () => [500, 0]); // nobody ever came back
      pool.now = at('17:30');
      for (const session of pool.sessions.slice(1)) session.state = 'disconnected';
      const early = pool.look(bookingsOf(6)).actions;
      pool.sessions[0]!.state = 'disconnected';
      const plans = Array.from({ length: 50 }, () => pool.look(bookingsOf(6)).actions);
      return [early, plans.flat()].map((actions) => actions.filter(({ op }) => op === 'log-off').length);
    };

    const [before, after] = ends(true);

    assert.equal(before, 0);
    assert.ok(after! >= 6, `${after} ended`);
    assert.deepEqual(ends(false), [0, 0]);
  });

  it('learns how long hosts take and starts them that much earlier', () => {
    const begunAt = (boots: number[]) => {
      const pool = new TinyPool(9, at('06:30'));
      pool.look(bookingsOf(30), 0);
      pool.memory = { ...pool.memory!, boots };
      minutesUntil(pool, bookingsOf(30), (plan) => does(plan).includes('start'));
      return pool.now.getTime();
    };

    const slow = begunAt(Array.from({ length: 200 }, () => 600));
    const quick = begunAt(Array.from({ length: 200 }, () => 130));

    assert.ok(quick - slow >= 3 * 60_000, `${(quick - slow) / 60_000} min`);
  });
});

/** Looks every minute until `done`; what starts is up four looks later. Answers the last plan. */
function minutesUntil(
  pool: TinyPool,
  bookings: ReturnType<typeof bookingsOf>,
  done: (plan: CapacityPlan) => boolean,
): CapacityPlan {
  const looks = new Map<string, number>();
  for (let minute = 0; ; minute++) {
    for (const host of pool.hosts) {
      if (host.power !== 'starting') looks.delete(host.name);
      else if (looks.set(host.name, (looks.get(host.name) ?? 0) + 1).get(host.name)! >= 4) Object.assign(host, up);
    }
    const plan = pool.look(bookings);
    if (done(plan) || minute > 1000) return plan;
  }
}

/** Hosts that we started, up, with people p1 to pN filled in one host after the other. */
function runningPool(hosts: number, people: number, settings: Partial<CapacitySettings> = {}): TinyPool {
  const pool = new TinyPool(hosts, at('08:26'), settings);
  pool.look(bookingsOf(20 * hosts + 20), 0);
  pool.boot();
  for (let person = 1; person <= people; person++) pool.signIn(`p${person}@x`, `h${Math.ceil(person / 16)}`);
  pool.look(bookingsOf(Math.max(1, people)), 4);
  return pool;
}

function newcomers(count: number) {
  return bookingsOf(count, { startsAt: at('17:20'), endsAt: at('20:00') }).map((one) => ({
    ...one,
    upn: `new-${one.upn}`,
    id: `new-${one.id}`,
  }));
}
