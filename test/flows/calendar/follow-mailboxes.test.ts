import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anOrganisation, at, idOf } from '../../support/builders.ts';
import { openStage, type Stage } from '../../support/flow-harness.ts';
import { anEntry, MailboxStage, NOTIFICATION_URL } from '../../support/mailbox-stage.ts';

describe('following Outlook calendars', () => {
  let stage: Stage;
  let outlook: MailboxStage;
  before(async () => {
    stage = await openStage();
    outlook = new MailboxStage(stage);
  });
  after(() => stage.database.close());
  beforeEach(() => outlook.reset());

  it('reads everybody who takes part once, subscribed before it is read', async () => {
    await stage.people('hanako', 'jiro');
    for (const name of ['hanako', 'jiro']) outlook.calendars.put(idOf(name), anEntry('a'));

    await outlook.people();
    await outlook.settle();

    assert.deepEqual([outlook.knownOf('hanako'), outlook.knownOf('jiro')], [['a'], ['a']]);
    assert.equal(outlook.calendars.subscriptionsHeld.size, 2);
    assert.deepEqual(
      outlook.taken.map(({ changes }) => changes.whole !== null),
      [true, true],
    );
    const mailbox = await outlook.mailbox('hanako');
    assert.equal(mailbox?.failing, null);
    assert.equal(mailbox?.lookAt.toISOString(), at('2026-12-02 03:30').toISOString());
    assert.deepEqual(await stage.audit(idOf('hanako')), ['mailbox-subscribing', 'mailbox-subscribed']);
  });

  it('hands on nothing that says nothing, but that all is gone where something was known', async () => {
    await stage.people('hanako', 'jiro');
    await outlook.people();
    await outlook.settle();
    const silent = outlook.taken.length;
    await stage.tx((tx) =>
      tx.calendarEntries.save([
        {
          personId: idOf('jiro'),
          source: 'outlook',
          key: 'known',
          series: null,
          kind: 'telework',
          place: null,
          subject: null,
          gone: false,
          days: [
            { day: '2026-12-09', part: 'full', from: null, to: null, state: 'new', draftId: null, bookingIds: [] },
          ],
        },
      ]),
    );
    for (const name of ['hanako', 'jiro']) outlook.calendars.forgetTokens(idOf(name));
    for (const name of ['hanako', 'jiro']) await outlook.notify(name);

    await outlook.settle();

    assert.equal(silent, 0);
    assert.deepEqual(
      outlook.taken.map(({ personId, changes }) => [personId, changes.entries.length, changes.whole !== null]),
      [[idOf('jiro'), 0, true]],
    );
    assert.notEqual((await outlook.mailbox('hanako'))?.wholeAt, null);
  });

  it('does nothing where the organisation does not read Outlook', async () => {
    await outlook.reset(false);
    await stage.people('hanako');

    assert.equal(await outlook.people(), null);
    assert.equal(await outlook.step(), null);
    assert.deepEqual(outlook.calendars.looks, []);
  });

  it('leaves alone who does not take part', async () => {
    const organisation = anOrganisation({
      participants: { sections: [], jobTitles: [], people: ['jiro@city.example'] },
    });
    stage.organisation = { ...organisation, calendar: { ...organisation.calendar, outlook: true } };
    await stage.people('hanako', 'jiro');

    await outlook.people();
    await outlook.settle();

    assert.equal(await outlook.mailbox('hanako'), null);
    assert.equal(outlook.calendars.subscriptionsHeld.size, 1);
  });

  it('takes a change at once when it is told of it, and only that', async () => {
    await stage.people('hanako', 'jiro');
    await outlook.people();
    await outlook.settle();
    outlook.taken.length = 0;
    stage.clock.forward(60);
    outlook.calendars.put(idOf('hanako'), anEntry('b'));

    assert.deepEqual(await outlook.notify('hanako'), { taken: 1, unknown: 0, refused: 0 });
    await outlook.settle();

    assert.equal(outlook.taken.length, 1);
    assert.deepEqual(outlook.taken[0]?.changes, { entries: [anEntry('b')], gone: [], whole: null });
  });

  it('keeps a notification that comes while it looks', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    await outlook.notify('hanako');
    let told = false;
    // The look that is under way has already been answered when the next change comes.
    outlook.calendars.meanwhile = async () => {
      if (told) return;
      told = true;
      await outlook.notify('hanako');
    };
    const looks = outlook.calendars.looks.length;

    await outlook.settle();

    assert.equal(outlook.calendars.looks.length - looks, 2);
    assert.equal((await outlook.mailbox('hanako'))?.notified, false);
  });

  it('looks at everybody in the night, whether or not it was told', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    outlook.calendars.put(idOf('hanako'), anEntry('lost'));
    stage.clock.set(at('2026-12-02 03:30'));

    await outlook.settle();

    assert.deepEqual(outlook.knownOf('hanako'), ['lost']);
  });

  it('looks every quarter of an hour where notifications cannot come', async () => {
    outlook.notificationUrl = null;
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();

    const { lookAt } = (await outlook.mailbox('hanako'))!;

    assert.equal(lookAt.toISOString(), at('2026-12-01 09:15').toISOString());
    assert.deepEqual(outlook.calendars.calls, []);
  });

  it('begins anew with a dead token, and doubles nothing', async () => {
    await stage.people('hanako');
    outlook.calendars.put(idOf('hanako'), anEntry('a'));
    outlook.calendars.put(idOf('hanako'), anEntry('b'));
    await outlook.people();
    await outlook.settle();
    outlook.calendars.remove(idOf('hanako'), 'b');
    outlook.calendars.forgetTokens(idOf('hanako'));

    await outlook.notify('hanako');
    await outlook.settle();

    assert.deepEqual(outlook.knownOf('hanako'), ['a']);
    assert.notEqual(outlook.taken.at(-1)?.changes.whole, null);
  });

  it('reads everything anew when the window has run out', async () => {
    await stage.people('hanako');
    outlook.calendars.put(
      idOf('hanako'),
      anEntry('a', { startsAt: at('2027-01-04 08:30'), endsAt: at('2027-01-04 17:15') }),
    );
    await outlook.people();
    await outlook.settle();
    const before = (await outlook.mailbox('hanako'))!.window!;
    outlook.taken.length = 0;

    for (let day = 0; day < 8; day += 1) {
      stage.clock.forward(24 * 60);
      await outlook.settle();
    }

    assert.equal(outlook.taken.filter(({ changes }) => changes.whole).length, 1);
    assert.ok((await outlook.mailbox('hanako'))!.window!.to > before.to);
  });

  it('goes on after a crash between the call and its record', async () => {
    await stage.people('hanako');
    outlook.calendars.failNext('subscribe', 'unavailable', { lostAnswer: true });
    await outlook.people();
    await outlook.settle();
    assert.equal((await outlook.mailbox('hanako'))?.subscription, null);

    await outlook.people();

    assert.equal(
      (await outlook.mailbox('hanako'))?.subscription?.id,
      [...outlook.calendars.subscriptionsHeld.keys()][0],
    );
    assert.deepEqual(await outlook.notify('hanako'), { taken: 1, unknown: 0, refused: 0 });
  });

  it('takes over the subscription that Graph says is there already', async () => {
    await stage.people('hanako');
    outlook.calendars.failNext('subscribe', 'unavailable', { lostAnswer: true });
    await outlook.people();
    await outlook.settle();
    stage.clock.forward(2);

    await outlook.settle();

    assert.equal(outlook.calendars.subscriptionsHeld.size, 1);
    assert.notEqual((await outlook.mailbox('hanako'))?.subscription, null);
  });

  it('renews long before half of the life is over, and makes anew what is gone', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    const first = (await outlook.mailbox('hanako'))!.subscription!;
    stage.clock.forward(2_600);
    await outlook.settle();
    const renewed = (await outlook.mailbox('hanako'))!.subscription!;
    outlook.calendars.subscriptionsHeld.clear();
    stage.clock.forward(2_600);
    await outlook.settle();
    const anew = (await outlook.mailbox('hanako'))!.subscription!;

    assert.equal(renewed.id, first.id);
    assert.equal(renewed.until.getTime() - first.until.getTime(), 2_600 * 60_000);
    assert.notEqual(anew.id, first.id);
  });

  it('notices within hours a subscription that is gone, and reads what was missed', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    outlook.calendars.subscriptionsHeld.clear();
    outlook.calendars.put(idOf('hanako'), anEntry('missed'));

    await outlook.people();
    await outlook.settle();

    assert.deepEqual(outlook.knownOf('hanako'), ['missed']);
    assert.equal(outlook.calendars.subscriptionsHeld.size, 1);
  });

  it('follows what Graph says of a subscription itself', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    outlook.calendars.calls.length = 0;

    await outlook.notify('hanako', { lifecycle: 'reauthorizationRequired' });
    await outlook.settle();
    outlook.calendars.put(idOf('hanako'), anEntry('missed'));
    await outlook.notify('hanako', { lifecycle: 'missed' });
    await outlook.settle();
    const { id, secret } = [...outlook.calendars.subscriptionsHeld.values()][0]!;
    outlook.calendars.subscriptionsHeld.clear();
    outlook.calendars.put(idOf('hanako'), anEntry('after'));
    await outlook.notify('hanako', { subscriptionId: id, clientState: secret, lifecycle: 'subscriptionRemoved' });
    await outlook.settle();

    assert.deepEqual(outlook.calendars.calls, [`renew ${id}`, `subscribe ${idOf('hanako')}`]);
    assert.deepEqual(outlook.knownOf('hanako'), ['after', 'missed']);
  });

  it('lets a calendar that cannot be read wait on its own, as long as it is told to', async () => {
    await stage.people('hanako', 'jiro');
    outlook.calendars.failNext(idOf('hanako'), 'throttled', { retryAfterMs: 120_000 });
    await outlook.people();

    await outlook.settle();

    const [waits, read] = [await outlook.mailbox('hanako'), await outlook.mailbox('jiro')];
    assert.equal(waits?.failing?.attempts, 1);
    assert.equal(waits?.lookAt.getTime(), stage.clock.now().getTime() + 120_000);
    assert.equal(read?.failing, null);
    stage.clock.forward(2);
    await outlook.settle();
    assert.equal((await outlook.mailbox('hanako'))?.failing, null);
  });

  it('changes nothing where Graph answers nothing at all', async () => {
    await stage.people('hanako');
    await outlook.people();
    outlook.calendars.failNext('look', 'unavailable');

    await assert.rejects(outlook.step(), /as ordered/);

    await outlook.settle();
    assert.notEqual((await outlook.mailbox('hanako'))?.token, null);
  });

  it('asks again for what could not be taken', async () => {
    await stage.people('hanako');
    outlook.calendars.put(idOf('hanako'), anEntry('a'));
    outlook.takeFails = new Error('no');
    await outlook.people();
    await outlook.settle();
    assert.equal((await outlook.mailbox('hanako'))?.token, null);

    outlook.takeFails = null;
    stage.clock.forward(1);
    await outlook.settle();

    assert.deepEqual(outlook.knownOf('hanako'), ['a']);
  });

  it('tells the ICT section once a day of calendars that cannot be read for an hour, not of people without one', async () => {
    await stage.people('hanako', 'jiro', 'ichiro', 'officer');
    stage.roles.set('ict', [idOf('officer')]);
    for (const name of ['hanako', 'jiro']) outlook.calendars.failNext(idOf(name), 'denied', { times: 9 });
    outlook.calendars.withoutMailbox.add(idOf('ichiro'));
    await outlook.people();

    for (let hour = 0; hour < 5; hour += 1) {
      await outlook.settle();
      stage.clock.forward(61);
    }

    assert.deepEqual(await stage.toldTo('officer'), ['fault']);
    const failing = await stage.tx((tx) => tx.mailboxes.failing(5));
    assert.deepEqual(
      new Set(failing.map(({ upn }) => upn)),
      new Set(['hanako@city.example', 'ichiro@city.example', 'jiro@city.example']),
    );
  });

  it('keeps nothing of who leaves, nor their subscription', async () => {
    await stage.people('hanako', 'jiro');
    await outlook.people();
    await outlook.settle();
    await stage.tx((tx) => tx.people.markGone([idOf('hanako')], stage.clock.now()));

    await outlook.people();
    await outlook.settle();

    assert.equal(await outlook.mailbox('hanako'), null);
    assert.deepEqual(
      [...outlook.calendars.subscriptionsHeld.values()].map(({ personId }) => personId),
      [idOf('jiro')],
    );
  });

  it('ends everything when the organisation reads Outlook no more', async () => {
    await stage.people('hanako');
    await outlook.people();
    await outlook.settle();
    stage.organisation = anOrganisation();

    assert.equal(await outlook.people(), null);
    await outlook.settle();

    assert.equal(await outlook.mailbox('hanako'), null);
    assert.equal(outlook.calendars.subscriptionsHeld.size, 0);
  });

  it('ends subscriptions of ours that belong to nobody, and no others', async () => {
    const until = at('2026-12-05 00:00');
    const held = (id: string, notificationUrl: string, personId: string | null) =>
      outlook.calendars.subscriptionsHeld.set(id, { id, notificationUrl, personId, until, secret: '' });
    held('orphan', NOTIFICATION_URL, idOf('nobody'));
    held('elsewhere', 'https://other.example/api/graph/notifications', idOf('nobody'));
    held('else', NOTIFICATION_URL, null);

    await stage.people('hanako');
    await outlook.people();

    assert.deepEqual([...outlook.calendars.subscriptionsHeld.keys()], ['elsewhere', 'else']);
  });

  it('knows what the calendars say, whatever becomes of notifications, tokens and calls', async () => {
    const action = fc.oneof(
      fc.record({ do: fc.constant('put' as const), who: fc.nat(1), key: fc.nat(4) }),
      fc.record({ do: fc.constant('remove' as const), who: fc.nat(1), key: fc.nat(4) }),
      fc.record({
        do: fc.constantFrom('notify', 'lose', 'double', 'forget', 'unsubscribed'),
        who: fc.nat(1),
        key: fc.nat(0),
      }),
      fc.record({
        do: fc.constantFrom('step', 'throttle', 'break', 'restart', 'wait'),
        who: fc.nat(1),
        key: fc.nat(0),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        await outlook.reset();
        const names = ['hanako', 'jiro'];
        let edits = 0;
        await stage.people(...names);
        await outlook.people();
        for (const one of actions) {
          const name = names[one.who]!;
          const id = idOf(name);
          if (one.do === 'put') outlook.calendars.put(id, anEntry(`${one.key}`, { subject: `${(edits += 1)}` }));
          if (one.do === 'remove') outlook.calendars.remove(id, `${one.key}`);
          if (one.do === 'notify' || one.do === 'double') await outlook.notify(name);
          if (one.do === 'double') await outlook.notify(name);
          if (one.do === 'forget') outlook.calendars.forgetTokens(id);
          if (one.do === 'unsubscribed') outlook.calendars.subscriptionsHeld.clear();
          if (one.do === 'throttle') outlook.calendars.failNext(id, 'throttled', { retryAfterMs: 60_000 });
          if (one.do === 'break') outlook.calendars.failNext('look', 'unavailable');
          if (one.do === 'step') await outlook.step().catch(() => undefined);
          if (one.do === 'restart') {
            await stage.tx((tx) => tx.mailboxes.wishAll(stage.clock.now()));
            await outlook.people();
          }
          if (one.do === 'wait') stage.clock.forward(90);
        }
        for (let day = 0; day < 2; day += 1) {
          stage.clock.forward(24 * 60);
          for (let tries = 0; tries < 4; tries += 1) {
            await outlook.settle().catch(() => undefined);
            stage.clock.forward(15);
          }
        }

        for (const name of names)
          assert.deepEqual(
            [...(outlook.known.get(idOf(name))?.values() ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1)),
            outlook.calendars.entriesOf(idOf(name)).sort((a, b) => (a.key < b.key ? -1 : 1)),
          );
      }),
      { numRuns: 15 },
    );
  });
});
