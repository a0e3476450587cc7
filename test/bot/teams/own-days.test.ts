import assert from 'node:assert/strict';
import type { Booking } from '../../../flows/booking/booking.ts';
import { anOrganisation, at, idOf, someRules } from '../../support/builders.ts';
import { cardOf, dataOf, openBot, type BotStage } from './bot-harness.ts';

/** Conversations about one's own days, as people have them, over HTTP. It is Tuesday, 1 December 2026, 9:00. */
describe('a conversation about own days', function () {
  this.timeout(60_000);
  let bot: BotStage;

  before(async () => {
    bot = await openBot();
  });

  after(() => bot.close());

  async function begin(rules = {}): Promise<void> {
    const sections = [
      { id: 'parks', department: 'Parks', name: { ja: '公園課', en: 'Parks' }, head: null, deputy: null },
    ];
    await bot.stage.reset(
      anOrganisation({ rules: someRules({ within: 'automatic', daysOff: false, ...rules }), sections }),
    );
    bot.channel.reset();
    bot.restart();
    bot.stage.roles.set('bookForOthers', [idOf('clerk')]);
    await bot.stage.people(
      ['hanako', { manager: 'manager' }],
      ['taro', { manager: 'manager' }],
      ['山田 次郎', { manager: 'manager' }],
      ['山田 三郎', { manager: 'manager' }],
      ['clerk', { manager: 'manager' }],
      'manager',
    );
    await bot.reachable('hanako', 'taro', 'clerk', 'manager');
  }

  /** What the bot answered to a message, as text of its card. */
  async function ask(name: string, text: string): Promise<{ card: unknown; words: string }> {
    const before = bot.channel.sentTo(name).length;
    await bot.say(name, text);
    const sent = bot.channel.sentTo(name).slice(before)[0];
    const card = cardOf(sent);
    return { card, words: JSON.stringify(card ?? sent?.activity.text ?? '') };
  }

  const held = (name: string): Promise<Booking[]> =>
    bot.stage.tx((tx) => tx.bookings.countedOfPerson(idOf(name), '2026-11-01', '2027-12-31'));
  const daysOf = async (name: string) => (await held(name)).map(({ day, part, status }) => [day, part, status]);

  async function book(name: string, text: string): Promise<void> {
    const { card } = await ask(name, text);
    await bot.press(name, 'booking.confirm', dataOf(card, 'booking.confirm'));
  }

  for (const [language, says] of Object.entries({
    ja: {
      book: '12/2と12/8、在宅でお願いします',
      list: '予約一覧',
      month: '2026年12月',
      change: '12/8のテレワークを12/10に変更したい',
      part: '12/2のテレワークを午前だけに変更',
      cancel: '12/10の在宅を取り消して',
      allowance: '今週あと何日テレワークできる？',
      left: '残り2日',
      team: '今日は誰が在宅ですか',
      lastWeek: '来週も今週と同じ日でテレワークお願いします',
    },
    en: {
      book: 'Work from home on 12/2 and 12/8 please',
      list: 'Show my bookings',
      month: 'December 2026',
      change: 'Move my telework on 12/8 to 12/10',
      part: 'Change my telework on 12/2 to morning only',
      cancel: 'Cancel my WFH on 12/10',
      allowance: 'How many telework days do I have left this week?',
      left: '2 days left',
      team: 'Who is working from home today?',
      lastWeek: 'Telework next week, same as this week please',
    },
  }))
    it(`books, looks, changes, cancels and repeats: ${language}`, async () => {
      await begin();
      await book('hanako', says.book);
      assert.deepEqual(await daysOf('hanako'), [
        ['2026-12-02', 'full', 'approved'],
        ['2026-12-08', 'full', 'approved'],
      ]);

      const list = await ask('hanako', says.list);
      assert.ok(list.words.includes(says.month), list.words);
      assert.ok(list.words.includes('"Table"'));
      const left = await ask('hanako', says.allowance);
      assert.ok(left.words.includes(says.left), left.words);

      await book('hanako', says.change);
      assert.deepEqual(await daysOf('hanako'), [
        ['2026-12-02', 'full', 'approved'],
        ['2026-12-10', 'full', 'approved'],
      ]);
      await book('hanako', says.part);
      assert.deepEqual((await daysOf('hanako'))[0], ['2026-12-02', 'am', 'approved']);

      const cancel = await ask('hanako', says.cancel);
      await bot.press('hanako', 'booking.cancel', dataOf(cancel.card, 'booking.cancel'));
      assert.deepEqual(await daysOf('hanako'), [['2026-12-02', 'am', 'approved']]);

      bot.stage.clock.set(at('2026-12-02 09:00'));
      const team = await ask('taro', says.team);
      assert.ok(team.words.includes('hanako'), team.words);

      await book('hanako', says.lastWeek);
      assert.deepEqual((await daysOf('hanako')).at(-1), ['2026-12-09', 'am', 'approved']);
    });

  it('cancels several at one tap, and the rest of a repetition at another', async () => {
    await begin();
    await book('hanako', '毎週水曜テレワーク、12/23まで');
    assert.equal((await held('hanako')).length, 4);
    const rest = (await held('hanako'))[2]!;

    await bot.press('hanako', 'booking.cancel-rest', { bookingId: rest.id, version: rest.version });
    assert.deepEqual(
      (await held('hanako')).map((one) => one.day),
      ['2026-12-02', '2026-12-09'],
    );

    const all = await ask('hanako', 'テレワークを取り消したい');
    const data = dataOf(all.card, 'booking.cancel-all');
    await bot.press('hanako', 'booking.cancel-all', data);
    const again = await bot.press('hanako', 'booking.cancel-all', data);
    assert.equal(again.body.statusCode, 200);
    assert.deepEqual(await held('hanako'), []);
  });

  it('shows a day and all after it to be cancelled, where that is said', async () => {
    await begin({ daysPerWeek: null });
    await book('hanako', '12/2、12/3、12/4に在宅');

    const { card } = await ask('hanako', '木曜以降の予約を全部キャンセル');

    assert.equal((dataOf(card, 'booking.cancel-all')['bookings'] as unknown[]).length, 2);
  });

  it('takes “same as last week” alone for a wish, and books nothing where there was none', async () => {
    await begin();
    const { card, words } = await ask('hanako', '先週と同じで');

    assert.ok(!words.includes('"booking.confirm"'));
    assert.ok(dataOf(card, 'booking.edit'));
  });

  for (const text of ['12/2と13/45に在宅', 'Work from home on 12/2 and 13/45'])
    it(`names what it did not understand of “${text}”, and offers the rest`, async () => {
      await begin();
      const { card, words } = await ask('hanako', text);

      assert.match(words, /13\/45/);
      assert.ok(dataOf(card, 'booking.confirm'));
    });

  it('offers the next days as answers where no day was said, and keeps the part that was', async () => {
    await begin();
    const { card } = await ask('hanako', '午前だけ在宅したい');

    const chosen = await bot.press('hanako', 'booking.edit', { ...dataOf(card, 'booking.edit') });
    await bot.press('hanako', 'booking.confirm', dataOf(chosen.body.value, 'booking.confirm'));

    assert.deepEqual(await daysOf('hanako'), [['2026-12-02', 'am', 'approved']]);
  });

  it('gives people their own records, asked for in words', async () => {
    await begin();

    for (const text of ['自分の記録を見せて', 'Show me my records'])
      assert.match((await ask('hanako', text)).words, /\/records\//);
  });

  it('cancels nothing of anybody else', async () => {
    await begin();
    await book('hanako', '明日在宅');
    const [booking] = await held('hanako');
    const one = { bookingId: booking!.id, version: booking!.version };

    for (const [verb, data] of [
      ['booking.cancel', one],
      ['booking.cancel-all', { bookings: [one] }],
      ['booking.cancel-rest', one],
      ['booking.change', one],
    ] as const) {
      const { body } = await bot.press('taro', verb, data);
      assert.equal(body.type, 'application/vnd.microsoft.activity.message');
    }
    assert.equal((await held('hanako')).length, 1);
  });

  it('turns the pages of the months, and refuses a month that is none', async () => {
    await begin();
    await book('hanako', '12/2在宅');

    const january = await bot.press('hanako', 'list.show', { month: '2027-01', page: 0, version: 0 });
    const none = await bot.press('hanako', 'list.show', { month: '2027-13', page: 0, version: 0 });

    assert.ok(JSON.stringify(january.body.value).includes('2027'));
    assert.equal(none.body.type, 'application/vnd.microsoft.activity.message');
  });

  it('opens a booking in the form to be changed', async () => {
    await begin();
    await book('hanako', '12/2在宅');
    const choose = await ask('hanako', '予約を変更したい');

    const opened = await bot.press('hanako', 'booking.change', dataOf(choose.card, 'booking.change'));
    const checked = await bot.press('hanako', 'booking.edit', {
      ...dataOf(opened.body.value, 'booking.edit'),
      day: '2026-12-03',
      part: 'pm',
    });
    await bot.press('hanako', 'booking.confirm', dataOf(checked.body.value, 'booking.confirm'));

    assert.deepEqual(await daysOf('hanako'), [['2026-12-03', 'pm', 'approved']]);
  });

  describe('of somebody else', () => {
    it('is had by those whose role lets them, who choose where a name is not enough', async () => {
      await begin();
      const { card, words } = await ask('clerk', '山田さんの代わりに12/2の在宅を申請します');
      assert.ok(!words.includes('"booking.confirm"'), 'nothing can be sent before the person is chosen');

      const chosen = await bot.press('clerk', 'booking.for', {
        ...dataOf(card, 'booking.for'),
        personId: idOf('山田 次郎'),
      });
      await bot.press('clerk', 'booking.confirm', dataOf(chosen.body.value, 'booking.confirm'));

      assert.deepEqual(await daysOf('山田 次郎'), [['2026-12-02', 'full', 'approved']]);
      assert.deepEqual(await daysOf('clerk'), []);
    });

    it('is refused to everybody else, and never booked for the writer instead', async () => {
      await begin();
      const { words } = await ask('taro', '山田次郎さんの代わりに12/2の在宅を申請します');

      assert.ok(!words.includes('"booking.confirm"'));
      assert.deepEqual(await daysOf('山田 次郎'), []);
      assert.deepEqual(await daysOf('taro'), []);
    });

    it('is not had any more by who has lost the role since the card was shown', async () => {
      await begin();
      const { card } = await ask('clerk', '山田さんの代わりに12/2の在宅を申請します');
      const chosen = await bot.press('clerk', 'booking.for', {
        ...dataOf(card, 'booking.for'),
        personId: idOf('山田 次郎'),
      });
      bot.stage.roles.set('bookForOthers', []);

      const { body } = await bot.press('clerk', 'booking.confirm', dataOf(chosen.body.value, 'booking.confirm'));

      assert.equal(body.type, 'application/vnd.microsoft.activity.message');
      assert.deepEqual(await daysOf('山田 次郎'), []);
    });

    it('is not had for a person whom the card did not offer', async () => {
      await begin();
      const { card } = await ask('clerk', '山田さんの代わりに12/2の在宅を申請します');

      const { body } = await bot.press('clerk', 'booking.for', {
        ...dataOf(card, 'booking.for'),
        personId: idOf('hanako'),
      });

      assert.equal(body.type, 'application/vnd.microsoft.activity.message');
    });
  });
});
