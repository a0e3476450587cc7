import { chromium, type BrowserContext, type Locator, type Page } from 'playwright-core';

/** Chromium says nothing to anybody: no telemetry, no updates, no first-run pages. */
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export interface BrowserRun {
  context: BrowserContext;
  close(): Promise<void>;
}

/** A browser of its own, in one language and in the organisation's zone. `scale`: device pixels a CSS pixel. */
export async function openBrowser(
  executablePath: string,
  { locale = 'ja-JP', scale = 1 }: { locale?: string; scale?: number } = {},
): Promise<BrowserRun> {
  const browser = await chromium.launch({ executablePath, args: FLAGS.split(' ') });
  const context = await browser.newContext({
    locale,
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: scale,
  });
  context.setDefaultTimeout(15_000);
  // tsx names functions with a helper that pages do not have; functions handed to them need it.
  await context.addInitScript({ content: 'globalThis.__name = (it) => it;' });
  return { context, close: () => browser.close() };
}

/** One window of the Playground: a person who writes, reads cards and presses their buttons. */
export class ChatWindow {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens the window, and closes its log panel, which repeats every message. */
  static async open(context: BrowserContext, port: number): Promise<ChatWindow> {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    // The window has told the bot that its person is there; what is written before that gets lost.
    await page.getByText('installationUpdate').first().waitFor();
    await page.getByTitle('Hide log panel').click();
    return new ChatWindow(page);
  }

  /** What the bot has written, cards and sentences, in the order of the screen. */
  get messages(): Locator {
    return this.page.locator('.fai-OutputCard');
  }

  /** The messages that show these words. */
  message(words: string): Locator {
    return this.messages.filter({ hasText: words });
  }

  async say(text: string): Promise<void> {
    await this.page.bringToFront();
    await this.page.locator('[contenteditable=true][role=textbox]').click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Presses the last button of this name. */
  async press(name: string): Promise<void> {
    await this.page.bringToFront();
    await this.page.getByRole('button', { name, exact: true }).last().click();
  }

  /** Presses the last button of this name, which leads to another page, and answers that page. */
  async follow(name: string): Promise<Page> {
    await this.page.bringToFront();
    const opened = this.page.context().waitForEvent('page');
    // A button that opens an address is a link to the screen reader.
    await this.page.getByRole('link', { name, exact: true }).last().click();
    const page = await opened;
    await page.waitForLoadState();
    return page;
  }
}
