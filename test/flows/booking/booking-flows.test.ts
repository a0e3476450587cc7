import assert from 'node:assert/strict';
import { discardProposal } from '../../../flows/booking/discard-proposal.ts';
import { editDraft, type FormInput } from '../../../flows/booking/edit-draft.ts';
import { followUpRequest } from '../../../flows/approval/follow-up-request.ts';
import { readdressRequest } from '../../../flows/approval/readdress-request.ts';
import type { ProposalView } from '../../../flows/views.ts';
import { anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('booking on a real database', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset();
    await stage.people(
      ['hanako', { manager: 'manager' }],
      ['taro', { manager: 'manager' }],
      ['manager', {}],
      'stranger',
    );
  });

  const verdicts = (view: ProposalView) => view.days.map(({ verdict }) => (verdict.ok ? 'ok' : verdict.refusal));

  describe('sending a draft', () => {
    it('makes pending bookings, asks the manager, and writes all of it down', async () => {
      const [booking, ...rest] = await stage.request('hanako', { reason: 'delivery' });

      assert.equal(rest.length, 0);
      assert.equal(booking!.status, 'pending');
      assert.deepEqual(booking!.approverIds, [idOf('manager')]);
      assert.deepEqual(await stage.toldTo('manager'), ['approval-request']);
      assert.deepEqual(await stage.audit(), ['booking-requested']);
    });

    it('pressed again shows the request and sends nothing', async () => {
      const draft = await stage.propose('hanako');
      const first = await stage.confirm('hanako', draft);
      const sent = await stage.outbox();

      const again = await stage.confirm('hanako', draft);

      assert.deepEqual(again, first);
      assert.deepEqual(
        sent.map(({ kind }) => kind),
        ['calendar', 'tell'],
      );
      assert.deepEqual(await stage.outbox(), sent);
    });

    it('of somebody else is refused without a word about it', async () => {
      const draft = await stage.propose('hanako');

      const view = await stage.confirm('taro', draft);

      assert.deepEqual([view.kind, 'sentence' in view && view.sentence], ['sentence', 'neutral-refusal']);
      assert.deepEqual(await stage.audit(), []);
    });

    it('on an older card shows it as it is and sends nothing', async () => {
      const draft = await stage.propose('hanako');
      await edit(draft, { day: '2026-12-03' });

      const view = await stage.confirm('hanako', draft);

      assert.equal(view.kind === 'proposal' && view.problem, 'changed-meanwhile');
      assert.deepEqual(await stage.audit(), []);
    });

    it('whose day was taken meanwhile shows it anew; the next press sends what is left', async () => {
      stage.organisation = anOrganisation({ pools: [aPool({ licences: 1 })] });
      const draft = await stage.propose('hanako', { days: ['2026-12-02', '2026-12-03'] });
      await stage.request('taro');

      const view = await stage.confirm('hanako', draft);

      assert.equal(view.kind, 'proposal');
      assert.deepEqual(verdicts(view), ['no-seat', 'ok']);
      const sent = await stage.confirm('hanako', view);
      assert.deepEqual(sent.kind === 'request' && sent.bookings.map((line) => line.day), ['2026-12-03']);
    });

    it('never makes a request without days, though a refused day has become bookable', async () => {
      stage.organisation = anOrganisation({ pools: [aPool({ licences: 1 })] });
      const [taken] = await stage.request('taro');
      const draft = await stage.propose('hanako');
      await stage.cancel('taro', taken!);

      const view = await stage.confirm('hanako', draft);

      assert.deepEqual([view.kind, verdicts(view as ProposalView)], ['proposal', ['ok']]);
    });

    it('that promised readiness and can keep it no more tells so before it is sent', async () => {
      const draft = await stage.propose('hanako');
      stage.clock.set(at('2026-12-02 08:15'));

      const view = await stage.confirm('hanako', draft);

      assert.equal(view.kind === 'proposal' && view.problem, 'changed-meanwhile');
      const [day] = (view as ProposalView).days;
      assert.ok(day?.verdict.ok);
      assert.deepEqual(day.verdict.readyAt, at('2026-12-02 09:45'));
      assert.equal((await stage.confirm('hanako', view as ProposalView)).kind, 'request');
    });

    it('sends nothing of a draft thrown away, and a sent one cannot be thrown away', async () => {
      const thrown = await stage.propose('hanako');
      const person = await stage.person('hanako');
      await stage.tx((tx) => discardProposal(tx, stage.deps, person, thrown));

      const view = await stage.confirm('hanako', thrown);
      const [booking] = await stage.request('hanako', { days: ['2026-12-03'] });
      const draft = await stage.propose('hanako');
      const sent = await stage.confirm('hanako', draft);
      const after = await stage.tx((tx) => discardProposal(tx, stage.deps, person, draft));

      assert.equal(view.kind === 'proposal' && view.state, 'discarded');
      assert.equal(booking!.day, '2026-12-03');
      assert.deepEqual(after, sent);
    });

    it('goes to the ICT section, who is told, where nobody else can decide', async () => {
      stage.roles.set('ict', [idOf('ict')]);
      await stage.people('ict');

      const [booking] = await stage.request('stranger');

      assert.deepEqual(booking!.approverIds, [idOf('ict')]);
      assert.deepEqual(await stage.toldTo('ict'), ['approval-request', 'no-approver']);
    });
  });

  describe('the form', () => {
    it('refuses a day or time that is none and keeps the draft', async () => {
      const draft = await stage.propose('hanako');

      for (const [input, problem] of [
        [{ day: '2026-02-30' }, 'bad-day'],
        [{ day: "'; DROP TABLE booking; --" }, 'bad-day'],
        [{ part: 'hours', from: '25:00' }, 'bad-hours'],
        [{ part: 'hours', from: '15:00', to: '13:00' }, 'bad-hours'],
      ] as const) {
        const view = await edit(draft, input);
        assert.deepEqual([view.problem, view.version, view.days.length], [problem, 1, 1], JSON.stringify(input));
      }
    });

    it('answers days at the ends of the calendar as it answers others', async () => {
      let view = await stage.propose('hanako');
      for (const [day, refusal] of [
        ['9999-12-31', 'rule'],
        ['0101-01-01', 'past'],
      ] as const) {
        view = await edit(view, { day });
        assert.deepEqual(verdicts(view), [refusal]);
        const sent = await stage.confirm('hanako', view);
        assert.equal(sent.kind === 'proposal' && sent.problem, 'nothing-bookable');
        view = sent as ProposalView;
      }
    });

    it('locks nothing for days that cannot be booked', async () => {
      const view = await stage.propose('hanako', { days: ['2025-12-02', '2031-12-02'] });

      await stage.confirm('hanako', view);

      const { rows } = await stage.database.owner.query('SELECT count(*)::int AS n FROM pool_half_hour');
      assert.deepEqual(rows, [{ n: 0 }]);
    });

    it('takes any text as reason, cut to its length', async () => {
      const draft = await stage.propose('hanako');
      const reason = `<b>\u202e</b> \0 \ud800 ${'あ'.repeat(1000)}`;

      const view = await edit(draft, { reason });

      assert.equal(view.reason?.length, 500);
      assert.equal((await stage.confirm('hanako', view)).kind, 'request');
    });
  });

  describe('a decision', () => {
    it('of the manager is taken once; the second tap shows the true state', async () => {
      const bookings = await stage.request('hanako');
      await stage.decide('manager', bookings, 'approved');

      const view = await stage.decide('manager', bookings, 'rejected');

      assert.equal(view.kind === 'approval' && view.problem, 'already-decided');
      assert.equal((await stage.booking(bookings[0]!.id)).status, 'approved');
      assert.deepEqual(await stage.toldTo('hanako'), ['decision']);
      assert.deepEqual(await stage.audit(), ['booking-requested', 'booking-decided']);
    });

    it('of a stranger, or on days of two requests, gets the one neutral refusal', async () => {
      const first = await stage.request('hanako');
      const second = await stage.request('taro');
      const neutral = await stage.decide('stranger', first);

      const mixed = await stage.decide('manager', [...first, ...second]);
      const unknown = await stage.decide('stranger', [{ id: idOf('nothing'), version: 1 }]);

      assert.equal(neutral.kind === 'sentence' && neutral.sentence, 'neutral-refusal');
      assert.deepEqual([mixed, unknown], [neutral, neutral]);
      assert.deepEqual(await stage.audit(), ['booking-requested', 'booking-requested']);
    });

    it('of the requester shows their own request and decides nothing', async () => {
      const bookings = await stage.request('hanako');

      const view = await stage.decide('hanako', bookings);

      assert.equal(view.kind, 'request');
      assert.equal((await stage.booking(bookings[0]!.id)).status, 'pending');
    });

    it('on a cancelled day shows that, and decides the days that still wait', async () => {
      const bookings = await stage.request('hanako', { days: ['2026-12-02', '2026-12-03'] });
      await stage.cancel('hanako', bookings[0]!);

      await stage.decide('manager', bookings);
      const again = await stage.decide('manager', [bookings[0]!]);

      const after = await stage.tx((tx) => tx.bookings.byRequest(bookings[0]!.requestId));
      assert.deepEqual(
        after.map((one) => one.status),
        ['cancelled', 'approved'],
      );
      assert.equal(again.kind === 'approval' && again.problem, 'cancelled');
    });

    it('makes access, capacity, sessions and the calendar due in the same breath', async () => {
      const [booking] = await stage.request('hanako');
      await stage.decide('manager', [booking!]);

      const due = await stage.tx((tx) => tx.due.list(at('2027-01-01 00:00')));

      const byKind = new Map(due.map((one) => [one.kind, one.at.toISOString()]));
      assert.equal(byKind.get('access'), stage.clock.now().toISOString());
      assert.equal(byKind.get('sessions'), booking!.endsAt.toISOString());
      assert.ok(byKind.has('capacity'));
      assert.ok((await stage.outbox()).some((work) => work.kind === 'calendar' && work.bookingId === booking!.id));
    });
  });

  describe('what time brings', () => {
    it('carries a booking over a jump of a week without losing a state', async () => {
      const [approved] = await stage.request('hanako');
      const [undecided] = await stage.request('taro');
      await stage.decide('manager', [approved!]);
      stage.clock.forward(7 * 24 * 60);

      await stage.advance();

      assert.deepEqual(await stage.audit(approved!.id), [
        'booking-requested',
        'booking-decided',
        'booking-active',
        'booking-completed',
      ]);
      assert.deepEqual(await stage.audit(undecided!.id), ['booking-requested', 'booking-expired']);
      assert.deepEqual(await stage.toldTo('taro'), ['expired']);
      assert.equal(await stage.advance(), 0);
    });

    it('reminds an approver once, however often it is asked, and not of what is decided', async () => {
      const [open] = await stage.request('hanako');
      const [decided] = await stage.request('taro');
      await stage.decide('manager', [decided!]);

      stage.clock.forward(300);
      for (const { requestId } of [open!, open!, decided!]) await followUpRequest(stage.deps, requestId);

      const told = await stage.toldTo('manager');
      assert.equal(told.filter((kind) => kind === 'approval-reminder').length, 1);
    });
  });

  describe('an approver who cannot be reached', () => {
    const unreachable = (requestId: string, name: string) =>
      stage.tx(async (tx) => {
        await tx.conversations.save(
          {
            personId: idOf(name),
            state: 'not-installed',
            serviceUrl: '',
            conversationId: '',
            userChannelId: '',
            botChannelId: '',
            channelId: 'msteams',
          },
          stage.clock.now(),
        );
        await readdressRequest(tx, stage.deps, requestId, idOf(name));
      });

    it('is stood in for by whom the organisation names, once, and may still decide', async () => {
      stage.roles.set('ict', [idOf('ict')]);
      await stage.people('ict');
      const [booking] = await stage.request('hanako');

      await unreachable(booking!.requestId, 'manager');
      await unreachable(booking!.requestId, 'manager');

      assert.deepEqual(await stage.toldTo('ict'), ['approval-request']);
      assert.deepEqual(await stage.toldTo('hanako'), ['approver-unreachable']);
      assert.deepEqual((await stage.booking(booking!.id)).approverIds, [idOf('ict'), idOf('manager')]);
      assert.equal((await stage.decide('manager', [booking!])).kind, 'approval');
      assert.equal((await stage.booking(booking!.id)).decidedBy, idOf('manager'));
    });

    it('and for whom nobody stands in leaves the request waiting; requester and ICT are told once', async () => {
      stage.roles.set('ict', [idOf('hanako')]);
      const [booking] = await stage.request('hanako');

      await unreachable(booking!.requestId, 'manager');
      await unreachable(booking!.requestId, 'manager');

      assert.equal((await stage.booking(booking!.id)).status, 'pending');
      assert.deepEqual(await stage.toldTo('hanako'), ['approver-unreachable', 'fault']);
    });
  });

  async function edit(view: ProposalView, input: FormInput): Promise<ProposalView> {
    const person = await stage.person('hanako');
    const { draftId, version } = view;
    const shown = await stage.tx((tx) => editDraft(tx, stage.deps, person, { draftId, version, input }));
    assert.ok(shown.kind === 'proposal');
    return shown;
  }
});
