import assert from 'node:assert/strict';
import { editDraft } from '../../../flows/booking/edit-draft.ts';
import { proposeBooking } from '../../../flows/booking/propose-booking.ts';
import { confirmBooking } from '../../../flows/booking/confirm-booking.ts';
import type { ProposalView } from '../../../flows/views.ts';
import { anOrganisation, aPool, at, idOf, someApprovals, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

describe('requests by the rules of a profile', () => {
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });

  after(() => stage.database.close());

  async function begin(organisation = anOrganisation()): Promise<void> {
    await stage.reset(organisation);
    stage.roles.set('ict', [idOf('officer')]);
    await stage.people(
      ['hanako', { manager: 'manager' }],
      ['taro', { manager: 'manager' }],
      ['manager', { manager: 'director' }],
      'director',
      'officer',
    );
  }

  const automatic = (rules = {}) => anOrganisation({ rules: someRules({ within: 'automatic', ...rules }) });

  it('within the rules are approved by the rule itself, and granted', async () => {
    await begin(automatic());

    const [booking] = await stage.request('hanako');

    assert.deepEqual([booking!.status, booking!.decidedBy], ['approved', 'rule']);
    assert.deepEqual(await stage.toldTo('manager'), []);
    assert.deepEqual(await stage.audit(booking!.id), ['booking-approved']);
    assert.ok((await stage.outbox()).some((work) => work.kind === 'calendar'));
    await stage.access();
    stage.clock.set(at('2026-12-02 07:30'));
    await stage.access();
    assert.deepEqual(stage.members(), [idOf('hanako')]);
  });

  it('beyond a rule that is no stop go to the manager alone, the other days of it do not', async () => {
    await begin(automatic({ daysPerWeek: 2, stops: ['horizon'] }));

    const bookings = await stage.request('hanako', { days: ['2026-12-07', '2026-12-08', '2026-12-09'] });

    assert.deepEqual(
      bookings.map((one) => one.status),
      ['approved', 'approved', 'pending'],
    );
    assert.deepEqual(bookings[2]!.beyond, [{ rule: 'days-per-week', limit: 2, held: ['2026-12-07', '2026-12-08'] }]);
    assert.deepEqual(await stage.toldTo('manager'), ['approval-request']);
  });

  it('as a repetition book what fits, day by day, without days on which nobody works', async () => {
    await begin(automatic({ daysOff: false }));
    await stage.request('hanako', { days: ['2026-12-15'], part: 'full' });

    const view = await stage.propose('hanako', {
      days: ['2026-12-08'],
      rrule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20270112',
      except_days: ['2026-12-22'],
    });
    const bookings = await stage.confirm('hanako', view);

    assert.deepEqual(view.notes, ['days-off-left-out']);
    assert.deepEqual(
      view.days.map((day) => [day.day, day.verdict.ok]),
      [
        ['2026-12-08', true],
        ['2026-12-15', false],
        ['2027-01-05', true],
        ['2027-01-12', true],
      ],
    );
    assert.ok(bookings.kind === 'request');
    assert.deepEqual(
      bookings.bookings.map((one) => [one.day, one.series, one.status]),
      [
        ['2026-12-08', true, 'approved'],
        ['2027-01-05', true, 'approved'],
        ['2027-01-12', true, 'approved'],
      ],
    );
  });

  it('for another person are that person’s, and neither of the two decides', async () => {
    await begin();
    stage.roles.set('bookForOthers', [idOf('manager')]);
    const clerk = await stage.person('manager');
    const understanding = { intent: 'book' as const, days: ['2026-12-02'], language: 'en' as const };

    const draft = await stage.tx((tx) =>
      proposeBooking(tx, stage.deps, clerk, understanding, { forPersonId: idOf('hanako') }),
    );
    const sent = await stage.confirm('manager', draft);

    assert.equal(draft.forName, 'hanako');
    assert.ok(sent.kind === 'request');
    const booking = await stage.booking(sent.bookings[0]!.bookingId);
    assert.deepEqual([booking.personId, booking.requestedBy], [idOf('hanako'), idOf('manager')]);
    assert.deepEqual(booking.approverIds, [idOf('director')]);
    assert.deepEqual(await stage.toldTo('hanako'), ['booked-for-you']);
  });

  it('on the mobile PC take no seat, licence or membership', async () => {
    await begin(automatic());
    const draft = await stage.propose('hanako');

    const edited = await edit('hanako', draft, { device: 'mobile-pc' });
    const sent = await stage.confirm('hanako', edited);

    assert.ok(sent.kind === 'request');
    const booking = await stage.booking(sent.bookings[0]!.bookingId);
    assert.deepEqual([booking.poolId, booking.device, booking.status], [null, 'mobile-pc', 'approved']);
    stage.clock.set(at('2026-12-02 07:30'));
    await stage.access();
    assert.deepEqual(stage.members(), []);
  });

  it('that name a task which may not leave the office are stopped, whatever the rule', async () => {
    const tasks = [
      {
        id: 'my-number',
        name: { ja: '個人番号', en: 'My Number' },
        remote: false,
        zone: null,
        words: ['マイナンバー', 'my number'],
      },
    ];
    await begin({ ...automatic(), tasks });

    const said = await stage.propose('hanako', { reason: 'ﾏｲﾅﾝﾊﾞｰの入力' });
    const chosen = await edit('hanako', await stage.propose('hanako'), { task: 'my-number' });

    for (const view of [said, chosen])
      assert.deepEqual(view.days[0]!.verdict, { ok: false, refusal: 'task', task: tasks[0]!.name });
  });

  it('with material taken home are asked for twice, and never approved by the rule', async () => {
    await begin({ ...automatic(), approvals: someApprovals({ materialStep: 'managers-manager' }) });

    const sent = await stage.confirm(
      'hanako',
      await edit('hanako', await stage.propose('hanako'), { material: '台帳' }),
    );

    assert.ok(sent.kind === 'request');
    const booking = await stage.booking(sent.bookings[0]!.bookingId);
    assert.deepEqual(
      [booking.status, booking.steps, booking.approverIds],
      ['pending', ['manager', 'managers-manager'], [idOf('manager')]],
    );
    const texts = await stage.tx((tx) => tx.bookings.texts([booking.id]));
    assert.equal(texts.get(booking.id)?.material, '台帳');
  });

  it('when all seats are taken offer free halves and days, and the waiting list', async () => {
    await begin({ ...automatic(), pools: [aPool({ licences: 1 })] });
    await stage.request('taro', { part: 'am' });

    const view = await stage.propose('hanako');
    assert.deepEqual(view.days[0]!.verdict, { ok: false, refusal: 'no-seat', seats: 1 });
    assert.deepEqual(
      view.alternatives.map(({ instead, asked: { day, part } }) => [instead, day, part]),
      [
        [0, '2026-12-02', 'pm'],
        [0, '2026-12-03', 'full'],
        [0, '2026-12-01', 'full'],
      ],
    );

    const person = await stage.person('hanako');
    const waiting = await stage.tx((tx) =>
      confirmBooking(tx, stage.deps, person, { draftId: view.draftId, version: view.version, wait: true }),
    );
    assert.ok(waiting.kind === 'request');
    assert.equal(waiting.bookings[0]!.status, 'waitlisted');
  });

  it('that change a booking leave it alone until they are approved, then take its place', async () => {
    await begin();
    const [old] = await stage.request('hanako');
    await stage.decide('manager', [old!]);
    const person = await stage.person('hanako');
    const understanding = { intent: 'change' as const, language: 'en' as const };

    const draft = await stage.tx((tx) =>
      proposeBooking(tx, stage.deps, person, understanding, {
        asked: [{ day: '2026-12-02', part: 'am', from: null, to: null, replaces: old!.id }],
      }),
    );
    const sent = await stage.confirm('hanako', draft);

    assert.ok(sent.kind === 'request');
    const change = await stage.booking(sent.bookings[0]!.bookingId);
    assert.deepEqual([change.status, change.replacesId, change.seatHeld], ['pending', old!.id, false]);
    assert.equal((await stage.booking(old!.id)).status, 'approved');
  });

  it('that change a booking within the rules take its place at once', async () => {
    await begin(automatic({ daysPerWeek: 1 }));
    const [old] = await stage.request('hanako');
    const person = await stage.person('hanako');
    const understanding = { intent: 'change' as const, language: 'en' as const };

    const draft = await stage.tx((tx) =>
      proposeBooking(tx, stage.deps, person, understanding, {
        asked: [{ day: '2026-12-03', part: 'full', from: null, to: null, replaces: old!.id }],
      }),
    );
    await stage.confirm('hanako', draft);

    assert.equal((await stage.booking(old!.id)).status, 'cancelled');
    const held = await stage.tx((tx) => tx.bookings.countedOfPerson(idOf('hanako'), '2026-11-30', '2026-12-06'));
    assert.deepEqual(
      held.map((one) => [one.day, one.status]),
      [['2026-12-03', 'approved']],
    );
  });

  it('never exceed a limit of the month, however many are sent at once', async () => {
    await begin(automatic({ daysPerWeek: null, daysPerMonth: 3 }));
    const days = ['2026-12-02', '2026-12-09', '2026-12-16', '2026-12-21', '2026-12-24', '2026-12-28'];
    const drafts = [];
    for (const day of days) drafts.push(await stage.propose('hanako', { days: [day] }));

    await Promise.all(drafts.map((draft) => stage.confirm('hanako', draft)));

    const held = await stage.tx((tx) => tx.bookings.countedOfPerson(idOf('hanako'), '2026-12-01', '2026-12-31'));
    assert.equal(held.length, 3);
  });

  it('never send more of a section away than its rule, however many ask at once', async () => {
    await begin(automatic({ mostAway: { people: 2, percent: null }, stops: ['most-away'] }));
    const people = ['hanako', 'taro', 'manager', 'director', 'officer'];
    const drafts = await Promise.all(people.map((name) => stage.propose(name)));

    await Promise.all(people.map((name, index) => stage.confirm(name, drafts[index]!)));

    const held = await stage.tx((tx) => tx.bookings.holdingOnDays(people.map(idOf), ['2026-12-02']));
    assert.equal(held.length, 2);
  });

  async function edit(name: string, view: ProposalView, input: object): Promise<ProposalView> {
    const person = await stage.person(name);
    const { draftId, version } = view;
    const shown = await stage.tx((tx) => editDraft(tx, stage.deps, person, { draftId, version, input }));
    assert.ok(shown.kind === 'proposal');
    return shown;
  }
});
