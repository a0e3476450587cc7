import assert from 'node:assert/strict';
import { showRequest } from '../../../flows/booking/request-view.ts';
import { addMinutes } from '../../../flows/minutes.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import { anOrganisation, aPool, at, idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { answerOffer, askTheLine, DAY, join } from './line-stage.ts';

const STAFF = ['hanako', 'taro', 'jiro', 'saburo'];

describe('the waiting list', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => open());

  async function open(organisation: Partial<Organisation> = {}): Promise<void> {
    await stage.reset(anOrganisation({ pools: [aPool({ licences: 1 })], ...organisation }));
    await stage.people(...STAFF.map((name) => [name, { manager: 'manager' }] as [string, object]), 'manager');
  }
  const statuses = async (...ids: string[]) => Promise.all(ids.map(async (id) => (await stage.booking(id)).status));
  const placeOf = async (requestId: string) =>
    (await stage.tx((tx) => showRequest(tx, stage.deps, requestId)))!.bookings[0]!.waitingPlace;

  it('gives a seat that comes back to whoever comes first, who is told and whose approver is asked', async () => {
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');
    const jiro = await join(stage, 'jiro');
    assert.deepEqual(await statuses(taro.id, jiro.id), ['waitlisted', 'waitlisted']);

    await stage.cancel('hanako', held!);
    await askTheLine(stage);

    assert.deepEqual(await statuses(taro.id, jiro.id), ['pending', 'waitlisted']);
    assert.deepEqual(await stage.toldTo('taro'), ['seat-returned']);
    assert.deepEqual((await stage.audit(taro.id)).slice(-1), ['seat-returned']);
    assert.equal((await stage.toldTo('manager')).filter((kind) => kind === 'approval-request').length, 2);
  });

  it('approves at once what the rule decides', async () => {
    await open({ rules: someRules({ within: 'automatic' }) });
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');

    await stage.cancel('hanako', held!);
    await askTheLine(stage);

    const { status, decidedBy } = await stage.booking(taro.id);
    assert.deepEqual([status, decidedBy], ['approved', 'rule']);
    assert.ok((await stage.outbox()).some((work) => work.kind === 'calendar' && work.bookingId === taro.id));
  });

  it('asks nobody again about what was decided before', async () => {
    await open({ approvals: someApprovals({ holdHours: 1 }) });
    const [given] = await stage.request('hanako');
    stage.clock.set(at('2026-12-01 11:00'));
    await stage.advance();
    const [taken] = await stage.request('taro');
    await stage.decide('manager', [await stage.booking(given!.id)]);
    assert.deepEqual(await statuses(given!.id), ['waitlisted'], 'approved, but its seat is gone');

    await stage.cancel('taro', taken!);
    await askTheLine(stage);

    const { status, decidedBy } = await stage.booking(given!.id);
    assert.deepEqual([status, decidedBy], ['approved', idOf('manager')]);
    assert.equal((await stage.toldTo('manager')).filter((kind) => kind === 'approval-request').length, 2);
  });

  const returns: [string, () => Promise<unknown>][] = [
    [
      'a request is refused',
      async () =>
        stage.decide('manager', await stage.tx((tx) => tx.bookings.waitingFor([idOf('manager')], 1)), 'rejected'),
    ],
    [
      'the pool is enlarged',
      async () => void (stage.organisation = anOrganisation({ pools: [aPool({ licences: 2 })] })),
    ],
  ];
  for (const [name, happens] of returns)
    it(`notices that ${name}`, async () => {
      await stage.request('hanako');
      const taro = await join(stage, 'taro');

      await happens();
      await askTheLine(stage);

      assert.deepEqual(await statuses(taro.id), ['pending']);
    });

  it('takes the seat of a request that stays undecided for too long, which goes on waiting for its decision', async () => {
    await open({ approvals: someApprovals({ holdHours: 2 }) });
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');

    stage.clock.set(at('2026-12-01 11:00'));
    const moved = await stage.advance();
    await askTheLine(stage);

    const booking = await stage.booking(held!.id);
    assert.equal(moved, 1);
    assert.deepEqual([booking.status, booking.seatHeld, booking.version], ['pending', false, held!.version]);
    assert.deepEqual(await statuses(taro.id), ['pending']);
    assert.equal(await stage.advance(), 0, 'it is due no more');
  });

  it('lets no newcomer pass between a cancellation and the line', async () => {
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');
    const draft = await stage.propose('jiro', { days: ['2026-12-03'] });
    await stage.cancel('hanako', held!);

    const jiro = await stage.propose('jiro');
    await stage.confirm('jiro', draft);
    await askTheLine(stage);

    const { verdict } = jiro.days[0]!;
    assert.equal(!verdict.ok && verdict.refusal, 'no-seat');
    assert.deepEqual(await statuses(taro.id), ['pending']);
    assert.equal((await stage.tx((tx) => tx.bookings.between('2026-12-03', '2026-12-03', null))).length, 1);
  });

  it('gives a half to somebody later in line only where those before them cannot use it', async () => {
    const [morning] = await stage.request('hanako', { part: 'am' });
    const [afternoon] = await stage.request('saburo', { part: 'pm' });
    const full = await join(stage, 'taro');
    const half = await join(stage, 'jiro', { part: 'am' });

    await stage.cancel('hanako', morning!);
    await askTheLine(stage);
    assert.deepEqual(await statuses(full.id, half.id), ['waitlisted', 'pending'], 'the afternoon is taken still');

    await stage.cancel('saburo', afternoon!);
    await stage.cancel('jiro', await stage.booking(half.id));
    await askTheLine(stage);
    assert.deepEqual(await statuses(full.id), ['pending']);
  });

  it('puts the profile’s priority before who asked first, and says everybody’s place', async () => {
    const profile = { id: 'carers', for: { sections: [], jobTitles: [], people: ['jiro@city.example'] } };
    await open({ profiles: [{ ...profile, rules: { priority: 1 } }] });
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');
    const jiro = await join(stage, 'jiro');

    const places = [await placeOf(taro.requestId), await placeOf(jiro.requestId), await placeOf(held!.requestId)];
    await stage.cancel('hanako', held!);
    await askTheLine(stage);

    assert.deepEqual(places, [2, 1, null]);
    assert.deepEqual(await statuses(taro.id, jiro.id), ['waitlisted', 'pending']);
    assert.equal(await placeOf(taro.requestId), 1);
  });

  it('leaves out who cannot use the seat, and keeps their place', async () => {
    await open({ rules: someRules({ daysPerWeek: 1 }), pools: [aPool({ licences: 1 })] });
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');
    const jiro = await join(stage, 'jiro');
    await stage.request('taro', { days: ['2026-12-04'] });

    await stage.cancel('hanako', held!);
    const next = await askTheLine(stage);

    assert.deepEqual(await statuses(taro.id, jiro.id), ['waitlisted', 'pending']);
    assert.deepEqual(next, addMinutes(stage.clock.now(), 15), 'who still waits is looked at again');
  });

  it('does not count waiting against somebody who asked in time', async () => {
    const lead = { workingDays: 1, until: null };
    await open({ rules: someRules({ lead, within: 'automatic', stops: ['lead-time'] }) });
    stage.clock.set(at('2026-11-30 09:00'));
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');
    stage.clock.set(at('2026-12-02 06:00'));

    await stage.cancel('hanako', held!);
    await askTheLine(stage);

    assert.deepEqual(await statuses(taro.id), ['approved']);
  });

  it('lets somebody leave the line', async () => {
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');

    await stage.cancel('taro', taro);
    await stage.cancel('hanako', held!);
    await askTheLine(stage);

    assert.deepEqual(await statuses(taro.id), ['cancelled']);
    assert.deepEqual(await stage.toldTo('taro'), []);
  });

  it('ends with the time that was waited for, and says so', async () => {
    await stage.request('hanako');
    const taro = await join(stage, 'taro');

    stage.clock.set(at(`${DAY} 18:00`));
    await stage.advance();

    assert.deepEqual(await statuses(taro.id), ['expired']);
    assert.deepEqual(await stage.toldTo('taro'), ['expired']);
  });

  describe('after the pool’s notice before the start has passed', () => {
    let taro: Awaited<ReturnType<typeof join>>;
    let jiro: Awaited<ReturnType<typeof join>>;
    beforeEach(async () => {
      const [held] = await stage.request('hanako');
      taro = await join(stage, 'taro');
      jiro = await join(stage, 'jiro');
      stage.clock.set(at(`${DAY} 08:00`));
      await stage.cancel('hanako', held!);
      await askTheLine(stage);
      taro = await stage.booking(taro.id);
    });

    it('asks first, and keeps the seat while the person thinks', async () => {
      assert.deepEqual([taro.status, taro.seatHeld], ['pending', true]);
      assert.deepEqual(taro.offeredUntil, at(`${DAY} 08:30`));
      assert.deepEqual(await stage.toldTo('taro'), ['seat-offered']);
      assert.deepEqual(await statuses(jiro.id), ['waitlisted']);
      assert.equal((await stage.toldTo('manager')).length, 1, 'nobody decides it yet');
    });

    it('asks the approver once it is taken', async () => {
      const view = await answerOffer(stage, 'taro', 'take', taro);
      const again = await answerOffer(stage, 'taro', 'take', taro);

      const booking = await stage.booking(taro.id);
      assert.deepEqual([view.kind, again.kind], ['request', 'request']);
      assert.deepEqual([booking.status, booking.offeredUntil, booking.version], ['pending', null, taro.version + 1]);
      assert.deepEqual((await stage.toldTo('manager')).slice(1), ['approval-request']);
    });

    it('asks the next in line when it is declined', async () => {
      await answerOffer(stage, 'taro', 'decline', taro);
      await askTheLine(stage);

      assert.deepEqual(await statuses(taro.id), ['cancelled']);
      assert.deepEqual((await stage.booking(jiro.id)).offeredUntil, at(`${DAY} 08:30`));
    });

    it('asks the next in line when there is no answer, and says so', async () => {
      stage.clock.set(at(`${DAY} 08:30`));
      const late = await answerOffer(stage, 'taro', 'take', taro);
      await stage.advance();
      await askTheLine(stage);

      assert.equal(late.kind === 'waitlist' && late.state, 'lapsed');
      assert.deepEqual(await statuses(taro.id), ['expired']);
      assert.deepEqual(await stage.toldTo('taro'), ['seat-offered', 'offer-lapsed']);
      assert.deepEqual((await stage.booking(jiro.id)).offeredUntil, at(`${DAY} 09:00`));
    });

    it('tells somebody else nothing', async () => {
      const view = await answerOffer(stage, 'jiro', 'take', taro);

      assert.equal(view.kind === 'sentence' && view.sentence, 'neutral-refusal');
      assert.deepEqual((await stage.booking(taro.id)).offeredUntil, taro.offeredUntil);
    });
  });

  it('offers no seat whose desktop would be ready when the time is over', async () => {
    const [held] = await stage.request('hanako');
    const taro = await join(stage, 'taro');
    stage.clock.set(at(`${DAY} 16:30`));

    await stage.cancel('hanako', held!);
    await askTheLine(stage);

    assert.deepEqual(await statuses(taro.id), ['waitlisted']);
  });
});
