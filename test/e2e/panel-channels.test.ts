import { createLocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { qrPicture } from '../../src/integrations/qr-picture.js';
import { readLink } from '../../src/integrations/whatsapp-link.js';
import { linksOfClient } from '../../src/integrations/whatsapp-link-row.js';
import { systemClock } from '../../src/shared/clock.js';
import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { environmentOf, opens, patient, patientMs } from './support/linked.js';
import { Panel } from './support/panel.js';
import { closeBrowser, inBrowser, patience } from './support/playground.js';
import type { Shop } from './support/shop.js';

const pictures = process.env['SCREENSHOT_DIR'];
const whatsapp = await createLocalWhatsApp();
const installation = await startInstallation({ env: await environmentOf(whatsapp) });
afterAll(() => whatsapp.close());
const asked = 'во сколько вы открываетесь?';

// What an admin does about connections, against a local Telegram and a local WhatsApp that answer as the real ones.
inBrowser('channels, use and queues in the panel', () => {
  let shop: Shop;
  let panel: Panel;
  const goesTo = (page: string): Promise<unknown> =>
    panel.page.goto(`${new URL(panel.link).origin}/panel/${page}`);

  beforeAll(async () => {
    shop = await installation.newClient();
    panel = await Panel.openOn(installation.programs[0]!);
    await panel.begins();
    await goesTo(`${shop.slug}/channels`);
    await panel.heading('Каналы').waitFor(patience);
  }, 120_000);

  afterAll(async () => {
    await closeBrowser(panel?.page);
  }, 60_000);

  /** The text behind the QR code that stands on the page now: what a camera would read. */
  async function scanned(): Promise<string> {
    const drawn = panel.page.getByRole('img', { name: 'QR-код для привязки телефона' }).locator('path');
    await drawn.waitFor({ timeout: patient.withinMs });
    return eventually(async () => {
      const path = await drawn.getAttribute('d');
      const [link] = await linksOfClient(installation.database, shop.client_id);
      if (!link) throw new Error('There is no connection with a phone.');
      const of = { ...link, language: 'ru', now: systemClock.now() };
      const { qr } = await readLink(installation.database, installation.box, of);
      return qr !== null && qrPicture(qr).path === path ? qr : false;
    }, patient);
  }

  it('tells beside the field that Telegram does not know a token, and keeps what was typed', async () => {
    const unknown = `123456789:${'A'.repeat(35)}`;
    const second = installation.telegram.createBot({ username: 'second_bot' });
    await panel.presses('Добавить канал');
    await panel.field('Название').fill('second');
    await panel.field('Токен бота').fill(unknown);
    await panel.presses('Проверить и добавить');
    await panel.reads('Telegram не знает такого токена');
    expect(await panel.field('Токен бота').inputValue()).toBe(unknown);
    expect(await panel.field('Название').inputValue()).toBe('second');
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'channels-wrong-token');
    await panel.field('Токен бота').fill(second.token);
    await panel.presses('Проверить и добавить');
    await panel.reads('Telegram узнал бота: @second_bot.');
    await panel.presses('Готово');
    const card = panel.page.locator('.channel').filter({ hasText: 'second' });
    await card.filter({ hasText: /Работает[^]*@second_bot/ }).waitFor(patience);
    await panel.picture(pictures, 'channels');
  }, 60_000);

  it(
    'links a phone by the QR code on the page, turns to linked by itself, and the next customer is answered',
    async () => {
      const phone = await whatsapp.createPhone({ name: 'Полдень' });
      await panel.presses('Добавить канал');
      await panel.page.getByText('WhatsApp, телефон', { exact: true }).click(patience);
      await panel.presses('Добавить и привязать телефон');
      await panel.heading('Телефон для «main-number»').waitFor(patience);
      await panel.presses('Показать код');
      const qr = await scanned();
      expect(await panel.faults()).toEqual([]);
      await panel.picture(pictures, 'channels-qr');
      phone.scan(qr);
      await panel.page.getByText(`Телефон ${phone.phone} привязан`).waitFor({ timeout: patient.withinMs });
      const anna = await whatsapp.createCustomer({ name: 'Анна', business: phone.phone });
      await anna.writes(asked);
      await eventually(() => expect(anna.received().map(({ text }) => text)).toContain(opens), patient);
      await panel.presses('Готово');
      const card = panel.page.locator('.channel').filter({ hasText: 'main-number' });
      await card.filter({ hasText: /Работает[^]*Номер в порядке[^]*1 открытый диалог/ }).waitFor(patience);
    },
    patientMs,
  );

  it('asks before a phone is unlinked, and says what is to be done then', async () => {
    const card = panel.page.locator('.channel').filter({ hasText: 'main-number' });
    await card.getByRole('button', { name: 'Отвязать' }).click(patience);
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Отвязать' }).click(patience);
    await card.getByRole('button', { name: 'Привязать телефон' }).waitFor({ timeout: patient.withinMs });
    await card.getByRole('button', { name: 'Выключить' }).click(patience);
    await panel.page.getByRole('dialog').filter({ hasText: '1 открытый диалог' }).waitFor(patience);
    await panel.picture(pictures, 'channels-switch-off');
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Выключить' }).click(patience);
    await card.getByRole('button', { name: 'Включить снова' }).waitFor(patience);
  }, 90_000);

  it('gives the code that connects a group of managers, as steps', async () => {
    await panel.presses('Подключить другую группу');
    await expect(panel.field('Команда для группы').inputValue()).resolves.toMatch(
      /^\/connect [A-Z0-9-]{11}$/,
    );
  }, 60_000);

  it('shows what could not be handled and has it tried once more: the customer is answered', async () => {
    const { customer, client_id } = shop;
    customer.sends({ raw: { photo: 'not a list of sizes' } });
    await eventually(async () => {
      const rows = await installation.database.query(
        sql`SELECT id FROM failed_updates WHERE client_id = ${client_id}`,
      );
      expect(rows).toHaveLength(1);
    });
    await goesTo('-/queues');
    await panel.heading('Очереди').waitFor(patience);
    const row = panel.page.locator('.rows li').filter({ hasText: 'message' });
    await row.waitFor(patience);
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'queues');
    // The version of the program that comes next understands it.
    await installation.database.query(sql`
      UPDATE failed_updates SET payload = jsonb_set(payload #- '{message,photo}', '{message,text}', to_jsonb(${asked}::text))
      WHERE client_id = ${client_id}`);
    await row.getByRole('button', { name: 'Повторить' }).click(patience);
    await panel.page.getByRole('dialog').getByRole('button', { name: 'Повторить' }).click(patience);
    await customer.sees(opens);
    await panel.reads('Все входящие обработаны');
  }, 60_000);

  it('is read on a phone and in the dark, without a fault', async () => {
    await panel.page.setViewportSize({ width: 390, height: 844 });
    await panel.page.emulateMedia({ colorScheme: 'dark' });
    for (const place of [`${shop.slug}/channels`, `${shop.slug}/usage`, `${shop.slug}/reports`, '-/queues']) {
      await goesTo(place);
      await panel.page.locator('.page-head ~ *').first().waitFor(patience);
      await panel.page
        .getByRole('status', { name: 'Загружаем…' })
        .waitFor({ state: 'detached', ...patience });
      expect({ place, faults: await panel.faults() }).toEqual({ place, faults: [] });
      expect({ place, isTooWide: await panel.isTooWide() }).toEqual({ place, isTooWide: false });
      await panel.picture(pictures, `phone-${place.split('/')[1]}`);
    }
  }, 90_000);

  it('does without anything a strict content security policy forbids', () => {
    expect(panel.troubles).toEqual([]);
  });
});
