import assert from 'node:assert/strict';
import { capacityDueAfterChange } from '../../../flows/capacity/capacity-due.ts';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import { aBooking, at, bookingsOf } from './capacity-builders.ts';
import { CapacityDesk, POOL_ID } from './capacity-desk.ts';

const MINUTE = 60_000;

describe('a round of capacity', () => {
  it('reads the provider first and the bookings last, and commits every intent before the first call', async () => {
    const desk = aDesk('08:20', 20);
    desk.bookings = [];
    const read = desk.provider.readHostPool.bind(desk.provider);
    desk.provider.readHostPool = async (...asked) => {
      const seen = await read(...asked);
      desk.bookings = bookingsOf(20); // approved while the provider was answering
      return seen;
    };

    const result = await round(desk);

    assert.deepEqual(callsOf(desk), ['readHostPool', 'startHost h1', 'startHost h2']);
    const planned = desk.commits.find((commit) => commit.intents > 0)!;
    assert.deepEqual(planned, { calls: 1, intents: 2, outcomes: 0 });
    assert.deepEqual(
      desk.journal.map((entry) => entry.ok),
      [true, true],
    );
    assert.equal(result.actions, 2);
    assert.equal(result.wakeAt.getTime(), desk.now.getTime() + MINUTE);
  });

  it('has a host up for somebody approved late when their card promises it: the pool’s notice after the approval', async () => {
    const late = aBooking({ upn: 'late@x', knownAt: at('09:20') });
    const [soon, forgotten] = [aDesk('10:45', 0), aDesk('10:45', 0)];
    soon.bookings = [late];
    // Approved as late as nobody promised anything: ready only when the time is over.
    forgotten.bookings = [{ ...late, endsAt: at('10:50') }];

    await round(soon);
    await round(forgotten);

    assert.deepEqual(callsOf(soon), ['readHostPool', 'startHost h1']);
    assert.deepEqual(callsOf(forgotten), ['readHostPool']);
  });

  it('writes intent and outcome of every action into the audit log, with its reason and without names', async () => {
    const desk = aDesk('08:10', 16);

    await round(desk);

    assert.deepEqual(
      desk.audit.map(({ kind, by, subject, facts }) => [kind, by, subject, facts.op, facts.intent]),
      [
        ['capacity-intent', 'system', 'h1', 'start', 1],
        ['capacity-outcome', 'system', 'h1', 'start', 1],
      ],
    );
    assert.match(String(desk.audit[0]!.facts.reason), /to be ready in time: 0 signed in, 0 waiting, .* in 30 min/);
    assert.ok(!JSON.stringify(desk.audit).includes('@x'));
  });

  it('carries a whole day: start, drain, deallocate, all off', async () => {
    const desk = aDesk('08:10', 20);
    await round(desk);
    desk.provider.settle();
    await later(desk, 5);
    for (let person = 1; person <= 20; person++)
      desk.provider.signIn(POOL_ID, `p${person}@x`, person < 11 ? 'h1' : 'h2');
    desk.now = at('17:20');
    await round(desk);
    for (let person = 1; person <= 20; person++) desk.provider.signOut(POOL_ID, `p${person}@x`);

    for (let minute = 0; minute < 12; minute++) {
      await later(desk, 1);
      desk.provider.settle();
    }

    const hosts = desk.provider.pool(POOL_ID).hosts;
    assert.deepEqual(
      hosts.map(({ power, allowNewSession }) => [power, allowNewSession]),
      ['h1', 'h2', 'h3'].map(() => ['deallocated', true]),
    );
    assert.ok(desk.journal.every((entry) => entry.ok === true));
    assert.deepEqual(desk.outbox, []);
  });

  it('asks for the list of sessions only when it is of use', async () => {
    const desk = aDesk('08:10', 10);
    const lists: boolean[] = [];
    const read = desk.provider.readHostPool.bind(desk.provider);
    desk.provider.readHostPool = (pool, what) => {
      lists.push(what.sessions);
      return read(pool, what);
    };
    await round(desk);
    desk.provider.settle();
    await later(desk, 1);
    for (let person = 1; person <= 10; person++) desk.provider.signIn(POOL_ID, `p${person}@x`, 'h1');

    for (let minute = 0; minute < 8; minute++) await later(desk, 1);

    // The very first look, and every five minutes while anybody is signed in.
    assert.deepEqual(lists, [true, false, false, false, false, true, false, false, false, false]);
  });

  it('goes on with the others when one call fails, and tries another host next', async () => {
    const desk = aDesk('08:20', 20);
    desk.provider.failNext('denied', { operation: 'startHost' });

    const first = await round(desk);
    const second = await later(desk, 1);

    assert.deepEqual(startsOf(desk), ['startHost h1', 'startHost h2', 'startHost h3']);
    assert.deepEqual(
      desk.journal.map((entry) => entry.ok),
      [false, true, true, true],
    );
    assert.deepEqual(
      first.faults.map(({ code, subject }) => [code, subject]),
      [['host-not-starting', 'h1']],
    );
    assert.equal(second.faults.length, 0);
  });

  it('believes the reading where an answer was lost', async () => {
    const desk = aDesk('08:10', 10);
    desk.provider.failNext('unavailable', { operation: 'startHost', lostAnswer: true });

    await round(desk);
    const second = await later(desk, 1);

    assert.equal(desk.provider.host(POOL_ID, 'h1').power, 'starting');
    assert.deepEqual(startsOf(desk), ['startHost h1']);
    assert.equal(second.faults.length, 0);
  });

  it('comes back when a throttled provider said, and asks it for no more of the kind', async () => {
    const desk = aDesk('08:20', 20);
    desk.provider.failNext('throttled', { operation: 'startHost', retryAfterMs: 17_000 });

    const result = await round(desk);

    assert.equal(result.wakeAt.getTime(), desk.now.getTime() + 17_000);
    assert.equal(desk.journal[0]!.ok, false);
    desk.now = result.wakeAt;
    await round(desk);
    const powers = desk.provider.pool(POOL_ID).hosts.map(({ power }) => power);
    assert.deepEqual(powers, ['starting', 'starting', 'deallocated']);
  });

  it('leaves a host alone on which somebody is found at the last look', async () => {
    const desk = aDesk('08:10', 1);
    await round(desk);
    desk.provider.settle();
    desk.now = at('17:20');
    for (let minute = 0; minute < 3; minute++) await later(desk, 1);
    desk.provider.failNext('conflict', { operation: 'deallocateHost' });

    const results: number[] = [];
    for (let minute = 0; minute < 5; minute++) {
      results.push((await later(desk, 1)).actions);
      if (results.length === 1) assert.equal(desk.provider.host(POOL_ID, 'h1').power, 'running');
    }

    const stops = desk.journal.filter(({ action }) => action.op === 'deallocate');
    assert.deepEqual(
      stops.map(({ ok }) => ok),
      [false, true],
    );
    assert.equal(stops[1]!.at.getTime() - stops[0]!.at.getTime(), 2 * MINUTE); // two more readings
  });

  it('waits 1, 2, 4 to 15 minutes for a pool it cannot read, and tells ICT once a day from the third time', async () => {
    const desk = aDesk('08:10', 10);
    const waits: number[] = [];
    const told: number[] = [];

    for (let attempt = 0; attempt < 6; attempt++) {
      desk.provider.failNext('unavailable', { operation: 'readHostPool' });
      const result = await round(desk);
      waits.push((result.wakeAt.getTime() - desk.now.getTime()) / MINUTE);
      told.push(desk.outbox.length);
      desk.now = result.wakeAt;
    }
    const back = await round(desk);

    assert.deepEqual(waits, [1, 2, 4, 8, 15, 15]);
    assert.deepEqual(told, [0, 0, 2, 2, 2, 2]);
    assert.deepEqual(desk.outbox[0], {
      kind: 'tell',
      personId: 'ict-1',
      notice: {
        kind: 'fault',
        fault: {
          ...(desk.outbox[0] as any).notice.fault,
          code: 'pool-unreadable',
          subject: POOL_ID,
          since: at('08:10'),
        },
      },
    });
    assert.ok(back.actions > 0);
  });

  it('knows its own drains and starts after the memory is lost', async () => {
    const desk = aDesk('08:10', 10);
    await round(desk);
    desk.provider.settle();
    desk.now = at('17:20');
    await round(desk);
    desk.memory = null;

    for (let minute = 0; minute < 8; minute++) {
      await later(desk, 1);
      desk.provider.settle();
    }

    assert.deepEqual(desk.provider.host(POOL_ID, 'h1'), {
      ...desk.provider.host(POOL_ID, 'h1'),
      power: 'deallocated',
      allowNewSession: true,
    });
  });

  it('repeats nothing when killed between intent and outcome', async () => {
    const desk = aDesk('08:10', 10);
    const start = desk.provider.startHost.bind(desk.provider);
    desk.provider.startHost = async (...asked) => {
      await start(...asked);
      throw new Killed();
    };
    const { store } = desk.deps;
    const transaction = store.transaction.bind(store);
    let commits = 0;
    store.transaction = (work) => (++commits > 2 ? Promise.reject(new Killed()) : transaction(work));
    await assert.rejects(round(desk), Killed);
    store.transaction = transaction;
    desk.provider.startHost = start;

    await later(desk, 1);

    assert.deepEqual(startsOf(desk), ['startHost h1']);
  });

  it('tells a person without a personal desktop, once, and ICT', async () => {
    const desk = new CapacityDesk(at('06:00'), { kind: 'personal' });
    desk.provider.addPool(POOL_ID, {
      hosts: [{ name: 'h1', assignedUser: 'ben@x' }],
      balance: 'persistent',
      maxSessions: 1,
    });
    desk.bookings = [aBooking({ upn: 'anna@x', id: 'b1' })];

    await round(desk);
    await later(desk, 1);

    const kinds = desk.outbox.map((work) => (work.kind === 'tell' ? `${work.personId} ${work.notice.kind}` : ''));
    assert.deepEqual(kinds, ['ict-1 fault', 'ict-2 fault', 'id-anna@x no-personal-desktop']);
  });

  it('lets changes within ten seconds share a round', () => {
    assert.equal(capacityDueAfterChange(at('08:00')).getTime(), at('08:00').getTime() + 10_000);
  });
});

class Killed extends Error {}

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

function callsOf(desk: CapacityDesk): string[] {
  return desk.provider.calls.map((call) => call.replace(` ${POOL_ID}`, ''));
}

function startsOf(desk: CapacityDesk): string[] {
  return callsOf(desk).filter((call) => call.startsWith('start'));
}
