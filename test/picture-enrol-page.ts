import { join } from 'node:path';
import { enrolPage } from '../bot/enrol-page.ts';
import { openBrowser } from './browser/chat-window.ts';
import { missingGlyphs } from './cards/render-pictures.ts';

/**
 * Draws what the page of a certificate shows of Windows, macOS and iPad, as on a tablet: `certificate.ja.png` and
 * `certificate.en.png` in the folder. All three stand side by side; the page itself opens the device's own.
 */
export async function pictureEnrolPage(chromium: string, folder: string): Promise<void> {
  const browser = await openBrowser(chromium, { scale: 1.25 });
  try {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 1200, height: 900 });
    for (const language of ['ja', 'en'] as const) {
      const device = { kind: 'own-pc', label: 'PC' } as const;
      await page.setContent(enrolPage({ language, device, until: '9:30', problem: null }));
      // The steps on the device alone, the three systems beside each other.
      await page.evaluate(() => {
        const steps = [...document.querySelectorAll('details')].slice(0, 3);
        const main = document.querySelector('main')!;
        main.replaceChildren(...steps);
        main.style.cssText =
          'max-width: none; display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; align-items: stretch';
        for (const one of steps) one.open = true;
      });
      const missing = await missingGlyphs(page);
      if (missing.length > 0) throw new Error(`no font for ${missing.join(' ')}`);
      await page.locator('main').screenshot({ path: join(folder, `certificate.${language}.png`) });
    }
  } finally {
    await browser.close();
  }
}
