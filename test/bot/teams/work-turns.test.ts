import assert from 'node:assert/strict';
import { NO_TEXTS } from '../../../flows/booking/booking.ts';
import { followWork } from '../../../flows/work/follow-work.ts';
import { aBooking, at, idOf } from '../../support/builders.ts';
import { elementsOf, readable } from '../../cards/card-structure.ts';
import { cardOf, dataOf, openBot, type BotStage, type InvokeBody } from './bot-harness.ts';

const DAY = '2026-12-02';

describe('working time in chat', () => {
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
    await bot.reachable('hanako');
  });

  const book = () =>
    bot.stage.tx((tx) =>
      tx.bookings.add(
        [aBooking({ status: 'active', decidedBy: idOf('manager'), decidedAt: at('2026-12-01 10:00') })],
        NO_TEXTS,
      ),
    );
  const clock = (time: string) => bot.stage.clock.set(at(time.includes(' ') ? time : `${DAY} ${time}`));
  const lastCard = () => cardOf(bot.channel.sentTo('hanako').at(-1));
  const shown = (answer: { body: InvokeBody }) => readable(answer.body.value);
  async function say(text: string, locale = 'ja-JP'): Promise<string> {
    const { status } = await bot.say('hanako', text, { locale });
    assert.equal(status, 200);
    return readable(lastCard());
  }
  async function press(verb: string, card: unknown, input: object = {}, name = 'hanako') {
    const answer = await bot.press(name, verb, { ...dataOf(card, verb), ...input });
    assert.deepEqual([answer.status, answer.body.statusCode], [200, 200]);
    return answer;
  }
  const entries = async () => {
    const { rows } = await bot.stage.database.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM work_entry');
    return rows[0]!.n;
  };

  it('is a day in Japanese: words, taps, a correction', async () => {
    await book();
    clock('08:31');
    assert.match(await say('おはようございます。業務開始します'), /業務中です[\s\S]*予約：8:30-17:15\n8:31 開始/);
    clock('12:00');
    assert.match(await say('昼休みのため中断します'), /業務を中断しています/);
    clock('13:00');
    const resumed = await press('work.resume', lastCard());
    assert.match(shown(resumed), /業務中です[\s\S]*13:00 再開\n業務時間：これまで 3時間29分\n中断：1時間\n/);
    clock('17:20');
    assert.match(await say('本日の業務を終了します'), /業務を終了しました[\s\S]*業務時間：7時間49分/);
    const corrected = await press('work.correct', lastCard(), { what: '4', date: DAY, time: '17:15', until: '' });

    assert.match(shown(corrected), /記録を直しました。[\s\S]*17:15 終了\(訂正あり。もとは 17:20\)/);
    assert.match(shown(corrected), /業務時間：7時間44分/);
    assert.equal(await entries(), 5);
  });

  it('is a day in English', async () => {
    await book();
    clock('08:31');
    assert.match(await say('Good morning, starting work now', 'en-GB'), /You are working[\s\S]*8:31 Started/);
    clock('12:00');
    const paused = await press('work.pause', lastCard());
    assert.match(shown(paused), /You are on a break/);
    clock('13:00');
    assert.match(await say('back from lunch', 'en-GB'), /13:00 Resumed/);
    clock('17:15');
    const finished = await press('work.finish', lastCard());

    assert.match(shown(finished), /You have finished work[\s\S]*Working time: 7 h 44 min/);
  });

  it('says that nothing is booked, and offers the form', async () => {
    const words = await say('業務開始します');

    assert.match(words, /承認されたテレワークの予約がないため、業務開始を記録していません/);
    assert.doesNotThrow(() => dataOf(lastCard(), 'booking.form'));
    assert.equal(await entries(), 0);
  });

  it('does nothing twice: the same tap again, two taps, an old card', async () => {
    await book();
    clock('08:31');
    await say('業務開始します');
    const first = lastCard();
    const tap = { id: 'tap' };
    const answers = [
      await bot.press('hanako', 'work.pause', dataOf(first, 'work.pause'), tap),
      await bot.press('hanako', 'work.pause', dataOf(first, 'work.pause'), tap),
    ];

    const again = await press('work.pause', first);

    assert.deepEqual(answers[0], answers[1]);
    assert.match(shown(again), /すでに中断しています/);
    assert.equal(await entries(), 2);
  });

  it('asks once for a finish that is missing, and takes it in one tap', async () => {
    await book();
    clock('08:31');
    await say('業務開始します');
    clock('18:15');
    for (const { subject } of (await bot.stage.tx((tx) => tx.due.list(bot.stage.clock.now()))).filter(
      ({ kind }) => kind === 'work',
    )) {
      await followWork(bot.stage.deps, subject);
      await followWork(bot.stage.deps, subject);
    }
    await bot.deliver();
    const asked = bot.channel.sentTo('hanako').slice(1);
    const card = cardOf(asked[0]);

    const answer = await press('work.finish', card, { finishTime: '' });

    assert.equal(asked.length, 1);
    assert.match(readable(card), /業務は終わりましたか[\s\S]*17:15に終了/);
    assert.doesNotMatch(`${asked[0]!.activity.summary}`, /\d|hanako/);
    assert.match(shown(answer), /業務を終了しました[\s\S]*17:15 終了\(18:15 に記入\)/);
  });

  it('asks nothing where the finish came before the question went out', async () => {
    await book();
    clock('08:31');
    await say('業務開始します');
    clock('18:15');
    await followWork(bot.stage.deps, `${idOf('hanako')}/${DAY}`);
    await say('業務終了します');

    await bot.deliver();

    assert.equal(bot.channel.sentTo('hanako').length, 2);
  });

  it('takes another time than the booked end from the question’s input, and says what is wrong with it', async () => {
    await book();
    clock('08:31');
    await say('業務開始します');
    clock('2026-12-03 09:00');
    const card = (await bot.press('hanako', 'work.show', { workDay: DAY, version: 0 })).body.value;
    const data = elementsOf(card, 'Action.Execute')
      .map((one) => one.data as Record<string, unknown>)
      .find(({ claim }) => claim === 'time');

    const empty = await bot.press('hanako', 'work.finish', { ...data, finishTime: '' });
    const right = await bot.press('hanako', 'work.finish', { ...data, finishTime: '16:40' });

    assert.match(shown(empty), /時刻が入っていません/);
    assert.match(shown(right), /16:40 終了\(12月3日\(木\) 9:00 に記入\)/);
  });

  it('is one’s own alone: somebody else’s tap writes nothing of it', async () => {
    await book();
    clock('08:31');
    await say('業務開始します');

    const answer = await press('work.finish', lastCard(), {}, 'stranger');

    assert.doesNotMatch(shown(answer), /8:31|8:30/);
    assert.equal(await entries(), 1);
  });

  it('gives made-up data the one neutral answer', async () => {
    await book();
    clock('08:31');
    const neutral = (await bot.press('hanako', 'no.such.verb', {})).body;

    for (const [verb, data] of [
      ['work.start', { workDay: '2026-02-30', version: 0 }],
      ['work.start', { workDay: DAY }],
      ['work.finish', { workDay: DAY, version: 1, claim: 'yesterday' }],
      ['work.correct', { workDay: DAY, version: 1, op: 'delete' }],
      ['work.correct', { workDay: DAY, version: 1, op: 'set', what: ['1'] }],
      ['work.show', null],
    ] as const)
      assert.deepEqual((await bot.press('hanako', verb, data)).body, neutral, `${verb} ${JSON.stringify(data)}`);
    assert.equal(await entries(), 0);
  });
});
