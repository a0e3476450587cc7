import assert from 'node:assert/strict';
import { sectionSubject } from '../../../cards/outside-words.ts';
import { renderView } from '../../../cards/render-view.ts';
import type { Booking } from '../../../flows/booking/booking.ts';
import { proposeBooking } from '../../../flows/booking/propose-booking.ts';
import { uidOfBooking } from '../../../flows/calendar/feed-uid.ts';
import { followSectionCalendar } from '../../../flows/calendar/section-calendar.ts';
import { createCredential } from '../../../infra/azure-credential.ts';
import { checkSectionCalendars } from '../../../infra/graph/check-calendars.ts';
import { GraphCalendar } from '../../../infra/graph/graph-calendar.ts';
import { createGraphCaller } from '../../../infra/graph/graph-caller.ts';
import { anOrganisation, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { type GraphAlone, judgeExchanges, startGraphAlone } from '../../support/graph-simulator.ts';
import { MortalProcess } from '../../support/mortal-process.ts';

const MAILBOX = 'soumu@city.example';

describe('the calendar of a section in a shared mailbox, over Graph', () => {
  const recorded: GraphAlone['exchanges'] = [];
  let stage: Stage;
  let graph: GraphAlone;
  before(async () => {
    stage = await openStage();
  });
  after(async () => {
    await stage.database.close();
    judgeExchanges(recorded);
  });
  beforeEach(async () => {
    const section = { id: 'a', department: '総務課', name: { ja: '総務課', en: 'General' }, head: null, deputy: null };
    const organisation = anOrganisation({ sections: [section] });
    organisation.calendar.out = { ...organisation.calendar.out, sections: { a: MAILBOX }, sectionRequested: true };
    await stage.reset(organisation);
    await stage.people('manager', ['hanako', { manager: 'manager', department: '総務課' }]);
    graph = await startGraphAlone(0, { organisation, people: [] }, [], recorded);
    graph.host.now = stage.clock.now();
  });
  afterEach(() => graph.close());

  const caller = () => createGraphCaller({ endpoint: graph.endpoint, credential: createCredential([graph.endpoint]) });
  const mailbox = () => graph.state.people.get(MAILBOX).id;

  /** Brings the calendar up to date; `dies`: in a process that ends after so many calls and transactions. */
  async function follow({ dies = null as number | null } = {}): Promise<'died' | 'done'> {
    const process = new MortalProcess();
    process.fuse = dies;
    const calendar = new GraphCalendar(process.caller(caller()));
    const deps = { ...stage.deps, store: process.store(stage.deps.store), calendar, sectionSubject };
    return (await process.run(() => followSectionCalendar(deps, MAILBOX))) === 'died' ? 'died' : 'done';
  }

  async function request(days = ['2026-12-02']): Promise<Booking[]> {
    return stage.request('hanako', { days, reason: '通院' });
  }

  /** `2026-12-02 08:30 tentative 職員：在宅（申請中）`, in the order of time. */
  function shown(): string[] {
    return graph.state.calendars
      .eventsOf(mailbox())
      .sort((a, b) => a.startsAt - b.startsAt)
      .map(({ startsAt, fields }) => {
        const at = new Date(startsAt + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
        return `${at} ${String(fields['showAs'])} ${String(fields['subject'])}`;
      });
  }

  it('shows a day as asked for, approved, changed and given back, each time once', async () => {
    const { displayName } = await stage.person('hanako');
    const [booking] = await request();
    await follow();
    const asked = shown();
    const [first] = graph.state.calendars.eventsOf(mailbox());
    await stage.decide('manager', [booking!]);
    await follow();
    await follow();
    const approved = shown();
    const [second] = graph.state.calendars.eventsOf(mailbox());
    const person = await stage.person('hanako');
    const move = [{ day: '2026-12-04', part: 'full' as const, from: null, to: null, replaces: booking!.id }];
    const wish = { intent: 'change' as const, language: 'ja' as const };
    const draft = await stage.tx((tx) => proposeBooking(tx, stage.deps, person, wish, { asked: move }));
    await stage.confirm('hanako', draft);
    await follow();
    const between = shown();
    const all = await stage.tx((tx) => tx.bookings.between(null, null, idOf('hanako')));
    const change = all.find(({ replacesId }) => replacesId === booking!.id)!;
    await stage.decide('manager', [change]);
    await follow();
    const changed = shown();
    await stage.cancel('hanako', await stage.booking(change.id));
    await follow();

    assert.deepEqual(asked, [`2026-12-02 08:30 tentative ${displayName}：在宅（申請中）`]);
    assert.deepEqual(approved, [`2026-12-02 08:30 workingElsewhere ${displayName}：在宅`]);
    assert.equal(second!.id, first!.id);
    assert.deepEqual(between, [...approved, `2026-12-04 08:30 tentative ${displayName}：在宅（申請中）`]);
    assert.deepEqual(changed, [`2026-12-04 08:30 workingElsewhere ${displayName}：在宅`]);
    assert.deepEqual(shown(), []);
  });

  it('says who and where, and nothing of the reason, the decision or the desktop', async () => {
    const [booking] = await request();
    await stage.decide('manager', [booking!], 'approved', 'お大事に');
    await follow();

    const { fields, extended } = graph.state.calendars.eventsOf(mailbox())[0]!;
    const { displayName } = await stage.person('hanako');
    assert.equal(fields['subject'], `${displayName}：在宅`);
    assert.deepEqual(fields['body'], { contentType: 'text', content: uidOfBooking(booking!.id) });
    assert.deepEqual(
      extended.map(({ value }) => value),
      [booking!.id],
    );
    assert.doesNotMatch(JSON.stringify(fields), /通院|お大事に|manager/);
  });

  it('has each day once wherever the process dies, and whatever Graph refuses for a while', async () => {
    const bookings = await request(['2026-12-02', '2026-12-03', '2026-12-04']);
    for (const booking of bookings.slice(0, 2)) await stage.decide('manager', [booking]);
    let deaths = 0;
    for (let dies = 0; dies < 16; dies += 1) if ((await follow({ dies })) === 'died') deaths += 1;
    await follow();
    const before = shown();
    await stage.cancel('hanako', await stage.booking(bookings[0]!.id));
    let left = 3;
    graph.faults.next = () => (left-- > 0 ? { status: left % 2 ? 429 : 503, headers: { 'Retry-After': '1' } } : null);
    await assert.rejects(follow());
    graph.faults.next = null;
    await follow();

    assert.ok(deaths > 3);
    assert.deepEqual([before.length, new Set(before).size], [3, 3]);
    assert.deepEqual(shown(), before.slice(1));
  });

  for (const [what, breaks, mends, mend] of [
    [
      'is not there',
      () => graph.state.setMailbox(mailbox(), false),
      () => graph.state.setMailbox(mailbox(), true),
      /make the shared mailbox/,
    ],
    [
      'may not be written',
      () => graph.state.setAccess(mailbox(), false),
      () => graph.state.setAccess(mailbox(), true),
      /RBAC for Applications/,
    ],
  ] as const)
    it(`is told of in one clear line where the mailbox ${what}, and filled once it is mended`, async () => {
      stage.roles.set('ict', [idOf('manager')]);
      const [booking] = await request();
      await stage.decide('manager', [booking!]);
      breaks();
      await assert.rejects(follow());
      await assert.rejects(follow());
      const told = (await stage.outbox()).flatMap((work) =>
        work.kind === 'tell' && work.notice.kind === 'fault' ? [work.notice.fault] : [],
      );
      const lines = await checkSectionCalendars(caller(), stage.organisation, stage.clock.now());
      mends();
      await follow();

      assert.deepEqual(
        told.map(({ code, subject }) => [code, subject]),
        [['section-calendar-not-written', MAILBOX]],
      );
      const fault = { ...told[0]!, since: new Date(told[0]!.since) };
      const { timeZone } = stage.organisation;
      const notice = { kind: 'fault' as const, fault, subjectName: MAILBOX };
      const card = renderView({ kind: 'notice', timeZone, notice }, 'en');
      assert.match(JSON.stringify(card), /shared calendar cannot be written.*soumu@city\.example/);
      assert.equal(lines.length, 1);
      assert.equal(lines[0]!.ok, false);
      assert.match(lines[0]!.what, /calendar of section a, soumu@city\.example/);
      assert.match(lines[0]!.mend ?? '', mend);
      assert.equal(shown().length, 1);
    });
});
