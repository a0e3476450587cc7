import assert from 'node:assert/strict';
import { idOf, TENANT } from '../../support/builders.ts';
import { cardOf, dataOf, openBot, type BotStage, type InvokeBody } from './bot-harness.ts';

const OTHER_TENANT = '99999999-9999-4999-8999-999999999999';

describe('turns from Teams', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset();
    bot.channel.reset();
    bot.restart();
    await bot.stage.people(['hanako', { manager: 'manager' }], 'manager', 'stranger');
  });

  const neutral = async (): Promise<InvokeBody> => (await bot.press('stranger', 'no.such.verb', {})).body;
  const drafts = async () =>
    (await bot.stage.database.owner.query('SELECT count(*)::int AS n FROM proposal_draft')).rows[0] as { n: number };
  async function propose(): Promise<Record<string, unknown>> {
    await bot.say('hanako', 'I want to work from home on 2 December');
    return dataOf(cardOf(bot.channel.sentTo('hanako').at(-1)), 'booking.confirm');
  }

  it('answer a wish with a card, whose button sends it', async () => {
    const data = await propose();

    const { status, body } = await bot.press('hanako', 'booking.confirm', data);

    assert.deepEqual([status, body.statusCode, body.type], [200, 200, 'application/vnd.microsoft.card.adaptive']);
    const [booking] = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));
    assert.deepEqual([booking!.day, booking!.status], ['2026-12-02', 'pending']);
  });

  it('do the work of one activity once, twice at once and later, with one reply', async () => {
    const message = bot.activity('hanako', { text: 'I want to work from home on 2 December' });

    const answers = await Promise.all([bot.post(message), bot.post(message), bot.post(message)]);
    bot.restart();
    answers.push(await bot.post(message));

    assert.deepEqual(
      answers.map((one) => one.status),
      [200, 200, 200, 200],
    );
    assert.deepEqual(await drafts(), { n: 1 });
    assert.equal(bot.channel.sentTo('hanako').length, 1);
  });

  it('give a repeated tap the same answer, though things have changed since', async () => {
    const tap = { id: 'tap' };
    const data = await propose();
    const answers: unknown[] = await Promise.all([
      bot.press('hanako', 'booking.confirm', data, tap),
      bot.press('hanako', 'booking.confirm', data, tap),
    ]);
    const [booking] = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));
    await bot.stage.decide('manager', [booking!]);

    answers.push(await bot.press('hanako', 'booking.confirm', data, tap));

    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
    assert.equal((await bot.stage.tx((tx) => tx.bookings.between(null, null, null))).length, 1);
  });

  it('do not take one person’s activity for another’s of the same id', async () => {
    await bot.say('hanako', 'help', { id: 'same' });
    await bot.say('stranger', 'help', { id: 'same', conversation: { id: 'chat-hanako', tenantId: TENANT } });

    assert.equal(bot.channel.calls.length, 2);
  });

  it('send a reply that the channel refused as soon as it takes it, once', async () => {
    const message = bot.activity('hanako', { text: 'help' });
    bot.channel.refuse({ status: 400 });

    const { status } = await bot.post(message);
    await bot.deliver();
    await bot.post(message);

    assert.equal(status, 200);
    assert.equal(bot.channel.sentTo('hanako').length, 1);
  });

  it('say that an edited message changes nothing, though it has the first one’s id', async () => {
    await bot.say('hanako', 'help', { id: 'edited' });
    await bot.say('hanako', 'help!', { id: 'edited', type: 'messageUpdate' });
    await bot.say('hanako', '', {
      id: 'edited',
      type: 'messageUpdate',
      channelData: { tenant: { id: TENANT }, eventType: 'softDeleteMessage' },
    });

    assert.equal(bot.channel.sentTo('hanako').length, 2);
    assert.match(`${bot.channel.sentTo('hanako')[1]!.activity.text}`, /edit/i);
  });

  it('keep a card up to date that was sent on faster than its reply was recorded', async () => {
    bot.channel.meanwhile = async (call) => {
      bot.channel.meanwhile = null;
      await bot.press('hanako', 'booking.confirm', dataOf(cardOf(call), 'booking.confirm'), { replyToId: 'elsewhere' });
    };

    await bot.say('hanako', 'I want to work from home on 2 December');
    const [booking] = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));

    const cards = await bot.stage.tx((tx) => tx.postedCards.of('request', booking!.requestId));
    assert.equal(cards.length, 2);
    assert.ok((await bot.stage.outbox()).some((work) => work.kind === 'refresh-card'));
  });

  describe('from whom the bot does not know', () => {
    const strange: [string, object][] = [
      ['another tenant', { conversation: { id: 'c', tenantId: OTHER_TENANT }, channelData: {} }],
      ['two tenants', { channelData: { tenant: { id: OTHER_TENANT } } }],
      ['no tenant', { conversation: { id: 'c' }, channelData: {} }],
      ['no object id', { from: { id: '29:x', name: 'hanako' } }],
      ['an object id that is none', { from: { id: '29:x', aadObjectId: "' OR 1=1 --" } }],
      ['an object id of another type', { from: { id: '29:x', aadObjectId: { $ne: null } } }],
      ['nobody whom the directory knows', { from: { id: '29:x', aadObjectId: idOf('nobody') } }],
      ['a locale of another type', { from: { id: '29:x' }, locale: 5 }],
    ];
    for (const [name, activity] of strange)
      it(`are refused in one sentence: ${name}`, async () => {
        const tap = await bot.press('hanako', 'booking.confirm', { draftId: idOf('draft'), version: 1 }, activity);
        const words = await bot.say('hanako', 'I want to work from home tomorrow', activity);

        assert.deepEqual([tap.status, words.status], [200, 200]);
        assert.equal(tap.body.statusCode, 200);
        assert.equal(typeof tap.body.value, 'string');
        // What the channel's own types forbid cannot even be answered.
        assert.ok(bot.channel.calls.length === 1 || /of another type/.test(name));
        assert.equal(cardOf(bot.channel.calls[0]), undefined);
        assert.deepEqual(await drafts(), { n: 0 });
      });

    it('learn a person from the directory at their first word', async () => {
      bot.stage.directory.everybody.push({
        id: idOf('fresh'),
        upn: 'fresh@city.example',
        displayName: 'Fresh',
        department: null,
        jobTitle: null,
        managerId: null,
      });

      await bot.say('fresh', 'I want to work from home tomorrow');

      assert.deepEqual(await drafts(), { n: 1 });
    });

    it('ask to try again while the directory does not answer', async () => {
      bot.stage.directory.failNext('unavailable');

      const { status } = await bot.say('fresh2', 'I want to work from home tomorrow');

      assert.equal(status, 200);
      assert.match(`${bot.channel.calls[0]?.activity.text}`, /again/i);
    });
  });

  describe('with card data that was made up', () => {
    it('get the one neutral answer', async () => {
      const mine = await propose();
      await bot.press('hanako', 'booking.confirm', mine);
      const [booking] = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));
      const expected = await neutral();
      const target = { bookingId: booking!.id, version: 1 };

      for (const [verb, data] of [
        ['approval.approve', target],
        ['approval.reject', { bookings: [target], comment: 'x', approverId: idOf('manager'), by: idOf('manager') }],
        ['booking.cancel', { ...target, personId: idOf('hanako') }],
        ['booking.confirm', mine],
        ['booking.edit', { ...mine, day: '2026-12-03' }],
        ['booking.discard', mine],
        ['booking.confirm', null],
        ['booking.confirm', { draftId: "x'; DROP TABLE booking; --", version: 1 }],
        ['booking.cancel', { bookingId: [booking!.id], version: 1 }],
        ['approval.approve', { bookings: Array.from({ length: 5000 }, () => target) }],
        ['approval.approve', { ...target, comment: 'x'.repeat(100_000) }],
        ['approval.approve', 'a string'],
        ['work.start', {}],
        ['__proto__', {}],
        [{ verb: 'booking.confirm' }, target],
        [undefined, undefined],
      ] as const) {
        const { status, body } = await bot.press('stranger', verb, data);
        assert.deepEqual([status, body], [200, expected], JSON.stringify([verb, data]).slice(0, 100));
      }
      for (const value of [null, 'text', 5, [], { action: null }, {}]) {
        const { status, body } = await bot.press('stranger', '', {}, { value });
        assert.deepEqual([status, body], [200, expected], JSON.stringify(value));
      }
      assert.equal((await bot.stage.booking(booking!.id)).status, 'pending');
    });

    it('show the true state to whoever has a part in it, on an older card and a second tap', async () => {
      await bot.press('hanako', 'booking.confirm', await propose());
      const [booking] = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));
      const data = { bookingId: booking!.id, version: 1 };
      const first = await bot.press('manager', 'approval.approve', data);

      for (const [name, verb] of [
        ['manager', 'approval.reject'],
        ['manager', 'approval.approve'],
        ['hanako', 'booking.cancel'],
        ['hanako', 'approval.approve'],
      ] as const) {
        const { body } = await bot.press(name, verb, data);
        assert.equal(body.type, 'application/vnd.microsoft.card.adaptive', `${name} ${verb}`);
      }

      assert.equal(first.body.statusCode, 200);
      const after = await bot.stage.booking(booking!.id);
      assert.deepEqual([after.status, after.version], ['approved', 2]);
    });
  });

  describe('with words that are none', () => {
    const WORDS: [string, string][] = [
      ['100,000 characters', '明日テレワークしたい'.repeat(10_000)],
      ['emoji only', '🏠💻🙏'],
      ['nothing', ''],
      ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
      ['SQL', "'; DROP TABLE booking; --"],
      ['right-to-left marks', '\u202eyadnoM\u202c \u200f\u2066work from home\u2069'],
      ['NUL and half a pair', 'a\0b \ud800 c'],
      [
        'a thousand days',
        `from home on ${Array.from({ length: 1000 }, (_, i) => `${(i % 12) + 1}/${(i % 28) + 1}`).join(', ')}`,
      ],
      ['a day in the past', 'telework on 2020-12-02'],
      ['a day in two years', 'telework on 2028-12-01'],
      ['a range of years', 'work from home from 2026-12-02 to 2099-12-31'],
    ];
    for (const [name, text] of WORDS)
      it(`answer once and book nothing: ${name}`, async () => {
        const { status } = await bot.say('hanako', text);

        assert.equal(status, 200);
        assert.equal(bot.channel.sentTo('hanako').length, 1);
        const size = JSON.stringify(bot.channel.sentTo('hanako')[0]!.activity).length;
        assert.ok(size < 28_000, `${size} characters`);
        assert.deepEqual(await bot.stage.audit(), []);
      });

    it('answer text of another type, and a message without any', async () => {
      for (const text of [5, { a: 1 }, ['x'], null]) {
        const { status } = await bot.post(bot.activity('hanako', { text }));
        assert.equal(status, 200);
      }
      assert.equal(bot.channel.sentTo('hanako').length, 4);
      assert.ok(bot.channel.sentTo('hanako').every((call) => !/try again/i.test(`${call.activity.text}`)));
    });

    it('refuse days outside the rules with a reason on the card', async () => {
      await bot.say('hanako', 'telework on 2028-12-01');

      assert.throws(() => dataOf(cardOf(bot.channel.sentTo('hanako')[0]), 'booking.confirm'), /no booking.confirm/);
    });
  });

  describe('at the door', () => {
    it('are refused where they ask to be answered elsewhere than on loopback', async () => {
      for (const serviceUrl of [
        'https://smba.trafficmanager.net/teams/',
        'http://127.0.0.1.evil.example/',
        'http://127.0.0.1@evil.example/',
        'file:///etc/passwd',
        'x',
        undefined,
        5,
      ])
        assert.equal((await bot.post(bot.activity('hanako', { serviceUrl }))).status, 403, `${serviceUrl}`);
      assert.equal(bot.channel.calls.length, 0);
    });

    it('are 400 where the body is not JSON, and no larger than a megabyte', async () => {
      assert.deepEqual(await bot.post('{"type": '), { status: 400, body: { error: 'body: not valid JSON' } });
      assert.equal(
        (await bot.post(JSON.stringify(bot.activity('hanako', { text: 'x'.repeat(1_100_000) })))).status,
        413,
      );
    });

    it('never fail the server, whatever an activity leaves out', async () => {
      for (const field of ['id', 'type', 'from', 'recipient', 'conversation', 'channelId', 'channelData', 'locale'])
        for (const value of [undefined, null, 5, 'x', {}]) {
          const { status } = await bot.post(bot.activity('hanako', { text: 'help', [field]: value }));
          assert.ok(status < 500, `${field} = ${JSON.stringify(value)}: ${status}`);
        }
      const { status } = await bot.say('hanako', 'help');
      assert.equal(status, 200);
    });

    it('ask to try again while the database is away, and answer a tap with 200', async () => {
      const { store } = bot.stage.database;
      store.transaction = () => Promise.reject(new Error('connection terminated'));
      const tap = await bot.press('hanako', 'booking.confirm', {});
      const words = await bot.say('hanako', 'help');
      Reflect.deleteProperty(store, 'transaction');

      assert.deepEqual([tap.status, tap.body.statusCode, words.status], [200, 200, 200]);
      assert.match(`${bot.channel.calls[0]?.activity.text}`, /again/i);
    });

    it('write no conversation down as known that was rolled back', async () => {
      bot.stage.organisation = {
        ...bot.stage.organisation,
        get pools(): never {
          throw new Error('broken for a moment');
        },
      };
      await bot.say('hanako', 'I want to work from home tomorrow');
      await bot.stage.reset();
      await bot.stage.people('hanako');

      await bot.say('hanako', 'help');

      const conversation = await bot.stage.tx((tx) => tx.conversations.of(idOf('hanako')));
      assert.equal(conversation?.state, 'reachable');
    });

    it('know who has removed the app, in both ways of saying it', async () => {
      for (const activity of [
        { type: 'installationUpdate', action: 'remove' },
        { type: 'conversationUpdate', membersRemoved: [{ id: '28:bot' }] },
      ]) {
        await bot.say('hanako', 'help');
        await bot.post(bot.activity('hanako', activity));
        const conversation = await bot.stage.tx((tx) => tx.conversations.of(idOf('hanako')));
        assert.equal(conversation?.state, 'not-installed', activity.type);
      }
    });

    it('greet once, and show an approver what waits for them', async () => {
      await bot.stage.request('hanako');
      const opened = { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] };

      await bot.post(bot.activity('manager', opened));
      await bot.deliver();
      await bot.post(bot.activity('manager', opened));
      await bot.post(bot.activity('manager', { type: 'installationUpdate', action: 'add' }));

      const sent = bot.channel.sentTo('manager');
      assert.equal(sent.filter((call) => call.activity.text).length, 1);
      assert.ok(sent.some((call) => cardOf(call)));
    });
  });
});
