import assert from 'node:assert/strict';
import { reconcileHostPool } from '../../../flows/capacity/reconcile-host-pool.ts';
import type { HostMaintenance } from '../../../flows/maintenance/maintenance-store.ts';
import { at, bookingsOf } from '../capacity/capacity-builders.ts';
import { CapacityDesk, POOL_ID } from '../capacity/capacity-desk.ts';

const MINUTE = 60_000;

describe('hosts to be patched, round by round', () => {
  it('takes out hosts that are off in the round that finds them, shuts them, and starts others instead', async () => {
    const desk = aDesk('08:10', 20);
    mark(desk, 'h1');

    await round(desk);

    assert.deepEqual(statesOf(desk), ['h1 ready']);
    assert.deepEqual(callsOf(desk).slice(0, 2), ['drain h1', 'startHost h2']);
    assert.ok(!callsOf(desk).includes('startHost h1'));
    assert.deepEqual(noticesOf(desk), ['ict-1 maintenance-ready h1', 'ict-2 maintenance-ready h1']);
    assert.deepEqual(
      desk.audit.filter(({ kind }) => kind.startsWith('maintenance')).map(({ kind, subject }) => [kind, subject]),
      [['maintenance-ready', 'h1']],
    );
  });

  it('empties a host that is on, never stops it with somebody on it, and tells once that it is off', async () => {
    const desk = aDesk('08:10', 20, 4);
    await round(desk);
    desk.provider.settle();
    for (let person = 1; person <= 20; person++)
      desk.provider.signIn(POOL_ID, `p${person}@x`, person < 6 ? 'h1' : 'h2');
    desk.now = at('10:00');
    mark(desk, 'h1');

    for (let minute = 0; minute < 20; minute++) await later(desk, 1);
    const occupied = [desk.provider.host(POOL_ID, 'h1').power, ...statesOf(desk)];
    for (let person = 1; person < 6; person++) desk.provider.signOut(POOL_ID, `p${person}@x`);
    for (let minute = 0; minute < 12; minute++) {
      await later(desk, 1);
      desk.provider.settle();
    }

    assert.deepEqual(occupied, ['running', 'h1 emptying']);
    assert.deepEqual(statesOf(desk), ['h1 ready']);
    const { power, allowNewSession } = desk.provider.host(POOL_ID, 'h1');
    assert.deepEqual([power, allowNewSession], ['deallocated', false]);
    assert.deepEqual(noticesOf(desk), ['ict-1 maintenance-ready h1', 'ict-2 maintenance-ready h1']);
  });

  it('leaves the power of a ready host alone, and nobody lands on it; given back it is opened again', async () => {
    const desk = aDesk('08:10', 0);
    mark(desk, 'h1');
    await round(desk);
    Object.assign(desk.provider.host(POOL_ID, 'h1'), { power: 'running', health: 'available' });

    for (let hour = 0; hour < 15; hour++) await later(desk, 60);
    const worked = { ...desk.provider.host(POOL_ID, 'h1') };
    Object.assign(desk.provider.host(POOL_ID, 'h1'), { power: 'deallocated', health: 'shutdown' });
    desk.marks[0]!.state = 'done';
    await later(desk, 1);
    await later(desk, 1);

    assert.deepEqual([worked.power, worked.allowNewSession], ['running', false]);
    assert.equal(desk.provider.host(POOL_ID, 'h1').allowNewSession, true);
    assert.ok(!callsOf(desk).includes('deallocateHost h1'));
  });

  it('keeps one zone at a time, and hosts that bookings of the coming day need', async () => {
    const desk = aDesk('20:00', 0, 4);
    desk.bookings = bookingsOf(16, { startsAt: at('22:00'), endsAt: at('23:30') });
    for (const [host, zone] of [
      ['h1', '1'],
      ['h2', '2'],
      ['h3', '2'],
      ['h4', '2'],
    ] as const)
      desk.provider.host(POOL_ID, host).zone = zone;
    mark(desk, 'h1', 'h2', 'h3', 'h4');

    await round(desk);
    const first = statesOf(desk);
    desk.marks[0]!.state = 'done';
    await later(desk, 1);

    assert.deepEqual(first, ['h1 ready', 'h2 waiting other-zone', 'h3 waiting other-zone', 'h4 waiting other-zone']);
    assert.deepEqual(statesOf(desk), ['h1 done', 'h2 ready', 'h3 ready', 'h4 ready']);
    desk.bookings = bookingsOf(33, { startsAt: at('22:00'), endsAt: at('23:30') });
    await later(desk, 1);
    await later(desk, 1);
    assert.deepEqual(
      noticesOf(desk).filter((one) => one.startsWith('ict-1 maintenance')),
      ['ict-1 maintenance-ready h1', 'ict-1 maintenance-ready h2,h3,h4', 'ict-1 maintenance-wanted h2,h3,h4'],
    );
  });

  it('gives hosts back that were on their way out when an emergency begins', async () => {
    const desk = aDesk('08:10', 20, 4);
    await round(desk);
    desk.provider.settle();
    for (let person = 1; person <= 20; person++)
      desk.provider.signIn(POOL_ID, `p${person}@x`, person < 6 ? 'h1' : 'h2');
    desk.now = at('10:00');
    await round(desk);
    mark(desk, 'h1', 'h3');
    await later(desk, 1);
    const before = statesOf(desk);

    desk.emergencies = [{}];
    await later(desk, 1);

    assert.deepEqual(before, ['h1 emptying', 'h3 ready']);
    assert.deepEqual(statesOf(desk), ['h1 waiting emergency', 'h3 ready']);
    assert.ok(noticesOf(desk).includes('ict-1 maintenance-wanted h3'));
  });

  it('respects what somebody drained or started by hand, and touches nothing in a pool that is not ours', async () => {
    const desk = aDesk('12:00', 0);
    Object.assign(desk.provider.host(POOL_ID, 'h1'), { power: 'running', health: 'available' });
    Object.assign(desk.provider.host(POOL_ID, 'h2'), { power: 'running', health: 'available', allowNewSession: false });
    await round(desk);
    mark(desk, 'h1', 'h2');

    for (let minute = 0; minute < 10; minute++) await later(desk, 1);
    const inHand = [...statesOf(desk)];
    desk.provider.pool(POOL_ID).handsOff = { reason: 'native-autoscale', detail: 'plan' };
    await later(desk, 1);

    assert.deepEqual(inHand, ['h1 waiting by-hand', 'h2 waiting by-hand']);
    assert.deepEqual(statesOf(desk), ['h1 waiting pool-not-ours', 'h2 waiting pool-not-ours']);
    assert.deepEqual(
      callsOf(desk).filter((call) => /(drain|deallocateHost|startHost) h[12]/.test(call)),
      [],
    );
  });

  it('looks at waiting hosts again within a quarter of an hour', async () => {
    const desk = aDesk('20:00', 0);
    desk.bookings = bookingsOf(48, {
      startsAt: new Date('2026-12-03T08:30:00Z'),
      endsAt: new Date('2026-12-03T17:00:00Z'),
    });
    mark(desk, 'h1');

    const { wakeAt } = await round(desk);

    assert.deepEqual(statesOf(desk), ['h1 waiting places']);
    assert.ok(wakeAt.getTime() - desk.now.getTime() <= 15 * MINUTE);
  });

  it('takes out a personal host only far from its owner’s next booking', async () => {
    const desk = new CapacityDesk(at('18:00'), { kind: 'personal' });
    desk.provider.addPool(POOL_ID, {
      hosts: [
        { name: 'h1', assignedUser: 'p1@x' },
        { name: 'h2', assignedUser: 'p2@x' },
      ],
      balance: 'persistent',
      maxSessions: 1,
    });
    desk.bookings = [
      ...bookingsOf(1, { startsAt: at('22:00'), endsAt: at('23:00') }),
      ...bookingsOf(2, { startsAt: new Date('2026-12-03T08:30:00Z'), endsAt: new Date('2026-12-03T17:00:00Z') }).slice(
        1,
      ),
    ];
    mark(desk, 'h1', 'h2');

    await round(desk);
    desk.now = new Date('2026-12-03T08:25:00Z');
    await round(desk);

    assert.deepEqual(statesOf(desk), ['h1 ready', 'h2 ready']);
    assert.ok(!callsOf(desk).includes('startHost h2'));
    assert.ok(noticesOf(desk).includes('ict-1 maintenance-wanted h2'));
  });
});

