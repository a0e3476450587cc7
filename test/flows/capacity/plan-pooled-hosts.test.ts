import assert from 'node:assert/strict';
import { at, bookingsOf, does, TinyPool, up } from './capacity-builders.ts';

describe('the planner for pooled hosts', () => {
  it('starts hosts for everybody booked from the boot lead and the early comers before the start, not sooner', () => {
    const pool = new TinyPool(5, at('07:50'));

    const before = pool.look(bookingsOf(20), 0);
    const woken = before.wakeAt;
    pool.now = woken;
    const plan = pool.look(bookingsOf(20), 0);

    assert.equal(does(before), '');
    assert.equal(woken.toISOString(), at('07:59').toISOString()); // 25 and 6 minutes before half past eight
    assert.equal(does(plan), 'start h1, start h2');
    assert.match(plan.actions[0]!.reason, /20 places short: 20 places needed \(20 booked/);
  });

  it('takes a host as room only when it is available, and waits for one that is running', () => {
    const pool = new TinyPool(5, at('08:05'));
    pool.look(bookingsOf(16));
    Object.assign(pool.host('h1'), { power: 'running', health: 'unavailable' });

    const waiting = pool.look(bookingsOf(16), 3);
    const more = pool.look(bookingsOf(17), 1);

    assert.equal(does(waiting), '');
    assert.equal(does(more), 'start h2');
  });

  it('replaces, reports and stops a host that does not come up', () => {
    const pool = new TinyPool(3, at('08:00'));
    pool.look(bookingsOf(10), 0);

    const early = pool.look(bookingsOf(10), 10);
    const late = pool.look(bookingsOf(10), 1);
    const plans = [1, 1, 1, 1, 1].map((minutes) => pool.look(bookingsOf(10), minutes));

    assert.equal(does(early), '');
    assert.equal(does(late), 'drain h1, start h2');
    assert.deepEqual([late.faults[0]?.code, late.faults[0]?.subject], ['host-not-starting', 'h1']);
    assert.equal(plans.map(does).filter(Boolean).join('; '), 'deallocate h1; undrain h1');
  });

  it('does not stop a host that failed while somebody is counted on it', () => {
    const pool = new TinyPool(3, at('08:00'));
    pool.look(bookingsOf(10), 0);
    Object.assign(pool.host('h1'), { power: 'failed' });
    pool.signIn('p1@x', 'h1');

    const plans = [1, 1, 1, 1, 1, 1, 1].map((minutes) => pool.look(bookingsOf(10), minutes));

    assert.equal(plans.map(does).filter(Boolean).join('; '), 'drain h1, start h2');
  });

  it('drains what nobody needs any more, and deallocates it after three minutes and two empty readings', () => {
    const pool = runningPool(2, 20);
    pool.now = at('17:15');

    const drained = pool.look(bookingsOf(20), 0);
    for (let person = 1; person <= 20; person++) if (person !== 3) pool.signOut(`p${person}@x`);
    const minutes = [1, 1, 1, 1, 1, 1].map((step) => does(pool.look(bookingsOf(20), step)));
    pool.signOut('p3@x');
    const first = does(pool.look(bookingsOf(20)));
    const second = does(pool.look(bookingsOf(20)));

    assert.equal(does(drained), 'drain h2, drain h1');
    assert.deepEqual(minutes, ['', '', '', 'deallocate h2', 'undrain h2', '']);
    assert.equal(first, '');
    assert.equal(second, 'deallocate h1');
  });

  it('does not count a reading without the list, nor two readings of which one showed somebody', () => {
    const pool = runningPool(1, 1);
    pool.now = at('17:15');
    pool.look([], 0);
    pool.look([], 5);
    pool.signOut('p1@x');

    const emptyOnce = does(pool.look([], 1));
    const withoutList = does(pool.look([], 1, { list: false }));
    pool.signIn('late@x', 'h1');
    pool.look([], 1);
    pool.signOut('late@x');
    const emptyAgain = does(pool.look([], 1));
    const withoutAgain = does(pool.look([], 1, { list: false }));
    const second = does(pool.look([], 1));

    assert.deepEqual([emptyOnce, withoutList, emptyAgain, withoutAgain, second], ['', '', '', '', 'deallocate h1']);
  });

  it('undrains before it starts, the fullest that has room first', () => {
    const pool = runningPool(3, 40);
    pool.now = at('17:15');
    pool.look([], 0);
    for (let person = 1; person <= 15; person++) pool.signOut(`p${person}@x`);

    const inside = pool.look(bookingsOf(40, { endsAt: at('20:00') }).slice(30), 1); // p31 to p40
    const more = pool.look(newcomers(10), 1);
    const many = pool.look(newcomers(40), 1);

    assert.equal(does(inside), '');
    assert.equal(does(more), 'undrain h3, undrain h1'); // eight places and fifteen; the second host is full
    assert.equal(does(many), '');
    assert.match(many.faults[0]!.detail, /places short/);
  });

  it('keeps a host that the bookings of the next minutes need again', () => {
    const pool = runningPool(2, 20);
    pool.now = at('12:05');
    const morning = bookingsOf(20, { endsAt: at('12:00') });
    const afternoon = bookingsOf(20, { startsAt: at('12:50'), endsAt: at('17:15') });
    pool.sessions = [];

    const plan = pool.look([...morning, ...afternoon.map((one) => ({ ...one, id: `${one.id}-pm` }))], 0);

    assert.equal(does(plan), '');
  });

  it('leaves a host drained by hand alone: not undrained, not started, not counted, not stopped', () => {
    const pool = new TinyPool([{ ...up, allowNewSession: false }, { allowNewSession: false }, {}], at('08:10'));

    const plan = pool.look(bookingsOf(30));
    const short = plan.faults.find((fault) => fault.code === 'capacity-short');
    pool.boot();
    pool.now = at('23:00');
    const night = [0, 1, 1, 1, 1, 1, 1].map((minutes) => does(pool.look([], minutes)));

    assert.equal(does(plan), 'start h3');
    assert.match(short!.detail, /^14 places short with every host/);
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
    const pool = runningPool(2, 0, 2);
    pool.settings = { ...pool.settings };
    Object.assign(pool.host('h1'), { power: 'deallocated', health: 'shutdown' });
    Object.assign(pool.host('h2'), { power: 'deallocated', health: 'shutdown' });
    pool.hosts.push({ ...pool.host('h1'), name: 'h3' });

    const plan = pool.look(bookingsOf(20));

    assert.equal(does(plan), 'start h3, start h1');
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
    const pool = new TinyPool(5, at('08:20'), { maxSessions: 8 });
    pool.maxSessions = 999_999;

    const plan = pool.look(bookingsOf(20));

    assert.equal(does(plan), 'start h1, start h2, start h3');
  });

  it('begins anew with a memory that it cannot read', () => {
    for (const memory of [{ version: 99, hosts: 'x' }, { version: 1 }, { version: 1, hosts: null }]) {
      const pool = new TinyPool(1, at('08:20'));
      pool.memory = memory;

      assert.equal(does(pool.look(bookingsOf(1))), 'start h1');
    }
  });

  it('counts a person with two bookings once, and one who stays on until gone', () => {
    const pool = new TinyPool(5, at('08:20'));
    const twice = [...bookingsOf(16), ...bookingsOf(16).map((one) => ({ ...one, id: `${one.id}-2` }))];

    const plan = pool.look(twice);

    assert.equal(does(plan), 'start h1');
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
    const pool = new TinyPool(4, at('08:10'));
    const storm = pool.look(bookingsOf(40));
    pool.boot();
    for (let person = 1; person <= 40; person++) pool.signIn(`p${person}@x`, `h${(person % 3) + 1}`);

    const after = pool.look(bookingsOf(40), 20);
    pool.sessions = [];
    const again = pool.look(bookingsOf(40), 1);

    const mode = (plan: typeof storm) => plan.actions.flatMap((one) => (one.op === 'balance' ? [one.mode] : []));
    assert.deepEqual([mode(storm), mode(after), mode(again)], [[], ['depth'], ['breadth']]);
  });

  it('sleeps while nothing can change, and looks each minute while something is under way', () => {
    const idle = new TinyPool(2, at('00:00')).look(bookingsOf(5), 0);
    const nothing = new TinyPool(2, at('00:00')).look([], 0);
    const starting = new TinyPool(2, at('08:10')).look(bookingsOf(5), 0);

    assert.equal(idle.wakeAt.toISOString(), at('07:59').toISOString());
    assert.equal(nothing.wakeAt.toISOString(), at('12:00').toISOString());
    assert.equal(starting.wakeAt.toISOString(), at('08:11').toISOString());
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

  it('learns how long hosts take and starts them that much earlier', () => {
    const pool = new TinyPool(9, at('06:00'));
    for (let round = 0; round < 9; round++) {
      const booked = bookingsOf(16 * (round + 1), { startsAt: at('06:00') });
      pool.look(booked, 1);
      pool.look(booked, 8);
      pool.boot();
      pool.look(booked, 1);
    }
    const fresh = new TinyPool(9, at('00:00'));
    fresh.memory = { ...structuredClone(pool.memory!), hosts: {}, present: [], sessions: 0 };

    const plan = fresh.look(bookingsOf(5), 0);

    assert.equal(plan.wakeAt.toISOString(), at('07:56').toISOString()); // 25 and 9 minutes
  });
});

/** Hosts that we started, up, with people p1 to pN filled in one host after the other. */
function runningPool(hosts: number, people: number, needed = hosts): TinyPool {
  const pool = new TinyPool(hosts, at('08:00'));
  pool.look(bookingsOf(16 * (needed - 1) + 1), 0);
  pool.boot();
  for (let person = 1; person <= people; person++) pool.signIn(`p${person}@x`, `h${Math.ceil(person / 16)}`);
  pool.look(bookingsOf(16 * (needed - 1) + 1), 4);
  return pool;
}

function newcomers(count: number) {
  return bookingsOf(count, { startsAt: at('17:20'), endsAt: at('20:00') }).map((one) => ({
    ...one,
    upn: `new-${one.upn}`,
    id: `new-${one.id}`,
  }));
}
