/**
 * `npm run screenshots`: makes the pictures of the README and the guides, docs/images/*.png, from the running demo: writes and presses in
 * both Playground windows, in Japanese and in English. Needs Chromium (CHROMIUM_PATH) and a Japanese font.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { ChatWindow, openBrowser, type BrowserRun } from './browser/chat-window.ts';
import { chromiumPath, missingGlyphs } from './cards/render-pictures.ts';
import { pictureCards } from './picture-cards.ts';
import { pictureEnrolPage } from './picture-enrol-page.ts';
import { button, cardOf, TeamsClient, wordsOf } from './support/teams-client.ts';
import { startZaitakuProcess, zaitakuPlace, type ZaitakuProcess } from './support/zaitaku-process.ts';

const FOLDER = fileURLToPath(new URL('../docs/images', import.meta.url));
/** People besides who book the same day, so that the simulator's page has something to show. */
const CROWD = 130;

interface State {
  tenantId: string;
  people: { id: string; userPrincipalName: string; department: string; managerId: string | null }[];
}

const WORDS = {
  ja: {
    locale: 'ja-JP',
    ask: '明日、自宅でテレワークしたい。資料作成のため',
    proposed: 'この内容で申請しますか',
    send: '申請する',
    sent: '申請を送りました',
    asked: 'からテレワークの申請です',
    approve: '承認する',
    approved: '承認されました',
    told: 'が承認しました。',
    captions: ['1. 職員が書いて、押す', '2. 上司が承認する', '3. 職員のカードが変わる'],
  },
  en: {
    locale: 'en-GB',
    ask: 'I want to work from home on Thursday, to write the report',
    proposed: 'Send this request?',
    send: 'Send request',
    sent: 'Request sent',
    asked: 'Telework request from',
    approve: 'Approve',
    approved: 'Approved',
    told: 'approved your telework',
    captions: ['1. Staff write and press', '2. The manager approves', "3. The requester's card changes"],
  },
} as const;
type Language = keyof typeof WORDS;

