import assert from 'node:assert/strict';
import { anOrganisation, idOf, NOW, at, someRules } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { addDays } from '../../../flows/local-time.ts';
import { anEntry, CalendarStage } from './calendar-stage.ts';

describe('entries of a calendar', () => {
  let stage: Stage;
  let calendar: CalendarStage;
  before(async () => {
    stage = await openStage();
    calendar = new CalendarStage(stage);
  });
  after(() => stage.database.close());
  beforeEach(() => begin());

  async function begin(organisation = anOrganisation()): Promise<void> {
    await stage.reset(organisation);
    await stage.people(['hanako', { manager: 'head' }], ['head', { manager: 'chief' }]);
  }
  const atOnce = (rules = {}) => {
    const { calendar: settings } = anOrganisation();
    return anOrganisation({ calendar: { ...settings, send: 'at-once' }, rules: someRules(rules) });
  };
  const kept = async () =>
    (await stage.database.owner.query<{ key: string }>('SELECT key FROM calendar_entry ORDER BY key')).rows.map(
      ({ key }) => key,
    );

  it('ask once, and become a request of the person when they say so', async () => {
    await calendar.says(anEntry());
    await calendar.says(anEntry());

    const [request] = await calendar.send();

    assert.deepEqual(await calendar.told(), [
      { kind: 'calendar-ask', draftId: (await calendar.told()).map((one) => 'draftId' in one && one.draftId)[0] },
    ]);
    assert.equal(request!.status, 'pending');
    assert.deepEqual(request!.approverIds, [idOf('head')]);
    assert.deepEqual(await stage.toldTo('head'), ['approval-request']);
  });

  it('ask nothing where they lie within a booking, and do not bring it back once it is cancelled in chat', async () => {
    const [booking] = await stage.request('hanako');
    await stage.decide('head', [booking!]);
    await calendar.says(anEntry({ key: 'copy', subject: '在宅勤務 テレワーク' }));
    const [approved] = await calendar.bookings();
    await stage.cancel('hanako', approved!);
    await calendar.says(anEntry({ key: 'copy' }));
    await calendar.take({ entries: [anEntry({ key: 'copy' })], whole: { from: NOW, to: at('2027-01-01 00:00') } });
    await calendar.gone('copy');
    await calendar.look();

    assert.equal(await calendar.asks(), null);
    assert.deepEqual(await calendar.stand(), ['2026-12-02 full cancelled']);
  });

  it('are asked about on one card, whatever many there are', async () => {
    await calendar.says(...[2, 3, 4].map((day) => anEntry({ key: `e${day}`, day: `2026-12-0${day}` })));
    await calendar.says(anEntry({ key: 'e7', day: '2026-12-07' }));

    const sent = await calendar.send();

    assert.equal((await calendar.told()).length, 1);
    assert.deepEqual(
      sent.map(({ day }) => day),
      ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07'],
    );
  });

  it('ask with a card of their own where the last one was shown long ago, and the old one asks no more', async () => {
    await calendar.says(anEntry());
    const old = (await calendar.told())[0]!;
    stage.clock.forward(60);
    await calendar.says(anEntry({ key: 'later', day: '2026-12-03' }));

    assert.equal(await calendar.shows(old), null);
    assert.deepEqual(
      (await calendar.asks())?.days.map(({ day }) => day),
      ['2026-12-02', '2026-12-03'],
    );
  });

  it('are not asked about again once declined, unless their time changes', async () => {
    await calendar.says(anEntry());
    await calendar.dismiss();
    await calendar.look();
    await calendar.says(anEntry());
    const before = await calendar.asks();
    await calendar.says(anEntry({ day: '2026-12-03' }));

    assert.equal(before, null);
    assert.deepEqual(
      (await calendar.asks())?.days.map(({ day }) => day),
      ['2026-12-03'],
    );
  });

  it('that only look like telework are asked about once, after what is clear', async () => {
    await calendar.says(
      anEntry({ key: 'sure' }),
      anEntry({ key: 'perhaps', subject: 'テレワーク推進会議', day: '2026-12-03' }),
    );
    const first = await calendar.asks();
    await calendar.send();
    await calendar.look();
    const second = await calendar.asks();
    await calendar.dismiss();
    await calendar.look();
    await calendar.says(anEntry({ key: 'perhaps', subject: 'テレワーク推進会議', day: '2026-12-03' }));

    assert.deepEqual(first?.calendar?.sure, true);
    assert.deepEqual(second?.calendar?.subjects, ['テレワーク推進会議']);
    assert.equal(await calendar.asks(), null);
    assert.equal((await calendar.told()).filter(({ kind }) => kind === 'calendar-ask').length, 2);
  });

  describe('that change places', () => {
    const on = (key: string, day: string) => anEntry({ key, day });
    async function booked(): Promise<string[]> {
      await calendar.says(on('a', '2026-12-02'), on('b', '2026-12-03'));
      const bookings = await calendar.send();
      await stage.decide('head', bookings);
      return bookings.map(({ id }) => id).sort();
    }
    const approved = async () =>
      (await calendar.bookings()).flatMap(({ id, status }) => (status === 'approved' ? [id] : [])).sort();

    for (const [how, change] of [
      ['in one reading', () => calendar.says(on('a', '2026-12-03'), on('b', '2026-12-02'))],
      [
        'in two',
        async () => {
          await calendar.says(on('a', '2026-12-03'));
          stage.clock.forward(20);
          await calendar.look();
          await calendar.says(on('b', '2026-12-02'));
        },
      ],
      [
        'or come under new ids',
        () =>
          calendar.take({
            entries: [on('new a', '2026-12-02'), on('new b', '2026-12-03')],
            whole: { from: NOW, to: at('2027-01-01 00:00') },
          }),
      ],
    ] as const)
      it(`ask nothing and leave the bookings as they are: ${how}`, async () => {
        const before = await booked();
        const told = (await calendar.told()).length;

        await change();
        stage.clock.forward(90);
        await calendar.look();

        assert.equal((await calendar.told()).length, told);
        assert.deepEqual(await approved(), before);
      });

    it('give the own booking back after an hour where the other stays', async () => {
      await booked();
      await calendar.says(on('b', '2026-12-02'));
      assert.equal((await approved()).length, 2);

      stage.clock.forward(61);
      await calendar.look();

      assert.deepEqual((await calendar.stand()).sort(), ['2026-12-02 full approved', '2026-12-03 full cancelled']);
      assert.equal((await calendar.told()).at(-1)?.kind, 'calendar-gone');
    });
  });

  it('that are private and only look like it are asked about without their words, which are kept nowhere', async () => {
    await calendar.says(anEntry({ subject: 'テレワークで通院の準備', isPrivate: true }));

    const { rows } = await stage.database.owner.query<{ all: string }>(
      'SELECT (SELECT json_agg(e)::text FROM calendar_entry e) || (SELECT json_agg(d)::text FROM proposal_draft d) AS all',
    );

    assert.deepEqual((await calendar.asks())?.calendar?.subjects, []);
    assert.doesNotMatch(rows[0]!.all, /通院/);
  });

  it('leave nothing behind of anything else', async () => {
    await calendar.says(
      anEntry({ key: 'private', subject: '通院' }),
      anEntry({ key: 'invited', subject: '定例会議', invited: true }),
      anEntry({ key: 'cancelled', subject: '在宅 中止' }),
    );

    assert.deepEqual(await kept(), []);
    assert.deepEqual(await calendar.told(), []);
  });

  it('ask for a change of the booking that came of them, and the old day stands until it is approved', async () => {
    await calendar.says(anEntry());
    await stage.decide('head', await calendar.send());
    await calendar.says(anEntry({ day: '2026-12-03' }));
    const [change] = await calendar.send();
    const between = await calendar.stand();
    await stage.decide('head', [change!]);

    assert.deepEqual(between, ['2026-12-02 full approved', '2026-12-03 full pending']);
    assert.deepEqual(await calendar.stand(), ['2026-12-02 full cancelled', '2026-12-03 full approved']);
  });

  it('give the booking back when they are deleted, with a way back', async () => {
    await calendar.says(anEntry());
    await stage.decide('head', await calendar.send());
    await calendar.gone('entry');
    await calendar.gone('entry');

    const told = await calendar.told();
    assert.deepEqual(await calendar.stand(), ['2026-12-02 full cancelled']);
    assert.equal(told.filter(({ kind }) => kind === 'calendar-gone').length, 1);
    assert.deepEqual(await stage.toldTo('head'), ['approval-request', 'cancelled']);
  });

  it('ask first where a whole reading lacks many, and leave the bookings until the answer', async () => {
    const days = ['2026-12-02', '2026-12-03', '2026-12-04'];
    await calendar.says(...days.map((day) => anEntry({ key: day, day })));
    await stage.decide('head', await calendar.send());
    await calendar.take({ whole: { from: NOW, to: at('2027-01-01 00:00') } });
    const view = await calendar.shows((await calendar.told()).at(-1));
    await calendar.take({ whole: { from: NOW, to: at('2027-01-01 00:00') } });
    await calendar.says(...days.map((day) => anEntry({ key: day, day })));

    assert.equal(view?.kind === 'calendar-gone' && view.asked.length, 3);
    assert.equal((await calendar.stand()).filter((one) => one.endsWith('approved')).length, 3);
    assert.equal((await calendar.told()).filter(({ kind }) => kind === 'calendar-gone').length, 1);
    assert.equal(await calendar.asks(), null);
  });

  it('ask before the rest of a day that has begun goes back', async () => {
    await calendar.says(anEntry({ day: '2026-12-01', from: '2026-12-01 10:00', to: '2026-12-01 17:15' }));
    await stage.decide('head', await calendar.send());
    stage.clock.forward(120);
    await stage.advance();
    await calendar.gone('entry');
    await calendar.look();

    const view = await calendar.shows((await calendar.told()).at(-1));
    assert.deepEqual(await calendar.stand(), ['2026-12-01 hours active']);
    assert.equal(view?.kind === 'calendar-gone' && view.asked.length, 1);
  });

  it('are sent at once where the organisation says so, with one message', async () => {
    await begin(atOnce());
    await calendar.says(anEntry(), anEntry({ key: 'two', day: '2026-12-03' }));

    assert.deepEqual(await calendar.stand(), ['2026-12-02 full pending', '2026-12-03 full pending']);
    assert.deepEqual(
      (await calendar.told()).map(({ kind }) => kind),
      ['request-card'],
    );
  });

  it('come to the person with the reason where they cannot be sent at once', async () => {
    await begin(atOnce({ daysPerWeek: 1, stops: ['days-per-week'] }));
    await calendar.says(anEntry());
    await calendar.says(anEntry({ key: 'two', day: '2026-12-03' }));

    const card = await calendar.asks();
    assert.deepEqual(await calendar.stand(), ['2026-12-02 full pending']);
    assert.deepEqual(
      card?.days.map(({ verdict }) => verdict.ok),
      [false],
    );
  });

  it('of a series are one card; later occurrences come by themselves, together', async () => {
    await begin(anOrganisation({ rules: someRules({ horizonDays: 28 }) }));
    const occurrences = Array.from({ length: 12 }, (_, week) => addDays('2026-12-02', 7 * week)).map((day) =>
      anEntry({ key: `s-${day}`, series: 's', day }),
    );
    await calendar.says(...occurrences);
    const first = await calendar.asks();
    await calendar.send();
    const told: number[] = [];
    for (let day = 0; day < 35; day += 1) {
      stage.clock.forward(24 * 60);
      await calendar.look();
      told.push((await calendar.told()).length);
    }

    const booked = (await calendar.bookings()).map(({ day }) => day);
    assert.deepEqual(
      first?.days.map(({ day }) => day),
      ['2026-12-02', '2026-12-09', '2026-12-16', '2026-12-23'],
    );
    assert.ok(first?.series);
    // 30 December is a day off.
    assert.deepEqual(
      booked,
      [
        '2026-12-02',
        '2026-12-09',
        '2026-12-16',
        '2026-12-23',
        '2027-01-06',
        '2027-01-13',
        '2027-01-20',
        '2027-01-27',
        '2027-02-03',
      ].slice(0, booked.length),
    );
    assert.ok(booked.length >= 7, booked.join());
    assert.ok(told.at(-1)! <= 4, told.join());
  });

  it('of a series change and go one by one', async () => {
    const days = ['2026-12-02', '2026-12-09', '2026-12-16'];
    await calendar.says(...days.map((day) => anEntry({ key: day, day, series: 's' })));
    await stage.decide('head', await calendar.send());
    await calendar.take({ entries: [anEntry({ key: days[1]!, day: '2026-12-10', series: 's' })], gone: [days[2]!] });

    const card = await calendar.asks();
    assert.deepEqual(card?.calendar?.takenBack, ['2026-12-16']);
    assert.deepEqual(
      card?.days.map(({ day, replaces }) => [day, replaces !== null]),
      [['2026-12-10', true]],
    );
    assert.equal((await calendar.told()).length, 2 + 1);
  });

  it('of two sources for the same day are one request, and it stands while one of them does', async () => {
    await calendar.says(anEntry());
    await calendar.take({ entries: [anEntry({ key: 'uid' })] }, 'feed');
    await calendar.send();
    await calendar.gone('entry');
    const between = await calendar.stand();
    await calendar.take({ gone: ['uid'] }, 'feed');

    assert.deepEqual(between, ['2026-12-02 full pending']);
    assert.deepEqual(await calendar.stand(), ['2026-12-02 full cancelled']);
  });

  it('taken side by side ask once', async () => {
    await Promise.all([calendar.says(anEntry()), calendar.says(anEntry()), calendar.says(anEntry())]);

    assert.equal((await calendar.told()).length, 1);
  });
});
