import assert from 'node:assert/strict';
import { proposeChange } from '../../../flows/booking/propose-change.ts';
import { showRequest } from '../../../flows/booking/request-view.ts';
import { showConnect } from '../../../flows/conversation/own-bookings.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { at, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { askTheLine, join } from '../waitlist/line-stage.ts';
import { allBookings, twoPools } from './overflow-stage.ts';

const STAFF = ['hanako', 'taro', 'jiro', 'saburo'];

describe('a pool that overflows to another', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => open());

  async function open(seats: [number, number] = [1, 1], organisation: Partial<Organisation> = {}): Promise<void> {
    await stage.reset(twoPools(seats, organisation));
    await stage.people(...STAFF.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
  }
  const placeOf = async (id: string) => {
    const { poolId, status } = await stage.booking(id);
    return `${status} ${poolId}`;
  };
  const insteadOf = async (requestId: string) =>
    (await stage.tx((tx) => showRequest(tx, stage.deps, requestId)))!.bookings[0]!.insteadOf?.en ?? null;

  it('gives the first its own seats, the next those of the other, and the rest a place in line', async () => {
    const [first] = await stage.request('hanako');
    const [second] = await stage.request('taro');
    const third = await join(stage, 'jiro');

    assert.deepEqual([await placeOf(first!.id), await placeOf(second!.id)], ['pending pool', 'pending spare']);
    assert.equal(await placeOf(third.id), 'waitlisted pool');
    assert.deepEqual([await insteadOf(first!.requestId), await insteadOf(second!.requestId)], [null, 'Pool']);
  });

  it('tells before it is sent which desktop it would be', async () => {
    await stage.request('hanako');

    const { days } = await stage.propose('taro');

    assert.deepEqual(
      [days[0]!.poolName?.en, days[0]!.insteadOf?.en, days[0]!.verdict.ok],
      ['Spare pool', 'Pool', true],
    );
  });

  it('gives access to the pool in which the seat is, and leads there', async () => {
    const [first] = await stage.request('hanako');
    const [second] = await stage.request('taro');
    await stage.decide('manager', [first!]);
    await stage.decide('manager', [second!]);
    stage.clock.set(at('2026-12-02 08:00'));
    await stage.access('pool');
    await stage.access('spare');

    assert.equal(stage.members('group').length, 1);
    assert.deepEqual(stage.members('spare-group'), [second!.personId]);
    const person = await stage.person('taro');
    const { next } = await stage.tx((tx) => showConnect(tx, stage.deps, person));
    assert.deepEqual([next?.poolName?.en, next?.insteadOf?.en], ['Spare pool', 'Pool']);
    const planned = await stage.tx((tx) =>
      tx.capacity.plannedBookings('spare', at('2026-12-02 00:00'), at('2026-12-03 00:00')),
    );
    assert.deepEqual(
      planned.map(({ id }) => id),
      [second!.id],
    );
  });

  it('keeps a decided booking where its seat is, though the usual pool has room by then', async () => {
    const [first] = await stage.request('hanako');
    const [second] = await stage.request('taro');
    await stage.cancel('hanako', first!);

    await stage.decide('manager', [second!]);

    assert.equal(await placeOf(second!.id), 'approved spare');
  });

  it('looks for a seat anew where the first has gone back by the time of the decision', async () => {
    await open([1, 1], { approvals: someApprovals({ holdHours: 1 }) });
    const [given] = await stage.request('hanako');
    stage.clock.set(at('2026-12-01 11:00'));
    await stage.advance();
    const [taken] = await stage.request('taro');
    assert.equal(await placeOf(taken!.id), 'pending pool');

    await stage.decide('manager', [await stage.booking(given!.id)]);

    assert.equal(await placeOf(given!.id), 'approved spare');
  });

  it('lets who was approved without a seat wait for one of either pool', async () => {
    await open([1, 1], { approvals: someApprovals({ holdHours: 1 }) });
    const [given] = await stage.request('hanako');
    stage.clock.set(at('2026-12-01 11:00'));
    await stage.advance();
    await stage.request('taro');
    const [inSpare] = await stage.request('jiro');
    await stage.decide('manager', [await stage.booking(given!.id)]);
    assert.equal(await placeOf(given!.id), 'waitlisted pool');

    await stage.cancel('jiro', inSpare!);
    await askTheLine(stage, 'spare');

    assert.equal(await placeOf(given!.id), 'approved spare');
  });

  it('gives a seat of the other pool that comes back to whoever waits, and to no newcomer before', async () => {
    await stage.request('hanako');
    const [inSpare] = await stage.request('taro');
    const waiting = await join(stage, 'jiro');

    await stage.cancel('taro', inSpare!);
    const newcomer = await stage.propose('saburo');
    await askTheLine(stage, 'spare');

    const { verdict } = newcomer.days[0]!;
    assert.equal(!verdict.ok && verdict.refusal, 'no-seat');
    assert.equal(await placeOf(waiting.id), 'pending spare');
  });

  it('keeps the afternoon in the pool of the morning, and says so where that is full', async () => {
    await open([1, 2]);
    await stage.request('hanako', { part: 'am' });
    const [morning] = await stage.request('taro', { part: 'am' });
    const [afternoon] = await stage.request('taro', { part: 'pm' });
    assert.deepEqual([await placeOf(morning!.id), await placeOf(afternoon!.id)], ['pending spare', 'pending spare']);

    await open([1, 1]);
    await stage.request('hanako', { part: 'pm' });
    await stage.request('taro', { part: 'am' });
    const { days } = await stage.propose('taro', { part: 'pm' });

    const { verdict } = days[0]!;
    assert.deepEqual(verdict.ok || verdict, {
      ok: false,
      refusal: 'no-seat',
      seats: 1,
      onlyIn: { ja: 'プール', en: 'Pool' },
    });
    const waiting = await join(stage, 'taro', { part: 'pm' });
    await askTheLine(stage, 'spare');
    assert.equal(await placeOf(waiting.id), 'waitlisted pool', 'a seat in the other pool is no use that day');
  });

  it('keeps a change in its pool where that has room', async () => {
    await open([1, 1], { rules: someRules({ within: 'automatic' }) });
    const [first] = await stage.request('hanako');
    await stage.request('taro');
    await stage.cancel('hanako', first!);

    const moved = await change('taro', '2026-12-03');
    assert.equal(await placeOf(moved.id), 'approved spare');

    await stage.request('hanako', { days: ['2026-12-04'] });
    await stage.request('jiro', { days: ['2026-12-04'] });
    await stage.cancel(
      'hanako',
      (await allBookings(stage)).find(({ status, day }) => status === 'approved' && day === '2026-12-04')!,
    );
    const again = await change('taro', '2026-12-04');
    assert.equal(await placeOf(again.id), 'approved pool', 'the spare one is full that day');
  });

  async function change(name: string, to: string) {
    const person = await stage.person(name);
    const words = { intent: 'change' as const, to_days: [to], language: 'en' as const };
    const draft = await stage.tx((tx) => proposeChange(tx, stage.deps, person, words));
    if (draft.kind !== 'proposal') throw new Error(JSON.stringify(draft));
    const view = await stage.confirm(name, draft);
    if (view.kind !== 'request') throw new Error(JSON.stringify(view));
    return stage.booking(view.bookings[0]!.bookingId);
  }
});
