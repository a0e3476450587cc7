/**
 * Draws every sample card in both languages, at the width of a phone and of a PC, with Microsoft's own renderer in
 * Chromium, into test/screenshots/cards/. Looks for what a person would see at once and a JSON check cannot: characters
 * that come out as boxes, words cut off, cards wider than the screen.
 *
 *   node --import tsx test/cards/render-pictures.ts
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { renderView } from '../../cards/render-view.ts';
import type { Language } from '../../flows/organisation.ts';
import type { View } from '../../flows/views.ts';
import { SAMPLE_VIEWS } from './sample-views.ts';

export const WIDTHS = [320, 600] as const;
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Path of Chromium: `CHROMIUM_PATH`, else Debian's. Null where there is none. */
export function chromiumPath(): string | null {
  const file = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  return existsSync(file) ? file : null;
}

export interface PictureFindings {
  pictures: number;
  /** Characters that the fonts of this machine do not have, or that come out as nothing. */
  missingGlyphs: string[];
  /** What is wider than its place: `name language width: text`. */
  overflows: string[];
}

/** Draws `views` and answers what is wrong with the pictures. `folder` null keeps none of them. */
export async function renderPictures(
  executablePath: string,
  folder: string | null,
  views: Record<string, View> = SAMPLE_VIEWS,
): Promise<PictureFindings> {
  const findings: PictureFindings = { pictures: 0, missingGlyphs: [], overflows: [] };
  if (folder !== null) await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: FLAGS.split(' ') });
  try {
    const missing = new Set<string>();
    const drawAll = async (language: Language) => {
      for (const width of WIDTHS) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, deviceScaleFactor: 1.5 });
        await openPage(page, language);
        for (const [name, view] of Object.entries(views)) {
          await draw(page, view, language);
          const states =
            (await page.locator('.ac-pushButton.expandable').count()) > 0 ? [name, `${name}-open`] : [name];
          for (const state of states) {
            if (state !== name) await page.locator('.ac-pushButton.expandable').first().click();
            const overflows = await tooWide(page);
            findings.overflows.push(...overflows.map((text) => `${state} ${language} ${width}: ${text}`));
            for (const character of await missingGlyphs(page)) missing.add(character);
            if (folder !== null)
              await page.locator('main').screenshot({ path: path.join(folder, `${state}.${language}.${width}.png`) });
            findings.pictures += 1;
          }
        }
        await page.close();
      }
    };
    await Promise.all([drawAll('ja'), drawAll('en')]);
    findings.missingGlyphs = [...missing];
    return findings;
  } finally {
    await browser.close();
  }
}

/** Colours and sizes close to those of Teams' light theme. */
const HOST_CONFIG = {
  fontFamily: '"Segoe UI", "Noto Sans CJK JP", "Noto Sans", sans-serif',
  supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 12 },
  },
  containerStyles: {
    default: colours('#ffffff'),
    emphasis: colours('#f5f5f5'),
    good: colours('#e7f2da'),
    warning: colours('#fdf6e3'),
    attention: colours('#fcf4f6'),
  },
};

function colours(backgroundColor: string) {
  const one = (value: string, subtle = value) => ({ default: value, subtle });
  return {
    backgroundColor,
    foregroundColors: {
      default: one('#242424', '#616161'),
      dark: one('#242424', '#616161'),
      light: one('#ffffff'),
      accent: one('#5b5fc7'),
      good: one('#2f6b1c'),
      warning: one('#835c00'),
      attention: one('#c4314b'),
    },
  };
}

const STYLE = `
  body { margin: 0; background: #f5f5f5; font: 14px ${HOST_CONFIG.fontFamily}; color: #242424; }
  main { padding: 8px; }
  .card, .message { background: #fff; border-radius: 8px; border: 1px solid #e0e0e0; max-width: 560px; overflow: hidden; }
  .message { padding: 12px 16px; white-space: pre-line; line-height: 20px; overflow-wrap: anywhere; }
  .ac-container { border-radius: 6px; overflow: hidden; }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
  .ac-horizontal-separator { flex: none; }
  .ac-pushButton, .ac-pushButton.expandable { font: inherit; font-weight: 600; background: #fff !important; border: 1px solid #d1d1d1 !important; border-radius: 4px; padding: 6px 12px; min-height: 32px; color: #242424 !important; }
  .ac-pushButton.style-positive { background: #5b5fc7 !important; border-color: #5b5fc7 !important; color: #fff !important; }
  .ac-pushButton.style-destructive { color: #c4314b !important; border-color: #c4314b !important; }
  .ac-pushButton.expandable::after, .ac-pushButton.expandable::before { content: none !important; }
  .ac-input { font: inherit; width: 100%; box-sizing: border-box; border: 1px solid #d1d1d1; border-radius: 4px; padding: 6px 8px; background: #fff; }
  .ac-choiceSetInput-expanded { border: 0; padding: 0; }
  .ac-choiceSetInput-expanded input { width: auto; }
  textarea.ac-input { min-height: 56px; resize: none; }`;

