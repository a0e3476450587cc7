import assert from 'node:assert/strict';
import { answerStillWanted, showStillWanted } from '../../../flows/calendar/still-wanted.ts';
import { followOfficeCalendar } from '../../../flows/calendar/follow-office-calendar.ts';
import { OfficeCalendarNow } from '../../../flows/calendar/office-calendar.ts';
import { showNotice } from '../../../flows/conversation/notice-view.ts';
import { readForecast } from '../../../flows/forecast/read-forecast.ts';
import { anOrganisation, at, idOf, NOW, OFFICE_WORDS_SAID } from '../../support/builders.ts';
import { anEntry, FakeFeedReader } from '../../support/fakes/fake-feed-reader.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const ORGANISATION_CALENDAR = { file: '/days.ics', mailbox: null, everyMinutes: 5, words: OFFICE_WORDS_SAID };

describe("the organisation's own calendar", () => {
  let stage: Stage;
  let reader: FakeFeedReader;
  let now: OfficeCalendarNow;

  before(async () => {
    stage = await openStage();
  });

  beforeEach(async () => {
    const { calendar } = anOrganisation();
    await stage.reset(anOrganisation({ calendar: { ...calendar, organisation: ORGANISATION_CALENDAR } }));
    await stage.people(['hanako', { manager: 'manager' }], 'manager', 'ict');
    stage.roles.set('ict', [idOf('ict')]);
    stage.roles.set('emergency', [idOf('manager')]);
    reader = new FakeFeedReader();
    now = new OfficeCalendarNow();
  });

  after(() => stage.database.close());

  const file = () => stage.organisation;
  const deps = () => ({ ...stage.deps, organisation: () => now.merged(file()) });
  const look = () =>
    followOfficeCalendar({
      ...deps(),
      fileOrganisation: file,
      organisationCalendar: reader,
      officeCalendar: now,
    });
  const closed = (more = {}) => anEntry({ key: 'closed', subject: '創立記念日（閉庁）', ...more });
  const due = async () =>
    (await stage.tx((tx) => tx.due.list(stage.clock.now()))).map(({ kind, subject }) => `${kind} ${subject}`);

  it('closes a day, and has forecast, capacity and readiness looked at again, once', async () => {
    reader.set([closed()]);

    const next = await look();

    assert.deepEqual(next, at('2026-12-01 09:05'));
    assert.deepEqual(
      now.merged(file()).closures.map(({ from, to, name }) => [from, to, name.ja]),
      [['2026-12-02', '2026-12-02', '創立記念日（閉庁）']],
    );
    assert.deepEqual((await due()).sort(), ['capacity pool', 'forecast pool', 'readiness all']);
    await look();
    assert.deepEqual(await stage.audit(), ['office-calendar-changed']);
  });

  it('is kept over a restart and while it cannot be read; the ICT section is told after three failures', async () => {
    reader.set([closed()]);
    await look();
    now = new OfficeCalendarNow();
    reader.failing = new Error('/days.ics: there is no such file or folder');

    for (let round = 1; round <= 5; round += 1) {
      stage.clock.forward(5);
      await look();
      assert.equal((await stage.toldTo('ict')).length, round < 3 ? 0 : 1, `round ${round}`);
    }

    assert.equal(now.merged(file()).closures.length, 1);
  });

  it('is forgotten where the settings have it no more', async () => {
    reader.set([closed()]);
    await look();
    stage.organisation = anOrganisation();

    assert.equal(await look(), null);
    assert.equal(now.merged(file()).closures.length, 0);
    assert.deepEqual(await stage.tx((tx) => tx.officeDays.all()), []);
  });

  it('asks about bookings that stand on a day as it is closed, once, and takes none back by itself', async () => {
    const [booking] = await stage.request('hanako');
    reader.set([closed()]);
    await look();
    stage.clock.forward(5);
    await look();

    const asked = (await stage.toldTo('hanako')).filter((kind) => kind === 'day-closed');
    assert.equal(asked.length, 1);
    assert.deepEqual(await stage.toldTo('ict'), ['fault']);
    assert.equal((await stage.booking(booking!.id)).status, 'pending');
    const notice = { kind: 'day-closed', bookingId: booking!.id } as const;
    const card = await stage.tx((tx) => showStillWanted(tx, deps(), notice));
    assert.deepEqual([card?.state, card?.closure?.ja], ['closed', '創立記念日（閉庁）']);
    const person = await stage.person('hanako');
    const answer = { bookingId: booking!.id, version: booking!.version, answer: 'take-back' } as const;
    for (let taps = 0; taps < 2; taps += 1) {
      const after = await stage.tx((tx) => answerStillWanted(tx, deps(), person, answer));
      assert.equal(after.kind === 'still-wanted' && after.state, 'taken-back');
    }
    assert.equal((await stage.booking(booking!.id)).status, 'cancelled');
  });

  it('asks nothing about the open half of a day', async () => {
    await stage.request('hanako', { part: 'am' });
    reader.set([closed({ subject: '午後閉庁' })]);

    await look();

    assert.ok(!(await stage.toldTo('hanako')).includes('day-closed'));
  });

  it('proposes an emergency to those who may switch it as it begins, once, and switches nothing', async () => {
    const begins = at('2026-12-01 09:30');
    const endsAt = at('2026-12-01 18:00');
    reader.set([anEntry({ key: 'flood', subject: '緊急：大雨', allDay: false, startsAt: begins, endsAt })]);

    assert.deepEqual(await look(), at('2026-12-01 09:05'));
    stage.clock.set(at('2026-12-01 09:28'));
    assert.deepEqual(await look(), begins);
    assert.deepEqual(await stage.toldTo('manager'), []);
    stage.clock.set(begins);
    await look();
    stage.clock.forward(5);
    await look();

    assert.deepEqual(await stage.toldTo('manager'), ['emergency-proposed']);
    assert.deepEqual(await stage.tx((tx) => tx.emergencies.open()), []);
    const told = (await stage.outbox()).flatMap((one) => (one.kind === 'tell' ? one.notice : []));
    const notice = told.find((one) => one.kind === 'emergency-proposed');
    const manager = await stage.person('manager');
    const form = await stage.tx((tx) => showNotice(tx, deps(), manager, notice!));
    assert.ok(form?.kind === 'emergency');
    assert.deepEqual([form.state, form.reason, form.chosen], ['form', '緊急：大雨', ['all']]);
  });

  it('is in the forecast: closed days and elections by their names', async () => {
    const election = { startsAt: at('2026-12-03 07:00'), endsAt: at('2026-12-03 20:00'), allDay: false };
    reader.set([closed(), anEntry({ key: 'vote', subject: '市長選挙', ...election })]);
    await look();

    const [pool] = file().pools;
    const { days } = await stage.tx((tx) => readForecast(tx, now.merged(file()), pool!, { now: NOW, days: 3 }));

    assert.deepEqual(
      days.map(({ day, closed: off, holiday }) => [day, off, holiday?.ja ?? null]),
      [
        ['2026-12-01', false, null],
        ['2026-12-02', true, '創立記念日（閉庁）'],
        ['2026-12-03', false, '市長選挙'],
      ],
    );
  });
});
