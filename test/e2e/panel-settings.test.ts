import type { Locator } from 'playwright-core';
import { Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';

const pictures = process.env['SCREENSHOT_DIR'];
const example = 'чем вы кормите попугаев';

// What an admin sets, beside the playground whose customer waits for a person meanwhile.
inBrowser('the settings of a client in the panel', () => {
  let playground: Playground;
  let panel: Panel;

  beforeAll(async () => {
    playground = await Playground.open();
    panel = await Panel.whereSomebodyWaits(playground);
    await panel.opens('Настройки');
  }, 120_000);

  afterAll(() => playground?.close(), 60_000);

  const saves = async (): Promise<void> => {
    await panel.presses('Сохранить');
    await panel.reads('Сохранено.');
  };
  /** What is wrong with a field, as it stands beside it. */
  const besideField = (label: string, words: string): Locator =>
    panel.page
      .locator('.setting')
      .filter({ has: panel.page.getByLabel(label, { exact: true }) })
      .getByText(words);
  const asks = async <Item>(path: string): Promise<{ items: Item[] }> => {
    const answer = await panel.page.request.get(new URL(path, panel.page.url()).href);
    return (await answer.json()) as { items: Item[] };
  };
  /** After how many minutes the request that is open is to be reminded of, as it is kept. */
  const remindedAfter = async (): Promise<number> => {
    const { items: clients } = await asks<{ id: string; slug: string }>('/api/clients');
    const id = clients.find(({ slug }) => slug === 'demo-ru')?.id;
    const { items } = await asks<{ waiting_since: string; reminder_1_due_at: string }>(
      `/api/clients/${id}/handovers?column=waiting`,
    );
    const { waiting_since = '', reminder_1_due_at = '' } = items[0] ?? {};
    return Math.round((Date.parse(reminder_1_due_at) - Date.parse(waiting_since)) / 60_000);
  };

  it('show where another reminder moves the request that is open, and move it there', async () => {
    const open = panel.page.getByRole('region', { name: 'Открытые запросы' });
    await open.locator('.open-request').first().waitFor(patience);
    expect(await remindedAfter()).toBe(30);
    await panel.field('Первое напоминание').fill('45');
    const moved = open.locator('.dues > div').filter({ hasText: 'Первое напоминание' });
    await moved.locator('ins').waitFor(patience);
    const shown = (await moved.locator('ins').innerText()).replace(/^станет\s*/, '');
    expect(await remindedAfter()).toBe(30);
    await panel.picture(pictures, 'panel-settings-preview');
    await saves();
    await moved.locator('ins').waitFor({ state: 'detached', ...patience });
    expect(await moved.innerText()).toContain(shown);
    expect(await remindedAfter()).toBe(45);
  }, 60_000);

  it('say beside a field what is wrong with it, keep what was typed and save nothing', async () => {
    await panel.field('Первое напоминание').fill('90');
    await besideField('Срочное напоминание', 'Должно быть больше, чем «Первое напоминание»').waitFor(
      patience,
    );
    await panel.field('Порог уверенности').fill('два');
    await besideField('Порог уверенности', 'Напишите число').waitFor(patience);
    await panel.presses('Сохранить');
    await panel.reads('Исправьте отмеченные поля');
    expect(await panel.field('Порог уверенности').inputValue()).toBe('два');
    await panel.picture(pictures, 'panel-settings-refused');
    await panel.presses('Отменить правки');
    expect(await panel.field('Первое напоминание').inputValue()).toBe('45');
    expect(await remindedAfter()).toBe(45);
  }, 60_000);

  it('ask before what was typed is lost', async () => {
    await panel.field('Первое напоминание').fill('50');
    const asked: string[] = [];
    panel.page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await panel.page.getByRole('link', { name: 'Намерения', exact: true }).click(patience);
    expect(asked).toEqual([expect.stringContaining('не сохранены')]);
    expect(await panel.field('Первое напоминание').inputValue()).toBe('50');
    await panel.presses('Отменить правки');
  }, 60_000);

  it('take hours with a break and over midnight, refuse those that overlap, and read them back', async () => {
    await panel.page.getByText('По расписанию', { exact: true }).click(patience);
    const monday = panel.page.getByRole('group', { name: 'Понедельник' });
    await monday.getByLabel('Понедельник, 1: до').fill('13:00');
    await monday.getByRole('button', { name: 'Ещё время' }).click(patience);
    await monday.getByLabel('Понедельник, 2: с').fill('12:00');
    await monday.getByLabel('Понедельник, 2: до').fill('19:00');
    await monday.getByText('Промежутки пересекаются').waitFor(patience);
    await monday.getByLabel('Понедельник, 2: с').fill('14:00');
    const saturday = panel.page.getByRole('group', { name: 'Суббота' });
    await saturday.getByRole('button', { name: 'Ещё время' }).click(patience);
    await saturday.getByLabel('Суббота, 1: с').fill('20:00');
    await saturday.getByLabel('Суббота, 1: до').fill('02:00');
    await saturday.getByText('до следующего дня').waitFor(patience);
    await panel.presses('Добавить день');
    await panel.field('Нерабочий день 1').fill('2027-01-01');
    await saves();
    await panel.page.reload();
    await panel.field('Понедельник, 2: до').waitFor(patience);
    const hours = await Promise.all(
      ['1: с', '1: до', '2: с', '2: до'].map((of) => panel.field(`Понедельник, ${of}`).inputValue()),
    );
    expect(hours).toEqual(['09:00', '13:00', '14:00', '19:00']);
    expect(await panel.field('Нерабочий день 1').inputValue()).toBe('2027-01-01');
    await panel.picture(pictures, 'panel-settings-hours');
  }, 60_000);

  it('show both versions to whoever saves after somebody else, and take the second try', async () => {
    const other = await panel.another();
    await other.field('Сколько раз «не помогло»').fill('5');
    await panel.field('Сколько раз «не помогло»').fill('7');
    await other.presses('Сохранить');
    await other.reads('Сохранено.');
    await other.page.close();
    await panel.presses('Сохранить');
    const stale = panel.page.getByRole('alert').filter({ hasText: 'это изменил кто-то другой' });
    await stale.waitFor(patience);
    expect(await stale.innerText()).toMatch(/Сколько раз «не помогло»[^]*5[^]*7/);
    await panel.picture(pictures, 'panel-settings-stale');
    await panel.presses('Сохранить моё');
    await panel.reads('Сохранено.');
    expect(await panel.field('Сколько раз «не помогло»').inputValue()).toBe('7');
  }, 60_000);

  it('teach the bot another phrase for an intent, and tell what it would say to it', async () => {
    await panel.opens('Намерения');
    await panel.page.locator('.choices a').filter({ hasText: 'opening_hours' }).click(patience);
    const examples = panel.page.getByLabel(/^Примеры фраз/);
    await examples.fill(`${await examples.inputValue()}\n${example}`);
    await saves();
    await panel.field('Сообщение клиента').fill(example);
    await panel.presses('Проверить');
    const tried = panel.page.locator('.tried');
    await tried
      .filter({ hasText: /opening_hours[^]*Готовый ответ[^]*Мы открыты каждый день/ })
      .waitFor(patience);
    await panel.picture(pictures, 'panel-intents-tried');
  }, 60_000);

  it('give customers a text of one’s own', async () => {
    await panel.opens('Ответы');
    await panel.page.locator('.choices a').filter({ hasText: 'Решено' }).first().click(patience);
    await panel.page.getByText('Свой текст', { exact: true }).last().click(patience);
    await panel.field('Қазақша').fill('Көріскенше!');
    await panel.field('Текст для всех языков').fill('До встречи в ');
    await panel.presses('название компании');
    await panel.page
      .locator('blockquote')
      .filter({ hasText: 'До встречи в Кофейня «Полдень»' })
      .first()
      .waitFor(patience);
    await panel.page.locator('blockquote').filter({ hasText: 'Көріскенше!' }).waitFor(patience);
    await panel.reads('Своего на этом языке нет: отправится текст для всех');
    await saves();
    await panel.picture(pictures, 'panel-notice');
    await playground.card.getByRole('button', { name: 'Решено' }).click(patience);
    await playground.reads(playground.phone, 'До встречи в Кофейня «Полдень»');
  }, 60_000);

  it('does without anything a strict content security policy forbids', () => {
    expect([...panel.troubles, ...playground.troubles]).toEqual([]);
  });
});