async function openPage(page: Page, language: Language): Promise<void> {
  const bundle = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js');
  await page.setContent(`<!doctype html><html lang="${language}"><body><main></main></body></html>`);
  await page.addStyleTag({ path: path.join(path.dirname(bundle), 'adaptivecards.css') });
  await page.addStyleTag({ content: STYLE });
  await page.addScriptTag({ path: path.join(path.dirname(bundle), 'adaptivecards.min.js') });
  // tsx names functions with a helper that the page does not have.
  await page.addScriptTag({ content: 'globalThis.__name = (it) => it;' });
}

/** Shows one view. */
async function draw(page: Page, view: View, language: Language): Promise<void> {
  await page.evaluate(
    ({ rendered, hostConfig }) => {
      const box = document.createElement('div');
      if ('text' in rendered) {
        box.className = 'message';
        box.textContent = rendered.text;
      } else {
        const { AdaptiveCards } = globalThis as unknown as { AdaptiveCards: any };
        const card = new AdaptiveCards.AdaptiveCard();
        card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
        card.parse(rendered.card);
        box.className = 'card';
        box.append(card.render());
      }
      document.querySelector('main')!.replaceChildren(box);
    },
    { rendered: renderView(view, language), hostConfig: HOST_CONFIG },
  );
}

/** What reaches over the card's edge or is cut off inside it. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    const box = document.querySelector('main')!.firstElementChild!;
    const edge = box.getBoundingClientRect();
    if (document.documentElement.scrollWidth > innerWidth) wide.push('the whole page');
    for (const element of box.querySelectorAll<HTMLElement>('*')) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0 || element.matches('option')) continue;
      const hides = getComputedStyle(element).overflowX !== 'visible' && !element.matches('input, textarea, select');
      const cut = hides && element.scrollWidth > element.clientWidth + 1;
      if (cut || left < edge.left - 1 || right > edge.right + 1)
        wide.push(`${element.className || element.tagName} ${element.textContent?.slice(0, 40) ?? ''}`);
    }
    return wide;
  });
}

/**
 * Characters on the page that the fonts do not have. Each is drawn as the page draws it and compared, pixel by pixel,
 * with characters that no font can have: a non-character, an unassigned one, a private one.
 */
export function missingGlyphs(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext('2d', { willReadFrequently: true })!;
    pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
    pen.textBaseline = 'top';
    const drawing = (character: string): string => {
      pen.clearRect(0, 0, 48, 48);
      pen.fillText(character, 4, 4);
      return pen.getImageData(0, 0, 48, 48).data.join();
    };
    const cache = ((globalThis as any).glyphs ??= {
      bad: new Set(['\uffff', '\u0378', '\ue0f0', '\u{10fffd}', ' '].map(drawing)),
      seen: new Map<string, boolean>(),
    }) as { bad: Set<string>; seen: Map<string, boolean> };
    const inputs = [...document.querySelectorAll<HTMLInputElement>('input, textarea')];
    const shown = (document.body.textContent ?? '') + inputs.map((it) => it.value + it.placeholder).join('');
    const characters = new Set(Array.from(shown).filter((one) => !/[\s\p{M}\p{Cf}]/u.test(one)));
    return [...characters].filter((one) => {
      let missing = cache.seen.get(one);
      if (missing === undefined) cache.seen.set(one, (missing = cache.bad.has(drawing(one))));
      return missing;
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const executable = chromiumPath();
  if (executable === null) {
    console.error('no Chromium: install it (apt-get install chromium) or name it in CHROMIUM_PATH');
    process.exitCode = 1;
  } else {
    const folder = fileURLToPath(new URL('../screenshots/cards', import.meta.url));
    const findings = await renderPictures(executable, folder);
    console.log(`${findings.pictures} pictures in ${path.relative(process.cwd(), folder)}`);
    for (const one of findings.overflows) console.log(`too wide: ${one}`);
    if (findings.missingGlyphs.length > 0) console.log(`no glyph for: ${findings.missingGlyphs.join(' ')}`);
    if (findings.overflows.length + findings.missingGlyphs.length > 0) process.exitCode = 1;
  }
}
