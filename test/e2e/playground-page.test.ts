import { inBrowser, patience, Playground } from './support/playground.js';
import type { Locator, Page } from 'playwright-core';

// The whole main job as somebody does it who opens the playground in a browser.
inBrowser('the playground in a browser', () => {
  let playground: Playground;
  let page: Page;
  const phone = (): Locator => playground.phone;
  const group = (): Locator => playground.group;
  const card = (): Locator => playground.card;
  const reads: Playground['reads'] = (...args) => playground.reads(...args);
  const writes: Playground['writes'] = (...args) => playground.writes(...args);
  const attaches: Playground['attaches'] = (...args) => playground.attaches(...args);
  const doesWith: Playground['doesWith'] = (...args) => playground.doesWith(...args);
  const saying: Playground['saying'] = (...args) => playground.saying(...args);
  const picture: Playground['picture'] = (name) => playground.picture(name);

  beforeAll(async () => {
    playground = await Playground.open();
    ({ page } = playground);
    await phone().getByRole('button', { name: 'Начать' }).waitFor(patience);
  }, 120_000);

  afterAll(async () => playground?.close(), 60_000);

  it('answers a question it knows', async () => {
    await phone().getByRole('button', { name: 'Начать' }).click();
    await reads(phone(), 'Здравствуйте, Анна!');
    await writes(phone(), 'До скольки вы работаете?');
    await reads(phone(), 'Мы открыты каждый день с 8:00 до 22:00');
    expect(await page.locator('#handovers').innerText()).toContain('Никто не ждёт');
  }, 60_000);

  it('brings a card into a topic of its own when the customer asks for a person', async () => {
    await writes(phone(), 'Позовите человека');
    await reads(phone(), 'Зову коллегу');
    await card().waitFor(patience);
    expect(await card().innerText()).toContain('Новый запрос');
    expect(await card().locator('.key').allInnerTexts()).toEqual(['Беру', 'Решено', 'Вернуть боту']);
    // Who looked at General was led to the new topic.
    await group().locator('.topic[aria-current=true]').filter({ hasText: 'Анна' }).waitFor(patience);
    await page.locator('.handover .pill').filter({ hasText: 'Ждёт менеджера' }).waitFor(patience);
    expect(await page.locator('.handover .mark-label').allInnerTexts()).toEqual([
      expect.stringMatching(/^Напоминание\s+\d\d:\d\d · через (29|30) мин$/),
      expect.stringMatching(/^Срочно, владельцу\s+\d\d:\d\d · через (59 мин|1 ч)$/),
      expect.stringMatching(/^Закроется\s+\d\d:\d\d · через (1 ч 59 мин|2 ч)$/),
    ]);
  }, 60_000);

  it('shows on the card who took it', async () => {
    await card().getByRole('button', { name: 'Беру' }).click();
    await page.locator('.toast').filter({ hasText: 'Запрос ваш' }).waitFor(patience);
    await card()
      .filter({ hasText: /В работе[^]*Дана/ })
      .waitFor(patience);
    expect(await card().locator('.key').allInnerTexts()).not.toContain('Беру');
    await page.locator('.handover .pill').filter({ hasText: 'Отвечает Дана' }).waitFor(patience);
  }, 60_000);

  it("brings the manager's words to the customer, and back", async () => {
    await writes(group(), 'Здравствуйте, Анна! Чем помочь?');
    await reads(phone(), 'Здравствуйте, Анна! Чем помочь?');
    await group()
      .locator('.message.mine')
      .last()
      .locator('.reaction')
      .filter({ hasText: '👌' })
      .waitFor(patience);
    await writes(phone(), 'Можно добавить к заказу круассан?');
    await reads(group(), 'Можно добавить к заказу круассан?');
    await page
      .locator('.handover .waiting')
      .filter({ hasText: /без ответа 0:\d\d/ })
      .waitFor(patience);
    await group().locator('.pinned').click();
    await page.mouse.move(0, 0);
    await page
      .locator('.toast')
      .first()
      .waitFor({ state: 'detached', ...patience });
    await picture('playground');
  }, 60_000);

  it('shows what people write as text and nothing else', async () => {
    const words = '<b>жирно</b> <img src=x onerror=alert(1)>';
    await writes(phone(), words);
    await reads(phone(), words);
    await reads(group(), words);
    expect(await page.locator('.bubble img, .bubble b').count()).toBe(0);
  }, 60_000);

  it('tells the customer when it is resolved', async () => {
    await card().getByRole('button', { name: 'Решено' }).click();
    await reads(phone(), 'Рады были помочь');
    await card()
      .filter({ hasText: /Решено[^]*Дана/ })
      .waitFor(patience);
    await page.locator('.nobody').waitFor(patience);
    await page.locator('.steps.all-done').waitFor(patience);
  }, 60_000);

  it('shows on the card which star the customer pressed', async () => {
    await reads(phone(), 'Как мы справились?');
    await phone().getByRole('button', { name: '⭐ 5' }).click();
    await reads(phone(), '⭐⭐⭐⭐⭐');
    await card()
      .filter({ hasText: /Оценка клиента: 5 из 5/ })
      .waitFor(patience);
    await page.locator('.steps .done').filter({ hasText: 'Оцените ответ' }).waitFor(patience);
  }, 60_000);

  it('brings every kind to the managers as what it is, an album as one', async () => {
    await writes(phone(), 'Позовите человека');
    await card().getByRole('button', { name: 'Беру' }).click();
    await card()
      .filter({ hasText: /В работе[^]*Дана/ })
      .waitFor(patience);
    await phone().locator('textarea').fill('Можно такой кофе на восемь человек?');
    await attaches(phone(), 'Альбом из трёх фото');
    const album = saying(group(), 'Можно такой кофе на восемь человек?');
    await album.locator('.album img').nth(2).waitFor(patience);
    expect(await album.locator('.album img').count()).toBe(3);
    expect(await saying(phone(), 'Можно такой кофе на восемь человек?').locator('.album img').count()).toBe(
      3,
    );
    const kinds = { Видео: 'video', Голосовое: 'audio', Файл: '.file', Стикер: '.sticker', Место: '.place' };
    const all = { ...kinds, Контакт: '.contact' };
    for (const name of Object.keys(all)) await attaches(phone(), name);
    for (const shown of Object.values(all))
      await group().locator(`.bubble ${shown}`).last().waitFor(patience);
    await picture('playground-kinds');
  }, 90_000);

  it('shows on the other side what was edited, reacted and taken back', async () => {
    await writes(group(), 'Сделаем за час');
    await doesWith(saying(phone(), 'Сделаем за час'), 'Поставить реакцию');
    await phone().getByRole('button', { name: '❤' }).click();
    await reads(group(), /Реакция[^]*❤/);
    await doesWith(saying(group(), 'Сделаем за час'), 'Изменить');
    await writes(group(), 'Сделаем за полчаса');
    await saying(phone(), 'Сделаем за полчаса').filter({ hasText: 'изменено' }).waitFor(patience);
    await writes(phone(), 'Тогда на девять');
    await reads(group(), 'Тогда на девять');
    await phone().locator('textarea').press('ArrowUp');
    await writes(phone(), 'Тогда на десять');
    await reads(group(), 'Тогда на десять');
    await writes(group(), 'Это не вам');
    await reads(phone(), 'Это не вам');
    await doesWith(saying(group(), 'Это не вам'), 'Ответить');
    await group().getByRole('button', { name: 'Команды бота' }).click();
    await group()
      .getByRole('option', { name: /^\/del/ })
      .click();
    await group().locator('textarea').press('Enter');
    await phone()
      .locator('.bubble')
      .filter({ hasText: 'Это не вам' })
      .waitFor({ state: 'detached', ...patience });
  }, 90_000);

  it('hands the request on to a manager chosen by name', async () => {
    await group().locator('.pinned').click();
    await card().getByRole('button', { name: 'Передать' }).click();
    await card().getByRole('button', { name: 'Олег' }).click();
    await reads(group(), /Олег, запрос теперь у вас/);
    await page.locator('.handover .pill').filter({ hasText: 'Отвечает Олег' }).waitFor(patience);
    await group().getByRole('combobox', { name: 'Пишу как' }).selectOption('Олег');
    await writes(group(), 'Здравствуйте, теперь с вами Олег');
    await reads(phone(), 'Здравствуйте, теперь с вами Олег');
    await card().getByRole('button', { name: 'Решено' }).click();
    await page.locator('.nobody').waitFor(patience);
  }, 60_000);

  it('moves time forward for those who wait, and the reminder comes', async () => {
    await page.getByRole('tab', { name: 'Тимур' }).click();
    await phone().getByRole('button', { name: 'Начать' }).click();
    await reads(phone(), 'Здравствуйте, Тимур!');
    await writes(phone(), 'Мне привезли холодный кофе');
    await page.locator('.handover').filter({ hasText: 'Тимур' }).waitFor(patience);
    await page.getByRole('button', { name: '+30 мин' }).click();
    await page.locator('.handover .mark.first.sent .mark-label').waitFor(patience);
    await group().locator('.topic').filter({ hasText: 'Тимур' }).click();
    await reads(group(), 'Тимур ждёт ответа уже 30 минут');
    await page
      .locator('.toast')
      .first()
      .waitFor({ state: 'detached', ...patience });
    await picture('playground-timers');
  }, 60_000);

  it('speaks Kazakh', async () => {
    await page.getByRole('radio', { name: '«Талтүс» кофеханасы' }).click();
    await page.getByRole('heading', { name: 'Ашық өтініштер' }).waitFor(patience);
    await phone().getByRole('button', { name: 'Бастау' }).click();
    await reads(phone(), 'Сәлеметсіз бе, Аружан!');
    await writes(phone(), 'Нешеге дейін жұмыс істейсіздер?');
    await reads(phone(), 'Күн сайын 8:00–22:00 аралығында ашықпыз.');
    await picture('playground-kazakh');
  }, 60_000);

  it('speaks English, stands on a narrow screen and has nothing to complain of', async () => {
    await page.getByRole('radio', { name: 'Noon Coffee' }).click();
    await page.getByRole('heading', { name: 'Open requests' }).waitFor(patience);
    await phone().getByRole('button', { name: 'Start' }).click();
    await reads(phone(), 'Emma');
    await picture('playground-english');
    await page.setViewportSize({ width: 390, height: 844 });
    await picture('playground-narrow');
    expect(await page.locator('.composer').first().boundingBox()).toMatchObject({ x: expect.any(Number) });
    expect(playground.troubles).toEqual([]);
  }, 60_000);
});
