import assert from 'node:assert/strict';
import { toDeliveryError } from '../../../bot/teams/messenger.ts';
import { ProviderError } from '../../../flows/provider-error.ts';
import { at, idOf } from '../../support/builders.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

describe('delivering what was decided', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset();
    bot.channel.reset();
    bot.restart();
    await bot.stage.people(['hanako', { manager: 'manager' }], ['taro', { manager: 'manager' }], 'manager', 'ict');
    bot.stage.roles.set('ict', [idOf('ict')]);
    await bot.reachable('hanako', 'taro', 'manager', 'ict');
  });

  const waiting = () => bot.stage.database.store.outboxState(bot.stage.clock.now());
  const stateOf = async (name: string) => (await bot.stage.tx((tx) => tx.conversations.of(idOf(name))))?.state;

  it('shows the approver a card and keeps it up to date in place', async () => {
    const [booking] = await bot.stage.request('hanako');
    await bot.deliver();
    await bot.stage.cancel('hanako', booking!);
    await bot.deliver();

    const [sent, updated, ...rest] = bot.channel.calls;
    assert.deepEqual(
      [sent!.what, sent!.conversation, updated!.what, rest.length],
      ['send', 'chat-manager', 'update', 0],
    );
    assert.deepEqual(dataOf(cardOf(sent), 'approval.approve'), { bookingId: booking!.id, version: 1 });
    assert.throws(() => dataOf(cardOf(updated), 'approval.approve'), /no approval.approve/);
  });

  it('does not ask for what was taken back before it went out', async () => {
    const [booking] = await bot.stage.request('hanako');
    await bot.stage.cancel('hanako', booking!);

    await bot.deliver();

    assert.deepEqual(bot.channel.calls, []);
    assert.equal((await waiting()).waiting, 0);
  });

  it('brings a card up to date whose request changed while it was on its way', async () => {
    const [booking] = await bot.stage.request('hanako');
    bot.channel.meanwhile = async () => {
      bot.channel.meanwhile = null;
      await bot.stage.cancel('hanako', booking!);
    };

    await bot.deliver();

    const last = bot.channel.calls.at(-1);
    assert.equal(last?.what, 'update');
    assert.throws(() => dataOf(cardOf(last), 'approval.approve'), /no approval.approve/);
  });

  it('waits as long as the channel asks, on the product’s clock, and keeps the order', async () => {
    const [first] = await bot.stage.request('hanako');
    const [second] = await bot.stage.request('taro');
    bot.channel.refuse({ status: 429, retryAfter: 60 });

    await bot.deliver();
    assert.deepEqual([bot.channel.refused, bot.channel.calls.length], [1, 0]);
    bot.stage.clock.set(new Date(bot.stage.clock.now().getTime() + 59_000));
    await bot.deliver();
    assert.equal(bot.channel.calls.length, 0);
    bot.stage.clock.set(new Date(bot.stage.clock.now().getTime() + 1_000));
    await bot.deliver();

    const shown = bot.channel.sentTo('manager').map((call) => dataOf(cardOf(call), 'approval.approve').bookingId);
    assert.deepEqual(shown, [first!.id, second!.id]);
  });

  for (const [status, code, state] of [
    [403, 'BotNotInConversationRoster', 'not-installed'],
    [403, 'ConversationBlockedByUser', 'blocked'],
  ] as const)
    it(`hands a request on where its approver is ${state}, and tells the requester`, async () => {
      const [booking] = await bot.stage.request('hanako');
      bot.channel.refuse({ status, code });

      await bot.deliver();

      assert.equal(await stateOf('manager'), state);
      assert.deepEqual((await bot.stage.booking(booking!.id)).approverIds, [idOf('ict'), idOf('manager')]);
      assert.ok(dataOf(cardOf(bot.channel.sentTo('ict')[0]), 'approval.approve'));
      assert.equal(bot.channel.sentTo('hanako').length, 1);
      await bot.stage.request('taro');
      await bot.deliver();
      assert.equal(bot.channel.sentTo('manager').length, 0, 'who is not reached is not tried again');
      assert.equal(bot.channel.sentTo('ict').length, 2);
    });

  it('hands a request on whole or not at all, should the bot be killed while it learns of it', async () => {
    const [booking] = await bot.stage.request('hanako');
    bot.channel.refuse({ status: 403, code: 'BotNotInConversationRoster', times: 2 });
    const { store } = bot.stage.database;
    const transaction = store.transaction.bind(store);
    let dead = false;
    store.transaction = (work) =>
      dead
        ? Promise.reject(new Error('killed'))
        : (transaction(async (tx) => {
            const result = await work(tx);
            const conversation = await tx.conversations.of(idOf('manager'));
            if (conversation?.state !== 'not-installed') return result;
            dead = true;
            throw new Error('killed');
          }) as never);
    await assert.rejects(bot.deliverer.deliver(`chat:${idOf('manager')}`), /killed/);
    Reflect.deleteProperty(store, 'transaction');
    bot.restart();

    await bot.deliver();

    assert.deepEqual((await bot.stage.booking(booking!.id)).approverIds, [idOf('ict'), idOf('manager')]);
    assert.equal(bot.channel.sentTo('ict').length, 1);
  });

  it('opens a chat anew, once, where the known one is gone', async () => {
    await bot.stage.request('hanako');
    bot.channel.refuse({ what: 'send', status: 404, code: 'ConversationNotFound' });

    await bot.deliver();

    assert.deepEqual(
      bot.channel.calls.map((call) => call.what),
      ['open', 'send'],
    );
    assert.equal(bot.channel.sentTo('manager').length, 1);
    assert.equal(
      (await bot.stage.tx((tx) => tx.conversations.of(idOf('manager'))))?.conversationId,
      `new-${idOf('manager')}`,
    );
  });

  it('counts as not reached who has no chat and cannot be given one', async () => {
    await bot.stage.request('hanako');
    bot.channel.refuse({ status: 404, code: 'ConversationNotFound', times: 2 });

    await bot.deliver();

    assert.equal(await stateOf('manager'), 'not-installed');
    assert.equal(bot.channel.sentTo('ict').length, 1);
  });

  it('forgets a card that its person has deleted', async () => {
    const [booking] = await bot.stage.request('hanako');
    await bot.deliver();
    bot.channel.refuse({ what: 'update', status: 404, code: 'ActivityNotFoundInConversation' });
    await bot.stage.cancel('hanako', booking!);

    await bot.deliver();

    assert.deepEqual(await bot.stage.tx((tx) => tx.postedCards.of('approval', booking!.requestId)), []);
    assert.deepEqual(await waiting(), { waiting: 0, due: 0, failing: 0 });
  });

  it('loses nothing while the bot’s own permission is missing', async () => {
    await bot.stage.request('hanako');
    bot.channel.refuse({ status: 401, times: 3 });

    for (let tries = 0; tries < 4; tries += 1) {
      await bot.deliver();
      bot.stage.clock.forward(15);
    }

    assert.equal(bot.channel.sentTo('manager').length, 1);
  });

  it('gives up what the channel refuses for good, hands the request on and tells the ICT section', async () => {
    const [booking] = await bot.stage.request('hanako');
    bot.channel.refuse({ status: 400, code: 'BadSyntax' });

    await bot.deliver();

    assert.equal((await bot.stage.booking(booking!.id)).approverIds[0], idOf('ict'));
    assert.ok((await bot.stage.toldTo('ict')).includes('fault'));
    assert.equal((await waiting()).waiting, 0);
  });

  it('does not send again what was sent, though the database failed before it was written down', async () => {
    await bot.stage.request('hanako');
    const { store } = bot.stage.database;
    const transaction = store.transaction.bind(store);
    let failures = 0;
    store.transaction = (work) => {
      if (bot.channel.calls.length === 0 || failures > 0) return transaction(work);
      failures += 1;
      return Promise.reject(new Error('connection lost'));
    };

    await bot.deliver();
    bot.stage.clock.forward(1);
    await bot.deliver();
    Reflect.deleteProperty(store, 'transaction');

    assert.deepEqual([failures, bot.channel.sentTo('manager').length], [1, 1]);
    assert.equal((await waiting()).waiting, 0);
  });

  for (const [status, retryAfter, kind, retryAfterMs] of [
    [429, '7', 'throttled', 7_000],
    [429, undefined, 'throttled', undefined],
    [412, undefined, 'unavailable', undefined],
    [502, '3', 'unavailable', 3_000],
    [503, 'soon', 'unavailable', undefined],
    [504, undefined, 'unavailable', undefined],
    [undefined, undefined, 'unavailable', undefined],
    [500, undefined, 'unavailable', 300_000],
    [401, undefined, 'denied', 300_000],
    [400, undefined, 'invalid', 300_000],
    [413, undefined, 'invalid', 300_000],
  ] as const)
    it(`takes ${status ?? 'no answer'}${retryAfter ? ` with Retry-After: ${retryAfter}` : ''} as ${kind}`, () => {
      const response = { headers: { get: () => retryAfter } };

      const error = toDeliveryError({ statusCode: status, response }, 'send', 'x');

      assert.ok(error instanceof ProviderError);
      assert.deepEqual([error.kind, error.retryAfterMs], [kind, retryAfterMs]);
    });

  it('takes a service address that is not ours for a fault to mend, not for a person who is not reached', () => {
    const refusal = { statusCode: 403, body: { error: { code: 'InvalidBotApiHost' } } };

    const error = toDeliveryError(refusal, 'send', 'x');

    assert.equal(error instanceof ProviderError && error.kind, 'denied');
  });

  it('waits for an instant that the channel names', () => {
    const response = { headers: { get: () => new Date(Date.now() + 60_000).toUTCString() } };

    const error = toDeliveryError({ statusCode: 429, response }, 'send', 'x');

    assert.ok(error instanceof ProviderError && Math.abs(error.retryAfterMs! - 60_000) < 5_000);
  });

  it('goes on after a restart with what was not delivered, and repeats nothing that was', async () => {
    await bot.stage.request('hanako');
    bot.channel.refuse({ status: 502 });
    await bot.deliver();
    bot.restart();
    bot.stage.clock.forward(1);

    await Promise.all([bot.deliver(), bot.deliver(), bot.deliverer.deliver(`chat:${idOf('manager')}`)]);
    bot.restart();
    await bot.deliver();

    assert.equal(bot.channel.sentTo('manager').length, 1);
  });

  it('gives an approver who comes back what waited for them', async () => {
    bot.stage.roles.clear();
    await bot.stage.request('hanako');
    bot.channel.refuse({ status: 403, code: 'BotNotInConversationRoster' });
    await bot.deliver();

    await bot.post(bot.activity('manager', { type: 'installationUpdate', action: 'add' }));
    await bot.deliver();

    assert.ok(bot.channel.sentTo('manager').some((call) => cardOf(call)));
  });

  describe('to calendars', () => {
    it('writes one event, moves it and takes it away, and finds it after a lost answer', async () => {
      const [booking] = await bot.stage.request('hanako');
      await bot.stage.decide('manager', [booking!]);
      bot.stage.calendar.failNext('unavailable', { lostAnswer: true });
      await bot.deliver();
      bot.stage.clock.forward(1);
      await bot.deliver();

      const [event, ...rest] = bot.stage.calendar.eventsOf(idOf('hanako'));
      assert.deepEqual([event!.startsAt, rest.length], [at('2026-12-02 08:30'), 0]);
      await bot.stage.cancel('hanako', await bot.stage.booking(booking!.id));
      await bot.deliver();

      assert.deepEqual(bot.stage.calendar.eventsOf(idOf('hanako')), []);
    });

    it('never makes a second event after a crash between call and record', async () => {
      const [booking] = await bot.stage.request('hanako');
      await bot.stage.decide('manager', [booking!]);
      const put = bot.stage.calendar.put.bind(bot.stage.calendar);
      let reached: () => void = () => undefined;
      const there = new Promise<void>((resolve) => (reached = resolve));
      bot.stage.calendar.put = async (...args) => {
        await put(...args);
        reached();
        return new Promise<never>(() => undefined);
      };
      void bot.deliverer.deliver(`calendar:${idOf('hanako')}`);
      await there;
      Reflect.deleteProperty(bot.stage.calendar, 'put');
      bot.restart();

      await bot.deliver();

      assert.equal(bot.stage.calendar.eventsOf(idOf('hanako')).length, 1);
    });

    it('goes on trying for ever, undoes no approval, and tells the ICT section once', async () => {
      const [booking] = await bot.stage.request('hanako');
      await bot.stage.decide('manager', [booking!]);
      bot.stage.calendar.failNext('denied', { times: 12 });

      for (let tries = 0; tries < 14; tries += 1) {
        await bot.deliver();
        bot.stage.clock.forward(5);
      }

      assert.equal(bot.stage.calendar.eventsOf(idOf('hanako')).length, 1);
      assert.equal((await bot.stage.booking(booking!.id)).status, 'approved');
      assert.deepEqual(await bot.stage.toldTo('ict'), ['fault']);
    });
  });
});
