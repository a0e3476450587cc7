import assert from 'node:assert/strict';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import fc from 'fast-check';
import { accessWindows, openAt } from '../../../flows/access/access-windows.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import type { ProviderErrorKind } from '../../../flows/provider-error.ts';
import type { DueKind } from '../../../flows/store.ts';
import { aBooking, anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const hanako = idOf('hanako');
const OPENS = at('2026-12-02 07:00');
const CLOSES = at('2026-12-02 17:30');

describe('access to a pool', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset();
    await stage.people('hanako', 'taro', 'ict');
    stage.roles.set('ict', [idOf('ict')]);
  });

  const add = (...bookings: Partial<Booking>[]) =>
    stage.tx((tx) =>
      tx.bookings.add(
        bookings.map((one, index) => aBooking({ status: 'approved', id: idOf(`b${index}`), ...one })),
        NO_TEXTS,
      ),
    );
  const change = async (one: Partial<Booking>) => {
    const booking = await stage.booking(idOf('b0'));
    await stage.tx((tx) => tx.bookings.save({ ...booking, ...one, version: booking.version + 1 }));
  };
  const grants = async () => (await stage.tx((tx) => tx.access.ofPool('pool'))).map((one) => one.state);
  const failing = () =>
    stage.access().then(
      () => assert.fail('nothing failed'),
      (error: Error) => error,
    );

  it('opens at the window’s start and ends with it', async () => {
    await add({});

    const early = await stage.access();
    assert.deepEqual([early.wakeAt, stage.members()], [at('2026-12-01 21:00'), []]);
    stage.clock.set(addMinutes(OPENS, -1));
    assert.deepEqual([(await stage.access()).wakeAt, stage.members()], [OPENS, []]);
    stage.clock.set(OPENS);
    assert.deepEqual([(await stage.access()).wakeAt, stage.members()], [CLOSES, [hanako]]);
    stage.clock.set(CLOSES);
    await stage.access();

    assert.deepEqual(stage.members(), []);
    assert.deepEqual(await grants(), []);
    assert.deepEqual(await stage.audit(), ['access-adding', 'access-granted', 'access-removing', 'access-withdrawn']);
  });

  it('is looked at nothing twice where nothing has changed', async () => {
    await add({});
    stage.clock.set(OPENS);
    await stage.access();
    const calls = stage.groups.calls.length;

    await stage.access();

    assert.equal(stage.groups.calls.length, calls);
  });

  it('never touches a standing member', async () => {
    stage.groups.groups.get('group')!.add(hanako);
    await add({});

    for (const now of [OPENS, CLOSES]) {
      stage.clock.set(now);
      await stage.access();
    }

    assert.deepEqual(stage.members(), [hanako]);
    assert.deepEqual(stage.groups.calls, ['members group']);
  });

  it('made by a call whose answer was lost is ours, and is withdrawn', async () => {
    await add({});
    stage.clock.set(OPENS);
    stage.groups.failNext('unavailable', { operation: 'add', lostAnswer: true });

    await stage.access();
    assert.deepEqual([stage.members(), await grants()], [[hanako], ['adding']]);
    stage.clock.forward(1);
    await stage.access();
    assert.deepEqual(await grants(), ['member']);
    stage.clock.set(CLOSES);
    await stage.access();

    assert.deepEqual(stage.members(), []);
  });

  it('is withdrawn where its window closed before the lost answer was cleared up', async () => {
    await add({});
    stage.clock.set(OPENS);
    stage.groups.failNext('unavailable', { operation: 'add', lostAnswer: true });
    await stage.access();

    stage.clock.set(CLOSES);
    await stage.access();

    assert.deepEqual([stage.members(), await grants()], [[], []]);
  });

  it('is made after a crash between intent and call, and after one between call and record', async () => {
    await add({});
    stage.clock.set(OPENS);
    const reallyAdd = stage.groups.add.bind(stage.groups);
    const crash = new Promise<never>(() => undefined);
    for (const called of [false, true]) {
      let reached: () => void = () => undefined;
      const there = new Promise<void>((resolve) => (reached = resolve));
      stage.groups.add = async (group, ids) => {
        if (called) await reallyAdd(group, ids);
        reached();
        return crash;
      };
      void stage.access();
      await there;
      assert.deepEqual(await grants(), ['adding']);
    }
    Reflect.deleteProperty(stage.groups, 'add');

    await stage.access();
    stage.clock.set(CLOSES);
    await stage.access();

    assert.deepEqual([stage.members(), await grants()], [[], []]);
  });

  it('of a booking cancelled in its window ends at once, session or not', async () => {
    await add({});
    stage.clock.set(OPENS);
    await stage.access();

    await change({ status: 'cancelled' });
    await stage.access();

    assert.deepEqual(stage.members(), []);
  });

  it('is not given to whom cancelled while the group was read', async () => {
    await add({});
    stage.clock.set(OPENS);
    const members = stage.groups.members.bind(stage.groups);
    stage.groups.members = async (group) => {
      await change({ status: 'cancelled' });
      return members(group);
    };

    await stage.access();
    Reflect.deleteProperty(stage.groups, 'members');

    assert.deepEqual([stage.members(), await grants()], [[], []]);
  });

  it('of a morning and an afternoon is given once and withdrawn once', async () => {
    await add({ part: 'am', endsAt: at('2026-12-02 12:00') }, { part: 'pm', startsAt: at('2026-12-02 13:00') });

    for (const now of [
      '2026-12-02 07:00',
      '2026-12-02 11:30',
      '2026-12-02 12:15',
      '2026-12-02 13:00',
      '2026-12-02 17:30',
    ]) {
      stage.clock.set(at(now));
      await stage.access();
    }

    assert.deepEqual(stage.groups.calls, ['members group', `add group ${hanako}`, `remove group ${hanako}`]);
  });

  it('is withdrawn also while the group cannot be read for somebody else', async () => {
    await add({}, { personId: idOf('taro'), startsAt: at('2026-12-02 18:30'), endsAt: at('2026-12-02 19:00') });
    stage.clock.set(OPENS);
    await stage.access();
    stage.clock.set(CLOSES);
    stage.groups.failNext('throttled', { operation: 'members', retryAfterMs: 3_600_000 });

    await failing();

    assert.deepEqual(stage.members(), []);
  });

  it('ends in time though the group cannot be read for an hour', async () => {
    await add(
      { endsAt: at('2026-12-02 17:45') },
      { personId: idOf('taro'), startsAt: at('2026-12-02 19:00'), endsAt: at('2026-12-02 19:30') },
    );
    stage.clock.set(OPENS);
    await stage.access();
    stage.clock.set(at('2026-12-02 17:30'));
    stage.groups.failNext('throttled', { operation: 'members', retryAfterMs: 3_600_000 });
    await failing();

    const due = await stage.tx((tx) => tx.due.list(at('2027-01-01 00:00')));

    assert.deepEqual(
      due.map(({ kind, at: then }): [DueKind, Date] => [kind, then]),
      [['access', at('2026-12-02 18:00')]],
    );
  });

  it('that waits for an unreadable group reaches the ICT section, once', async () => {
    await add({});
    stage.groups.failNext('denied', { operation: 'members', times: 5 });
    for (const now of ['07:00', '07:05', '07:10', '07:15', '07:20']) {
      stage.clock.set(at(`2026-12-02 ${now}`));
      await failing();
    }

    assert.deepEqual(await stage.toldTo('ict'), ['fault']);
  });

  it('that fails for many people at once is told as one fault, not once for each', async () => {
    const names = ['hanako', 'taro', 'jiro', 'saburo', 'shiro'];
    await stage.people(...names, 'ict');
    await add(...names.map((name) => ({ personId: idOf(name) })));
    for (let tries = 1; tries <= 4; tries += 1) {
      stage.clock.set(addMinutes(OPENS, tries * 20));
      for (const name of names) stage.groups.failNextFor(idOf(name), 'unavailable');
      await stage.access();
    }

    assert.deepEqual(await stage.toldTo('ict'), ['fault']);
  });

  for (const kind of ['denied', 'not-found', 'throttled', 'unavailable'] as ProviderErrorKind[])
    it(`is tried again for an hour of "${kind}", tells the ICT section once, and recovers`, async () => {
      await add({}, { personId: idOf('taro') });
      stage.groups.failNextFor(hanako, kind, { times: 1000 });
      stage.clock.set(OPENS);
      let rounds = 0;
      for (; stage.clock.now() < addMinutes(OPENS, 60); rounds += 1) {
        const { wakeAt } = await stage.access();
        assert.deepEqual(stage.members(), [idOf('taro')]);
        stage.clock.set(wakeAt);
      }
      assert.ok(rounds >= 4 && rounds <= 20, `${rounds} rounds`);
      assert.deepEqual(await stage.toldTo('ict'), ['fault']);
      assert.equal((await stage.booking(idOf('b0'))).status, 'approved');

      stage.groups.add = (group, ids) => {
        for (const id of ids) stage.groups.groups.get(group)!.add(id);
        return Promise.resolve(new Map(ids.map((id) => [id, null])));
      };
      await stage.access();
      Reflect.deleteProperty(stage.groups, 'add');

      assert.deepEqual(new Set(stage.members()), new Set([hanako, idOf('taro')]));
    });

  for (const [kind, tries] of [
    ['denied', 1],
    ['not-found', 1],
    ['throttled', 2],
    ['unavailable', 2],
  ] as [ProviderErrorKind, number][])
    it(`that cannot be withdrawn (${kind}) is told to the ICT section within seconds`, async () => {
      await add({ personId: idOf('taro') });
      stage.clock.set(OPENS);
      await stage.access();
      stage.groups.failNextFor(idOf('taro'), kind, { times: tries });
      stage.clock.set(CLOSES);
      for (let tried = 0; tried < tries; tried += 1) stage.clock.set((await stage.access()).wakeAt);

      assert.deepEqual(await stage.toldTo('ict'), ['fault']);
      assert.ok(tries === 1 || stage.clock.now() < addMinutes(CLOSES, 1), `told at ${stage.clock.now().toISOString()}`);
    });

  it('that could not be withdrawn is tried again before anybody else is put out or let in', async () => {
    await add(
      {},
      { personId: idOf('taro'), endsAt: at('2026-12-02 17:15') },
      { personId: idOf('ict'), startsAt: at('2026-12-02 19:05'), endsAt: at('2026-12-02 20:00') },
    );
    stage.clock.set(OPENS);
    await stage.access();
    const late = [hanako, idOf('taro')].sort().at(-1)!;
    await change({ endsAt: late === hanako ? at('2026-12-02 17:10') : at('2026-12-02 17:15') });
    stage.groups.failNextFor(late, 'denied');
    stage.clock.set(CLOSES);
    await stage.access();
    stage.groups.calls.length = 0;

    stage.clock.set(addMinutes(CLOSES, 5));
    await stage.access();

    assert.deepEqual(stage.groups.calls.slice(0, 2), [`remove group ${late}`, 'members group']);
    assert.ok(stage.members().includes(idOf('ict')));
  });

  it('counts nobody as let in of whom the answer says nothing', async () => {
    await add({});
    stage.clock.set(OPENS);
    stage.groups.add = () => Promise.resolve(new Map());

    await stage.access();
    Reflect.deleteProperty(stage.groups, 'add');

    assert.deepEqual(await grants(), ['adding']);
  });

  it('exists exactly inside windows, whatever fails on the way', async () => {
    const names = ['a', 'b', 'c'];
    const booking = fc.record({
      person: fc.constantFrom(...names),
      slot: fc.nat(5),
      length: fc.integer({ min: 10, max: 55 }),
      cancelAt: fc.option(fc.nat(500)),
    });
    const failure = fc.record({
      kind: fc.constantFrom<ProviderErrorKind>('denied', 'unavailable', 'throttled', 'not-found'),
      lostAnswer: fc.boolean(),
      operation: fc.constantFrom('members', 'add', 'remove'),
      times: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(booking, { minLength: 1, maxLength: 6 }),
        fc.array(failure, { maxLength: 4 }),
        fc.subarray(names),
        async (wishes, failures, standing) => {
          await stage.reset(anOrganisation({ pools: [aPool({ leadMinutes: 20, graceMinutes: 5 })] }));
          const begin = stage.clock.now();
          const group = stage.groups.groups.get('group')!;
          for (const name of standing) group.add(idOf(name));
          const slots = new Set<string>();
          const bookings = wishes
            .filter(({ person, slot }) => !slots.has(`${person} ${slot}`) && slots.add(`${person} ${slot}`))
            .map(({ person, slot, length, cancelAt }, index) => {
              const startsAt = addMinutes(begin, 30 + slot * 60);
              const made = aBooking({
                status: 'approved',
                id: idOf(`x${index}`),
                personId: idOf(person),
                startsAt,
                endsAt: addMinutes(startsAt, length),
              });
              return { made, cancelAt };
            });
          await stage.tx((tx) =>
            tx.bookings.add(
              bookings.map((one) => one.made),
              NO_TEXTS,
            ),
          );
          for (const { lostAnswer, ...one } of failures) stage.groups.failNext(one.kind, { ...one, lostAnswer });
          let calm = 0;
          for (let minute = 0; minute < 460; minute += 5) {
            stage.clock.set(addMinutes(begin, minute));
            for (const { made, cancelAt } of bookings) {
              if (cancelAt === null || cancelAt < minute || cancelAt >= minute + 5) continue;
              const stored = await stage.booking(made.id);
              await stage.tx((tx) => tx.bookings.save({ ...stored, status: 'cancelled' }));
            }
            const failed = await stage.access().then(
              () => false,
              () => true,
            );
            const rows = await stage.tx((tx) => tx.access.ofPool('pool'));
            const trouble = failed || rows.some((row) => row.state === 'adding' || row.state === 'removing');
            calm = trouble ? 0 : calm + 1;
            for (const name of standing) assert.ok(group.has(idOf(name)), 'a standing member was removed');
            if (calm === 0) continue;
            const stored = await stage.tx((tx) => tx.bookings.byIds(bookings.map((one) => one.made.id)));
            const open = accessWindows(stored, stage.organisation.pools[0]!).filter((one) =>
              openAt(one, stage.clock.now()),
            );
            const expected = new Set([...standing.map(idOf), ...open.map((one) => one.personId)]);
            assert.deepEqual(new Set(group), expected);
          }
          assert.ok(calm > 0, 'the trouble never ended');
        },
      ),
      { numRuns: 12 },
    );
  }).timeout(40_000);
});
