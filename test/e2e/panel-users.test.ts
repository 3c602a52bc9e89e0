import { readFile } from 'node:fs/promises';
import { Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';

const pictures = process.env['SCREENSHOT_DIR'];
const secret = 'баклажановый';

// What an admin does with the people who write: find, merge, take along, erase.
inBrowser('users in the panel', () => {
  let playground: Playground;
  let panel: Panel;
  const choices = () => panel.page.locator('.side-list .choices li');
  /** A dialog's head counts as a second head of the page, which is no more than moderate. */
  const faultsOfDialog = async (): Promise<string[]> =>
    (await panel.faults()).filter((fault) => !fault.startsWith('moderate landmark'));
  const opensUser = async (name: string): Promise<void> => {
    await choices().filter({ hasText: name }).first().click(patience);
    await panel.page.locator('.user').getByRole('heading', { name, level: 2 }).waitFor(patience);
  };

  beforeAll(async () => {
    playground = await Playground.open();
    const { phone, page } = playground;
    await phone.getByRole('button', { name: 'Начать' }).click(patience);
    await playground.writes(phone, `Мне нужен ${secret} сироп`);
    await playground.attaches(phone, 'Фото');
    await playground.writes(phone, 'Позовите человека');
    await playground.reads(phone, 'Зову коллегу');
    await playground.card.getByRole('button', { name: 'Беру' }).click(patience);
    await playground.reads(playground.group, secret);
    await page.getByRole('tab', { name: 'Айгерим' }).click();
    await phone.getByRole('button', { name: 'Начать' }).click(patience);
    await playground.writes(phone, 'До скольки вы работаете?');
    await playground.reads(phone, 'Мы открыты каждый день');
    panel = await Panel.open(playground);
    await panel.begins();
    await panel.page.getByLabel('Компания').selectOption({ label: 'Кофейня «Полдень»' });
  }, 120_000);

  afterAll(async () => playground?.close(), 60_000);

  it('finds them by a part of what they are called, and shows what is known', async () => {
    await panel.opens('Клиенты');
    await panel.field('Имя, @имя или номер').fill('@anna');
    await choices()
      .filter({ hasText: 'Айгерим' })
      .waitFor({ state: 'detached', ...patience });
    await opensUser('Анна');
    await panel.reads('У менеджера');
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'panel-user');
    await panel.field('Имя, @имя или номер').fill('');
    await choices().filter({ hasText: 'Айгерим' }).waitFor(patience);
  }, 60_000);

  it('merges two who are one person, and takes it back', async () => {
    await panel.presses('Объединить');
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Объединить: Айгерим' }).waitFor(patience);
    expect(await faultsOfDialog()).toEqual([]);
    await panel.picture(pictures, 'panel-merge');
    await dialog.getByRole('button', { name: 'Объединить: Айгерим' }).click(patience);
    await panel.reads('Айгерим, объединён');
    await choices()
      .filter({ hasText: 'Айгерим' })
      .waitFor({ state: 'detached', ...patience });
    await panel.presses('Разъединить');
    await dialog.getByRole('button', { name: 'Разъединить' }).click(patience);
    await choices().filter({ hasText: 'Айгерим' }).waitFor(patience);
  }, 60_000);

  it('gives everything that is kept as a file', async () => {
    await opensUser('Анна');
    const coming = panel.page.waitForEvent('download');
    await panel.page.getByRole('link', { name: 'Скачать всё' }).click(patience);
    const file = await coming;
    expect(file.suggestedFilename()).toBe('estafeta-user.json');
    const kept = await readFile(await file.path(), 'utf8');
    const { users, messages, files } = JSON.parse(kept) as Record<string, object[]>;
    expect({ users, messages }).toEqual({
      users: [expect.objectContaining({ name: 'Анна' })],
      messages: expect.arrayContaining([
        expect.objectContaining({ content: `Мне нужен ${secret} сироп` }),
      ]) as object[],
    });
    expect(Object.keys(files ?? {})).toHaveLength(1);
  }, 60_000);

  it('erases a person whose name was typed once more, and shows until nothing is left', async () => {
    await panel.presses('Удалить данные');
    const dialog = panel.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Аня');
    await dialog.getByRole('button', { name: 'Удалить данные' }).click(patience);
    await panel.reads('Не совпадает');
    expect(await faultsOfDialog()).toEqual([]);
    await panel.picture(pictures, 'panel-erase');
    await dialog.getByRole('textbox').fill('Анна');
    await dialog.getByRole('button', { name: 'Удалить данные' }).click(patience);
    await panel.page.getByRole('heading', { name: 'Данные удалены' }).waitFor({ timeout: 40_000 });
    await panel.reads('В группе менеджеров ничего не осталось');
    await panel.reads('Удалено: 1 файл');
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'panel-erased');
  }, 90_000);

  it('leaves nothing of them: in no list, no search, and not in the managers’ group', async () => {
    await choices()
      .filter({ hasText: 'Анна' })
      .waitFor({ state: 'detached', ...patience });
    await choices().filter({ hasText: 'Айгерим' }).waitFor(patience);
    await panel.opens('Диалоги');
    await panel.page.locator('.conversation-row').filter({ hasText: 'Айгерим' }).waitFor(patience);
    expect(await panel.page.locator('.conversation-row').filter({ hasText: 'Анна' }).count()).toBe(0);
    await panel.field('Поиск по словам').fill(secret);
    await panel.reads('Ничего не нашлось');
    const group = playground.group.locator('.topic').filter({ hasText: 'Анна' });
    await group.waitFor({ state: 'detached', ...patience });
  }, 60_000);

  it('meets them as somebody new when they write again', async () => {
    await playground.page.getByRole('tab', { name: 'Анна' }).click();
    await playground.writes(playground.phone, 'До скольки вы работаете?');
    await playground.reads(playground.phone, 'Мы открыты каждый день');
    await panel.opens('Клиенты');
    await opensUser('Анна');
    await panel.reads('1 диалог, 2 сообщения');
  }, 60_000);

  it('is read on a phone and in the dark, without a fault', async () => {
    await panel.page.emulateMedia({ colorScheme: 'dark' });
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'panel-user-dark');
    await panel.page.emulateMedia({ colorScheme: 'light' });
    await panel.page.setViewportSize({ width: 360, height: 780 });
    expect(await panel.isTooWide()).toBe(false);
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'panel-user-phone');
    await panel.page.getByRole('link', { name: 'К списку' }).click(patience);
    await choices().first().waitFor(patience);
    await panel.picture(pictures, 'panel-users-phone');
    expect(panel.troubles).toEqual([]);
  }, 60_000);
});
