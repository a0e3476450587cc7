import assert from 'node:assert/strict';
import { idOf } from '../../support/builders.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

const WORDS = {
  ja: {
    lost: 'スマホをなくしました',
    form: '紛失・盗難の届け出',
    missing: 'なくしたものがまだ選ばれていません',
    reported: 'officerさんに知らせました',
    stop: '今後の予約を止める(2件)',
    stopped: '2件の予約を取り消しました',
    told: '端末の紛失・盗難の届け出です',
    note: '電車に忘れた',
  },
  en: {
    lost: 'I lost my laptop',
    form: 'Report a lost or stolen device',
    missing: '“What is lost?” is still empty',
    reported: 'officer has been told',
    stop: 'Stop my bookings (2)',
    stopped: '2 bookings were cancelled',
    told: 'a device was lost or stolen',
    note: 'left on the train',
  },
};

describe('conversations about a lost device', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset();
    bot.channel.reset();
    bot.restart();
    await bot.stage.people(['hanako', { manager: 'manager' }], 'manager', 'officer', 'stranger');
    await bot.reachable('hanako', 'manager', 'officer');
    bot.stage.roles.set('ict', [idOf('officer')]);
  });

  const lastCard = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const said = (card: unknown) => JSON.stringify(card);

  for (const language of ['ja', 'en'] as const) {
    const words = WORDS[language];
    const locale = language === 'ja' ? 'ja-JP' : 'en-GB';

    it(`tell the ICT section at once, and stop what is booked with one tap (${language})`, async () => {
      await bot.say('officer', language === 'ja' ? 'ヘルプ' : 'help', { locale });
      const [first] = await bot.stage.request('hanako');
      await bot.stage.request('hanako', { days: ['2026-12-03'] });
      await bot.stage.decide('manager', [first!]);
      await bot.say('hanako', words.lost, { locale });
      const form = lastCard('hanako');
      assert.ok(said(form).includes(words.form));
      const data = dataOf(form, 'lost-device.report');

      const missing = await bot.press('hanako', 'lost-device.report', { ...data, device: '', note: words.note });
      assert.ok(said(missing.body.value).includes(words.missing) && said(missing.body.value).includes(words.note));
      const report = { ...data, device: 'phone', since: '', note: words.note };
      const reported = await bot.press('hanako', 'lost-device.report', report);
      await bot.press('hanako', 'lost-device.report', report);
      await bot.deliver();

      assert.ok([words.reported, words.stop].every((one) => said(reported.body.value).includes(one)));
      const told = bot.channel
        .sentTo('officer')
        .map(cardOf)
        .map(said)
        .filter((card) => card.includes(words.told));
      assert.equal(told.length, 1, 'pressed twice, told once');
      assert.ok(told[0]!.includes(words.note) && told[0]!.includes('hanako'));

      const stop = dataOf(reported.body.value, 'lost-device.stop');
      const stopped = await bot.press('hanako', 'lost-device.stop', stop);
      await bot.press('hanako', 'lost-device.stop', stop);
      assert.ok(said(stopped.body.value).includes(words.stopped), said(stopped.body.value));
      const bookings = await bot.stage.tx((tx) => tx.bookings.between(null, null, null));
      assert.deepEqual(
        bookings.map((one) => one.status),
        ['cancelled', 'cancelled'],
      );
      const audits = await bot.stage.audit();
      assert.equal(audits.filter((kind) => kind === 'device-reported-lost').length, 1);
      assert.equal(audits.filter((kind) => kind === 'booking-cancelled').length, 2);
    });
  }

  it('keep to the person’s own bookings, and to those that the card showed', async () => {
    const [booking] = await bot.stage.request('hanako');
    const claim = { reportId: idOf('report'), version: 1, bookings: [{ bookingId: booking!.id, version: 1 }] };

    await bot.press('stranger', 'lost-device.stop', claim);
    await bot.press('hanako', 'lost-device.stop', { ...claim, bookings: [{ bookingId: booking!.id, version: 9 }] });

    assert.equal((await bot.stage.booking(booking!.id)).status, 'pending');
  });

  it('say to phone where no officer is named', async () => {
    bot.stage.roles.clear();
    await bot.say('hanako', WORDS.en.lost);
    const data = dataOf(lastCard('hanako'), 'lost-device.report');

    const { body } = await bot.press('hanako', 'lost-device.report', { ...data, device: 'own' });

    assert.ok(said(body.value).includes('be sure to phone the ICT section'));
  });
});
