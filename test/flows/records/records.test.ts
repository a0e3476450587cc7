import assert from 'node:assert/strict';
import { askBack, answerQuestion } from '../../../flows/approval/ask-back.ts';
import { editDraft } from '../../../flows/booking/edit-draft.ts';
import { giveFeedback } from '../../../flows/feedback/feedback.ts';
import { recordsPage } from '../../../bot/records-page.ts';
import { recordsDocument } from '../../../cards/records-document.ts';
import { recordsTextIn } from '../../../cards/texts/records.ts';
import { absenceSeen } from '../../../flows/calendar/absence.ts';
import { makeFeed, type FeedsView } from '../../../flows/calendar/keep-feeds.ts';
import { readRecords } from '../../../flows/records/person-records.ts';
import { exportRecords, makeRecordLink, openRecords } from '../../../flows/records/record-link.ts';
import { anOrganisation, aPool, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';

const CARE = { id: 'care', name: { ja: '介護', en: 'Care' } };

describe('a person’s records', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.database.close());
  beforeEach(async () => {
    await stage.reset(anOrganisation({ reasonCategories: [CARE], feedback: { every: 1 } }));
    await stage.people('boss', 'taro', ['hanako', { manager: 'boss' }], ['jiro', { manager: 'hanako' }]);
  });

  /** Hanako asks with everything that one can say, is asked back, approved, works, and says how it was. */
  const live = async () => {
    const hanako = await stage.person('hanako');
    const boss = await stage.person('boss');
    const draft = await stage.propose('hanako', { reason: '母の通院' });
    const input = { place: 'home', device: 'own', category: 'care', contact: '090-1', material: '台帳' };
    const edited = await stage.tx((tx) => editDraft(tx, stage.deps, hanako, { ...draft, input }));
    assert.equal(edited.kind, 'proposal');
    const sent = await stage.confirm('hanako', edited);
    const requestId = (sent as { requestId: string }).requestId;
    const read = () => stage.tx((tx) => tx.bookings.byRequest(requestId));
    await stage.tx((tx) => askBack(tx, stage.deps, boss, { requestId, comment: '何時まで' }));
    await stage.tx((tx) => answerQuestion(tx, stage.deps, hanako, { requestId, text: '昼まで' }));
    await stage.decide('boss', await read(), 'approved', 'お大事に');
    const [booking] = await read();
    await stage.tx(async (tx) => {
      await tx.pledges.add({ personId: hanako.id, version: '1', ownDevice: true, pledgedAt: stage.clock.now() });
      await tx.work.begin(hanako.id, booking!.day, booking!.id);
      const entry = {
        personId: hanako.id,
        day: booking!.day,
        number: 1,
        move: 'start' as const,
        at: booking!.startsAt,
      };
      await tx.work.add([{ ...entry, writtenAt: booking!.startsAt, writtenBy: hanako.id, corrects: null }]);
    });
    stage.clock.set(booking!.endsAt);
    await stage.advance();
    await stage.tx((tx) => giveFeedback(tx, stage.deps, hanako, { bookingId: booking!.id, score: 4, line: '快適' }));
    return { hanako, booking: booking! };
  };

  it('hold the licences that they had, missed and are assigned', async () => {
    stage.organisation = anOrganisation({ pools: [aPool({ licences: 1 })], reasonCategories: [CARE] });
    const { hanako } = await live();
    stage.clock.set(at('2026-12-02 18:00'));
    await stage.request('jiro', { days: ['2026-12-03'] });
    await stage.propose('hanako', { days: ['2026-12-03'] });
    await stage.tx((tx) =>
      tx.licences.saveDetails(hanako.id, { readAt: stage.clock.now(), skus: ['SPE_E3'], plans: ['WINBIZ'] }),
    );

    const bound = { firstSeen: at('2026-12-02 08:30'), boundUntil: at('2027-03-02 08:30') };
    const [licenceId] = stage.organisation.licences.map(({ id }) => id);
    await stage.tx((tx) => tx.licences.bindDevices(licenceId!, [{ personId: hanako.id, device: 'PC-042' }], bound));

    const { licences } = await stage.tx((tx) => readRecords(tx, stage.deps, hanako));

    const licence = stage.organisation.pools[0]!.name;
    const [from, returnedAt] = [at('2026-12-02 08:30'), at('2026-12-02 17:15')];
    assert.deepEqual(licences, {
      had: [{ licence, from, returnedAt, lockedUntil: null }],
      missed: [{ licence, day: '2026-12-03', askedAt: stage.clock.now() }],
      assigned: { products: ['SPE_E3'], plans: ['WINBIZ'], readAt: stage.clock.now() },
      devices: [{ licence, device: 'PC-042', firstSeen: from, boundUntil: at('2027-03-02 08:30') }],
    });
  });

  it('hold everything that is kept of them', async () => {
    const { hanako } = await live();

    const records = await stage.tx((tx) => readRecords(tx, stage.deps, hanako));

    const [booking] = records.bookings;
    assert.deepEqual(
      [booking?.day, booking?.status, booking?.reason, booking?.category, booking?.contact, booking?.material],
      ['2026-12-02', 'completed', '母の通院', CARE.name, '090-1', '台帳'],
    );
    assert.deepEqual([booking?.comment, booking?.place, booking?.device], ['お大事に', 'home', 'own']);
    assert.deepEqual(
      booking?.decisions.map(({ verdict, by }) => [verdict, by]),
      [['approved', 'boss']],
    );
    assert.deepEqual(
      booking?.notes.map(({ by, text }) => [by, text]),
      [
        ['boss', '何時まで'],
        ['hanako', '昼まで'],
      ],
    );
    assert.deepEqual(records.workingTimes, [
      {
        day: '2026-12-02',
        entries: [
          {
            number: 1,
            move: 'start',
            at: at('2026-12-02 08:30'),
            writtenAt: at('2026-12-02 08:30'),
            corrects: null,
            own: true,
          },
        ],
      },
    ]);
    assert.deepEqual(
      records.feedback.map(({ day, score, line }) => [day, score, line]),
      [['2026-12-02', 4, '快適']],
    );
    assert.deepEqual(
      records.pledges.map(({ version, ownDevice }) => [version, ownDevice]),
      [['1', true]],
    );
    assert.deepEqual(
      records.drafts.map(({ reason, contact, sent }) => [reason, contact, sent]),
      [['母の通院', '090-1', true]],
    );
    assert.deepEqual(records.person.name, 'hanako');
    const asked = records.audit.find(({ kind }) => kind === 'booking-requested');
    assert.deepEqual(
      [asked?.by, asked?.day, asked?.details],
      ['hanako', '2026-12-02', { reason: '母の通院', category: 'care' }],
    );
  });

  it('hold what is kept of their calendar, without the address of a feed or the secret of a subscription', async () => {
    const { hanako, booking } = await live();
    const now = stage.clock.now();
    const until = at('2026-12-08 09:00');
    const moved = { startsAt: at('2026-12-10 08:30'), endsAt: at('2026-12-10 17:15'), allDay: false };
    const days = [{ day: '2026-12-09', part: 'am' as const, from: null, to: null }];
    const address = await stage.tx(async (tx) => {
      await tx.mailboxes.add([{ personId: hanako.id, secret: 'client-state-secret' }], now);
      const [mailbox] = await tx.mailboxes.lock([hanako.id]);
      const subscription = { id: 'subscription-id', until };
      await tx.mailboxes.save([{ ...mailbox!, subscription, token: 'delta-token', lookedAt: now }]);
      await tx.calendarEntries.save([
        {
          personId: hanako.id,
          source: 'outlook',
          key: 'entry-key',
          series: null,
          kind: 'looks-like',
          place: 'home',
          subject: '在宅の件 <b>',
          gone: true,
          days: days.map((day) => ({ ...day, state: 'new' as const, draftId: null, bookingIds: [] })),
        },
      ]);
      await absenceSeen(tx, stage.deps, hanako, 'leave', moved);
      const question = { id: 'q', bookingId: booking.id, personId: hanako.id, moved, version: 1 };
      await tx.calendar.saveQuestion({ ...question, bookingVersion: booking.version, askedAt: now });
      const view = await makeFeed(tx, stage.deps, hanako, { feed: 'own' });
      return (view as FeedsView).made!.address;
    });

    const records = await stage.tx((tx) => readRecords(tx, stage.deps, hanako));

    assert.deepEqual(records.calendar, {
      outlook: { lookedAt: now, subscribedUntil: until, failing: null, ending: false },
      entries: [{ source: 'outlook', kind: 'looks-like', place: 'home', subject: '在宅の件 <b>', gone: true, days }],
      absences: [{ startsAt: moved.startsAt, endsAt: moved.endsAt }],
      feeds: [{ feed: 'own', madeAt: now, readAt: null, revokedAt: null }],
      questions: [{ day: booking.day, moved, askedAt: now }],
      sources: [],
    });
    const file = JSON.stringify(records);
    for (const secret of ['client-state-secret', 'subscription-id', 'delta-token', address.split('/').at(-1)!])
      assert.ok(!file.includes(secret), secret);
    for (const language of ['ja', 'en'] as const) {
      const { sections } = recordsDocument(records, language);
      const calendar = sections.find(({ title }) => title === recordsTextIn(language).sections.calendar.title)!;
      assert.equal(calendar.entries.length, 5);
      const page = recordsPage(records, language);
      assert.ok(page.includes('在宅の件 &lt;b&gt;') && !page.includes('在宅の件 <b>'));
    }
  });

  it('hold nothing of others but the names of approvers', async () => {
    await live();
    await stage.request('jiro', { days: ['2026-12-09'], reason: '次郎の秘密' });
    const [pending] = await stage.tx((tx) => tx.bookings.between('2026-12-09', null, idOf('jiro')));
    await stage.decide('hanako', [pending!], 'rejected', '人が足りない');
    await stage.request('taro', { days: ['2026-12-09'], reason: '太郎の秘密' }).catch(() => undefined);
    const hanako = await stage.person('hanako');

    const text = JSON.stringify(await stage.tx((tx) => readRecords(tx, stage.deps, hanako)));

    for (const secret of [
      '次郎の秘密',
      '太郎の秘密',
      '人が足りない',
      'jiro',
      'taro',
      idOf('jiro'),
      idOf('taro'),
      idOf('boss'),
    ])
      assert.ok(!text.includes(secret), secret);
    assert.ok(text.includes('boss'));
  });

  it('do not name whoever asked in the person’s place, unless they approve as well', async () => {
    stage.roles.set('bookForOthers', [idOf('taro')]);
    const draft = await stage.propose('taro');
    const kept = await stage.tx((tx) => tx.drafts.lock(draft.draftId));
    await stage.tx((tx) => tx.drafts.save({ ...kept!, forPersonId: idOf('hanako') }));
    await stage.confirm('taro', draft);
    const hanako = await stage.person('hanako');

    const records = await stage.tx((tx) => readRecords(tx, stage.deps, hanako));

    assert.equal(records.bookings[0]?.bySomebodyElse, true);
    assert.ok(!JSON.stringify(records).includes('taro'));
  });

  it('are opened by a link, as often as they like, until its time is over', async () => {
    const { hanako } = await live();
    const { url, expiresAt } = await stage.tx((tx) => makeRecordLink(tx, stage.deps, hanako));
    const token = url.split('/').at(-1)!;
    const open = async () => (await openRecords(stage.deps, token))?.person.id ?? null;
    const first = [await open(), await open()];
    stage.clock.set(new Date(expiresAt.getTime() - 1));
    const last = await open();
    stage.clock.set(expiresAt);

    assert.match(url, /^http:\/\/127\.0\.0\.1:3978\/records\/[A-Za-z0-9_-]{43}$/);
    assert.deepEqual([first, last, await open()], [[hanako.id, hanako.id], hanako.id, null]);
    assert.deepEqual(
      (await stage.audit(hanako.id)).filter((kind) => kind.startsWith('records-')),
      ['records-link', 'records-read', 'records-read', 'records-read'],
    );
  });

  it('are opened by nothing else, and of the token only its hash is kept with the link', async () => {
    const hanako = await stage.person('hanako');
    const { url } = await stage.tx((tx) => makeRecordLink(tx, stage.deps, hanako));
    const token = url.split('/').at(-1)!;
    const { rows } = await stage.database.owner.query<{ token_hash: string }>('SELECT * FROM record_link');

    for (const wrong of ['', 'x', token.slice(1), `${token}A`, rows[0]!.token_hash, "' OR true --"])
      assert.equal(await openRecords(stage.deps, wrong), null, wrong);
    assert.ok(!JSON.stringify(rows).includes(token));
  });

  it('are exported by UPN, in the audit log, and nobody is nobody', async () => {
    await live();

    const records = await exportRecords(stage.deps, 'HANAKO@city.example');

    assert.equal(records?.person.upn, 'hanako@city.example');
    assert.equal(await exportRecords(stage.deps, 'nobody@city.example'), null);
    assert.ok((await stage.audit(idOf('hanako'))).includes('records-exported'));
  });
});
