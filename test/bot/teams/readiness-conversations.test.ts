import assert from 'node:assert/strict';
import { followReadiness } from '../../../flows/readiness/follow-readiness.ts';
import { anOrganisation, at, idOf } from '../../support/builders.ts';
import { FakeOpenWays, FakeSecondFactors } from '../../support/fakes/fake-readiness.ts';
import { withGates } from '../../flows/readiness/gate-builders.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

const WORDS = {
  ja: {
    how: 'つなぎ方を教えて',
    missing: '二段階認証が登録されていません',
    mend: 'OATH トークン',
    blocked: 'このままでは接続できません',
    checking: '確認しています',
    asks: '判断のお願い',
    declined: '利用は見送られました',
    confirmed: '利用が確認されました',
    question: '情報担当からの質問',
    answered: '本人の回答：はい',
    ready: '準備ができています',
    solved: '解決しました',
  },
  en: {
    how: 'how do I connect?',
    missing: 'No second factor is registered',
    mend: 'OATH token',
    blocked: 'You cannot connect on',
    checking: 'It is being checked',
    asks: 'To decide: a booking that is not ready',
    declined: 'has been declined',
    confirmed: 'has been confirmed',
    question: 'A question from the ICT section',
    answered: 'Answered: はい',
    ready: 'You are ready for',
    solved: 'Solved: everything is ready',
  },
};

describe('conversations about what is missing before a day', () => {
  let bot: BotStage;
  let factors: FakeSecondFactors;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());
  beforeEach(async () => {
    await bot.stage.reset(anOrganisation({ readiness: withGates({ 'second-factor': 'block' }) }));
    bot.channel.reset();
    bot.restart();
    await bot.stage.people(['hanako', { manager: 'manager' }], 'manager', 'officer', 'stranger');
    await bot.reachable('hanako', 'manager', 'officer');
    bot.stage.roles.set('ict', [idOf('officer')]);
    factors = new FakeSecondFactors();
    factors.set(idOf('hanako'), []);
  });

  const look = (subject = 'all') =>
    followReadiness({ ...bot.stage.deps, secondFactors: factors, ways: new FakeOpenWays() }, subject);
  const said = (card: unknown) => JSON.stringify(card ?? null);
  const lastCard = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const cards = (name: string, words: string) =>
    bot.channel
      .sentTo(name)
      .map(cardOf)
      .filter((card) => said(card).includes(words));
  /** The last content of a card that was brought up to date in place. */
  const updated = (conversation: string) =>
    said(
      bot.channel.calls
        .filter((call) => call.what === 'update' && call.conversation === conversation)
        .map(cardOf)
        .at(-1),
    );
  const begin = async (language: 'ja' | 'en') => {
    const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
    await bot.say('officer', language === 'ja' ? 'ヘルプ' : 'help', { locale });
    await bot.say('hanako', WORDS[language].how, { locale });
    await look();
    const bookings = await bot.stage.request('hanako', { days: ['2026-12-09'] });
    await bot.stage.decide('manager', bookings);
    bot.stage.clock.set(at('2026-12-08 08:30'));
    await look();
    await bot.deliver();
    return locale;
  };

  for (const language of ['ja', 'en'] as const) {
    const words = WORDS[language];

    it(`tell the person what to do, let them look again, and close the officer's card by itself (${language})`, async () => {
      const locale = await begin(language);
      await bot.say('hanako', words.how, { locale });
      assert.ok([words.missing, words.mend].every((one) => said(lastCard('hanako')).includes(one)));
      const [card] = cards('hanako', words.blocked);
      assert.equal(cards('hanako', words.blocked).length, 1);
      assert.equal(cards('officer', words.asks).length, 1);

      factors.set(idOf('hanako'), ['softwareOneTimePasscode']);
      bot.stage.clock.forward(5);
      const pressed = await bot.press('hanako', 'readiness.check', dataOf(card, 'readiness.check'));
      await bot.press('hanako', 'readiness.check', dataOf(card, 'readiness.check'));
      assert.ok(said(pressed.body.value).includes(words.checking));
      await look(idOf('hanako'));
      await bot.deliver();

      assert.ok(said(lastCard('hanako')).includes(words.ready), said(lastCard('hanako')));
      assert.ok(updated('chat-officer').includes(words.solved), 'the card in place');
      assert.equal(bot.channel.sentTo('officer').length, 2, 'help and one card');
    });

    it(`let the officer ask, decline and let pass, and tell the person each time (${language})`, async () => {
      await begin(language);
      const [card] = cards('officer', words.asks);

      const ask = dataOf(card, 'readiness.ask');
      const asked = await bot.press('officer', 'readiness.ask', { ...ask, comment: 'トークンは?' });
      await bot.deliver();
      assert.ok(said(lastCard('hanako')).includes(words.question));
      const answer = dataOf(lastCard('hanako'), 'readiness.answer');
      await bot.press('hanako', 'readiness.answer', { ...answer, answer: 'はい' });
      await bot.deliver();
      assert.ok(said(lastCard('officer')).includes(words.answered), said(lastCard('officer')));

      const decline = dataOf(asked.body.value, 'readiness.decline');
      await bot.press('officer', 'readiness.decline', { ...decline, comment: '' });
      const declined = await bot.press('officer', 'readiness.decline', { ...decline, comment: '来週に' });
      await bot.deliver();
      assert.ok(said(lastCard('hanako')).includes(words.declined) && said(lastCard('hanako')).includes('来週に'));

      await bot.press('officer', 'readiness.confirm', {
        ...dataOf(declined.body.value, 'readiness.confirm'),
        comment: '',
      });
      await bot.deliver();
      assert.ok(said(lastCard('hanako')).includes(words.confirmed));
    });
  }

  it('are nothing to a stranger, nor to a claim about a day that is not there', async () => {
    await begin('en');
    const claim = { personId: idOf('hanako'), day: '2026-12-09', version: 1, comment: 'x' };

    const answers = [
      await bot.press('stranger', 'readiness.confirm', claim),
      await bot.press('stranger', 'readiness.check', { day: '2026-12-09', version: 1 }),
      await bot.press('officer', 'readiness.confirm', { ...claim, day: '2026-12-10' }),
      await bot.press('officer', 'readiness.confirm', { ...claim, day: '2026-02-30' }),
      await bot.press('hanako', 'readiness.answer', { day: '2026-12-09', version: 1, answer: 'x' }),
    ].map(({ body }) => said(body.value));

    assert.equal(new Set(answers).size, 1, answers.join('\n'));
    assert.doesNotMatch(answers[0]!, /hanako|second factor/);
  });
});
