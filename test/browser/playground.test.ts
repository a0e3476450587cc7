import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { chromiumPath, missingGlyphs } from '../cards/render-pictures.ts';
import {
  startZaitakuProcess,
  zaitakuPlace,
  type ZaitakuPlace,
  type ZaitakuProcess,
} from '../support/zaitaku-process.ts';
import { ChatWindow, openBrowser, type BrowserRun } from './chat-window.ts';

const FOLDER = fileURLToPath(new URL('../screenshots/browser', import.meta.url));

interface State {
  now: string;
  people: { id: string; userPrincipalName: string }[];
  pools: { id: string; hosts: { power: string; status: string }[] }[];
  sessions: { user: string; host: string; state: string }[];
  harm: Record<string, number>;
}

describe('in a browser, at both windows of the demo', function () {
  this.timeout(120_000);
  // Each is the next part of one story.
  let place: ZaitakuPlace;
  let zaitaku: ZaitakuProcess;
  let browser: BrowserRun;
  let staff: ChatWindow;
  let manager: ChatWindow;
  let simulator: Page;

  before(async () => {
    const chromium = chromiumPath();
    assert.ok(chromium, 'no Chromium: install it, or name it in CHROMIUM_PATH');
    mkdirSync(FOLDER, { recursive: true });
    place = await zaitakuPlace();
    [zaitaku, browser] = await Promise.all([
      startZaitakuProcess(place, ['--fresh', '--now', '2026-12-01T10:00:00+09:00']),
      openBrowser(chromium),
    ]);
    const port = Number(place.env['PLAYGROUND_PORT']);
    [staff, manager] = await Promise.all([
      ChatWindow.open(browser.context, port),
      ChatWindow.open(browser.context, port + 1),
    ]);
  });

  after(async () => {
    await browser?.close();
    await zaitaku?.stop();
    await place?.remove();
  });

  it('shows what was understood of a sentence, and sends it with one tap', async () => {
    await staff.say('明日、自宅でテレワークしたい');
    await staff.message('この内容で申請しますか').waitFor();
    await keep(staff.page, '1-proposal');
    const shown = await staff.messages.count();

    await staff.press('申請する');

    await staff.message('申請を送りました').waitFor();
    await keep(staff.page, '2-sent');
    const card = staff.message('申請を送りました');
    assert.match((await card.innerText()).replace(/\s+/g, ' '), /12月2日\(水\).*承認待ち.*8:30-17:15.*自宅/);
    assert.equal(await staff.messages.count(), shown, 'the card that was pressed has changed, none has come');
  });

  it("brings the manager's decision onto the requester's card", async () => {
    const request = manager.messages.filter({ hasText: /からテレワークの申請です|Telework request from/ });
    await request.waitFor();
    await keep(manager.page, '3-approval');
    const shown = await staff.messages.count();

    await manager.page.bringToFront();
    await manager.page
      .getByRole('button', { name: /^(承認する|承認|Approve)$/ })
      .last()
      .click();

    await staff.message('承認されました').waitFor();
    await staff.message('が承認しました。').waitFor();
    await keep(manager.page, '4-approved');
    await keep(staff.page, '5-told');
    assert.equal(await staff.message('申請を送りました').count(), 0, 'no older state of the card is left');
    assert.equal(await staff.messages.count(), shown + 1, 'one short notice has come beside the changed card');
    assert.equal(await request.getByRole('button', { name: /承認|Approve/ }).count(), 0, 'nothing is left to decide');
  });

  it('has a host up on the morning of the booked day', async () => {
    simulator = await browser.context.newPage();
    await simulator.goto(`${zaitaku.url}/simulator/`);
    await simulator.getByText('70 台').waitFor();

    await moveClock('予約日の朝へ');
    await moveClock('30 分進める');
    await moveClock('30 分進める');

    assert.match(await simulator.locator('#day').innerText(), /12月2日/);
    assert.match(await simulator.locator('#time').innerText(), /^8:3[0-2]|^08:3[0-2]/);
    await simulator.locator('.tile.available').first().waitFor();
    await keep(simulator, '6-morning');
    const state = await look();
    const up = state.pools.flatMap(({ hosts }) => hosts).filter(({ status }) => status === 'Available');
    assert.equal(up.length, 1, 'one booking needs one host');
  });

  it('leads from the card to the desktop, and signs in there', async () => {
    const page = await staff.follow('接続のしかた');
    await page.getByText('今、接続できます').first().waitFor();
    await keep(page, '7-connect');

    await page.getByRole('link', { name: 'ブラウザーで接続する' }).first().click();
    await page.getByRole('button', { name: 'サインイン', exact: true }).click();

    await page.getByText('サインインしました').waitFor();
    await keep(page, '8-desktop');
    const { sessions, people, harm } = await look();
    const suzuki = people.find(({ userPrincipalName }) => userPrincipalName.startsWith('suzuki.misaki@'))!;
    assert.deepEqual(
      sessions.map(({ user, state }) => ({ user, state })),
      [{ user: suzuki.id, state: 'active' }],
    );
    assert.deepEqual(new Set(Object.values(harm)), new Set([0]));
  });

  it('tells a character that no font has, in the very windows that it looks at', async () => {
    await staff.page.evaluate(() => {
      const strange = document.createElement('p');
      strange.textContent = 'あ\ue123\u0378';
      document.body.append(strange);
    });

    assert.deepEqual(new Set(await missingGlyphs(staff.page)), new Set(['\ue123', '\u0378']));
  });

  /** Keeps a picture of the page and refuses it where a character comes out as a box. */
  async function keep(page: Page, name: string): Promise<void> {
    await page.bringToFront();
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    assert.deepEqual(await missingGlyphs(page), [], `${name}: no font has these; Japanese needs fonts-noto-cjk`);
  }

  /** Presses a button of the simulator's page and waits until its clock has arrived. */
  async function moveClock(button: string): Promise<void> {
    const moved = simulator.waitForResponse((response) => response.url().endsWith('/simulator/clock'), {
      timeout: 90_000,
    });
    await simulator.bringToFront();
    await simulator.getByRole('button', { name: button }).click();
    assert.equal((await moved).status(), 200);
    const { now } = await look();
    await simulator.waitForFunction(
      (time) => document.querySelector('#time')?.textContent?.startsWith(time),
      new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(
        new Date(now),
      ),
    );
  }

  async function look(): Promise<State> {
    return (await (await fetch(`${zaitaku.url}/simulator/state`)).json()) as State;
  }
});
