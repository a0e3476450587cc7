import assert from 'node:assert/strict';
import { approvalVerbs } from '../../bot/teams/verbs/approval-verbs.ts';
import { bookingVerbs } from '../../bot/teams/verbs/booking-verbs.ts';
import { deputyVerbs } from '../../bot/teams/verbs/deputy-verbs.ts';
import { emergencyVerbs } from '../../bot/teams/verbs/emergency-verbs.ts';
import { lostDeviceVerbs } from '../../bot/teams/verbs/lost-device-verbs.ts';
import { noShowVerbs } from '../../bot/teams/verbs/no-show-verbs.ts';
import { registrationVerbs } from '../../bot/teams/verbs/registration-verbs.ts';
import { waitlistVerbs } from '../../bot/teams/verbs/waitlist-verbs.ts';
import { workVerbs } from '../../bot/teams/verbs/work-verbs.ts';
import { attendanceTable } from '../../cards/attendance-table.ts';
import { calendarSubject } from '../../cards/outside-words.ts';
import { renderView, summaryOf } from '../../cards/render-view.ts';
import { showApproval } from '../../flows/approval/approval-view.ts';
import { editDraft } from '../../flows/booking/edit-draft.ts';
import { showRequest } from '../../flows/booking/request-view.ts';
import { syncCalendar } from '../../flows/calendar/sync-calendar.ts';
import { showNotice } from '../../flows/conversation/notice-view.ts';
import { readRecords } from '../../flows/records/person-records.ts';
import type { Notice } from '../../flows/notice.ts';
import type { ProposalView, View } from '../../flows/views.ts';
import { attendance } from '../../flows/work/attendance.ts';
import { readBookings } from '../../infra/store/read-bookings.ts';
import { anOrganisation, idOf } from '../support/builders.ts';
import { type BotStage, openBot } from './teams/bot-harness.ts';

/** Stands in everything that a request says of its reason, and nowhere else. */
const SECRET = /ひみつ|secret/i;
const CARE = { id: 'secret-care', name: { ja: '介護のひみつ', en: 'Secret care' } };
const VERBS = [
  approvalVerbs,
  bookingVerbs,
  deputyVerbs,
  emergencyVerbs,
  lostDeviceVerbs,
  noShowVerbs,
  registrationVerbs,
  waitlistVerbs,
  workVerbs,
].flatMap((topic) => Object.keys(topic));
const SENTENCES = [
  '今週のチームの予定',
  'who is where this week',
  '予約一覧',
  'my bookings',
  '承認待ち',
  'approvals',
  '残りの日数',
  '12/2の在宅を取り消して',
  '12/2の在宅を12/3に変更',
  '先週と同じ',
  '接続のしかた',
  '業務開始',
  '山田花子の12/2の在宅をお願いします',
  'ヘルプ',
];

