import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Locator, Page } from 'playwright-core';
import { endCommands, ownFolder, startCommand } from './command.js';
import type { Command, Environment } from './command.js';
import { newSealingKey } from '../../../src/shared/sealed-box.js';
import { newDatabase } from '../../support/database.js';

const browserFile = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file !== undefined && existsSync(file));
if (!browserFile) {
  console.warn(
    '!!! No Chromium here: the playground page is NOT tested. apt-get install chromium, or set CHROMIUM to one.',
  );
}
export const inBrowser = browserFile ? describe : describe.skip;
export const patience = { timeout: 40_000 };

/** A tab of a browser of its own, as a reader of Russian has it; the browser ends with {@link closeBrowser}. */
export async function openTab(): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: browserFile ?? '',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    colorScheme: 'light',
  });
  return context.newPage();
}

export async function closeBrowser(page: Page | undefined): Promise<void> {
  await page?.context().browser()?.close();
}

/** The playground opened in a browser, as somebody has it who typed `npm start`. */
export class Playground {
  /** What the browser complained of. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly pictures: string,
    private readonly start: () => Command,
    private program: Command,
    private readonly dropDatabase: () => Promise<void>,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.troubles.push(message.text());
    });
    page.on('pageerror', (error) => this.troubles.push(String(error)));
  }

  /** @param more variables of the program, beside what a playground in a test needs */
  static async open(more: Environment = {}): Promise<Playground> {
    const folder = await ownFolder();
    const pictures = process.env['SCREENSHOT_DIR'] ?? join(folder, 'pictures');
    await mkdir(pictures, { recursive: true });
    // More is said here in a minute than Telegram would let a bot say in a group.
    const budget = { TELEGRAM_GROUP_BUDGET: '200/60' };
    // One that is there already: how the program makes its own is seen by the stories of the first start.
    const { url, drop } = await newDatabase();
    const there = { DATABASE_URL: url, ENCRYPTION_KEYS: newSealingKey('k1') };
    const variables = { ...there, DATA_DIR: join(folder, 'data'), PORT: '0', ...budget, ...more };
    const start = (): Command => startCommand([], { ...variables, LOG_LEVEL: 'warn' }, folder);
    const playground = new Playground(await openTab(), pictures, start, start(), drop);
    try {
      await playground.#goThere();
      return playground;
    } catch (error) {
      await playground.close();
      throw error;
    }
  }

  get phone(): Locator {
    return this.page.locator('#customer-chat');
  }

  get group(): Locator {
    return this.page.locator('#group');
  }

  /** Waits until the program has printed this. */
  says(words: RegExp): Promise<RegExpExecArray> {
    return this.program.says(words);
  }

  /** The newest card of a request. */
  get card(): Locator {
    return this.group
      .locator('.message.of-bot')
      .filter({ has: this.page.locator('.text').filter({ hasText: 'Почему:' }) })
      .last();
  }

  /** Waits until a message with these words stands there. */
  async reads(where: Locator, words: string | RegExp): Promise<void> {
    await where.locator('.bubble').filter({ hasText: words }).first().waitFor(patience);
  }

  /** Writes as whoever's field it is. */
  async writes(where: Locator, text: string): Promise<void> {
    // What is typed into a tab behind another one is sometimes lost.
    await this.page.bringToFront();
    await where.locator('textarea').fill(text);
    await where.locator('textarea').press('Enter');
  }

  /** Chooses something in the menu behind the paper clip. */
  async attaches(where: Locator, name: string): Promise<void> {
    await where.getByRole('button', { name: 'Прикрепить' }).click();
    await where.getByRole('button', { name, exact: true }).click();
  }

  /** Opens what can be done with a message. */
  async doesWith(message: Locator, what: string): Promise<void> {
    await message.locator('.bubble').hover();
    await message.getByRole('button', { name: what }).click();
  }

  /** The newest message that says this itself: others may quote it. */
  saying(where: Locator, words: string | RegExp): Locator {
    return where
      .locator('.message')
      .filter({ has: this.page.locator('.text').filter({ hasText: words }) })
      .last();
  }

  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.pictures, `${name}.png`) });
  }

  /** The program is stopped and started again; the page is opened anew, in the same browser. */
  async restart(): Promise<void> {
    // A page that loses its program complains of that.
    await this.page.goto('about:blank');
    this.program.signal('SIGTERM');
    await this.program.ended;
    this.program = this.start();
    await this.#goThere();
  }

  async close(): Promise<void> {
    await closeBrowser(this.page);
    this.program.signal('SIGTERM');
    await this.program.ended;
    await endCommands();
    await this.dropDatabase();
  }

  async #goThere(): Promise<void> {
    const [, address = ''] = await this.program.says(/Open the playground: (http\S+)/);
    await this.page.goto(address);
    await this.page.getByRole('radio', { name: /^Telegram/ }).waitFor(patience);
  }
}
