import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CapacityAction } from '../../../../flows/capacity/capacity.ts';
import { DayBook, minutesOfDay } from '../../../../flows/capacity/shadow/shadow-day.ts';
import {
  mirrored,
  VirtualPool,
  type KeptVirtualPool,
  type PersonEvent,
} from '../../../../flows/capacity/shadow/virtual-pool.ts';
import { chooseHost } from '../../../../flows/capacity/shadow/virtual-broker.ts';
import { pooledSettings } from '../../../support/capacity-simulation.ts';
import { at, off, up } from '../capacity-builders.ts';

const MINUTE = 60_000;
const EIGHT = at('08:00').getTime();
const HOSTS = ['h1', 'h2', 'h3'].map((name) => off(name));
const EMPTY: KeptVirtualPool = { at: EIGHT, balance: 'breadth', hosts: {}, people: {} };

function aPool(kept = EMPTY, { places = 2, hosts = HOSTS, boots = Array<number>(100_000).fill(120) } = {}) {
  return new VirtualPool(kept, hosts, places, { ...pooledSettings(), boots, failures: 0 });
}
const start = (host: string): CapacityAction => ({ op: 'start', host, reason: '' });
const came = (upn: string, minute = 0): PersonEvent => ({ at: EIGHT + minute * MINUTE, upn, op: 'came' });
const left = (upn: string, minute: number): PersonEvent => ({ at: EIGHT + minute * MINUTE, upn, op: 'left' });
const hostsOf = (pool: VirtualPool) => pool.seen(true).sessions!.map(({ upn, host }) => `${upn} ${host}`);
const today = (book: DayBook) => book.at(EIGHT);

