import assert from 'node:assert/strict';
import { anOrganisation, someApprovals, someRules, idOf } from '../../support/builders.ts';
import { cardOf, dataOf, openBot, type BotStage, type ChannelCall } from './bot-harness.ts';

/** What people write and press, and what they read, in one language. */
interface Script {
  book: string;
  deputy: string;
  waiting: string;
  title: RegExp;
  emptyQuestion: RegExp;
  asked: RegExp;
  question: RegExp;
  emptyAnswer: RegExp;
  answerSent: RegExp;
  answered: RegExp;
  snoozed: RegExp;
  decided: RegExp;
  deputySet: RegExp;
  deputyTold: RegExp;
  decidedFor: RegExp;
  listed: RegExp;
  beyond: RegExp;
  approvedAll: RegExp;
  nothing: RegExp;
  refused: RegExp;
  passedOn: RegExp;
  full: RegExp;
  absent: RegExp;
}

const SCRIPTS: Record<'ja' | 'en', Script> = {
  ja: {
    book: '12/2と12/3に在宅勤務したいです。子どもの通院のため',
    deputy: '12/1から12/4は課長補佐に代決をお願い',
    waiting: '承認待ち',
    title: /hanakoさんからテレワークの申請です/,
    emptyQuestion: /質問が入っていません/,
    asked: /質問を送りました/,
    question: /承認者からの質問です[\s\S]*Which hospital\?/,
    emptyAnswer: /返事が入っていません/,
    answerSent: /返事を送りました/,
    answered: /申請者から返事が届きました[\s\S]*The one near home/,
    snoozed: /12月2日\(水\) 8:30 にあらためて/,
    decided: /12月2日\(水\)のテレワークを、managerさんが承認しました[\s\S]*|12月3日\(木\)/,
    deputySet: /代決をお願いしました[\s\S]*12月1日\(火\)から12月4日\(金\)まで/,
    deputyTold: /managerさんの代わりに承認をお願いされました/,
    decidedFor: /satoさん\(managerさんの代決\)/,
    listed: /承認待ちの申請 2件/,
    beyond: /規則を超える日あり/,
    approvedAll: /2日分を承認しました/,
    nothing: /待っている申請はありません/,
    refused: /12月2日\(水\)は、今の規則では承認できません\(.*1日/,
    passedOn: /次の承認者の決定を待っています/,
    full: /席が埋まっているため、キャンセル待ち/,
    absent: /managerさんは不在\(自動応答または予定表\)のため、申請をheadさんにも/,
  },
  en: {
    book: 'I want to work from home on 2 and 3 December because of a hospital visit',
    deputy: 'Please let Sato decide for me from 1 to 4 December',
    waiting: 'pending approvals',
    title: /Telework request from hanako/,
    emptyQuestion: /The question is empty/,
    asked: /Your question has been sent/,
    question: /A question from your approver[\s\S]*Which hospital\?/,
    emptyAnswer: /The answer is empty/,
    answerSent: /Your answer has been sent/,
    answered: /The requester has answered[\s\S]*The one near home/,
    snoozed: /Wed 2 Dec 8:30/,
    decided: /approved by manager|manager approved/i,
    deputySet: /Your deputy is set[\s\S]*Tue 1 Dec to Fri 4 Dec/,
    deputyTold: /manager has asked you to approve in their place/,
    decidedFor: /sato \(acting for manager\)/,
    listed: /2 requests wait for you/,
    beyond: /Beyond a rule/,
    approvedAll: /2 days approved/,
    nothing: /No request is waiting/,
    refused: /Wed 2 Dec cannot be approved as the rules stand now \(.*1 day/,
    passedOn: /now with the next approver/,
    full: /all seats are taken, so it is on the waiting list/,
    absent: /manager is away \(automatic replies or calendar\), so head may decide/,
  },
};

describe('approvals in chat', () => {
  let bot: BotStage;
  before(async () => {
    bot = await openBot();
  });
  after(() => bot.close());

  const PARKS = { id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, deputy: null };
  const city = (rules = {}, approvals = {}) =>
    anOrganisation({
      rules: someRules(rules),
      approvals: someApprovals(approvals),
      sections: [{ ...PARKS, head: 'head@city.example' }],
    });
  const said = (thing: unknown): string => JSON.stringify(thing);
  const shown = (call: ChannelCall | undefined): string =>
    said(cardOf(call) ?? call?.activity.text).replaceAll('\\n', '\n');
  const last = (name: string) => bot.channel.sentTo(name).at(-1);
  const statuses = async () =>
    (await bot.stage.tx((tx) => tx.bookings.between(null, null, null))).map(({ status }) => status);

  for (const language of ['ja', 'en'] as const)
    describe(`in ${language}`, () => {
      const script = SCRIPTS[language];
      const locale = { locale: language === 'ja' ? 'ja-JP' : 'en-GB' };
      const press = async (name: string, verb: string, data: unknown) =>
        (await bot.press(name, verb, data, locale)).body;

      beforeEach(async () => {
        await bot.stage.reset(city());
        bot.channel.reset();
        bot.restart();
        await bot.stage.people(
          ['hanako', { manager: 'manager' }],
          ['taro', { manager: 'manager' }],
          ['sato', { jobTitle: '課長補佐' }],
          'manager',
          'head',
          'stranger',
        );
        for (const name of ['hanako', 'taro', 'manager', 'sato', 'head', 'stranger'])
          await bot.say(name, language === 'ja' ? 'こんにちは' : 'hello', locale);
        bot.channel.reset();
      });

      /** Sends a wish and delivers what follows; answers the manager's card. */
      async function ask(name = 'hanako', words = script.book): Promise<unknown> {
        await bot.say(name, words, locale);
        await press(name, 'booking.confirm', dataOf(cardOf(last(name)), 'booking.confirm'));
        await bot.deliver();
        return cardOf(last('manager'));
      }

      it('are asked back and answered, put off, and decided day by day', async () => {
        const card = await ask();
        assert.match(said(card), script.title);

        const empty = await press('manager', 'approval.ask', { ...dataOf(card, 'approval.ask'), comment: '  ' });
        assert.match(said(empty.value), script.emptyQuestion);
        const question = { ...dataOf(card, 'approval.ask'), comment: 'Which hospital?' };
        assert.match(said((await press('manager', 'approval.ask', question)).value), script.asked);
        await bot.deliver();

        const asked = cardOf(last('hanako'));
        assert.match(said(asked), script.question);
        const answer = dataOf(asked, 'request.answer');
        assert.match(
          said((await press('hanako', 'request.answer', { ...answer, answer: '' })).value),
          script.emptyAnswer,
        );
        const sent = await press('hanako', 'request.answer', { ...answer, answer: 'The one near home' });
        assert.match(said(sent.value), script.answerSent);
        await bot.deliver();

        const again = cardOf(last('manager'));
        assert.match(said(again), script.answered);
        const snooze = { ...dataOf(again, 'approval.snooze'), snooze: 'tomorrow' };
        assert.match(said((await press('manager', 'approval.snooze', snooze)).value), script.snoozed);

        const [one, two] =
          (dataOf(again, 'approval.approve') && (await bot.stage.tx((tx) => tx.bookings.between(null, null, null)))) ??
          [];
        await press('manager', 'approval.approve', { bookingId: one!.id, version: one!.version });
        await press('manager', 'approval.reject', {
          bookingId: two!.id,
          version: two!.version,
          comment: 'Thursday is full',
        });
        await bot.deliver();
        assert.deepEqual(await statuses(), ['approved', 'rejected']);
        const told = bot.channel.sentTo('hanako').map(shown).join('\n');
        assert.match(told, script.decided);
        assert.match(told, /Thursday is full/);
        const old = await press('manager', 'approval.approve', dataOf(card, 'approval.approve'));
        assert.equal(old.statusCode, 200);
        assert.deepEqual(await statuses(), ['approved', 'rejected']);
      });

      it('go to a deputy that was named by words, and both names are shown', async () => {
        await bot.say('manager', script.deputy, locale);
        assert.match(shown(last('manager')), script.deputySet);
        await bot.deliver();
        assert.match(shown(last('sato')), script.deputyTold);

        await ask();
        const card = cardOf(last('sato'));
        const done = await press('sato', 'approval.approve', dataOf(card, 'approval.approve'));
        await bot.deliver();

        assert.match(said(done.value), script.decidedFor);
        assert.match(bot.channel.sentTo('hanako').map(shown).join('\n'), script.decidedFor);
        const updated = bot.channel.calls.filter(
          (call) => call.what === 'update' && call.conversation === 'chat-manager',
        );
        assert.match(shown(updated.at(-1)), script.decidedFor);
      });

      it('are listed, opened, and approved together; what lies beyond a rule when that is said', async () => {
        bot.stage.organisation = city({ forbiddenWeekdays: ['TH'] });
        await ask('taro', language === 'ja' ? '12/2に在宅勤務したいです' : 'I want to work from home on 2 December');
        await ask();

        await bot.say('manager', script.waiting, locale);
        const list = cardOf(last('manager'));
        assert.match(said(list), script.listed);
        assert.match(said(list), script.beyond);
        const opened = await press('manager', 'approval.open', dataOf(list, 'approval.open'));
        assert.match(said(opened.value), /taro/);

        await press('manager', 'approval.approve-all', dataOf(list, 'approval.approve-all'));
        assert.deepEqual((await statuses()).sort(), ['approved', 'pending', 'pending']);
        await bot.say('manager', script.waiting, locale);
        const rest = dataOf(cardOf(last('manager')), 'approval.approve-all');
        const done = await press('manager', 'approval.approve-all', rest);

        assert.match(said(done.value), script.approvedAll);
        assert.match(said(done.value), script.nothing);
        assert.deepEqual(await statuses(), ['approved', 'approved', 'approved']);
      });

      it('are judged again: a rule of now is named, and a seat that is gone is waited for', async () => {
        const card = await ask();
        bot.stage.organisation = city({ daysPerWeek: 1 });
        const refused = await press('manager', 'approval.approve', dataOf(card, 'approval.approve'));
        assert.match(said(refused.value), script.refused);
        assert.deepEqual(await statuses(), ['pending', 'pending']);

        const full = city();
        bot.stage.organisation = { ...full, pools: full.pools.map((pool) => ({ ...pool, licences: 0 })) };
        await press('manager', 'approval.approve', dataOf(card, 'approval.approve'));
        await bot.deliver();

        assert.deepEqual(await statuses(), ['waitlisted', 'waitlisted']);
        assert.match(shown(last('hanako')), script.full);
      });

      it('go on to the second approver, who sees who said yes', async () => {
        bot.stage.organisation = city({ steps: ['manager', 'section-head'] });
        const card = await ask();

        const passed = await press('manager', 'approval.approve', dataOf(card, 'approval.approve'));
        await bot.deliver();

        assert.match(said(passed.value), script.passedOn);
        const next = cardOf(last('head'));
        assert.match(said(next), /manager/);
        await press('head', 'approval.approve', dataOf(next, 'approval.approve'));
        assert.deepEqual(await statuses(), ['approved', 'approved']);
      });

      it('are brought before somebody else where the mailbox answers by itself', async () => {
        bot.stage.directory.replies.set(idOf('manager'), { on: true, from: null, to: null });

        await ask();
        await bot.deliver();

        assert.match(bot.channel.sentTo('hanako').map(shown).join('\n'), script.absent);
        const card = cardOf(last('head'));
        await press('head', 'approval.approve', dataOf(card, 'approval.approve'));
        assert.deepEqual(await statuses(), ['approved', 'approved']);
      });
    });

  describe('by somebody who has no part in them', () => {
    it('get the one neutral answer, whatever is pressed', async () => {
      await bot.stage.reset(city());
      bot.channel.reset();
      bot.restart();
      await bot.stage.people(['hanako', { manager: 'manager' }], 'manager', 'stranger');
      const [booking] = await bot.stage.request('hanako');
      const { requestId, id } = booking!;
      const neutral = (await bot.press('stranger', 'no.such.verb', {})).body;

      for (const [verb, data] of [
        ['approval.ask', { requestId, comment: 'why?' }],
        ['approval.snooze', { requestId, snooze: 'week' }],
        ['approval.open', { requestId }],
        ['approval.approve', { bookingId: id, version: 1 }],
        ['request.answer', { requestId, answer: 'because' }],
        ['approval.ask', { requestId: idOf('no such request'), comment: 'why?' }],
        ['approval.open', { requestId: idOf('no such request') }],
      ] as const)
        assert.deepEqual((await bot.press('stranger', verb, data)).body, neutral, verb);
      const all = { bookings: [{ bookingId: id, version: 1 }], beyond: true, page: 0 };
      const list = (await bot.press('stranger', 'approval.approve-all', all)).body;

      assert.doesNotMatch(JSON.stringify(list), /hanako/);
      assert.equal((await bot.stage.booking(id)).status, 'pending');
      assert.deepEqual((await bot.press('hanako', 'request.answer', { requestId, answer: 'x' })).body, neutral);
    });
  });
});