function aDesk(time: string, people: number, hosts = 3): CapacityDesk {
  const desk = new CapacityDesk(at(time), { hosts: { prefix: 'h', count: hosts } });
  desk.provider.addPool(POOL_ID, { hosts: Array.from({ length: hosts }, (_, index) => `h${index + 1}`) });
  desk.bookings = bookingsOf(people);
  return desk;
}

function mark(desk: CapacityDesk, ...hosts: string[]): void {
  for (const host of hosts) {
    const known = { reason: 'patches', markedAt: desk.now, markedBy: 'ops', state: 'waiting' } as const;
    const times = { zone: null, waitsFor: null, begunAt: null, readyAt: null, toldAt: null, doneAt: null };
    const marked: HostMaintenance = { id: desk.marks.length + 1, poolId: POOL_ID, host, ...known, ...times };
    desk.marks.push(marked);
  }
}

function round(desk: CapacityDesk) {
  return reconcileHostPool(desk.deps, POOL_ID);
}

function later(desk: CapacityDesk, minutes: number) {
  desk.now = new Date(desk.now.getTime() + minutes * MINUTE);
  return round(desk);
}

function statesOf(desk: CapacityDesk): string[] {
  return desk.marks.map(({ host, state, waitsFor }) => [host, state, waitsFor].filter(Boolean).join(' '));
}

function callsOf(desk: CapacityDesk): string[] {
  return desk.provider.calls.map((call) => call.replace(` ${POOL_ID}`, '')).filter((call) => call !== 'readHostPool');
}

function noticesOf(desk: CapacityDesk): string[] {
  return desk.outbox.flatMap((work) => {
    if (work.kind !== 'tell') return [];
    const { notice } = work;
    const about = 'hosts' in notice ? notice.hosts.join(',') : 'fault' in notice ? notice.fault.code : '';
    return `${work.personId} ${notice.kind} ${about}`;
  });
}
