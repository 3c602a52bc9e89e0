import { Panel } from './support/panel.js';
import { inBrowser, patience, Playground } from './support/playground.js';

const pictures = process.env['SCREENSHOT_DIR'];
const desktop = { width: 1440, height: 900 };
const phone = { width: 360, height: 780 };

// Every page there is, and every one that will be: they are read off the menu.
inBrowser('every page of the panel', () => {
  let playground: Playground;
  let panel: Panel;
  let places: string[];

  beforeAll(async () => {
    playground = await Playground.open();
    panel = await Panel.whereSomebodyWaits(playground);
    places = await panel.page
      .locator('.side nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    places.push('/panel/-/account', '/panel/-/clients/new');
  }, 120_000);

  afterAll(async () => {
    await playground?.close();
  }, 60_000);

  it('has nothing axe finds fault with, in the light and in the dark, and fits a phone', async () => {
    expect(places.length).toBeGreaterThan(10);
    for (const place of places) {
      await opens(place);
      const light = await panel.faults();
      await panel.picture(pictures, named(place, 'light'));
      await looks({ colorScheme: 'dark' });
      const dark = await panel.faults(['color-contrast']);
      await panel.picture(pictures, named(place, 'dark'));
      await looks({ colorScheme: 'light' });
      await panel.page.setViewportSize(phone);
      const isTooWide = await panel.isTooWide();
      await panel.picture(pictures, named(place, 'phone'));
      await panel.page.setViewportSize(desktop);
      expect({ place, light, dark, isTooWide }).toEqual({ place, light: [], dark: [], isTooWide: false });
    }
  }, 300_000);

  it('is reached on a phone by a menu that takes the focus, gives it back, and closes behind whoever chose', async () => {
    await panel.page.setViewportSize(phone);
    await panel.presses('Меню');
    const menu = panel.page.getByRole('dialog');
    await menu.getByRole('link', { name: 'Диалоги', exact: true }).waitFor(patience);
    expect(await panel.faults()).toEqual([]);
    await panel.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached', ...patience });
    await panel.page.locator('button:focus').and(panel.button('Меню')).waitFor(patience);
    await panel.page.keyboard.press('Enter');
    await menu.getByRole('link', { name: 'Диалоги', exact: true }).click(patience);
    await panel.heading('Диалоги').waitFor(patience);
    await menu.waitFor({ state: 'detached', ...patience });
    await panel.page.setViewportSize(desktop);
  }, 60_000);

  it('does without anything a strict content security policy forbids', () => {
    expect(panel.troubles).toEqual([]);
  });

  async function opens(place: string): Promise<void> {
    const link = panel.page.locator(`.side nav a[href="${place}"]`);
    if ((await link.count()) > 0) await link.click(patience);
    else await panel.page.goto(new URL(place, panel.link).href);
    await panel.isThere();
  }

  async function looks(media: { colorScheme: 'light' | 'dark' }): Promise<void> {
    await panel.page.emulateMedia(media);
    await panel.page
      .locator(`html[data-mantine-color-scheme="${media.colorScheme}"]`)
      .waitFor({ state: 'attached', ...patience });
  }
});

function named(place: string, look: string): string {
  return `panel${place.replace('/panel', '').replaceAll('/', '_')}-${look}`;
}
