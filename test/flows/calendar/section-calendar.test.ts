import assert from 'node:assert/strict';
import { sectionSubject } from '../../../cards/outside-words.ts';
import { followSectionCalendar, wakeSectionCalendars } from '../../../flows/calendar/section-calendar.ts';
import { syncCalendar } from '../../../flows/calendar/sync-calendar.ts';
import { anOrganisation } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const MAILBOX = 'soumu@city.example';

describe('the calendar of a section', () => {
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });

  after(() => stage.database.close());

  beforeEach(async () => {
    const section = { id: 'a', department: '総務課', name: { ja: '総務課', en: 'General' }, head: null, deputy: null };
    const organisation = anOrganisation({ sections: [section] });
    organisation.calendar.out = { ...organisation.calendar.out, sections: { a: MAILBOX } };
    await stage.reset(organisation);
    await stage.people(
      'manager',
      ['hanako', { manager: 'manager', department: '総務課' }],
      ['taro', { manager: 'manager', department: '総務課' }],
      ['jiro', { manager: 'manager', department: '税務課' }],
    );
  });

  async function granted(name: string, day = '2026-12-02') {
    const [booking] = await stage.request(name, { days: [day], reason: '通院' });
    await stage.decide('manager', [booking!]);
    return stage.booking(booking!.id);
  }

  const follow = () => followSectionCalendar({ ...stage.deps, calendar: stage.calendar, sectionSubject }, MAILBOX);
  const subjects = () =>
    stage.calendar
      .eventsOf(MAILBOX)
      .map(({ subject, showAs }) => `${subject} ${showAs}`)
      .sort();

  it('has the approved days of its people alone, each once, without a reason', async () => {
    await granted('hanako');
    await granted('jiro');
    await stage.request('taro');
    await follow();
    await follow();

    const { displayName } = await stage.person('hanako');
    assert.deepEqual(subjects(), [`${displayName}：在宅 workingElsewhere`]);
    assert.equal(stage.calendar.calls.length, 1);
    assert.doesNotMatch(JSON.stringify([...stage.calendar.events.values()]), /通院/);
  });

  it('has undecided days as well where the organisation says so', async () => {
    stage.organisation.calendar.out.sectionRequested = true;
    await stage.request('taro');
    await follow();

    const { displayName } = await stage.person('taro');
    assert.deepEqual(subjects(), [`${displayName}：在宅（申請中） tentative`]);
  });

  it('loses a day that is cancelled', async () => {
    const booking = await granted('hanako');
    await follow();
    await stage.cancel('hanako', booking);
    await follow();

    assert.deepEqual(subjects(), []);
  });

  it('is looked at when a booking of its people changes, and when settings do', async () => {
    const booking = await granted('hanako');
    await syncCalendar(
      { ...stage.deps, calendar: stage.calendar, subject: () => 'Telework' },
      { bookingId: booking.id },
      1,
    );
    const due = () => stage.tx((tx) => tx.due.stands('section-calendar', MAILBOX, stage.clock.now()));
    const after = await due();
    await stage.tx((tx) => tx.due.set('section-calendar', MAILBOX, null));
    await stage.tx((tx) => wakeSectionCalendars(tx, stage.deps, stage.clock.now()));

    assert.deepEqual([after, await due()], [true, true]);
  });

  it('is emptied of what is to come once it is the section’s no more', async () => {
    await granted('hanako');
    await follow();
    stage.organisation.calendar.out.sections = {};

    assert.equal(await follow(), null);
    assert.deepEqual(subjects(), []);
  });

  it('has each day once where answers are lost and calls fail', async () => {
    const names = ['hanako', 'taro'];
    for (const day of ['2026-12-02', '2026-12-03']) for (const name of names) await granted(name, day);
    stage.calendar.failNext('unavailable', { lostAnswer: true });
    stage.calendar.failNext('throttled');
    await assert.rejects(follow());
    await follow();

    assert.equal(stage.calendar.eventsOf(MAILBOX).length, 4);
    assert.equal(new Set(stage.calendar.eventsOf(MAILBOX).map(({ bookingId }) => bookingId)).size, 4);
  });
});
