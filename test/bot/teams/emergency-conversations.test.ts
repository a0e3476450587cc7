import assert from 'node:assert/strict';
import { followEmergency } from '../../../flows/emergency/follow-emergency.ts';
import { anOrganisation, idOf } from '../../support/builders.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

const SECTIONS = [
  { id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, head: null, deputy: null },
  { id: 'tax', department: 'Tax', name: { ja: '税務課', en: 'Tax' }, head: null, deputy: null },
];

const WORDS = {
  ja: {
    begin: '台風のため公園課を緊急テレワークに切り替え',
    on: '緊急時のテレワーク中です',
    begun: '緊急時のテレワークに切り替わりました',
    today: '今日テレワークする',
    booked: 'テレワークの時間です',
    ended: '緊急時のテレワークは終わりました',
    notEntitled: '決められた担当者だけ',
    confirm: '確認して始める',
    reason: '台風接近',
    missing: '「理由」がまだ入っていません',
  },
  en: {
    begin: 'emergency: all of Parks work from home tomorrow',
    on: 'Emergency telework is on',
    begun: 'Emergency telework is on',
    today: 'Work from home today',
    booked: 'Your telework time is on',
    ended: 'Emergency telework has ended',
    notEntitled: 'Only named people',
    confirm: 'Confirm and begin',
    reason: 'A typhoon is coming',
    missing: '“Reason” is still empty',
  },
};

describe('conversations in an emergency', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());

  async function open(twoPeople: boolean): Promise<void> {
    await bot.stage.reset(anOrganisation({ sections: SECTIONS, emergency: { twoPeople, priority: [] } }));
    bot.channel.reset();
    bot.restart();
    await bot.stage.people(
      ['hanako', { manager: 'manager' }],
      'manager',
      ['chief', { department: 'Tax' }],
      ['second', { department: 'Tax' }],
    );
    await bot.reachable('hanako', 'manager', 'chief', 'second');
    bot.stage.roles.set('emergency', [idOf('chief'), idOf('second')]);
  }
  const lastCard = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const said = (card: unknown) => JSON.stringify(card);
  async function carryOn(emergencyId: string): Promise<void> {
    await followEmergency(bot.stage.deps, emergencyId);
    await bot.deliver();
  }

  for (const language of ['ja', 'en'] as const) {
    const words = WORDS[language];
    const locale = language === 'ja' ? 'ja-JP' : 'en-GB';

    it(`switch, book with one tap, and end it (${language})`, async () => {
      await open(false);
      await bot.say('hanako', language === 'ja' ? 'ヘルプ' : 'help', { locale });
      await bot.say('chief', words.begin, { locale });
      const form = lastCard('chief');
      assert.ok(said(form).includes('"value":"parks"'), said(form));
      const data = dataOf(form, 'emergency.begin');

      const empty = await bot.press('chief', 'emergency.begin', { ...data, scope: 'parks', reason: ' ' });
      assert.ok(said(empty.body.value).includes(words.missing));
      const on = await bot.press('chief', 'emergency.begin', { ...data, scope: 'parks', reason: words.reason });
      assert.ok(said(on.body.value).includes(words.on), said(on.body.value));
      await carryOn(data['emergencyId'] as string);

      const told = lastCard('hanako');
      assert.ok(
        [words.begun, words.today, words.reason].every((one) => said(told).includes(one)),
        said(told),
      );
      const booked = await bot.press('hanako', 'emergency.book', dataOf(told, 'emergency.book'));
      assert.ok(said(booked.body.value).includes(words.booked), said(booked.body.value));
      await bot.press('hanako', 'emergency.book', dataOf(told, 'emergency.book'));
      const bookings = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));
      assert.deepEqual(
        bookings.map((one) => [one.status, one.decidedBy]),
        [['active', 'rule']],
      );

      await bot.press('chief', 'emergency.end', dataOf(on.body.value, 'emergency.end'));
      await carryOn(data['emergencyId'] as string);
      assert.ok(said(lastCard('hanako')).includes(words.ended));
    });

    it(`take a second person’s word (${language})`, async () => {
      await open(true);
      await bot.say('second', language === 'ja' ? 'ヘルプ' : 'help', { locale });
      await bot.say('chief', words.begin, { locale });
      const data = dataOf(lastCard('chief'), 'emergency.begin');

      const asked = await bot.press('chief', 'emergency.begin', { ...data, scope: 'all', reason: words.reason });
      await bot.deliver();
      assert.throws(() => dataOf(asked.body.value, 'emergency.confirm'), 'who asked has no button to confirm');
      const card = lastCard('second');
      assert.ok(said(card).includes(words.confirm), said(card));
      await bot.press('second', 'emergency.confirm', dataOf(card, 'emergency.confirm'));
      await carryOn(data['emergencyId'] as string);

      assert.equal((await bot.stage.tx((tx) => tx.emergencies.on())).length, 1);
      for (const name of ['hanako', 'manager', 'chief', 'second'])
        assert.ok(said(bot.channel.sentTo(name).map(cardOf)).includes('emergency.book'), name);
    });

    it(`tell others what they can do themselves (${language})`, async () => {
      await open(false);

      await bot.say('hanako', words.begin, { locale });

      assert.ok(`${bot.channel.sentTo('hanako').at(-1)?.activity.text}`.includes(words.notEntitled));
      const { body } = await bot.press('hanako', 'emergency.begin', {
        emergencyId: idOf('form'),
        version: 0,
        scope: 'all',
        reason: 'x',
      });
      assert.equal(body.type, 'application/vnd.microsoft.activity.message');
      assert.equal((await bot.stage.tx((tx) => tx.emergencies.open())).length, 0);
    });
  }

  it('show those who may switch the emergency that is on, and offer another scope', async () => {
    await open(false);
    await bot.say('chief', WORDS.en.begin);
    const data = dataOf(lastCard('chief'), 'emergency.begin');
    await bot.press('chief', 'emergency.begin', { ...data, scope: 'parks', reason: 'x' });

    await bot.say('second', WORDS.en.begin);
    const form = await bot.press('second', 'emergency.form', dataOf(lastCard('second'), 'emergency.form'));
    const begun = await bot.press('second', 'emergency.begin', {
      ...dataOf(form.body.value, 'emergency.begin'),
      scope: 'tax,nowhere',
      reason: 'x',
    });

    assert.equal(begun.body.statusCode, 200);
    const on = await bot.stage.tx((tx) => tx.emergencies.on());
    assert.deepEqual(new Set(on.flatMap((one) => one.sections ?? 'all')), new Set(['parks', 'tax']));
  });
});
