import assert from 'node:assert/strict';
import { aBooking, at, does, TinyPool, up } from './capacity-builders.ts';

const personal = { kind: 'personal' } as const;
const anna = aBooking({ upn: 'anna@x' });

describe('the planner for personal desktops', () => {
  it('runs the owner’s host from the boot lead before the booked time, and no other', () => {
    const pool = new TinyPool([{ assignedUser: 'ben@x' }, { assignedUser: 'Anna@X' }], at('07:50'), personal);

    const before = pool.look([anna], 0);
    pool.now = before.wakeAt;
    const plan = pool.look([anna], 0);

    assert.equal(does(before), '');
    assert.equal(pool.now.toISOString(), at('07:59').toISOString());
    assert.equal(does(plan), 'start h2');
  });

  it('deallocates it, without drain, when time and grace are over and it was empty in two readings with a list', () => {
    const pool = runningForAnna();
    pool.signIn('anna@x', 'h1');
    pool.now = at('17:16');

    const inGrace = does(pool.look([anna], 0));
    pool.now = at('17:30');
    const inside = [0, 1, 60].map((minutes) => does(pool.look([anna], minutes)));
    pool.signOut('anna@x');
    const readings = [{ list: true }, { list: false }, { list: true }].map((how) => does(pool.look([anna], 1, how)));

    assert.equal(inGrace, '');
    assert.deepEqual(inside, ['', '', '']);
    assert.deepEqual(readings, ['', '', 'deallocate h1']);
  });

  it('keeps the host of an owner who is booked again in a moment', () => {
    const pool = runningForAnna();
    pool.now = at('17:29');
    const evening = aBooking({ upn: 'anna@x', id: 'b2', startsAt: at('18:00'), endsAt: at('20:00') });

    const plans = [1, 1, 1].map((minutes) => does(pool.look([anna, evening], minutes)));

    assert.deepEqual(plans, ['', '', '']);
  });

  it('gives a booked person without a host a free one, once, and starts it when it is theirs', () => {
    const pool = new TinyPool([{ assignedUser: 'ben@x' }, {}, {}], at('08:10'), personal);
    pool.refuses = (action) => action.op === 'assign';

    const assigned = does(pool.look([anna]));
    const unseen = does(pool.look([anna]));
    pool.host('h2').assignedUser = 'anna@x';
    const started = does(pool.look([anna]));
    const after = does(pool.look([anna]));

    assert.deepEqual([assigned, unseen, started, after], ['assign h2', '', 'start h2', '']);
  });

  it('gives two people two hosts, and takes another where somebody else got it', () => {
    const pool = new TinyPool([{}, {}, {}], at('06:00'), personal);
    pool.refuses = (action) => action.op === 'assign';
    const people = [anna, aBooking({ upn: 'ben@x' })];

    const first = does(pool.look(people));
    pool.host('h1').assignedUser = 'somebody@x';
    pool.host('h2').assignedUser = 'ben@x';
    const again = does(pool.look(people, 6));

    assert.equal(first, 'assign h1, assign h2');
    assert.equal(again, 'assign h3');
  });

  it('never moves an owner, and reports a person for whom no host is free', () => {
    const pool = new TinyPool([{ assignedUser: 'ben@x', ...up }], at('06:00'), personal);

    const plan = pool.look([anna]);

    assert.equal(does(plan), '');
    assert.deepEqual(plan.faults, [
      {
        code: 'personal-host-missing',
        subject: 'b-anna@x',
        detail: 'booked from 2026-12-02T08:30:00.000Z and none of 1 desktops is free',
      },
    ]);
  });

  it('reports a host that does not come up, stops it while empty and starts it anew', () => {
    const pool = new TinyPool([{ assignedUser: 'anna@x' }], at('08:00'), personal);
    pool.look([anna], 0);

    const plans = [10, 1, 1, 1, 1].map((minutes) => pool.look([anna], minutes));

    assert.deepEqual(plans.map(does), ['', 'deallocate h1', 'start h1', '', '']);
    assert.equal(plans[1]!.faults[0]?.code, 'host-not-starting');
  });

  it('leaves a host drained by hand alone and says so', () => {
    const pool = new TinyPool([{ assignedUser: 'anna@x', allowNewSession: false }], at('08:10'), personal);

    const plan = pool.look([anna]);

    assert.equal(does(plan), '');
    assert.match(plan.faults[0]!.detail, /drained by hand/);
  });

  it('leaves a host that was started by hand on for twelve hours', () => {
    const pool = new TinyPool([{ assignedUser: 'anna@x' }], at('06:00'), personal);
    pool.look([], 0);
    Object.assign(pool.host('h1'), up);

    const day = [1, 60, 600].map((minutes) => does(pool.look([], minutes)));
    const evening = [60, 1, 1].map((minutes) => does(pool.look([], minutes)));

    assert.deepEqual(day, ['', '', '']);
    assert.ok(evening.includes('deallocate h1'), evening.join('; '));
  });
});

function runningForAnna(): TinyPool {
  const pool = new TinyPool([{ assignedUser: 'anna@x' }], at('08:00'), personal);
  pool.look([anna], 0);
  pool.boot();
  pool.look([anna], 4);
  return pool;
}