const chromium = chromiumPath();
if (chromium === null) {
  process.stderr.write('no Chromium: install it (apt-get install chromium) or name it in CHROMIUM_PATH\n');
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
const place = await zaitakuPlace();
let zaitaku: ZaitakuProcess | null = null;
const browsers: BrowserRun[] = [];
try {
  zaitaku = await startZaitakuProcess(place, ['--fresh', '--now', '2026-12-01T10:00:00+09:00']);
  for (const language of ['ja', 'en'] as const) {
    const browser = await openBrowser(chromium, { locale: WORDS[language].locale, scale: 1.25 });
    browsers.push(browser);
    await pictureBooking(browser.context, language);
  }
  const state = (await (await fetch(`${zaitaku.url}/simulator/state`)).json()) as State;
  await crowd(zaitaku.url, state);
  await post(zaitaku.url, 'clock', { now: '2026-12-02T08:40:00+09:00' });
  for (const [index, language] of (['ja', 'en'] as const).entries())
    await picturePages(browsers[index]!.context, language, zaitaku.url, state);
  await pictureCards(chromium, FOLDER);
  await pictureEnrolPage(chromium, FOLDER);
} finally {
  for (const browser of browsers) await browser.close();
  await zaitaku?.stop();
  await place.remove();
}

/** From the sentence to the approved card: one picture of both windows, and the approval card by itself. */
async function pictureBooking(context: BrowserContext, language: Language): Promise<void> {
  const words = WORDS[language];
  const port = Number(place.env['PLAYGROUND_PORT']);
  const manager = await ChatWindow.open(context, port + 1);
  // What the manager reads is in the language of what they wrote last.
  await manager.say(language === 'ja' ? 'ヘルプ' : 'help');
  await manager.messages.first().waitFor();
  await manager.page.close();
  const windows = {
    staff: await ChatWindow.open(context, port),
    manager: await ChatWindow.open(context, port + 1),
  };
  for (const { page } of Object.values(windows)) await page.setViewportSize({ width: 640, height: 800 });
  await windows.staff.say(words.ask);
  await windows.staff.message(words.proposed).waitFor();
  const panels = [await chat(windows.staff, words.ask)];
  await windows.staff.press(words.send);
  await windows.staff.message(words.sent).waitFor();
  await windows.manager.message(words.asked).last().waitFor();
  panels.push(await chat(windows.manager, null));
  const card = windows.manager.page.locator('.ac-adaptiveCard').last();
  await card.screenshot({ path: join(FOLDER, `approval.${language}.png`) });
  await windows.manager.press(words.approve);
  await windows.staff.message(words.approved).first().waitFor();
  await windows.staff.message(words.told).waitFor();
  panels.push(await chat(windows.staff, words.ask));
  await sideBySide(context, panels, words.captions, join(FOLDER, `booking.${language}.png`));
}

/** What stands in a window's chat from these words on (null: its last message alone), cropped. */
async function chat({ page, messages }: ChatWindow, from: string | null): Promise<Buffer> {
  await page.bringToFront();
  const notice = page.getByText('Your response was sent to the app');
  if (await notice.isVisible()) await notice.locator('xpath=..').getByRole('button').click();
  await refuseBoxes(page);
  const last = (await messages.last().boundingBox())!;
  const first = from === null ? last : (await page.getByText(from, { exact: true }).last().boundingBox())!;
  const top = Math.max(48, first.y - (from === null ? 28 : 38));
  return page.screenshot({ clip: { x: 0, y: top, width: 640, height: Math.ceil(last.y + last.height - top + 16) } });
}

async function sideBySide(
  context: BrowserContext,
  pictures: Buffer[],
  captions: readonly string[],
  path: string,
): Promise<void> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1300, height: 700 });
  const figures = pictures.map(
    (picture, index) =>
      `<figure><figcaption>${captions[index]}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
  );
  await page.setContent(`<style>
    body { margin: 0; background: #e9e9ef; font: 600 15px "Noto Sans CJK JP", sans-serif; color: #242424; }
    main { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; padding: 12px; align-items: start; }
    figure { margin: 0; background: #fff; border-radius: 6px; overflow: hidden; }
    figcaption { padding: 8px 12px; background: #4f52b2; color: #fff; }
    img { display: block; width: 100%; }
  </style><main>${figures.join('')}</main>`);
  await page.locator('main').screenshot({ path });
  await page.close();
}

/** The simulator's page in the morning with hosts up and people on them, and the page that leads to a desktop. */
async function picturePages(context: BrowserContext, language: Language, url: string, state: State): Promise<void> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1300, height: 700 });
  await page.goto(`${url}/simulator/`);
  await page.locator('.tile.available').first().waitFor();
  if ((await page.evaluate(() => document.documentElement.lang)) !== language) await page.locator('#language').click();
  await refuseBoxes(page);
  const tiles = await page.locator('#hosts-title').locator('xpath=..').boundingBox();
  const height = Math.ceil(tiles!.y + tiles!.height + 12);
  await page.setViewportSize({ width: 1300, height });
  await page.screenshot({ path: join(FOLDER, `simulator.${language}.png`) });
  if (language === 'en') return;
  const staff = state.people.find(({ userPrincipalName }) => userPrincipalName.startsWith('suzuki.misaki@'))!;
  await page.setViewportSize({ width: 560, height: 400 });
  await page.goto(`${url}/simulator/desktop?upn=${encodeURIComponent(staff.userPrincipalName)}`);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await page.getByText('サインインしました').waitFor();
  await page.locator('.card').screenshot({ path: join(FOLDER, 'desktop.ja.png') });
}

/** Others book the next day, over HTTP as their clients would, and sign in as far as there is a desktop for them. */
async function crowd(url: string, { tenantId, people }: State): Promise<void> {
  const teams = await TeamsClient.open(url, tenantId);
  const staff = people.filter(({ managerId }) => managerId !== null).filter((_, index) => index % 8 === 3);
  const chosen = staff.slice(0, CROWD);
  try {
    for (const managerId of new Set(chosen.map((person) => person.managerId!))) await teams.say(managerId, 'ヘルプ');
    for (const person of chosen) {
      await teams.say(person.id, '明日テレワークしたい');
      const proposal = await teams.see(person.id, (one) => wordsOf(one).includes('booking.confirm'));
      await teams.press(person.id, button(cardOf(proposal), 'booking.confirm'), {}, { replyToId: proposal.id });
      const request = await teams.see(person.managerId!, (one) => wordsOf(one).includes('approval.approve'));
      await teams.press(person.managerId!, button(cardOf(request), 'approval.approve'), {}, { replyToId: request.id });
    }
    await post(url, 'clock', { now: '2026-12-02T08:35:00+09:00' });
    for (const person of chosen.slice(0, Math.floor(CROWD * 0.8)))
      await fetch(`${url}/simulator/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: person.id, op: 'on', pool: 'avd-pooled' }),
      });
  } finally {
    await teams.close();
  }
}

async function post(url: string, what: string, body: object): Promise<void> {
  const response = await fetch(`${url}/simulator/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
}

async function refuseBoxes(page: Page): Promise<void> {
  const missing = await missingGlyphs(page);
  if (missing.length > 0) throw new Error(`no font has ${missing.join(' ')}; Japanese needs fonts-noto-cjk`);
}
