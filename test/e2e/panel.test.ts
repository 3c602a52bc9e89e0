import { firstAdmin, Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';
import { serveModel } from './support/scripted-model.js';
import type { ModelServer } from './support/scripted-model.js';

const pictures = process.env['SCREENSHOT_DIR'];
const question = 'Можно ли с собакой?';
const [before, after] = ['Спросите, пожалуйста, на кассе.', 'Да, с собакой можно!'];
const newRule = 'С собаками к нам можно.';
const markup = '<b>жирно</b> <img src=x onerror=alert(1)>';

// What an admin does in the panel, beside the playground whose customers and managers it is about.
inBrowser('the admin panel in a browser', () => {
  let model: ModelServer;
  let playground: Playground;
  let panel: Panel;

  beforeAll(async () => {
    model = await serveModel();
    // Whatever the model is asked, it is asked for this one business.
    const script = model.scriptFor('');
    script.answers.classify = ({ unread }) =>
      unread.includes(question) ? { intent: 'ingredients', confidence: 0.95 } : {};
    script.answers.answer = ({ system }) => ({
      action: 'answer',
      text: system.includes(newRule) ? after : before,
    });
    playground = await Playground.open({
      OPENAI_API_KEY: 'sk-of-the-scripted-model',
      OPENAI_BASE_URL: model.url,
    });
    await playground.phone.getByRole('button', { name: 'Начать' }).click(patience);
    await playground.writes(playground.phone, markup);
    await playground.writes(playground.phone, 'Позовите человека');
    await playground.reads(playground.phone, 'Зову коллегу');
    panel = await Panel.open(playground);
  }, 120_000);

  afterAll(async () => {
    await playground?.close();
    await model?.close();
  }, 60_000);

  it('lets the holder of the first link become the first admin, and tells what is missing beside its field', async () => {
    await panel.page.goto(panel.link);
    await panel.field('Электронная почта').fill(firstAdmin.email);
    await panel.presses('Создать и войти');
    await panel.reads('Введите имя');
    expect(await panel.field('Электронная почта').inputValue()).toBe(firstAdmin.email);
    await panel.picture(pictures, 'panel-first-admin');
    await panel.field('Ваше имя').fill(firstAdmin.name);
    await panel.field('Новый пароль').fill(firstAdmin.password);
    await panel.presses('Создать и войти');
    await panel.heading('Обзор').waitFor(patience);
  }, 60_000);

  it('shows who waits now, and what became of the rest', async () => {
    await panel.page.getByLabel('Компания').selectOption({ label: 'Кофейня «Полдень»' });
    const waiting = panel.page.locator('.figure').filter({ hasText: 'Ждут менеджера' });
    await waiting.filter({ hasText: /1[^]*Дольше всех/ }).waitFor(patience);
    await panel.reads('просит позвать человека');
    await panel.picture(pictures, 'panel-overview');
  }, 60_000);

  it('shows what was said, as text and nothing else, and finds it by a word', async () => {
    await panel.opens('Диалоги');
    await panel.page.locator('.conversation-row').first().click(patience);
    await panel.page.locator('.said-words').filter({ hasText: markup }).waitFor(patience);
    expect(await panel.page.locator('.said img, .said b').count()).toBe(0);
    await panel.picture(pictures, 'panel-transcript');
    await panel.field('Поиск по словам').fill('человека');
    await panel.page.locator('.row-found').filter({ hasText: 'Позовите человека' }).waitFor(patience);
    await panel.field('Поиск по словам').fill('дирижабль');
    await panel.reads('Ничего не нашлось');
  }, 60_000);

  it('tries a prompt before it is in use, and shows both answers', async () => {
    await panel.opens('Промпты');
    const text = await panel.field('Текст промпта').inputValue();
    await panel.field('Текст промпта').fill(`${text}\n${newRule}`);
    await panel.page.locator('.difference .added').filter({ hasText: newRule }).waitFor(patience);
    await panel.page.getByText('Свои вопросы').click(patience);
    await panel.field('Вопросы клиентов').fill(`${question}\nГде вы?`);
    await panel.reads('2 вопроса, 4 запроса к модели.');
    await panel.presses('Сравнить ответы');
    await panel.reads('Готово 2 из 2.');
    await panel.page.locator('.answer').filter({ hasText: before }).first().waitFor(patience);
    await panel.page.locator('.answer').filter({ hasText: after }).first().waitFor(patience);
    await panel.reads('Ответы изменились: 2.');
    await panel.reads('Потрачено: 4 запроса');
  }, 60_000);

  it('tries it on a past conversation, beside what was said then', async () => {
    await panel.page.getByText('Прошлые диалоги').click(patience);
    await panel.field('Поиск по словам').fill('дирижабль');
    await panel.reads('За эти дни ничего подходящего');
    await panel.field('Поиск по словам').fill('человека');
    await panel.field('Только те, где звали человека').check(patience);
    await panel.page.locator('.past-list').getByRole('checkbox').first().check(patience);
    await panel.reads('Выбрано диалогов: 1 из 5');
    await panel.reads(/\d вопроса?, \d запроса к модели/);
    await panel.presses('Сравнить ответы');
    const replayed = panel.page.locator('.trial-rows li').filter({ hasText: 'Позовите человека' });
    await replayed.filter({ hasText: after }).waitFor(patience);
    expect(await replayed.innerText()).toMatch(
      new RegExp(`Ответили тогда[^]*Зову коллегу[^]*Сейчас\\s*${before}[^]*По новому тексту\\s*${after}`),
    );
    await replayed.scrollIntoViewIfNeeded(patience);
    await panel.picture(pictures, 'panel-prompt-tested');
    expect(await panel.faults()).toEqual([]);
  }, 60_000);

  it('puts a variable where the cursor is, and marks one that nothing is known of', async () => {
    const text = panel.field('Текст промпта');
    const written = await text.inputValue();
    await text.press('Control+End');
    await panel.presses('название компании');
    expect(await text.inputValue()).toBe(`${written}{client_name}`);
    await text.press('Control+End');
    await panel.page.keyboard.type(' {foo}');
    await panel.reads('Переменной {foo} нет');
    await text.fill(written);
    await panel.page.getByText('Переменной {foo} нет').waitFor({ state: 'detached', ...patience });
  }, 60_000);

  it('keeps it as a version, and answers the next customer with it once it is activated', async () => {
    await panel.presses('Сохранить версию');
    await panel.reads('Версия 2 сохранена.');
    await playground.card.getByRole('button', { name: 'Решено' }).click(patience);
    await playground.reads(playground.phone, 'Рады были помочь');
    await playground.writes(playground.phone, question);
    await playground.reads(playground.phone, before);
    await panel.presses('Включить');
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Включить' }).click(patience);
    await panel.button('Вернуть версию 1').waitFor(patience);
    await playground.writes(playground.phone, question);
    await playground.reads(playground.phone, after);
  }, 60_000);

  it('goes back to the version before in one click', async () => {
    await panel.presses('Вернуть версию 1');
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Вернуть' }).click(patience);
    await panel.button('Вернуть версию 1').waitFor({ state: 'detached', ...patience });
    await panel.page
      .locator('.versions li')
      .filter({ hasText: /Версия 1\s*Действует/ })
      .waitFor(patience);
  }, 60_000);

  it('refuses a text that was written over a newer one, and shows both', async () => {
    const other = await panel.another();
    await other.field('Текст промпта').fill('Полдень: коротко.');
    await other.presses('Сохранить версию');
    await other.reads('Версия 3 сохранена.');
    await other.page.close();
    await panel.field('Текст промпта').fill('Полдень: подробно.');
    await panel.presses('Сохранить версию');
    const stale = panel.page.getByRole('alert').filter({ hasText: 'Пока вы писали, промпт изменили' });
    await stale.waitFor(patience);
    expect(await stale.innerText()).toMatch(/Полдень: коротко\.[^]*Полдень: подробно\./);
    await panel.picture(pictures, 'panel-stale');
    expect(await panel.faults()).toEqual([]);
    await panel.presses('Сохранить мой новой версией');
    await panel.reads('Версия 4 сохранена.');
  }, 60_000);

  it('tries a default prompt, with a client that goes by it, before it is in use for all of them', async () => {
    expect(await panel.page.evaluate(makesBakery)).toBe(201);
    const other = await panel.another();
    await other.opens('Промпты по умолчанию');
    const client = other.field('С какой компанией проверить');
    // The demo shop has a prompt of its own.
    expect(await client.locator('option').allInnerTexts()).toEqual(['Пекарня']);
    const text = await other.field('Текст промпта').inputValue();
    await other.field('Текст промпта').fill(`${text}\n${newRule}`);
    await other.page.getByText('Свои вопросы').click(patience);
    await other.field('Вопросы клиентов').fill(question);
    await other.presses('Сравнить ответы');
    await other.reads('Готово 1 из 1.');
    const row = other.page.locator('.trial-rows li').filter({ hasText: question });
    expect(await row.innerText()).toMatch(new RegExp(`Сейчас\\s*${before}[^]*По новому тексту\\s*${after}`));
    await row.scrollIntoViewIfNeeded(patience);
    await other.picture(pictures, 'panel-default-tested');
    expect(await other.faults()).toEqual([]);
    await other.page.close();
  }, 60_000);

  it('comes back to the same page, with what was typed, when the session has ended', async () => {
    const address = panel.page.url();
    await panel.field('Текст промпта').fill('Полдень: ещё не сохранено.');
    await panel.page.context().clearCookies();
    await panel.presses('Сохранить версию');
    await panel.reads('Сеанс закончился');
    await panel.signsIn({ email: firstAdmin.email, password: 'not the password' });
    await panel.reads('Почта или пароль не подходят');
    await panel.picture(pictures, 'panel-sign-in');
    expect(await panel.faults()).toEqual([]);
    await panel.signsIn();
    await panel.heading('Промпты').waitFor(patience);
    expect(panel.page.url()).toBe(address);
    expect(await panel.field('Текст промпта').inputValue()).toBe('Полдень: ещё не сохранено.');
  }, 60_000);

  it('speaks three languages', async () => {
    await panel.presses(/Учётная запись/);
    await panel.field('Язык').selectOption({ label: 'Қазақша' });
    await panel.heading('Промпттар').waitFor(patience);
    await panel.field('Тіл').selectOption({ label: 'English' });
    await panel.heading('Prompts').waitFor(patience);
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'panel-account');
  }, 60_000);

  it('comes with less than 300 kB of compressed script', async () => {
    const other = await panel.page.context().newPage();
    let bytes = 0;
    other.on('response', (response) => {
      if (response.url().endsWith('.js')) bytes += Number(response.headers()['content-length']);
    });
    await other.goto(panel.page.url(), { waitUntil: 'networkidle' });
    await other.close();
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(300_000);
  }, 60_000);

  it('goes out, and shows nothing any more', async () => {
    await panel.presses('Sign out');
    await panel.heading('Sign in').waitFor(patience);
    await panel.page.goBack();
    await panel.heading('Sign in').waitFor(patience);
  }, 60_000);

  it('does without anything a strict content security policy forbids', () => {
    expect(panel.troubles).toEqual([]);
  });
});

/** Run in the page: a client that has written no prompts. */
const makesBakery = `(async () => {
  const me = await (await fetch('/api/me')).json();
  const headers = { 'content-type': 'application/json', 'x-csrf-token': me.csrf_token };
  const body = JSON.stringify({ name: 'Пекарня', slug: 'bakery', language: 'ru', timezone: 'Asia/Almaty' });
  return (await fetch('/api/clients', { method: 'POST', headers, body })).status;
})()`;