describe('the reason of a request', function () {
  this.timeout(60_000);
  let bot: BotStage;
  let ids: { requestId: string; bookingId: string; draftId: string };
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    bot.channel.reset();
    await bot.stage.reset(anOrganisation({ reasonCategories: [CARE], feedback: { every: 1 } }));
    bot.restart();
    await bot.stage.people('boss', 'taro', ['hanako', { manager: 'boss' }], ['jiro', { department: 'Roads' }]);
    await bot.reachable('hanako', 'boss', 'taro', 'jiro');
    // Whoever may do most, but does not decide this request.
    for (const role of ['ict', 'personnel', 'emergency', 'bookForOthers', 'auditor'] as const)
      bot.stage.roles.set(role, [idOf('taro')]);
    const hanako = await bot.stage.person('hanako');
    const draft = await bot.stage.propose('hanako', { reason: '母の通院のひみつ', days: ['2026-12-02'] });
    const input = { category: CARE.id, contact: 'secret 090', material: 'ひみつの台帳' };
    const edited = await bot.stage.tx((tx) => editDraft(tx, bot.stage.deps, hanako, { ...draft, input }));
    const sent = await bot.stage.confirm('hanako', edited as ProposalView);
    const { requestId } = sent as { requestId: string };
    const [booking] = await bot.stage.tx((tx) => tx.bookings.byRequest(requestId));
    ids = { requestId, bookingId: booking!.id, draftId: draft.draftId };
  });

  const words = (view: View | null) =>
    view === null
      ? ''
      : JSON.stringify([renderView(view, 'ja'), renderView(view, 'en'), summaryOf(view, 'ja'), summaryOf(view, 'en')]);
  const version = async () => (await bot.stage.booking(ids.bookingId)).version;
  const approve = async () =>
    bot.stage.decide('boss', await bot.stage.tx((tx) => tx.bookings.byRequest(ids.requestId)), 'approved');

  it('is before the approver’s eyes, and the person’s own', async () => {
    const [approver, own] = await bot.stage.tx(async (tx) => [
      await showApproval(tx, bot.stage.deps, ids.requestId, idOf('boss')),
      await showRequest(tx, bot.stage.deps, ids.requestId),
    ]);

    assert.match(words(approver), SECRET);
    assert.match(words(own), SECRET);
  });

  for (const name of ['taro', 'jiro'])
    it(`is in no answer to anything that ${name} writes or presses, with all ids known`, async () => {
      for (const state of ['pending', 'approved']) {
        if (state === 'approved') await approve();
        const one = { bookingId: ids.bookingId, version: await version() };
        const data = {
          ...ids,
          ...one,
          bookings: [one],
          personId: idOf('hanako'),
          workDay: '2026-12-02',
          month: '2026-12',
          page: 0,
          comment: 'x',
          answer: 'x',
          emergencyId: idOf('emergency'),
          reportId: idOf('report'),
          pledge: '1',
        };
        for (const verb of VERBS) {
          const { status, body } = await bot.press(name, verb, data);

          assert.equal(status, 200, verb);
          assert.doesNotMatch(JSON.stringify(body), SECRET, `${state} ${verb}`);
        }
        for (const text of SENTENCES) await bot.say(name, text);
      }

      const calls = bot.channel.sentTo(name);
      assert.ok(calls.length >= SENTENCES.length);
      for (const { activity } of calls) assert.doesNotMatch(JSON.stringify(activity), SECRET);
      assert.equal((await bot.stage.booking(ids.bookingId)).status, 'approved');
    });

  it('is in no card of somebody who does not decide, and in none of the boss’s after the request went elsewhere', async () => {
    const views = await bot.stage.tx(async (tx) => {
      const shown = [await showApproval(tx, bot.stage.deps, ids.requestId, idOf('taro'))];
      const [booking] = await tx.bookings.lock([ids.bookingId]);
      await tx.bookings.save({ ...booking!, approverIds: [idOf('jiro')] });
      return [...shown, await showApproval(tx, bot.stage.deps, ids.requestId, idOf('boss'))];
    });

    for (const view of views) assert.doesNotMatch(words(view), SECRET);
  });

  it('is in no notice to anybody but the approver, and in no toast of all', async () => {
    const one = { requestId: ids.requestId, bookingIds: [ids.bookingId] };
    const notices: Exclude<Notice, { kind: 'reply' }>[] = [
      { kind: 'approval-request', requestId: ids.requestId },
      { kind: 'decision', ...one },
      { kind: 'cancelled', ...one },
      { kind: 'expired', ...one },
      { kind: 'no-approver', requestId: ids.requestId },
      { kind: 'approver-unreachable', requestId: ids.requestId },
      { kind: 'booked-for-you', requestId: ids.requestId },
      { kind: 'feedback', bookingId: ids.bookingId },
      { kind: 'work-unfinished', day: '2026-12-02' },
      { kind: 'no-personal-desktop', bookingId: ids.bookingId },
    ];
    for (const name of ['taro', 'boss']) {
      const person = await bot.stage.person(name);
      for (const notice of notices) {
        const view = await bot.stage.tx((tx) => showNotice(tx, bot.stage.deps, person, notice));
        const toasts = view ? [summaryOf(view, 'ja'), summaryOf(view, 'en')].join() : '';

        assert.doesNotMatch(toasts, SECRET, notice.kind);
        if (name !== 'boss') assert.doesNotMatch(words(view), SECRET, notice.kind);
      }
    }
  });

  it('is not in the calendar, the commands’ tables, the chain of the audit log, or anybody else’s records', async () => {
    await approve();
    const { stage } = bot;
    const booking = await stage.booking(ids.bookingId);
    const subject = {
      calendar: stage.calendar,
      subject: calendarSubject,
    };
    await syncCalendar({ ...stage.deps, ...subject }, { bookingId: ids.bookingId }, 1);
    stage.clock.set(booking.endsAt);
    await stage.advance();
    const lines = await stage.tx((tx) => attendance(tx, stage.organisation, { from: null, to: null, person: null }));
    const { rows: chain } = await stage.database.owner.query('SELECT kind, done_by, subject, facts FROM audit_entry');
    const [boss, taro] = [await stage.person('boss'), await stage.person('taro')];
    const others = await stage.tx(async (tx) => [
      await readRecords(tx, stage.deps, boss),
      await readRecords(tx, stage.deps, taro),
    ]);

    const told = {
      calendar: [...stage.calendar.events.values(), ...stage.calendar.calls],
      bookings: await readBookings(stage.database.db),
      attendance: [lines, attendanceTable(lines!, 'ja', 'Asia/Tokyo'), attendanceTable(lines!, 'en', 'Asia/Tokyo')],
      feedback: await stage.tx((tx) => tx.feedback.given(null, null)),
      outbox: await stage.outbox(),
      chain,
      others,
    };
    for (const [what, value] of Object.entries(told)) assert.doesNotMatch(JSON.stringify(value), SECRET, what);
    assert.ok(told.calendar.length > 0 && told.bookings.length > 0 && lines!.length > 0 && chain.length > 0);
  });
});
