import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { openTab, patience } from './playground.js';
import type { Playground } from './playground.js';
import type { Program } from './program.js';

export const firstAdmin = { email: 'anna@example.com', name: 'Анна', password: 'a horse of many colours' };

/** The admin panel of a running playground, in a tab of the same browser. */
export class Panel {
  /** What the browser complained of; that nobody is signed in is no complaint. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    /** The one-time link of the first admin. */
    readonly link: string,
  ) {
    page.on('pageerror', (error) => this.troubles.push(String(error)));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !text.includes('status of 4')) this.troubles.push(text);
    });
  }

  static async open(playground: Playground): Promise<Panel> {
    const [, link = ''] = await playground.says(/Become the first[^:]*: (http\S+)/);
    return new Panel(await playground.page.context().newPage(), link);
  }

  /** With its first admin signed in, at the demo shop, where a customer waits for a person. */
  static async whereSomebodyWaits(playground: Playground): Promise<Panel> {
    await playground.phone.getByRole('button', { name: 'Начать' }).click(patience);
    await playground.writes(playground.phone, 'Позовите человека');
    await playground.reads(playground.phone, 'Зову коллегу');
    const panel = await Panel.open(playground);
    await panel.begins();
    await panel.page.getByLabel('Компания').selectOption({ label: 'Кофейня «Полдень»' });
    return panel;
  }

  /** Without a playground: in a browser of its own, with what a program has printed at its start. */
  static async openOn({ output }: Pick<Program, 'output'>): Promise<Panel> {
    const [, link = ''] = /Become the first[^:]*: (http\S+)/.exec(output()) ?? [];
    return new Panel(await openTab(), link);
  }

  /** Another tab of the same reader. */
  async another(): Promise<Panel> {
    const other = new Panel(await this.page.context().newPage(), this.link);
    await other.page.goto(this.page.url());
    return other;
  }

  /** Another reader, in a browser of their own. */
  async guest(): Promise<Panel> {
    const browser = this.page.context().browser();
    if (!browser) throw new Error('The page has no browser of its own.');
    const context = await browser.newContext({ viewport: this.page.viewportSize(), locale: 'ru-RU' });
    return new Panel(await context.newPage(), this.link);
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async presses(name: string | RegExp): Promise<void> {
    // A tab behind another one is drawn once a second.
    await this.page.bringToFront();
    await this.button(name).first().click(patience);
  }

  /** Goes to a page of the menu. */
  async opens(name: string): Promise<void> {
    await this.page.bringToFront();
    await this.page.getByRole('link', { name, exact: true }).click(patience);
    await this.heading(name).waitFor(patience);
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, level: 1 });
  }

  /** Waits until these words stand on the page. */
  async reads(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor(patience);
  }

  async signsIn({ email, password }: { email: string; password: string } = firstAdmin): Promise<void> {
    await this.field('Электронная почта').fill(email);
    await this.field('Пароль').fill(password);
    await this.presses('Войти');
  }

  /** The first admin made by the link of the first start, at the overview. */
  async begins(): Promise<void> {
    await this.page.goto(this.link);
    await this.field('Электронная почта').fill(firstAdmin.email);
    await this.field('Ваше имя').fill(firstAdmin.name);
    await this.field('Новый пароль').fill(firstAdmin.password);
    await this.presses('Создать и войти');
    await this.heading('Обзор').waitFor(patience);
  }

  /** Waits until the page has all it asked for. */
  async isThere(): Promise<void> {
    await this.page.locator('h1').first().waitFor(patience);
    await this.page
      .getByRole('status', { name: 'Загружаем…' })
      .first()
      .waitFor({ state: 'detached', ...patience });
  }

  /**
   * What axe finds wrong with the page as it is.
   *
   * @param rules those it tries; all it has, unless told
   */
  async faults(rules?: string[]): Promise<string[]> {
    await this.#isStill();
    // Half a megabyte: brought once for each document, and only what is wrong is brought back.
    if (await this.page.evaluate('typeof axe === "undefined"')) await this.page.evaluate(axe.source);
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    const { violations }: AxeResults = await this.page.evaluate(
      `axe.run(document, ${JSON.stringify(options)})`,
    );
    return violations.map(
      ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  }

  /** Waits for whatever changes its place or colour: on its way it has neither the old nor the new one. */
  async #isStill(): Promise<void> {
    await this.page.evaluate(`Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    )`);
  }

  /** Whether the page is wider than its window. */
  async isTooWide(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
  }

  async picture(folder: string | undefined, name: string): Promise<void> {
    if (folder !== undefined) await this.page.screenshot({ path: `${folder}/${name}.png` });
  }
}
