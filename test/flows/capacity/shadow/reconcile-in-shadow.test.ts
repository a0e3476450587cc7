import assert from 'node:assert/strict';
import type { DesktopProvider } from '../../../../flows/capacity/capacity.ts';
import { reconcileHostPool } from '../../../../flows/capacity/reconcile-host-pool.ts';
import { at, bookingsOf, off, up } from '../capacity-builders.ts';
import { aPool, CapacityDesk, POOL_ID } from '../capacity-desk.ts';

const MINUTE = 60_000;
const CHANGES: (keyof DesktopProvider)[] = [
  'startHost',
  'deallocateHost',
  'setDrainMode',
  'setBalance',
  'assignHost',
  'sendMessage',
  'disconnectSession',
  'logOffSession',
];

/** Whatever would change something at the provider throws, and is noted. */
function forbidChanges(provider: DesktopProvider): string[] {
  const asked: string[] = [];
  for (const name of CHANGES)
    provider[name] = () => {
      asked.push(name);
      throw new Error(`${name} in shadow`);
    };
  return asked;
}

describe('rounds of a pool in shadow', () => {
  const aDesk = (handsOff: boolean, pool = {}) => {
    const desk = new CapacityDesk(at('07:40'), { scaling: 'shadow', ...pool });
    desk.provider.addPool(POOL_ID, {
      hosts: ['h1', 'h2', 'h3'],
      handsOff: handsOff ? { reason: 'native-autoscale', detail: 'scaling plan p is enabled' } : null,
    });
    desk.bookings = bookingsOf(20);
    return desk;
  };
  const rounds = async (desk: CapacityDesk, minutes: number) => {
    const end = desk.now.getTime() + minutes * MINUTE;
    for (let count = 0; desk.now.getTime() < end; count++) {
      assert.ok(count <= minutes, 'more than a round a minute');
      const { wakeAt, faults, actions } = await reconcileHostPool(desk.deps, POOL_ID);
      assert.deepEqual([faults, actions], [[], 0]);
      desk.now = wakeAt;
    }
  };
  const powers = (desk: CapacityDesk) => desk.provider.pool(POOL_ID).hosts.map(({ power }) => power);

  for (const handsOff of [true, false])
    it(`touch nothing for a whole day, ${handsOff ? 'with a native scaling plan' : 'without one'}, and say what would have been`, async () => {
      const desk = aDesk(handsOff);
      const asked = forbidChanges(desk.provider);
      await rounds(desk, 35);
      desk.provider.pool(POOL_ID).hosts.forEach((host) => Object.assign(host, up));
      for (let person = 1; person <= 20; person++) {
        desk.provider.signIn(POOL_ID, `p${person}@x`, person < 11 ? 'h1' : 'h2', 'active');
        await rounds(desk, 1);
      }
      desk.now = at('17:15');
      await rounds(desk, 1);
      for (let person = 1; person <= 20; person++) desk.provider.signOut(POOL_ID, `p${person}@x`);
      await rounds(desk, 60);

      assert.deepEqual([asked, desk.journal, desk.audit, desk.outbox], [[], [], [], []]);
      assert.ok(desk.provider.calls.every((call) => call.startsWith('readHostPool')));
      assert.deepEqual(powers(desk), ['running', 'running', 'running']);
      // The day of these tests ends at 15:00 in Japan's.
      const [day, next] = [...desk.shadowDays.values()];
      assert.deepEqual([day!.starts, next!.stops, day!.people, day!.realPeakHosts], [2, 2, 20, 3]);
      assert.ok(next!.ourHostMinutes < next!.realHostMinutes);
      assert.equal(desk.visits.length, 20);
    });

  it('touch nothing in a pool of personal desktops, assignments included', async () => {
    const desk = aDesk(false, { kind: 'personal', maxSessions: 1 });
    const asked = forbidChanges(desk.provider);

    await rounds(desk, 120);

    assert.deepEqual([asked, desk.journal], [[], []]);
    const [day] = [...desk.shadowDays.values()];
    assert.equal(day!.starts, 3); // three desktops, given to the first three of twenty
  });

  it('read the list of sessions each time', async () => {
    const desk = aDesk(true);
    const lists: boolean[] = [];
    const read = desk.provider.readHostPool.bind(desk.provider);
    desk.provider.readHostPool = (pool, what) => {
      lists.push(what.sessions);
      return read(pool, what);
    };

    await rounds(desk, 20);

    assert.ok(lists.length >= 4 && lists.every(Boolean));
  });

  it('tell of a pool that cannot be read, as ever', async () => {
    const desk = aDesk(true);
    for (let failure = 0; failure < 3; failure++) {
      desk.provider.failNext('unavailable');
      desk.now = (await reconcileHostPool(desk.deps, POOL_ID)).wakeAt;
    }

    assert.equal(desk.outbox.length, 2);
  });

  it('are ended by one setting, and begun again by it: zaitaku scales, and then only looks on', async () => {
    const desk = aDesk(false);
    await rounds(desk, 15);
    const organisation = desk.deps.organisation();
    const switchTo = (scaling: 'zaitaku' | 'shadow') =>
      void (desk.deps.organisation = () => ({ ...organisation, pools: [aPool({ scaling })] }));

    switchTo('zaitaku');
    for (let round = 0; round < 30 && desk.now < at('08:40'); round++)
      desk.now = (await reconcileHostPool(desk.deps, POOL_ID)).wakeAt;
    const started = desk.journal.filter(({ action }) => action.op === 'start').length;
    const shadow = (desk.memory as unknown as { shadow: unknown }).shadow;
    switchTo('shadow');
    const { length } = desk.journal;
    await rounds(desk, 60);

    assert.ok(started >= 1);
    assert.equal(shadow, null);
    assert.equal(desk.journal.length, length);
    assert.notEqual((desk.memory as unknown as { shadow: unknown }).shadow, null);
  });

  it('keep a host on that others had started when zaitaku takes over', async () => {
    const desk = aDesk(false);
    desk.bookings = [];
    Object.assign(desk.provider.pool(POOL_ID).hosts[0]!, up);
    desk.now = at('00:10');
    await rounds(desk, 14 * 60);
    const organisation = desk.deps.organisation();
    desk.deps.organisation = () => ({ ...organisation, pools: [aPool({ scaling: 'zaitaku' })] });

    for (let round = 0; round < 20; round++) desk.now = (await reconcileHostPool(desk.deps, POOL_ID)).wakeAt;
    const within = desk.provider.host(POOL_ID, 'h1').power;

    const ops = new Set(desk.journal.map(({ action }) => action.op));
    assert.deepEqual([within, [...ops]], ['running', ['balance']]);
  });
});

describe('a round where zaitaku scales', () => {
  it('keeps who was signed in, once each, when their session is over', async () => {
    const desk = new CapacityDesk(at('09:00'));
    desk.provider.addPool(POOL_ID, { hosts: [off('h1', up)] });
    desk.bookings = bookingsOf(1);
    const round = async (minutes: number) => {
      desk.now = new Date(desk.now.getTime() + minutes * MINUTE);
      await reconcileHostPool(desk.deps, POOL_ID);
    };
    desk.provider.signIn(POOL_ID, 'P1@x', 'h1');
    const left = desk.provider.signIn(POOL_ID, 'stranger@x', 'h1');
    await round(0);
    left.state = 'disconnected';
    await round(5);
    desk.provider.signOut(POOL_ID, 'P1@x');
    await round(5);
    await round(5);
    desk.provider.signOut(POOL_ID, 'stranger@x');
    await round(5);
    await round(5);

    assert.deepEqual(
      desk.visits.map(({ personId, cameAt, leftOpenAt, endedAt }) => [personId, cameAt, leftOpenAt, endedAt]),
      [
        ['id-p1@x', at('09:00'), null, at('09:10')],
        ['id-stranger@x', at('09:00'), at('09:05'), at('09:20')],
      ],
    );
  });
});
