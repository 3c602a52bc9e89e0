import { Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';

const pictures = process.env['SCREENSHOT_DIR'];

// Somebody answers in the managers' group on their phone and in the panel at their desk.
inBrowser('one person in the managers’ group and in the panel', () => {
  let playground: Playground;
  let panel: Panel;

  const opensRequest = async (): Promise<void> => {
    await panel.opens('Запросы');
    await panel.page.locator('.board-column .conversation-row').first().click(patience);
  };
  const isJoined = /@dana_manager.*В панели: Анна \(вы\)/;

  beforeAll(async () => {
    playground = await Playground.open();
    panel = await Panel.whereSomebodyWaits(playground);
    await playground.card.getByRole('button', { name: 'Беру', exact: true }).click(patience);
    await playground.card.filter({ hasText: 'Отвечает Дана' }).waitFor(patience);
  }, 120_000);

  afterAll(async () => {
    await playground?.close();
  }, 60_000);

  it('who is not known to be the manager of the group may not write where that one has taken', async () => {
    await opensRequest();
    await panel.reads('Клиенту пишет Дана');
    await panel.opens('Менеджеры');
    await panel.reads('@dana_manager');
    expect(await panel.faults()).toEqual([]);
  }, 60_000);

  it('an admin says which manager they are, and is asked whom they mean when they forget to', async () => {
    await panel.presses('Объединить: Дана');
    await panel.reads('Дана: кто это в панели?');
    await panel.presses(/^Объединить$/);
    // Beside the field; the same words stand in the field itself.
    await panel.page.getByText('Выберите, кто это').last().waitFor(patience);
    await panel.field('Человек в панели').selectOption({ label: 'Анна (вы)' });
    await panel.picture(pictures, 'panel-managers-joining');
    await panel.presses(/^Объединить$/);
    await panel.reads(isJoined);
    await panel.button('Разъединить: Дана').waitFor(patience);
  }, 60_000);

  it('what was taken in Telegram is answered in the panel, as the same person', async () => {
    await opensRequest();
    await panel.reads('Отвечаете вы');
    await panel.field('Ответ клиенту').fill('Это снова я, уже из панели');
    await panel.presses('Отправить');
    await playground.reads(playground.phone, 'Это снова я, уже из панели');
    await playground.reads(playground.group, /Дана\s*Это снова я, уже из панели/);
  }, 60_000);

  it('is read on a desktop and a phone, in the light and in the dark, without a fault', async () => {
    await panel.opens('Менеджеры');
    for (const [width, height, colorScheme] of [
      [1440, 900, 'light'],
      [1440, 900, 'dark'],
      [390, 844, 'light'],
    ] as const) {
      await panel.page.setViewportSize({ width, height });
      await panel.page.emulateMedia({ colorScheme });
      await panel.reads(isJoined);
      await panel.picture(pictures, `panel-managers-${width}-${colorScheme}`);
      const faults = await panel.faults();
      expect({ width, colorScheme, faults }).toEqual({ width, colorScheme, faults: [] });
      expect(await panel.isTooWide()).toBe(false);
    }
    await panel.page.setViewportSize({ width: 1440, height: 900 });
  }, 60_000);

  it('parted again, the request stays with the manager of the group, and the panel has one of its own', async () => {
    await panel.presses('Разъединить: Дана');
    await panel.reads('Это снова будут два менеджера');
    await panel.presses(/^Разъединить$/);
    await panel.button('Объединить: Дана').waitFor(patience);
    await opensRequest();
    await panel.reads('Клиенту пишет Дана');
    await panel.presses('Забрать себе');
    await panel.reads('Отвечаете вы');
    await panel.opens('Менеджеры');
    await panel.reads('Отвечает только в панели');
    // From this side, too.
    await panel.presses('Объединить: Анна');
    await panel.reads('Анна: кто это в группе?');
    await panel.field('Менеджер в группе').selectOption({ label: 'Дана' });
    await panel.presses(/^Объединить$/);
    await panel.reads(isJoined);
    await panel.button('Объединить: Анна').waitFor({ state: 'detached', ...patience });
    await playground.card.filter({ hasText: 'Отвечает Дана' }).waitFor(patience);
    expect(panel.troubles).toEqual([]);
  }, 60_000);
});
