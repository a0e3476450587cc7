import assert from 'node:assert/strict';
import { anOrganisation, aPool, at } from '../../support/builders.ts';
import { askTheLine } from '../../flows/waitlist/line-stage.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

const WORDS = {
  ja: {
    ask: '12月2日に在宅勤務したいです',
    place: 'キャンセル待ち 1番目です',
    returned: '席が空きました',
    asked: '承認をお願いしました',
    offered: '席が空きました。使いますか',
    lapsed: 'お返事の時間が過ぎました',
  },
  en: {
    ask: 'I want to work from home on 2 December',
    place: 'Waiting list: place 1',
    returned: 'A seat is free for you',
    asked: 'has been asked to approve it',
    offered: 'A seat is free. Would you like it?',
    lapsed: 'The time to answer is over',
  },
};

describe('conversations about the waiting list', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset(anOrganisation({ pools: [aPool({ licences: 1 })] }));
    bot.channel.reset();
    bot.restart();
    const staff = ['hanako', 'taro', 'jiro'].map((name) => [name, { manager: 'manager' }] as [string, object]);
    await bot.stage.people(...staff, 'manager');
    await bot.reachable('hanako', 'taro', 'jiro', 'manager');
  });

  const lastCard = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const said = (card: unknown) => JSON.stringify(card);
  const bookingOf = async (name: string) => {
    const { id } = await bot.stage.person(name);
    return (await bot.stage.tx((tx) => tx.bookings.ofPerson(id, bot.stage.clock.now(), 5)))[0]!;
  };
  async function free(): Promise<void> {
    await bot.stage.cancel('hanako', await bookingOf('hanako'));
    await askTheLine(bot.stage);
    await bot.deliver();
  }

  for (const language of ['ja', 'en'] as const) {
    const words = WORDS[language];
    describe(`in ${language}`, () => {
      beforeEach(() => bot.stage.request('hanako'));

      it('join the line, have the seat that comes back, and give it to the next', async () => {
        await bot.say('taro', words.ask);
        const joined = await bot.press('taro', 'booking.wait', dataOf(lastCard('taro'), 'booking.wait'));
        assert.ok(said(joined.body.value).includes(words.place), said(joined.body.value));

        await free();
        const card = lastCard('taro');
        assert.ok(said(card).includes(words.returned) && said(card).includes(words.asked), said(card));
        const declined = await bot.press('taro', 'booking.cancel', dataOf(card, 'booking.cancel'));

        assert.equal(declined.body.statusCode, 200);
        assert.equal((await bookingOf('taro')).status, 'cancelled');
      });

      it('take a seat that is offered late', async () => {
        await bot.say('taro', words.ask);
        await bot.press('taro', 'booking.wait', dataOf(lastCard('taro'), 'booking.wait'));
        bot.stage.clock.set(at('2026-12-02 08:00'));

        await free();
        const card = lastCard('taro');
        assert.ok(said(card).includes(words.offered), said(card));
        assert.ok(said(card).includes('9:30'), 'from when it would be ready');
        await bot.press('taro', 'waitlist.take', dataOf(card, 'waitlist.take'));
        const again = await bot.press('taro', 'waitlist.decline', dataOf(card, 'waitlist.decline'));

        const { status, offeredUntil } = await bookingOf('taro');
        assert.deepEqual([status, offeredUntil], ['pending', null], 'an older card declines nothing');
        assert.equal(again.body.type, 'application/vnd.microsoft.card.adaptive');
      });

      it('let an offer lapse, and are told', async () => {
        await bot.say('taro', words.ask);
        await bot.press('taro', 'booking.wait', dataOf(lastCard('taro'), 'booking.wait'));
        bot.stage.clock.set(at('2026-12-02 08:00'));
        await free();

        bot.stage.clock.set(at('2026-12-02 08:30'));
        await bot.stage.advance();
        await bot.deliver();

        assert.ok(said(lastCard('taro')).includes(words.lapsed), said(lastCard('taro')));
        assert.equal((await bookingOf('taro')).status, 'expired');
      });

      it('take another day instead of the full one', async () => {
        await bot.say('taro', words.ask);
        const data = dataOf(lastCard('taro'), 'booking.take');

        const shown = await bot.press('taro', 'booking.take', data);
        await bot.press('taro', 'booking.confirm', dataOf(shown.body.value, 'booking.confirm'));
        const old = await bot.press('taro', 'booking.take', data);

        const booking = await bookingOf('taro');
        assert.deepEqual([booking.day, booking.status], [data['day'], 'pending']);
        assert.notEqual(booking.day, '2026-12-02');
        assert.equal(old.body.statusCode, 200);
      });
    });
  }

  it('refuse a time on a card that is none, in one sentence', async () => {
    await bot.stage.request('hanako');
    await bot.say('taro', WORDS.en.ask);
    const data = dataOf(lastCard('taro'), 'booking.take');

    for (const bad of [
      { day: '2026-02-31' },
      { instead: 7 },
      { part: 'hours', from: '14:00', to: '13:00' },
      { part: 'x' },
    ]) {
      const { body } = await bot.press('taro', 'booking.take', { ...data, ...bad });
      assert.equal(body.statusCode, 200);
    }

    const others = await bot.press('jiro', 'booking.take', data);
    assert.equal(others.body.type, 'application/vnd.microsoft.activity.message');
    assert.equal((await bot.stage.tx((tx) => tx.bookings.between(null, null, null))).length, 1);
  });
});