describe('the virtual pool', () => {
  it('takes people in as soon as a host is up, first come first, and counts how long each waited', () => {
    const [pool, book] = [aPool(), new DayBook('UTC')];
    pool.apply([start('h1')], book);

    pool.advance(EIGHT + 5 * MINUTE, [came('a', 0), came('b', 1.5), came('c', 1.75)], book);

    assert.deepEqual(hostsOf(pool), ['a h1', 'b h1']); // up after two minutes; two places
    assert.equal(pool.waiting, 1);
    const { waitedOver60s, waitedOver300s, longestWaitMinutes, waitedMinutes } = today(book);
    assert.deepEqual([waitedOver60s, waitedOver300s, longestWaitMinutes, waitedMinutes], [1, 0, 2, 2.5]);
  });

  it('gives a place that becomes free to whoever waits', () => {
    const [pool, book] = [aPool(), new DayBook('UTC')];
    pool.apply([start('h1')], book);
    pool.advance(EIGHT + 12 * MINUTE, [came('a', 2), came('b', 2), came('c', 3), left('a', 10)], book);

    assert.deepEqual(hostsOf(pool), ['b h1', 'c h1']);
    assert.deepEqual([today(book).waitedOver60s, today(book).waitedOver300s], [1, 1]);
    assert.equal(today(book).longestWaitMinutes, 7);
  });

  it('refuses after a quarter of an hour, once, and still gives them a desktop when there is one', () => {
    const [pool, book] = [aPool(), new DayBook('UTC')];

    for (let minute = 1; minute <= 40; minute++) pool.advance(EIGHT + minute * MINUTE, [came('a')], book);
    pool.apply([start('h2')], book);
    pool.advance(EIGHT + 50 * MINUTE, [], book);

    const { refused, waitedOver300s, longestWaitMinutes, waitedMinutes } = today(book);
    assert.deepEqual([refused, waitedOver300s, longestWaitMinutes, waitedMinutes], [1, 1, 15, 15]);
    assert.deepEqual(hostsOf(pool), ['a h2']);
  });

  it('counts the wait of somebody who leaves without a desktop, and not that of somebody seen after a gap', () => {
    const [pool, book] = [aPool(), new DayBook('UTC')];

    pool.advance(EIGHT + 9 * MINUTE, [came('a'), { ...came('b'), uncounted: true } as PersonEvent, left('a', 4)], book);
    pool.advance(EIGHT + 60 * MINUTE, [left('b', 50)], book);

    assert.deepEqual([today(book).waitedOver60s, today(book).waitedMinutes, today(book).refused], [1, 4, 0]);
  });

  it('ends no session: a host with people is not stopped, and nobody is logged off', () => {
    const [pool, book] = [aPool(), new DayBook('UTC')];
    pool.apply([start('h1')], book);
    pool.advance(EIGHT + 5 * MINUTE, [came('a', 4)], book);

    const outcomes = pool.apply(
      [
        { op: 'deallocate', host: 'h1', reason: '' },
        { op: 'log-off', host: 'h1', upn: 'a', reason: '' },
        { op: 'start', host: 'gone', reason: '' },
      ],
      book,
    );

    assert.deepEqual(
      outcomes.map(({ failed }) => failed),
      ['conflict', 'conflict', 'not-found'],
    );
    assert.deepEqual(hostsOf(pool), ['a h1']);
    assert.equal(today(book).stops, 0);
  });

  it('begins as the real pool stands, with all doors open', () => {
    const seen = aPool(EMPTY).seen(true);
    const hosts = [
      off('h1', { ...up, allowNewSession: false, sessions: 1 }),
      off('h2'),
      off('h3', { power: 'starting' }),
    ];
    const sessions = [{ id: '1', host: 'h1', upn: 'A@x', state: 'disconnected' as const }];

    const pool = aPool(mirrored({ ...seen, hosts, sessions, balance: 'depth' }, EIGHT), { hosts });

    const shown = pool.seen(true);
    assert.deepEqual(
      shown.hosts.map(({ power, allowNewSession, sessions: count }) => [power, allowNewSession, count]),
      [
        ['running', true, 1],
        ['deallocated', true, 0],
        ['starting', true, 0],
      ],
    );
    assert.deepEqual([shown.balance, hostsOf(pool), pool.isAway('a@x')], ['depth', ['a@x h1'], true]);
  });

  it('places those anew whose host is gone', () => {
    const [first, book] = [aPool(), new DayBook('UTC')];
    first.apply([start('h1'), start('h2')], book);
    first.advance(EIGHT + 5 * MINUTE, [came('a', 4), came('b', 4)], book);

    const pool = aPool(first.toJSON(), { hosts: HOSTS.slice(1) });
    pool.advance(EIGHT + 6 * MINUTE, [], book);

    assert.deepEqual(hostsOf(pool), ['a h2', 'b h2']);
    assert.equal(today(book).waitedMinutes, 0);
  });

  it('gives a personal desktop to its owner alone', () => {
    const hosts = [off('h1', { assignedUser: 'A@x' }), off('h2')];
    const settings = { ...pooledSettings({ kind: 'personal', maxSessions: 1 }), boots: [], failures: 0 };
    const pool = new VirtualPool(EMPTY, hosts, 999_999, settings);
    const book = new DayBook('UTC');
    pool.apply([start('h1'), start('h2'), { op: 'assign', host: 'h2', upn: 'B@x', reason: '' }], book);

    pool.advance(EIGHT + 14 * MINUTE, [came('c@x', 11), came('b@x', 12), came('a@x', 13)], book);

    assert.deepEqual(hostsOf(pool), ['b@x h2', 'a@x h1']);
  });

  it('keeps for a host under way the time that it had left when the clock goes back', () => {
    const [pool, book] = [aPool(), new DayBook('UTC')];
    pool.apply([start('h1')], book);
    pool.advance(EIGHT + 1 * MINUTE, [came('a', 1)], book);

    pool.advance(EIGHT - 30 * MINUTE, [], book);
    const early = pool.seen(true).hosts[0]!.power;
    pool.advance(EIGHT - 28 * MINUTE, [], book);

    assert.deepEqual([early, pool.seen(true).hosts[0]!.power], ['starting', 'running']);
    assert.equal(today(book).ourHostMinutes, 3);
    assert.ok(today(book).longestWaitMinutes <= 1.01);
  });

  it('holds its rules whatever is asked of it: limits, payment from start to stop, JSON, the same again', () => {
    const name = fc.constantFrom('h1', 'h2', 'h3');
    const action: fc.Arbitrary<CapacityAction> = fc.oneof(
      fc.record({
        op: fc.constantFrom('start', 'drain', 'undrain', 'deallocate' as const),
        host: name,
        reason: fc.constant(''),
      }),
      fc.record({
        op: fc.constant('balance' as const),
        mode: fc.constantFrom('depth', 'breadth' as const),
        reason: fc.constant(''),
      }),
    );
    const event = fc.record({
      upn: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      op: fc.constantFrom('came', 'left', 'away', 'back' as const),
    });
    const round = fc.record({
      minutes: fc.integer({ min: -20, max: 40 }),
      events: fc.array(event, { maxLength: 6 }),
      actions: fc.array(action, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(round, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), (rounds, places) => {
        const run = () => {
          let kept = EMPTY;
          const book = new DayBook('Asia/Tokyo');
          const on = new Map<string, number>();
          let paid = 0;
          for (const { minutes, events, actions } of rounds) {
            const pool = aPool(JSON.parse(JSON.stringify(kept)) as KeptVirtualPool, { places, boots: [] });
            const now = pool.at + minutes * MINUTE;
            paid += Math.max(0, minutes) * on.size;
            pool.advance(
              now,
              events.map((one) => ({ ...one, at: now })),
              book,
            );
            for (const { action: done, failed } of pool.apply(actions, book)) {
              if (failed !== null) continue;
              if (done.op === 'start') on.set(done.host, now);
              else if (done.op === 'deallocate') on.delete(done.host);
            }
            const { hosts, sessions } = pool.seen(true);
            for (const host of hosts) {
              assert.ok(host.sessions <= places);
              assert.equal(sessions!.filter((one) => one.host === host.name).length, host.sessions);
              if (host.sessions > 0) assert.equal(host.power, 'running');
            }
            kept = pool.toJSON();
            assert.deepEqual(
              JSON.parse(JSON.stringify(aPool(kept, { places, boots: [] }))),
              JSON.parse(JSON.stringify(kept)),
            );
          }
          const days = [...book.days.values()];
          const counted = days.reduce((sum, one) => sum + one.ourHostMinutes, 0);
          assert.ok(Math.abs(counted - paid) < 1e-6, `${counted} counted, ${paid} paid`);
          for (const one of days) {
            assert.ok(one.refused <= one.waitedOver300s && one.waitedOver300s <= one.waitedOver60s);
            assert.ok(one.longestWaitMinutes <= 15);
          }
          return { kept, days };
        };
        assert.deepEqual(run(), run());
      }),
    );
  });
});

describe("the broker's rules", () => {
  const hosts = [3, 1, 1, 4, 0].map((sessions, index) => ({
    name: index,
    open: index !== 4,
    places: 4,
    sessions,
    owner: null,
  }));

  it('send to the open host with the fewest sessions, or with the most below its limit; ties to the first', () => {
    assert.equal(chooseHost(hosts, 'breadth', 'pooled', 'a')?.name, 1);
    assert.equal(chooseHost(hosts, 'depth', 'pooled', 'a')?.name, 0);
    assert.equal(chooseHost(hosts.slice(3), 'depth', 'pooled', 'a'), null);
  });
});

describe('the book of days', () => {
  it('gives each local day its own minutes', () => {
    const book = new DayBook('Asia/Tokyo');

    book.spread('ourHostMinutes', Date.UTC(2026, 11, 1, 14, 30), Date.UTC(2026, 11, 2, 16), 2);

    assert.deepEqual(
      [...book.days.values()].map(({ day, ourHostMinutes }) => [day, ourHostMinutes]),
      [
        ['2026-12-01', 60],
        ['2026-12-02', 2880],
        ['2026-12-03', 120],
      ],
    );
  });

  it('knows days on which clocks are changed', () => {
    assert.deepEqual(
      ['2026-03-29', '2026-10-25', '2026-12-01'].map((day) => minutesOfDay(day, 'Europe/Berlin')),
      [1380, 1500, 1440],
    );
  });
});
