import assert from 'node:assert/strict';
import { saveRoundMemory, type RoundMemory } from '../../../flows/capacity/round-memory.ts';
import { sayLate } from '../../../flows/no-show/say-late.ts';
import { recordMove } from '../../../flows/work/record-work.ts';
import { at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { askTheLine, join } from '../waitlist/line-stage.ts';
import {
  aCity,
  begin,
  booked,
  comes,
  DAY,
  follow,
  leaves,
  press,
  round,
  stateOf,
  takenAt,
  until,
  wakeAt,
} from './no-show-stage.ts';

/** A pool of which nobody remembers anything. */
const NOTHING_SEEN: RoundMemory = {
  planner: null,
  failures: 0,
  unreadableSince: null,
  faultSince: {},
  lastRound: null,
  shadow: null,
  counted: null,
  pictureAt: null,
};

describe('a booking that is not used', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  const city = (licences: number | null = null) => begin(stage, aCity({ licences }), 'hanako', 'taro', 'jiro');
  const statusOf = async (booking: { id: string }) => (await stage.booking(booking.id)).status;

  it('gives its seat back after the pool’s time; its person is told, access ends, the day still counts', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '08:40');
    await stage.access();
    const member = [...stage.members()];
    await until(stage, '10:29');
    const early = await follow(stage);
    const before = await statusOf(booking);
    await until(stage, '10:30');

    await follow(stage);
    await stage.access();

    assert.deepEqual([before, early], ['active', at(`${DAY} 10:30`)], 'not a minute earlier');
    assert.equal(await statusOf(booking), 'no-show');
    assert.deepEqual([member, stage.members()], [[idOf('hanako')], []]);
    assert.deepEqual((await stage.toldTo('hanako')).slice(-1), ['no-show']);
    assert.deepEqual((await stage.audit(booking.id)).slice(-1), ['booking-no-show']);
    assert.equal(await takenAt(stage, '11:00'), 0);
    const counted = await stage.tx((tx) => tx.bookings.countedOfPerson(idOf('hanako'), DAY, DAY));
    assert.deepEqual(
      counted.map(({ id }) => id),
      [booking.id],
    );
    const planned = await stage.tx((tx) => tx.capacity.plannedBookings('pool', at(`${DAY} 08:00`), at(`${DAY} 20:00`)));
    assert.deepEqual(planned, [], 'the planner waits for nobody');
  });

  it('is told once, however often it is looked at', async () => {
    await city();
    await booked(stage, 'hanako');
    await until(stage, '10:30');

    for (let look = 0; look < 3; look += 1) await follow(stage);

    assert.deepEqual(
      (await stage.toldTo('hanako')).filter((kind) => kind === 'no-show'),
      ['no-show'],
    );
  });

  it('keeps its seat while its person is there, was there, or came in the minute of the look', async () => {
    await city();
    const [hanako, taro, jiro] = [
      await booked(stage, 'hanako'),
      await booked(stage, 'taro'),
      await booked(stage, 'jiro'),
    ];
    await until(stage, '08:50');
    comes(stage, 'hanako');
    comes(stage, 'taro');
    await until(stage, '09:30');
    leaves(stage, 'taro');
    await until(stage, '10:30');
    comes(stage, 'jiro');

    await follow(stage);

    assert.deepEqual(
      [await statusOf(hanako), await statusOf(taro), await statusOf(jiro)],
      ['active', 'active', 'active'],
    );
  });

  it('keeps its seat where the morning’s session went on over its start', async () => {
    await city();
    const [am, pm] = [await booked(stage, 'hanako', { part: 'am' }), await booked(stage, 'hanako', { part: 'pm' })];
    await until(stage, '08:40');
    comes(stage, 'hanako');
    await until(stage, '13:30');
    leaves(stage, 'hanako');
    await until(stage, '15:10');

    await follow(stage);

    assert.deepEqual([await statusOf(am), await statusOf(pm)], ['completed', 'active']);
  });

  for (const [name, trouble] of [
    ['cannot be read', () => stage.provider.failNext('unavailable')],
    [
      'is not ours to touch',
      () => void (stage.provider.pool('pool').handsOff = { reason: 'native-autoscale', detail: '' }),
    ],
    ['lists fewer than its hosts count', () => void stage.provider.staleSessions.set('avd-001', 12)],
  ] as const)
    it(`keeps its seat where the pool ${name}`, async () => {
      await city();
      stage.provider.staleSessions.clear();
      const booking = await booked(stage, 'hanako');
      await until(stage, '10:30');
      trouble();

      await follow(stage).catch(() => null);

      assert.equal(await statusOf(booking), 'active');
      stage.provider.staleSessions.clear();
    });

  it('keeps its seat where what was seen is lost, or nobody watched for a while', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:00');
    await stage.tx((tx) => saveRoundMemory(tx, 'pool', NOTHING_SEEN, stage.clock.now()));
    await until(stage, '10:40');
    await follow(stage);
    const lost = await statusOf(booking);
    await city();
    const other = await booked(stage, 'hanako');
    await until(stage, '09:00');
    await wakeAt(stage, '10:30');

    await follow(stage);

    assert.deepEqual([lost, await statusOf(other)], ['active', 'active']);
  });

  it('gives nothing back late: after a long time down, or with less than an hour left', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '11:40');

    await follow(stage);

    assert.equal(await statusOf(booking), 'active');
  });

  it('keeps the seat of who is at work, and of who said that they are late until they have had their time', async () => {
    await city();
    const [working, late] = [await booked(stage, 'hanako'), await booked(stage, 'taro')];
    await until(stage, '09:40');
    const [hanako, taro] = [await stage.person('hanako'), await stage.person('taro')];
    await stage.tx((tx) => recordMove(tx, stage.deps, hanako, { day: DAY, move: 'start', at: null }));
    const view = await stage.tx((tx) => sayLate(tx, stage.deps, taro, '遅れます'));
    await until(stage, '10:30');
    await follow(stage);
    const first = await statusOf(late);
    await until(stage, '11:40');

    await follow(stage);

    assert.deepEqual([view?.state, view?.keptUntil], ['late', at(`${DAY} 11:40`)]);
    assert.deepEqual([first, await statusOf(late), await statusOf(working)], ['active', 'no-show', 'active']);
  });

  it('is taken again with one tap, for the rest of the time, as often as it is pressed', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:30');
    await follow(stage);
    await stage.access();
    await until(stage, '11:00');
    const card = await stage.booking(booking.id);

    const views = [
      await press(stage, 'hanako', card),
      await press(stage, 'hanako', card),
      await press(stage, 'taro', card),
    ];
    await stage.access();

    const { status, startsAt, endsAt } = await stage.booking(booking.id);
    assert.deepEqual(views.map(stateOf), ['again', 'again', 'neutral-refusal']);
    assert.deepEqual([status, startsAt, endsAt], ['active', at(`${DAY} 11:00`), booking.endsAt]);
    assert.deepEqual(stage.members(), [idOf('hanako')]);
    assert.deepEqual([await takenAt(stage, '10:30'), await takenAt(stage, '11:00')], [0, 1]);
  });

  it('is waited for anew once it is taken again: two hours from when the desktop is promised', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:30');
    await follow(stage);
    await press(stage, 'hanako', await stage.booking(booking.id));
    await until(stage, '13:50');
    await follow(stage);
    const before = await statusOf(booking);
    await until(stage, '14:40');

    await follow(stage);

    assert.deepEqual([before, await statusOf(booking)], ['active', 'no-show']);
  });

  it('cannot be taken again when its time is over, or while no seat is free', async () => {
    await city(1);
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:30');
    await follow(stage);
    const other = await stage.request('taro', { days: [DAY], part: 'pm' });
    const full = await press(stage, 'hanako', await stage.booking(booking.id));
    await stage.cancel('taro', other[0]!);
    const free = await press(stage, 'hanako', await stage.booking(booking.id));
    await begin(stage, aCity(), 'hanako');
    const next = await booked(stage, 'hanako');
    await until(stage, '10:30');
    await follow(stage);
    stage.clock.set(next.endsAt);

    const over = await press(stage, 'hanako', await stage.booking(next.id));

    assert.deepEqual([full, free, over].map(stateOf), ['no-room', 'again', 'over']);
  });

  it('goes to who waits for it, and its person does not pass them', async () => {
    await city(1);
    const booking = await booked(stage, 'hanako');
    const waiting = await join(stage, 'taro');
    await until(stage, '10:30');
    await follow(stage);
    const passing = await press(stage, 'hanako', await stage.booking(booking.id));

    await askTheLine(stage);

    assert.equal(stateOf(passing), 'no-room', 'the line is asked first');
    assert.deepEqual((await stage.toldTo('taro')).slice(-1), ['seat-offered']);
    assert.equal(await statusOf(waiting), 'pending');
    assert.equal(stateOf(await press(stage, 'hanako', await stage.booking(booking.id))), 'no-room');
  });

  it('is alive again when its person is seen right after, with access and a word to them', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:30');
    const next = await follow(stage);
    comes(stage, 'hanako');
    await until(stage, '10:35');

    await follow(stage);
    await stage.access();

    const { status, seatHeld, startsAt } = await stage.booking(booking.id);
    assert.deepEqual(next, at(`${DAY} 10:35`), 'somebody looks soon');
    assert.deepEqual([status, seatHeld, startsAt], ['active', true, at(`${DAY} 10:35`)]);
    assert.deepEqual(stage.members(), [idOf('hanako')]);
    assert.deepEqual((await stage.toldTo('hanako')).slice(-2), ['no-show', 'come-after-all']);
  });

  it('breaks no promise where the seat is gone by then: its person stays, and has the next seat that is free', async () => {
    await city(1);
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:30');
    await follow(stage);
    const [taken] = await stage.request('taro', { days: [DAY] });
    comes(stage, 'hanako');
    await until(stage, '10:35');
    await follow(stage);
    const seatless = await stage.booking(booking.id);
    const most = await takenAt(stage, '11:00');
    await stage.cancel('taro', taken!);

    await follow(stage);

    assert.deepEqual([seatless.status, seatless.seatHeld, most], ['active', false, 1]);
    const { status, seatHeld } = await stage.booking(booking.id);
    assert.deepEqual([status, seatHeld, await takenAt(stage, '11:00')], ['active', true, 1]);
  });

  it('loses nobody’s seat where hardly anybody is there: ICT is told instead', async () => {
    const staff = Array.from({ length: 12 }, (_, index) => `person${index}`);
    await begin(stage, aCity(), ...staff);
    stage.organisation = { ...stage.organisation, pools: [{ ...stage.organisation.pools[0]!, maxSessions: 20 }] };
    stage.roles.set('ict', [idOf('manager')]);
    for (const name of staff) await booked(stage, name);
    await until(stage, '10:30');

    await follow(stage);

    const all = await stage.tx((tx) => tx.bookings.between(DAY, DAY, null));
    assert.deepEqual([...new Set(all.map(({ status }) => status))], ['active']);
    assert.equal((await stage.toldTo('manager')).at(-1), 'fault');
  });

  it('ends as not used when its time is over', async () => {
    await city();
    const booking = await booked(stage, 'hanako');
    await until(stage, '10:30');
    await follow(stage);

    stage.clock.set(at(`${DAY} 20:00`));
    await stage.advance();
    await round(stage);

    assert.equal(await statusOf(booking), 'no-show');
    assert.equal((await stage.audit(booking.id)).at(-1), 'booking-no-show');
  });

  it('costs the pool no reading while everybody is there', async () => {
    await city();
    await booked(stage, 'hanako');
    await until(stage, '08:40');
    comes(stage, 'hanako');
    await until(stage, '10:30');
    const before = stage.provider.calls.length;

    await follow(stage);

    assert.equal(stage.provider.calls.length, before);
  });
});
