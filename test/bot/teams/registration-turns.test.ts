import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordsRoutes } from '../../../bot/records.ts';
import { createApp, listen } from '../../../bot/server.ts';
import type { Language } from '../../../flows/organisation.ts';
import { anOrganisation, idOf } from '../../support/builders.ts';
import { type BotStage, cardOf, dataOf, type InvokeBody, openBot } from './bot-harness.ts';

const PLEDGE = {
  version: '2026-1',
  months: 12,
  text: {
    ja: '情報を守ります。\n\n画面を人に見せません。',
    en: 'I keep information safe.\n\nI show my screen to nobody.',
  },
  ownDevice: { ja: '自分の機器を最新に保ちます。', en: 'I keep my own device up to date.' },
};
const SAID: Record<Language, { book: string; lines: string[]; help: string; thanks: RegExp; page: string[] }> = {
  ja: {
    book: '明日在宅でお願いします。理由は母の通院です',
    lines: ['情報を守ります。', '画面を人に見せません。', '12か月有効'],
    help: 'ヘルプ',
    thanks: /ありがとうございました/,
    page: ['テレワークの自分の記録', '母の通院', '12月2日(水)', '誓約'],
  },
  en: {
    book: 'Work from home tomorrow because of a dentist appointment',
    lines: ['I keep information safe.', 'I show my screen to nobody.', '12 months'],
    help: 'help',
    thanks: /Thank you/,
    page: ['Your telework records', 'dentist', 'Wed 2 Dec 2026', 'Pledges'],
  },
};

