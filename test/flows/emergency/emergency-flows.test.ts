import assert from 'node:assert/strict';
import { bookInEmergency } from '../../../flows/emergency/book-in-emergency.ts';
import type { EmergencyView } from '../../../flows/emergency/emergency-view.ts';
import { followEmergency } from '../../../flows/emergency/follow-emergency.ts';
import { beginEmergency, switchEmergency } from '../../../flows/emergency/switch-emergency.ts';
import type { Organisation } from '../../../flows/organisation.ts';
import type { View } from '../../../flows/views.ts';
import { anOrganisation, aPool, at, idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { askTheLine, join } from '../waitlist/line-stage.ts';

const SECTIONS = ['Parks', 'Roads', 'Tax'].map((department) => ({
  id: department.toLowerCase(),
  department,
  name: { ja: department, en: department },
  head: null,
  deputy: null,
}));

describe('an emergency', () => {
  let stage: Stage;
  let forms = 0;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(() => open());

  async function open(organisation: Partial<Organisation> = {}): Promise<void> {
    await stage.reset(anOrganisation({ sections: SECTIONS, ...organisation }));
    const staff = ['hanako', 'taro'].map((name) => [name, { manager: 'manager' }] as [string, object]);
    await stage.people(...staff, ['jiro', { manager: 'manager', department: 'Roads' }]);
    await stage.people('manager', ['chief', { department: 'Tax' }], ['second', { department: 'Tax' }]);
    stage.roles.set('emergency', [idOf('chief'), idOf('second')]);
  }
  const id = () => idOf(`form ${(forms += 1)}`);
  const begin = async (name: string, scope = ['parks'], reason: string | null = 'typhoon', emergencyId = id()) => {
    const person = await stage.person(name);
    return stage.tx((tx) => beginEmergency(tx, stage.deps, person, { emergencyId, scope, reason }));
  };
  const press = async (name: string, what: 'confirm' | 'withdraw' | 'end', view: View) => {
    const { emergencyId, version } = view as EmergencyView;
    const person = await stage.person(name);
    return stage.tx((tx) => switchEmergency(tx, stage.deps, person, { do: what, emergencyId, version }));
  };
  const follow = (view: View) => followEmergency(stage.deps, (view as EmergencyView).emergencyId);
  const book = async (name: string, view: View, day = '2026-12-01') => {
    const person = await stage.person(name);
    const { emergencyId } = view as EmergencyView;
    return stage.tx((tx) => bookInEmergency(tx, stage.deps, person, { emergencyId, day }));
  };
  const stateOf = (view: View) => (view.kind === 'emergency' ? [view.state, view.problem] : [view.kind]);

  it('tells everybody in its scope, and nobody else, once', async () => {
    const view = await begin('chief');
    await follow(view);
    await follow(view);

    assert.deepEqual(stateOf(view), ['on', null]);
    for (const name of ['hanako', 'taro', 'manager']) assert.deepEqual(await stage.toldTo(name), ['emergency-begun']);
    for (const name of ['jiro', 'chief']) assert.deepEqual(await stage.toldTo(name), []);
    assert.deepEqual(await stage.toldTo('second'), ['emergency-asked'], 'who may end it has the card that does');
  });

  it('goes on after a batch that broke off, and tells nobody twice', async () => {
    const many = Array.from({ length: 450 }, (_, index) => `staff${index}`);
    await stage.people(...many);
    const view = await begin('chief', ['all']);
    const { store } = stage.deps;
    let batches = 0;
    const failing: typeof store = {
      ...store,
      nextDueAt: () => store.nextDueAt(),
      outboxState: (now) => store.outboxState(now),
      transaction: (work) =>
        (batches += 1) === 2
          ? store.transaction(async (tx) => {
              await work(tx);
              throw new Error('the power failed');
            })
          : store.transaction(work),
    };

    await assert.rejects(followEmergency({ ...stage.deps, store: failing }, (view as EmergencyView).emergencyId));
    await Promise.all([follow(view), follow(view)]);

    const told = (await stage.outbox()).flatMap((work) =>
      work.kind === 'tell' && work.notice.kind === 'emergency-begun' ? work.personId : [],
    );
    assert.equal(told.length, 456);
    assert.equal(new Set(told).size, 456);
    const { rows } = await stage.database.owner.query<{ facts: { told: number } }>(
      "SELECT facts FROM audit_entry WHERE kind = 'emergency-told'",
    );
    assert.deepEqual(rows, [{ facts: { told: 456 } }]);
  }).timeout(60_000);

  it('takes two people where the organisation asks for them, never one of them twice', async () => {
    await open({ emergency: { twoPeople: true, priority: [] } });

    const asked = await begin('chief');
    await follow(asked);
    const own = await press('chief', 'confirm', asked);
    const on = await press('second', 'confirm', asked);
    const late = await press('second', 'confirm', asked);

    assert.deepEqual(stateOf(asked), ['asked', null]);
    assert.deepEqual(stateOf(own), ['asked', 'own-confirmation']);
    assert.deepEqual(stateOf(on), ['on', null]);
    assert.deepEqual(stateOf(late), ['on', 'not-asked']);
    assert.deepEqual(await stage.toldTo('second'), ['emergency-asked']);
    assert.deepEqual(await stage.toldTo('hanako'), [], 'nobody is told before it begins');
    const kinds = ['emergency-asked', 'emergency-begun'];
    assert.deepEqual(await stage.audit((asked as EmergencyView).emergencyId), kinds);
  });

  it('can be withdrawn before it begins, and then tells nobody', async () => {
    await open({ emergency: { twoPeople: true, priority: [] } });
    const asked = await begin('chief');

    const withdrawn = await press('chief', 'withdraw', asked);
    await follow(asked);

    assert.deepEqual(stateOf(withdrawn), ['withdrawn', null]);
    assert.deepEqual(await stage.toldTo('hanako'), []);
  });

  it('is not asked for where nobody could confirm it', async () => {
    await open({ emergency: { twoPeople: true, priority: [] } });
    stage.roles.set('emergency', [idOf('chief')]);

    assert.deepEqual(stateOf(await begin('chief')), ['form', 'nobody-to-confirm']);
  });

  it('needs a scope and a reason, and keeps what was filled in', async () => {
    const noReason = await begin('chief', ['parks'], null);
    const noScope = await begin('chief', ['nowhere'], 'typhoon');

    assert.deepEqual(stateOf(noReason), ['form', 'reason-missing']);
    assert.deepEqual(noReason.kind === 'emergency' && noReason.chosen, ['parks']);
    assert.deepEqual(stateOf(noScope), ['form', 'scope-missing']);
    assert.equal(noScope.kind === 'emergency' && noScope.reason, 'typhoon');
  });

  it('begins once, however often it is pressed and by whomever', async () => {
    const form = id();
    const views = await Promise.all([
      begin('chief', ['parks'], 'typhoon', form),
      begin('chief', ['parks'], 'typhoon', form),
      begin('second', ['parks'], 'storm'),
    ]);

    assert.deepEqual(new Set(views.map((view) => (view as EmergencyView).emergencyId)).size, 1);
    assert.equal((await stage.tx((tx) => tx.emergencies.open())).length, 1);
  });

  it('is nobody’s to switch who does not have the role', async () => {
    const view = await begin('hanako');
    const on = await begin('chief');
    const ended = await press('hanako', 'end', on);

    for (const one of [view, ended]) assert.equal(one.kind === 'sentence' && one.sentence, 'neutral-refusal');
    assert.equal((await stage.tx((tx) => tx.emergencies.on())).length, 1);
  });

  it('approves what waits within its rules, and leaves the rest to the approver', async () => {
    await open({ tasks: [], rules: someRules({ daysPerWeek: 1, stops: [] }) });
    const [within] = await stage.request('hanako');
    const [beyond] = await stage.request('hanako', { days: ['2026-12-03'] });
    const [elsewhere] = await stage.request('jiro');

    const view = await begin('chief');
    await follow(view);
    await follow(view);

    const [one, two] = [await stage.booking(within!.id), await stage.booking(beyond!.id)];
    assert.deepEqual([one.status, one.decidedBy, one.version], ['approved', 'rule', 2]);
    assert.deepEqual([two.status, two.decidedBy], ['approved', 'rule'], 'the limit on days is lifted');
    assert.equal((await stage.booking(elsewhere!.id)).status, 'pending');
    assert.deepEqual((await stage.toldTo('hanako')).sort(), ['decision', 'decision', 'emergency-begun']);
  });

  it('does not approve what has to stay in the office', async () => {
    const task = {
      id: 'my-number',
      name: { ja: '個人番号', en: 'My Number' },
      remote: false,
      zone: null,
      words: ['個人番号'],
    };
    const [booking] = await stage.request('hanako', { reason: '個人番号の入力' });
    stage.organisation = anOrganisation({ sections: SECTIONS, tasks: [task] });

    await follow(await begin('chief'));

    assert.equal((await stage.booking(booking!.id)).status, 'pending');
  });

  it('puts a request whose seat has gone back on the waiting list where there is none', async () => {
    await open({ pools: [aPool({ licences: 1 })], approvals: someApprovals({ holdHours: 1 }) });
    const [first] = await stage.request('hanako');
    stage.clock.set(at('2026-12-01 11:00'));
    await stage.advance();
    const [second] = await stage.request('taro');

    await follow(await begin('chief'));

    const statuses = [(await stage.booking(first!.id)).status, (await stage.booking(second!.id)).status];
    assert.deepEqual(statuses, ['waitlisted', 'approved']);
  });

  it('approves a change, and gives back what it takes the place of', async () => {
    const [old] = await stage.request('hanako');
    await stage.decide('manager', [old!]);
    const draft = await stage.propose('hanako', { days: ['2026-12-03'] });
    await stage.database.owner.query(
      `UPDATE proposal_draft SET draft = jsonb_set(draft, '{asked,0,replaces}', to_jsonb($1::text)) WHERE id = $2`,
      [old!.id, draft.draftId],
    );
    const sent = await stage.confirm('hanako', draft);
    const change = await stage.booking(sent.kind === 'request' ? sent.bookings[0]!.bookingId : '');
    assert.deepEqual([change.status, change.replacesId], ['pending', old!.id]);

    await follow(await begin('chief'));

    assert.deepEqual(
      [(await stage.booking(change.id)).status, (await stage.booking(old!.id)).status],
      ['approved', 'cancelled'],
    );
  });

  describe('while it is on', () => {
    let on: View;
    beforeEach(async () => {
      await open({
        pools: [aPool({ licences: 1 })],
        rules: someRules({ daysPerWeek: 1 }),
        emergency: { twoPeople: false, priority: [['roads'], ['parks']] },
      });
      on = await begin('chief', ['parks', 'roads']);
    });

    it('books today with one tap, approved by the rule, once', async () => {
      const view = await book('hanako', on);
      const again = await book('hanako', on);

      const bookings = await stage.tx((tx) => tx.bookings.between(null, null, null));
      assert.deepEqual([view.kind, again.kind], ['request', 'request']);
      assert.deepEqual(
        bookings.map((one) => [one.day, one.status, one.decidedBy]),
        [['2026-12-01', 'active', 'rule']],
      );
    });

    it('puts people in line when the seats run short, in the order of their classes', async () => {
      await book('taro', on);
      const [hanako, jiro] = [await book('hanako', on), await book('jiro', on)];
      const place = (view: View) => (view.kind === 'request' ? view.bookings[0]!.waitingPlace : null);
      assert.deepEqual([place(hanako), place(jiro)], [1, 1], 'roads come before parks');

      const [taken] = await stage.tx((tx) => tx.bookings.ofPerson(idOf('taro'), stage.clock.now(), 5));
      await stage.cancel('taro', taken!);
      await askTheLine(stage);

      assert.deepEqual(await stage.toldTo('jiro'), ['seat-offered']);
      assert.deepEqual(await stage.toldTo('hanako'), []);
    });

    it('books nothing when the card’s day is over, and names the next one', async () => {
      stage.clock.set(at('2026-12-01 18:00'));
      const view = await book('hanako', on);

      assert.deepEqual(view.kind === 'emergency-told' && [view.dayChanged, view.day], [true, '2026-12-02']);
      assert.equal((await stage.tx((tx) => tx.bookings.between(null, null, null))).length, 0);
    });

    it('books nothing for people outside its scope', async () => {
      const view = await book('second', on);

      assert.equal(view.kind === 'sentence' && view.sentence, 'neutral-refusal');
    });

    it('tells those who were told when it ends, and leaves their bookings', async () => {
      await follow(on);
      await book('hanako', on);

      const ended = await press('second', 'end', on);
      await follow(ended);
      const late = await book('taro', on);

      assert.deepEqual(stateOf(ended), ['ended', null]);
      assert.deepEqual(await stage.toldTo('taro'), ['emergency-begun', 'emergency-ended']);
      const [booking] = await stage.tx((tx) => tx.bookings.between(null, null, null));
      assert.equal(booking!.status, 'active');
      assert.equal(late.kind === 'emergency-told' && late.state, 'ended');
    });

    it('tells nobody of its end who was never told of its beginning', async () => {
      const ended = await press('second', 'end', on);
      await follow(ended);

      assert.deepEqual(await stage.toldTo('hanako'), []);
    });

    it('holds for a request that is judged while it is on, whoever comes first', async () => {
      const waiting = await join(stage, 'hanako', { day: '2026-12-02' });

      assert.deepEqual([waiting.status, waiting.decidedBy], ['approved', 'rule']);
    });
  });
});
