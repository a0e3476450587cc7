import assert from 'node:assert/strict';
import { at, someRules } from '../../support/builders.ts';
import { twoPools } from '../../flows/booking/overflow-stage.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

const STAFF = ['hanako', 'taro', 'jiro', 'saburo'];

const WORDS = {
  ja: {
    ask: '12月2日に在宅勤務したいです',
    afternoon: '12月3日の午後に在宅勤務したいです',
    instead: 'いつもの「プール」ではなく「予備プール」を使います。',
    onlyIn: 'すでに「予備プール」の予約があり',
    connect: '接続したい',
  },
  en: {
    ask: 'I want to work from home on 2 December',
    afternoon: 'I want to work from home on the afternoon of 3 December',
    instead: 'Your desktop this time is “Spare pool”, not “Pool” as usual.',
    onlyIn: 'You already have “Spare pool” on this day',
    connect: 'how do I connect?',
  },
};

describe('conversations about a pool that overflows', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset(twoPools([1, 1], { rules: someRules({ within: 'automatic' }) }));
    bot.channel.reset();
    bot.restart();
    const staff = STAFF.map((name) => [name, { manager: 'manager' }] as [string, object]);
    await bot.stage.people(...staff, 'manager');
    await bot.reachable(...STAFF, 'manager');
  });

  const lastCard = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const said = (card: unknown) => JSON.stringify(card);

  for (const language of ['ja', 'en'] as const) {
    const words = WORDS[language];

    it(`tell in ${language} which desktop it is, before and after it is sent, and how to reach it`, async () => {
      await bot.stage.request('hanako');

      await bot.say('taro', words.ask);
      const offered = lastCard('taro');
      const sent = await bot.press('taro', 'booking.confirm', dataOf(offered, 'booking.confirm'));
      bot.stage.clock.set(at('2026-12-02 08:25'));
      await bot.say('taro', words.connect);

      assert.ok(said(offered).includes(words.instead), said(offered));
      assert.ok(said(sent.body.value).includes(words.instead), said(sent.body.value));
      assert.ok(said(lastCard('taro')).includes(words.instead), said(lastCard('taro')));
    });

    it(`say in ${language} why the other half of a day is full`, async () => {
      const halves = [
        ['hanako', 'am'],
        ['taro', 'am'],
        ['jiro', 'pm'],
        ['saburo', 'pm'],
      ] as const;
      for (const [name, part] of halves) await bot.stage.request(name, { days: ['2026-12-03'], part });

      await bot.say('taro', words.afternoon);

      assert.ok(said(lastCard('taro')).includes(words.onlyIn), said(lastCard('taro')));
    });
  }
});