describe('pledge, feedback and records over HTTP', function () {
  this.timeout(20_000);
  let bot: BotStage;
  let server: Server;
  let pages: string;
  before(async () => {
    bot = await openBot();
    const app = createApp({
      adapter: null as never,
      onTurn: () => Promise.resolve(),
      authenticated: false,
      ready: () => Promise.resolve({ ok: true, detail: '' }),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
      routes: (express) => recordsRoutes(express, bot.stage.deps),
      log: bot.stage.log,
    });
    server = await listen(app, 0, '127.0.0.1');
    pages = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await bot.close();
  });
  beforeEach(async () => {
    bot.channel.reset();
    await bot.stage.reset(anOrganisation({ pledge: PLEDGE, feedback: { every: 10 } }));
    bot.restart();
    await bot.stage.people('boss', 'taro', ['hanako', { manager: 'boss' }]);
    await bot.reachable('hanako', 'boss');
  });

  const lastTo = (name: string) => cardOf(bot.channel.sentTo(name).at(-1));
  const shown = (answer: { body: InvokeBody }) => JSON.stringify(answer.body.value);
  const locale = (language: Language) => ({ locale: language === 'ja' ? 'ja-JP' : 'en-GB' });

  for (const language of ['ja', 'en'] as const) {
    const said = SAID[language];

    it(`asks for the pledge before the first request, then goes on to it (${language})`, async () => {
      await bot.say('hanako', said.book, locale(language));
      const draft = dataOf(lastTo('hanako'), 'booking.confirm');
      const asked = await bot.press('hanako', 'booking.confirm', draft, locale(language));
      const pledge = dataOf(asked.body.value, 'pledge.accept');

      const draftAgain = await bot.press('hanako', 'pledge.accept', pledge, locale(language));
      const sent = await bot.press('hanako', 'booking.confirm', dataOf(draftAgain.body.value, 'booking.confirm'));

      for (const line of said.lines) assert.ok(shown(asked).includes(line), shown(asked));
      assert.deepEqual([asked.status, asked.body.statusCode, pledge['draftId']], [200, 200, draft['draftId']]);
      assert.deepEqual(dataOf(draftAgain.body.value, 'booking.confirm'), draft);
      assert.match(shown(sent), /booking\.cancel/);
      assert.equal((await bot.stage.tx((tx) => tx.pledges.of(idOf('hanako')))).length, 1);
    });

    it(`asks how the first day was, and takes one tap, then a line (${language})`, async () => {
      bot.stage.organisation = anOrganisation({ feedback: { every: 10 } });
      await bot.say('hanako', said.book, locale(language));
      const draft = dataOf(lastTo('hanako'), 'booking.confirm');
      await bot.press('hanako', 'booking.confirm', draft, locale(language));
      const [booking] = await bot.stage.tx((tx) => tx.bookings.between(null, null, idOf('hanako')));
      await bot.stage.decide('boss', [booking!]);
      bot.stage.clock.set(booking!.endsAt);
      await bot.stage.advance();
      await bot.deliver();
      const card = bot.channel
        .sentTo('hanako')
        .map(cardOf)
        .findLast((one) => JSON.stringify(one).includes('feedback.give'));
      const best = dataOf(card, 'feedback.give');

      const thanks = await bot.press('hanako', 'feedback.give', { ...best, line: '' }, locale(language));
      const again = dataOf(thanks.body.value, 'feedback.give');
      await bot.press('hanako', 'feedback.give', { ...again, score: '2', line: ' 画面が遅い ' }, locale(language));
      const kept = await bot.stage.tx((tx) => tx.feedback.lock(booking!.id));

      assert.equal(best['score'], 5);
      assert.match(shown(thanks), said.thanks);
      assert.deepEqual([kept?.score, kept?.line], [2, '画面が遅い']);
    });

    it(`opens a person’s own records from the help card (${language})`, async () => {
      await bot.stage.tx((tx) =>
        tx.pledges.add({
          personId: idOf('hanako'),
          version: '2026-1',
          ownDevice: false,
          pledgedAt: bot.stage.clock.now(),
        }),
      );
      await bot.say('hanako', said.book, locale(language));
      await bot.press('hanako', 'booking.confirm', dataOf(lastTo('hanako'), 'booking.confirm'), locale(language));
      await bot.say('hanako', said.help, locale(language));
      const button = dataOf(lastTo('hanako'), 'records.link');
      const answer = await bot.press('hanako', 'records.link', button, locale(language));
      const token = /\/records\/([A-Za-z0-9_-]{43})/.exec(shown(answer))?.[1];

      const page = await fetch(`${pages}/records/${token}`);
      const html = await page.text();
      const file = await fetch(`${pages}/records/${token}?format=json`);
      const records = (await file.json()) as { bookings: { reason: string }[] };

      assert.equal(page.status, 200);
      assert.ok(html.includes(`<html lang="${language}">`));
      for (const words of said.page) assert.ok(html.includes(words), words);
      assert.equal(records.bookings.length, 1);
      assert.match(
        file.headers.get('content-disposition') ?? '',
        /^attachment; filename="?zaitaku-records-2026-12-01\.json"?$/,
      );
      for (const response of [page, file]) {
        assert.equal(response.headers.get('cache-control'), 'no-store');
        assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
        assert.match(
          response.headers.get('content-security-policy') ?? '',
          /default-src 'none'.*frame-ancestors 'none'/,
        );
      }
      assert.ok(!html.includes('<script'));
    });
  }

  it('tells somebody else’s or an old link nothing but how to get a new one', async () => {
    const hanako = await bot.stage.person('hanako');
    const answer = await bot.press(hanako.displayName, 'records.link', { own: true, version: 0 });
    const token = /\/records\/([A-Za-z0-9_-]{43})/.exec(shown(answer))![1]!;
    bot.stage.clock.forward(15);

    for (const wrong of [token, 'A'.repeat(43), 'x', '%00', '..%2f..']) {
      const page = await fetch(`${pages}/records/${wrong}`, { headers: { 'accept-language': 'en' } });
      const html = await page.text();

      assert.equal(page.status, 404, wrong);
      assert.match(html, /Send “help” to the bot/);
      assert.ok(!html.includes('hanako'));
      assert.equal(page.headers.get('cache-control'), 'no-store');
    }
  });

  it('shows people’s words as words', async () => {
    bot.stage.organisation = anOrganisation();
    const draft = await bot.stage.propose('hanako', { reason: '<script>alert(1)</script> & "x"' });
    await bot.stage.confirm('hanako', draft);
    const answer = await bot.press('hanako', 'records.link', { version: 0 });
    const token = /\/records\/([A-Za-z0-9_-]{43})/.exec(shown(answer))![1]!;

    const html = await (await fetch(`${pages}/records/${token}`)).text();

    assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;'));
    assert.ok(!html.includes('<script>'));
  });

  it('answers a repeated press with the same link', async () => {
    const once = bot.activity('hanako', {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'records.link', data: { version: 0 } } },
    });
    const [first, second] = [await bot.post(once), await bot.post(once)];

    assert.deepEqual(second, first);
    assert.deepEqual(await bot.stage.audit(idOf('hanako')), ['records-link']);
  });

  it('refuses feedback that is none in one neutral sentence', async () => {
    for (const data of [{ bookingId: idOf('none'), score: 3 }, { bookingId: idOf('none'), score: 9 }, { score: 3 }]) {
      const answer = await bot.press('taro', 'feedback.give', data);

      assert.deepEqual([answer.status, answer.body.statusCode], [200, 200]);
      assert.ok(!shown(answer).includes('feedback.give'));
    }
  });
});
