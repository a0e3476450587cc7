import assert from 'node:assert/strict';
import { at } from '../../support/builders.ts';
import { aCity, begin, booked, comes, DAY, follow, takenAt, until } from '../../flows/no-show/no-show-stage.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

const WORDS = {
  ja: {
    returned: '席をいったん空けました',
    take: 'もう一度使う',
    again: 'この予約は有効です',
    room: '今は空いている席がありません',
    over: '予約の時間が終わりました',
    back: 'サインインを確認しました',
    late: 'お知らせありがとうございます',
    use: ['これから使います', '接続のしかた', '遅れてすみません、今から使います'],
    say: '30分ほど遅れます',
    at: '13:00ごろから使います',
    list: '予約一覧',
  },
  en: {
    returned: 'Your seat is free for others for now',
    take: 'Take it again',
    again: 'This booking is yours',
    room: 'No seat is free just now',
    over: 'The booked time is over',
    back: 'You are signed in',
    late: 'Thank you for telling me',
    use: ['I will use it now', 'how do I connect?', 'Sorry, I am late. Can I use the desktop?'],
    say: 'I am running late',
    at: 'I will start later, from 13:00',
    list: 'my bookings',
  },
};

describe('conversations about a seat that was not used', function () {
  this.timeout(60_000);
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await begin(bot.stage, aCity({ licences: 1 }), 'hanako', 'taro');
    bot.channel.reset();
    bot.restart();
    await bot.reachable('hanako', 'taro', 'manager');
  });

  const lastCard = (name = 'hanako') => cardOf(bot.channel.sentTo(name).at(-1));
  const said = (card: unknown) => JSON.stringify(card);
  const press = (card: unknown) => bot.press('hanako', 'booking.take-again', dataOf(card, 'booking.take-again'));
  const bookingOf = async (name = 'hanako') =>
    (await bot.stage.tx(async (tx) => tx.bookings.between(DAY, DAY, (await bot.stage.person(name)).id)))[0]!;
  async function returned(language: 'ja' | 'en'): Promise<void> {
    await bot.say('hanako', WORDS[language].list);
    await booked(bot.stage, 'hanako');
    await until(bot.stage, '10:30');
    await follow(bot.stage);
    await bot.deliver();
  }

  for (const language of ['ja', 'en'] as const) {
    const words = WORDS[language];
    describe(`in ${language}`, () => {
      it('are told by one card, and take it again with its one button, twice pressed', async () => {
        await returned(language);
        const card = lastCard();
        const told = bot.channel.sentTo('hanako').filter((call) => said(call).includes(words.returned));

        const first = await press(card);
        const second = await press(card);

        assert.equal(told.length, 1);
        assert.ok(said(card).includes(words.take) && said(card).includes('90'), said(card));
        for (const { body } of [first, second]) {
          assert.equal(body.statusCode, 200);
          assert.ok(said(body.value).includes(words.again), said(body.value));
        }
        assert.ok(said(first.body.value).includes('12:00'), 'from when the desktop is promised');
        assert.equal((await bookingOf()).status, 'active');
        assert.equal(await takenAt(bot.stage, '11:00'), 1);
      });

      it('are told kindly when no seat is free, and when it is too late, with what to do', async () => {
        await returned(language);
        const card = lastCard();
        await bot.stage.request('taro', { days: [DAY], part: 'pm' });
        const full = await press(card);
        bot.stage.clock.set(at(`${DAY} 17:15`));

        const over = await press(full.body.value);

        assert.ok(said(full.body.value).includes(words.room), said(full.body.value));
        assert.ok(said(over.body.value).includes(words.over), said(over.body.value));
      });

      for (const sentence of words.use)
        it(`have the same card when they write: ${sentence}`, async () => {
          await returned(language);
          await bot.say('hanako', sentence);
          const card = lastCard();

          const { body } = await press(card);

          assert.ok(said(card).includes(words.returned), said(card));
          assert.ok(said(body.value).includes(words.again));
        });

      it('find it in their list, and take it again from there', async () => {
        await returned(language);
        await bot.say('hanako', words.list);

        const { body } = await press(lastCard());

        assert.ok(said(body.value).includes(words.again));
      });

      it('say that they are late, and are waited for', async () => {
        await booked(bot.stage, 'hanako');
        await until(bot.stage, '10:20');
        await bot.say('hanako', words.say);
        const now = said(lastCard());
        await bot.say('hanako', words.at);
        const named = said(lastCard());
        await until(bot.stage, '13:00');
        await follow(bot.stage);

        assert.ok(now.includes(words.late) && now.includes('12:20'), now);
        assert.ok(named.includes(words.late) && named.includes('15:00'), named);
        assert.equal((await bookingOf()).status, 'active');
      });

      it('are told when they are seen at a desktop after all', async () => {
        await returned(language);
        comes(bot.stage, 'hanako');
        await until(bot.stage, '10:35');
        await follow(bot.stage);
        await bot.deliver();

        assert.ok(said(lastCard()).includes(words.back), said(lastCard()));
      });
    });
  }

  it('tell nothing to anybody else', async () => {
    await returned('en');

    const { body } = await bot.press('taro', 'booking.take-again', dataOf(lastCard(), 'booking.take-again'));

    assert.equal(body.type, 'application/vnd.microsoft.activity.message');
    assert.equal((await bookingOf()).status, 'no-show');
  });

  it('do not send a card that time has overtaken', async () => {
    await booked(bot.stage, 'hanako');
    await until(bot.stage, '10:30');
    await follow(bot.stage);
    comes(bot.stage, 'hanako');
    await until(bot.stage, '10:35');
    await follow(bot.stage);
    await bot.deliver();

    const sent = bot.channel.sentTo('hanako').map(said);
    assert.ok(!sent.some((one) => one.includes(WORDS.en.returned) || one.includes(WORDS.ja.returned)));
  });
});
