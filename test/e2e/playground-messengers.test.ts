import type { Locator, Page } from 'playwright-core';
import { inBrowser, patience, Playground } from './support/playground.js';

// The same job with a customer who writes on WhatsApp, over a linked phone and over the Cloud API.
inBrowser('the playground with WhatsApp', () => {
  let playground: Playground;
  let page: Page;
  const phone = (): Locator => playground.phone;
  const group = (): Locator => playground.group;
  const chooses = (messenger: RegExp): Promise<void> => page.getByRole('radio', { name: messenger }).click();
  const field = (): Promise<void> => phone().locator('textarea').waitFor({ timeout: 60_000 });
  /** Until the manager sees that the customer has seen it. */
  const isSeen = (words: string): Promise<void> =>
    playground
      .saying(group(), words)
      .locator('.reaction')
      .filter({ hasText: '👀' })
      .waitFor({ timeout: 30_000 });

  beforeAll(async () => {
    playground = await Playground.open();
    ({ page } = playground);
  }, 120_000);

  afterAll(async () => playground?.close(), 60_000);

  it("links the shop's phone by a QR code when WhatsApp is chosen for the first time", async () => {
    await chooses(/^WhatsApp телефон/);
    await phone().getByRole('img', { name: 'QR-код для привязки телефона' }).waitFor({ timeout: 60_000 });
    await playground.picture('playground-linking');
    await field();
    await phone().locator('summary').click();
    await phone().getByRole('button', { name: 'Показать QR-код привязки' }).click();
    await page.locator('#alert .qr').waitFor(patience);
    await page.getByRole('button', { name: 'Понятно' }).click();
  }, 150_000);

  it('answers on WhatsApp, and shows the customer that it was read', async () => {
    await playground.writes(phone(), 'До скольки вы работаете?');
    await playground.reads(phone(), 'Мы открыты каждый день с 8:00 до 22:00');
    const asked = playground.saying(phone(), 'До скольки вы работаете?');
    await asked.getByRole('img', { name: 'прочитано' }).waitFor(patience);
  }, 60_000);

  it('hands over to a person, who sees that the answer was read', async () => {
    await playground.writes(phone(), 'Позовите человека');
    await playground.card.filter({ hasText: /Откуда: WhatsApp/ }).waitFor(patience);
    await playground.card.getByRole('button', { name: 'Беру' }).click();
    await playground.card.filter({ hasText: /В работе[^]*Дана/ }).waitFor(patience);
    await playground.writes(group(), 'Здравствуйте! Чем помочь?');
    await playground.reads(phone(), 'Здравствуйте! Чем помочь?');
    await isSeen('Здравствуйте! Чем помочь?');
    await playground.attaches(phone(), 'Фото');
    await group().locator('.bubble img').last().waitFor(patience);
    await playground.attaches(group(), 'Голосовое');
    await phone().locator('.bubble audio').last().waitFor(patience);
    await playground.picture('playground-whatsapp');
    await playground.card.getByRole('button', { name: 'Решено' }).click();
    await playground.reads(phone(), 'Рады были помочь');
  }, 120_000);

  it('shows the managers what the owner answers from the phone itself', async () => {
    const request = page.locator('.handover').filter({ hasText: 'Айгерим' });
    await page.getByRole('tab', { name: 'Айгерим' }).click();
    await chooses(/^WhatsApp телефон/);
    await playground.writes(phone(), 'Мне привезли холодный кофе');
    await request.filter({ hasText: 'Ждёт менеджера' }).waitFor(patience);
    await group().locator('.topic').filter({ hasText: 'Айгерим' }).click();
    await phone().locator('summary').click();
    await phone().getByRole('button', { name: 'Ответить с телефона магазина' }).click();
    await playground.writes(page.locator('#alert'), 'Это Марат, сейчас разберусь');
    await playground.reads(phone(), 'Это Марат, сейчас разберусь');
    await playground.reads(group(), /С телефона[^]*Это Марат, сейчас разберусь/);
    await request.filter({ hasText: 'Отвечает с телефона' }).waitFor(patience);
  }, 60_000);

  it('does the same over the Cloud API, and the rating is chosen in a list', async () => {
    await page.getByRole('tab', { name: 'Тимур' }).click();
    await chooses(/^WhatsApp Business/);
    await field();
    await playground.writes(phone(), 'Позовите человека');
    await group().locator('.topic').filter({ hasText: 'Тимур' }).click();
    await playground.card.filter({ hasText: /Тимур[^]*Откуда: WhatsApp Business/ }).waitFor(patience);
    await playground.card.getByRole('button', { name: 'Беру' }).click();
    await playground.card.filter({ hasText: /В работе[^]*Дана/ }).waitFor(patience);
    await playground.writes(group(), 'Добрый день, слушаю вас');
    await playground.reads(phone(), 'Добрый день, слушаю вас');
    await isSeen('Добрый день, слушаю вас');
    await playground.card.getByRole('button', { name: 'Решено' }).click();
    await playground.reads(phone(), 'Как мы справились?');
    await phone().locator('.key').last().click();
    await playground.picture('playground-list');
    await phone().getByRole('button', { name: '⭐ 5' }).click();
    await playground.card.filter({ hasText: /Оценка клиента: 5 из 5/ }).waitFor(patience);
  }, 120_000);

  it('goes on after a restart where it was', async () => {
    await playground.restart();
    // On another port, where nothing is remembered of the choice.
    await chooses(/^WhatsApp телефон/);
    await field();
    await playground.reads(phone(), 'Мы открыты каждый день с 8:00 до 22:00');
    await playground.writes(phone(), 'Где вы находитесь?');
    await playground.reads(phone(), 'Мы на Абая, 10');
    await page.getByRole('tab', { name: 'Тимур' }).click();
    await chooses(/^WhatsApp Business/);
    await playground.reads(phone(), 'Добрый день, слушаю вас');
    await playground.writes(phone(), 'Сколько стоит доставка?');
    await playground.reads(phone(), 'От 3000 ₸ доставка бесплатная');
    expect(playground.troubles).toEqual([]);
  }, 120_000);
});
