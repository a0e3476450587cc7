import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from './browser/chat-window.ts';
import { renderPictures } from './cards/render-pictures.ts';
import { SAMPLE_VIEWS } from './cards/sample-views.ts';

/** Sample cards that stand beside each other in a picture of the README, with what is written over each. */
const PICTURES: Record<string, Record<string, string>> = {
  calendar: {
    'proposal-calendar': '予定表に入れると、カードが届く',
    'calendar-question': '予定を動かすと、予約も変えるかを聞く',
  },
  readiness: {
    'readiness-blocked': '職員：足りないものと直し方',
    'readiness-case-open': '情報担当：一件に一枚',
  },
};

/** Draws these cards as on a phone, in Japanese: `calendar.ja.png` and `readiness.ja.png` in the folder. */
export async function pictureCards(chromium: string, folder: string): Promise<void> {
  const drawn = mkdtempSync(join(tmpdir(), 'zaitaku-cards-'));
  const browser = await openBrowser(chromium, { scale: 1.25 });
  try {
    const named = Object.values(PICTURES).flatMap((cards) => Object.keys(cards));
    await renderPictures(chromium, drawn, Object.fromEntries(named.map((name) => [name, SAMPLE_VIEWS[name]!])));
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 720, height: 700 });
    for (const [picture, cards] of Object.entries(PICTURES)) {
      const figures = Object.entries(cards).map(([name, caption]) => {
        const bytes = readFileSync(join(drawn, `${name}.ja.320.png`)).toString('base64');
        return `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${bytes}"></figure>`;
      });
      await page.setContent(`<style>
        body { margin: 0; background: #e9e9ef; font: 600 15px "Noto Sans CJK JP", sans-serif; }
        main { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; padding: 12px; align-items: start; }
        figure { margin: 0; background: #f5f5f5; border-radius: 6px; overflow: hidden; }
        figcaption { padding: 8px 12px; background: #4f52b2; color: #fff; }
        img { display: block; width: 100%; }
      </style><main>${figures.join('')}</main>`);
      await page.locator('main').screenshot({ path: join(folder, `${picture}.ja.png`) });
    }
  } finally {
    await browser.close();
    rmSync(drawn, { recursive: true, force: true });
  }
}
