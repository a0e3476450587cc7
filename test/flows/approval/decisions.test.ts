import assert from 'node:assert/strict';
import { showApproval } from '../../../flows/approval/approval-view.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import type { Approvals } from '../../../flows/organisation.ts';
import type { Rules } from '../../../flows/rules/rules.ts';
import type { ApprovalView, View } from '../../../flows/views.ts';
import { anOrganisation, aPool, idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const PARKS = { id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, deputy: null };

function city(rules: Partial<Rules> = {}, approvals: Partial<Approvals> = {}) {
  return anOrganisation({
    rules: someRules(rules),
    approvals: someApprovals(approvals),
    sections: [{ ...PARKS, head: 'head@city.example' }],
  });
}

describe('decisions', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ connections: 12 });
  });
  after(() => stage.database.close());

  async function begin(rules: Partial<Rules> = {}, approvals: Partial<Approvals> = {}): Promise<void> {
    await stage.reset(city(rules, approvals));
    await stage.people(
      ['hanako', { manager: 'manager' }],
      ['taro', { manager: 'manager' }],
      'manager',
      'head',
      'deputy',
    );
  }
  const approval = (view: View): ApprovalView => {
    assert.equal(view.kind, 'approval');
    return view;
  };
  const shortOf = ({ status, step, decidedBy, decidedFor }: Booking) => ({ status, step, decidedBy, decidedFor });
  const seatsTaken = async () => {
    const { rows } = await stage.database.owner.query<{ taken: number }>(
      'SELECT max(taken) AS taken FROM pool_half_hour',
    );
    return rows[0]!.taken;
  };

  describe('in several steps', () => {
    beforeEach(() => begin({ steps: ['manager', 'section-head'] }));

    it('go on to the next, who is asked, and are the last one’s word', async () => {
      const [booking] = await stage.request('hanako');
      const view = approval(await stage.decide('manager', [booking!], 'approved', 'fine by me'));

      const passed = await stage.booking(booking!.id);
      assert.deepEqual([passed.status, passed.step, passed.approverIds], ['pending', 1, [idOf('head')]]);
      assert.deepEqual([view.canDecide, view.steps?.decided.map(({ byName }) => byName)], [false, ['manager']]);
      assert.deepEqual(await stage.toldTo('head'), ['approval-request']);

      const last = approval(await stage.decide('head', [passed]));
      assert.equal(last.thread[0]?.text, 'fine by me');
      assert.deepEqual(shortOf(await stage.booking(booking!.id)), {
        status: 'approved',
        step: 1,
        decidedBy: idOf('head'),
        decidedFor: null,
      });
      assert.deepEqual(await stage.audit(booking!.id), [
        'booking-requested',
        'booking-step-decided',
        'booking-decided',
      ]);
      assert.deepEqual(await stage.toldTo('hanako'), ['decision']);
    });

    it('are taken once each, however often the first approver presses', async () => {
      const [booking] = await stage.request('hanako');
      await stage.decide('manager', [booking!]);
      const passed = await stage.booking(booking!.id);

      await stage.decide('manager', [booking!]);
      await stage.decide('manager', [passed]);

      assert.deepEqual(await stage.booking(booking!.id), passed);
      assert.deepEqual(await stage.toldTo('head'), ['approval-request']);
    });

    it('end at the first refusal', async () => {
      const [booking] = await stage.request('hanako');

      await stage.decide('manager', [booking!], 'rejected', 'not now');

      assert.equal((await stage.booking(booking!.id)).status, 'rejected');
      assert.deepEqual(await stage.toldTo('head'), []);
    });

    it('never ask one person twice: who has spoken in somebody’s place has spoken', async () => {
      const deputies = [{ approver: 'manager@city.example', deputy: 'head@city.example' }];
      stage.organisation = city({ steps: ['manager', 'section-head'] }, { deputies });
      const [booking] = await stage.request('hanako');

      await stage.decide('head', [booking!]);

      assert.deepEqual(shortOf(await stage.booking(booking!.id)), {
        status: 'approved',
        step: 0,
        decidedBy: idOf('head'),
        decidedFor: idOf('manager'),
      });
    });

    it('are not taken by a first approver who stands in for the second', async () => {
      const deputies = [{ approver: 'head@city.example', deputy: 'manager@city.example' }];
      stage.organisation = city({ steps: ['manager', 'section-head'] }, { deputies });
      const [booking] = await stage.request('hanako');
      await stage.decide('manager', [booking!]);

      const view = approval(await stage.decide('manager', [await stage.booking(booking!.id)]));

      assert.deepEqual([view.canDecide, (await stage.booking(booking!.id)).status], [false, 'pending']);
      assert.deepEqual(await stage.toldTo('manager'), ['approval-request']);
    });
  });

  describe('by a deputy', () => {
    const deputies = [{ approver: 'manager@city.example', deputy: 'deputy@city.example' }];

    it('are asked of both, taken once, and recorded with both names', async () => {
      await begin({}, { deputies });
      const [booking] = await stage.request('hanako');
      const view = approval(await stage.decide('deputy', [booking!]));
      await stage.decide('manager', [booking!], 'rejected');

      assert.deepEqual(
        [await stage.toldTo('manager'), await stage.toldTo('deputy')],
        [['approval-request'], ['approval-request']],
      );
      assert.deepEqual([view.bookings[0]!.decidedByName, view.bookings[0]!.decidedForName], ['deputy', 'manager']);
      const { rows } = await stage.database.owner.query<{ facts: Record<string, unknown>; done_by: string }>(
        "SELECT done_by, facts FROM audit_entry WHERE kind = 'booking-decided'",
      );
      assert.deepEqual(
        rows.map((row) => [row.done_by, row.facts.decidedFor, row.facts.verdict]),
        [[idOf('deputy'), idOf('manager'), 'approved']],
      );
    });

    it('are not theirs on their own request', async () => {
      await begin({}, { deputies });
      await stage.people(['deputy', { manager: 'manager' }]);
      const [booking] = await stage.request('deputy');

      const view = await stage.decide('deputy', [booking!]);

      assert.equal(view.kind, 'request');
      assert.deepEqual([(await stage.booking(booking!.id)).status, await stage.toldTo('deputy')], ['pending', []]);
    });
  });

  describe('are made again when the button is pressed', () => {
    beforeEach(() => begin());

    it('by the rules of now: a stop refuses an approval and is named, and a refusal may be pressed', async () => {
      const days = ['2026-12-02', '2026-12-03'];
      const bookings = await stage.request('hanako', { days });
      stage.organisation = city({ daysPerWeek: 1 });

      const view = approval(await stage.decide('manager', bookings));

      assert.deepEqual(
        view.refused.map(({ day, reason }) => [day, reason?.rule]),
        [
          ['2026-12-02', 'days-per-week'],
          ['2026-12-03', 'days-per-week'],
        ],
      );
      assert.deepEqual(await stage.toldTo('hanako'), []);
      await stage.decide('manager', bookings.slice(0, 1), 'rejected');
      await stage.decide('manager', bookings.slice(1), 'approved');
      assert.deepEqual(await Promise.all(bookings.map(async ({ id }) => (await stage.booking(id)).status)), [
        'rejected',
        'approved',
      ]);
    });

    it('but how long ahead it was asked for, by the moment of asking', async () => {
      stage.organisation = city({ lead: { workingDays: 1, until: null }, stops: ['lead-time'] });
      const [booking] = await stage.request('hanako', { days: ['2026-12-03'] });
      stage.clock.forward(2 * 24 * 60 - 120);

      await stage.decide('manager', [booking!]);

      assert.equal((await stage.booking(booking!.id)).status, 'approved');
    });

    it('by the tasks that may not leave the office', async () => {
      const [booking] = await stage.request('hanako', { reason: 'マイナンバーの入力' });
      const task = {
        id: 'mynumber',
        name: { ja: 'マイナンバー', en: 'My Number' },
        remote: false,
        zone: null,
        words: ['マイナンバー'],
      };
      stage.organisation = { ...city(), tasks: [task] };

      const view = approval(await stage.decide('manager', [booking!]));

      assert.deepEqual([view.problem, view.refused[0]?.task], ['task', task.name]);
      assert.equal((await stage.booking(booking!.id)).status, 'pending');
    });

    it('by the licences: without one the booking waits for a seat, decided, and both are told', async () => {
      const [first] = await stage.request('hanako');
      const [second] = await stage.request('taro');
      stage.organisation = { ...city(), pools: [aPool({ licences: 1 })] };

      const view = approval(await stage.decide('manager', [first!]));
      await stage.decide('manager', [second!]);

      assert.equal(view.bookings[0]!.status, 'waitlisted');
      assert.deepEqual(shortOf(await stage.booking(first!.id)), {
        status: 'waitlisted',
        step: 0,
        decidedBy: idOf('manager'),
        decidedFor: null,
      });
      assert.equal((await stage.booking(second!.id)).status, 'approved');
      assert.deepEqual([await stage.toldTo('hanako'), await seatsTaken()], [['decision'], 1]);
    });

    for (const [licences, status] of [
      [2, 'approved'],
      [1, 'waitlisted'],
    ] as const)
      it(`with a seat that was given back: ${licences === 2 ? 'free, it is taken' : 'gone, it is waited for'}`, async () => {
        stage.organisation = { ...city(), pools: [aPool({ licences })] };
        const [booking] = await stage.request('hanako');
        await stage.tx(async (tx) => {
          const [locked] = await tx.bookings.lock([booking!.id]);
          await tx.bookings.save({ ...locked!, seatHeld: false });
        });
        const [other] = await stage.request('taro');

        await stage.decide('manager', [other!]);
        await stage.decide('manager', [booking!]);

        const after = await stage.booking(booking!.id);
        assert.deepEqual([after.status, await seatsTaken()], [status, licences]);
      });

    it('with the person’s other bookings: a change over which another day was booked is not approved', async () => {
      const [old] = await stage.request('hanako');
      await stage.decide('manager', [old!]);
      const elsewhere = await stage.request('hanako', { days: ['2026-12-03'] });
      const change = await changeOf(old!);

      const view = approval(await stage.decide('manager', [change]));

      assert.deepEqual(
        view.refused.map(({ refusal }) => refusal),
        ['overlap'],
      );
      assert.equal((await stage.booking(old!.id)).status, 'approved');
      assert.equal(elsewhere.length, 1);
    });
  });

  /** Hanako's wish to have 3 December instead. */
  async function changeOf(old: Booking): Promise<Booking> {
    const change: Booking = {
      ...old,
      id: idOf('change'),
      requestId: idOf('change request'),
      day: '2026-12-03',
      startsAt: new Date(old.startsAt.getTime() + 86_400_000),
      endsAt: new Date(old.endsAt.getTime() + 86_400_000),
      replacesId: old.id,
      version: 1,
    };
    const none = { reason: null, category: null, contact: null, material: null, comment: null };
    await stage.tx((tx) => tx.bookings.add([change], none));
    return change;
  }

  describe('on a change', () => {
    beforeEach(() => begin());

    it('put the new day in the place of the old one, in one transaction', async () => {
      const [old] = await stage.request('hanako');
      await stage.decide('manager', [old!]);

      await stage.decide('manager', [await changeOf(old!)]);

      assert.deepEqual(
        [(await stage.booking(old!.id)).status, (await stage.booking(idOf('change'))).status],
        ['cancelled', 'approved'],
      );
    });

    it('leave the old day alone where it is not approved', async () => {
      const [old] = await stage.request('hanako');
      await stage.decide('manager', [old!]);

      await stage.decide('manager', [await changeOf(old!)], 'rejected');

      assert.deepEqual(
        [(await stage.booking(old!.id)).status, (await stage.booking(idOf('change'))).status],
        ['approved', 'rejected'],
      );
    });

    it('leave the old day alone where no seat is to be had for the new one', async () => {
      stage.organisation = { ...city(), pools: [aPool({ licences: 1 })] };
      const [old] = await stage.request('hanako');
      await stage.decide('manager', [old!]);
      const [full] = await stage.request('taro', { days: ['2026-12-03'] });
      await stage.decide('manager', [full!]);
      const change = await changeOf({ ...old!, seatHeld: false });

      await stage.decide('manager', [change]);

      assert.deepEqual(
        [(await stage.booking(old!.id)).status, (await stage.booking(change.id)).status],
        ['approved', 'waitlisted'],
      );
    });
  });

  it('are not for whoever asked in the person’s place, though they are the manager', async () => {
    await begin();
    const [booking] = await stage.request('hanako');
    await stage.tx(async (tx) => {
      const [locked] = await tx.bookings.lock([booking!.id]);
      await tx.bookings.save({ ...locked!, requestedBy: idOf('manager') });
    });

    const view = approval(await stage.decide('manager', [booking!]));

    assert.deepEqual([view.canDecide, view.problem], [false, 'own-request']);
    assert.equal((await stage.booking(booking!.id)).status, 'pending');
  });

  it('leave an offer from the waiting list to its person', async () => {
    await begin();
    const [booking] = await stage.request('hanako');
    await stage.tx(async (tx) => {
      const [locked] = await tx.bookings.lock([booking!.id]);
      await tx.bookings.save({ ...locked!, offeredUntil: new Date(stage.clock.now().getTime() + 60_000) });
    });

    const view = approval(await stage.decide('manager', [booking!]));

    assert.deepEqual([view.canDecide, view.problem], [false, 'no-seat-yet']);
  });

  it('show what a deputy who is one no more may see: the state, and no private words', async () => {
    await begin({}, { deputies: [{ approver: 'manager@city.example', deputy: 'deputy@city.example' }] });
    const [booking] = await stage.request('hanako', { reason: 'hospital' });
    const seen = () => stage.tx((tx) => showApproval(tx, stage.deps, booking!.requestId, idOf('deputy')));
    const before = await seen();
    stage.organisation = city();

    const after = await seen();

    assert.deepEqual([before?.reason, before?.canDecide], ['hospital', true]);
    assert.deepEqual([after?.reason, after?.canDecide], [null, false]);
  });

  it('of two officers and a deputy at once are one decision', async () => {
    const deputies = [{ approver: 'ict1@city.example', deputy: 'deputy@city.example' }];
    await begin({ steps: ['ict'] }, { deputies });
    await stage.people('ict1', 'ict2');
    stage.roles.set('ict', [idOf('ict1'), idOf('ict2')]);
    const bookings = await stage.request('hanako', { days: ['2026-12-02', '2026-12-03'] });

    await Promise.all(
      ['ict1', 'ict2', 'deputy', 'ict1', 'ict2', 'deputy'].map((name, index) =>
        stage.decide(name, bookings, index % 2 ? 'approved' : 'rejected'),
      ),
    );

    for (const { id } of bookings) {
      assert.deepEqual(await stage.audit(id), ['booking-requested', 'booking-decided']);
      assert.ok(['approved', 'rejected'].includes((await stage.booking(id)).status));
    }
    const told = (await stage.toldTo('hanako')).filter((kind) => kind === 'decision');
    assert.ok(told.length >= 1 && told.length <= 2, `${told.length} notices`);
  });

  it('of two steps at once are one decision a step', async () => {
    await begin({ steps: ['manager', 'section-head'] });
    const [booking] = await stage.request('hanako');

    await Promise.all(Array.from({ length: 8 }, () => stage.decide('manager', [booking!])));
    const passed = await stage.booking(booking!.id);
    await Promise.all([
      ...Array.from({ length: 4 }, () => stage.decide('head', [passed])),
      ...Array.from({ length: 4 }, () => stage.decide('manager', [passed])),
    ]);

    assert.deepEqual(await stage.audit(booking!.id), ['booking-requested', 'booking-step-decided', 'booking-decided']);
    assert.deepEqual(shortOf(await stage.booking(booking!.id)), {
      status: 'approved',
      step: 1,
      decidedBy: idOf('head'),
      decidedFor: null,
    });
  });
});
