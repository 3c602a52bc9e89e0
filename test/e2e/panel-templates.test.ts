import { createLocalGraph } from '../../playground/graph-api/local-graph.js';
import { openCloudShop } from './support/cloud.js';
import type { CloudShop } from './support/cloud.js';
import { startInstallation } from './support/installation.js';
import { Panel } from './support/panel.js';
import { closeBrowser, inBrowser, patience } from './support/playground.js';
import type { Topic } from './support/shop.js';
import { timePasses } from './support/time.js';

const pictures = process.env['SCREENSHOT_DIR'];
const graph = await createLocalGraph({ webhookRetryMs: 100 });
const installation = await startInstallation({ env: { WHATSAPP_CLOUD_API_ROOT: await graph.listen() } });
afterAll(() => graph.close());

// How an admin lets managers answer after 24 hours: against a local Graph API that checks what it is sent.
inBrowser('the template after 24 hours, chosen in the panel', () => {
  let cloud: CloudShop;
  let panel: Panel;
  let topic: Topic;
  const goesTo = (page: string): Promise<unknown> =>
    panel.page.goto(`${new URL(panel.link).origin}/panel/${cloud.shop.slug}/${page}`);
  const name = (): ReturnType<Panel['field']> => panel.field('Название шаблона');
  const language = (): ReturnType<Panel['field']> => panel.field('Язык шаблона');
  const opensTemplate = async (): Promise<void> => {
    await goesTo('channels');
    await panel.button(/Шаблон после 24 часов/).click(patience);
    await panel.heading('Шаблон после 24 часов: «official»').waitFor(patience);
  };

  beforeAll(async () => {
    cloud = await openCloudShop(installation, graph);
    panel = await Panel.openOn(installation.programs[0]!);
    await panel.begins();
  }, 120_000);

  afterAll(async () => {
    await closeBrowser(panel?.page);
  }, 60_000);

  it('is typed by hand while Meta’s list is not known; what is no name is told beside its field, in Russian', async () => {
    await goesTo('channels');
    await panel.reads('После 24 часов ничего не уходит: шаблон не выбран.');
    await opensTemplate();
    await panel.reads(/Список Meta станет виден, когда на этот номер придёт первое сообщение/);
    await name().fill('Наш ответ');
    await panel.presses('Сохранить');
    await panel.reads('Укажите язык, на котором шаблон одобрен');
    await language().fill('русский');
    await panel.presses('Сохранить');
    await panel.reads('Только строчные латинские буквы, цифры и _');
    await panel.reads('Это не код языка: он выглядит как ru или en_US');
    expect(await name().inputValue()).toBe('Наш ответ');
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'template-by-hand');
    await name().fill('we_answered');
    await language().fill('ru');
    await panel.presses('Сохранить');
    await panel.reads(/проверьте сами, что он одобрен/);
    await panel.presses('К списку');
    await panel.reads('После 24 часов: шаблон we_answered (ru)');
  }, 60_000);

  it('is chosen from those Meta has approved once the first customer has written', async () => {
    const { phone_number_id, customer, shop } = cloud;
    const of = { phone_number_id, language: 'ru' };
    graph.addTemplate({
      ...of,
      name: 'answered_you',
      body: 'Мы ответили на ваш вопрос: {{1}}\nВаш «Полдень»',
    });
    graph.addTemplate({ ...of, name: 'in_short', body: 'Ответ: {{1}}' });
    graph.addTemplate({ ...of, name: 'order_ready', body: 'Заказ {{1}} готов, {{2}}' });
    customer.writes('Позовите человека');
    await customer.sees('Зову коллегу, ответ придёт сюда же.');
    topic = await shop.topicOf(customer);
    await topic.card(/Новый запрос/);
    await shop.timur.presses(topic, 'Беру');
    await topic.card(/Отвечает Тимур/);
    await opensTemplate();
    // It was typed before anybody could look it up, and Meta has approved no such one.
    const choice = panel.field('Одобренный шаблон');
    await choice.waitFor(patience);
    await panel.page
      .getByRole('option', { name: 'we_answered (ru): в Meta больше не одобрен' })
      .waitFor({ state: 'attached', ...patience });
    await panel.reads('Не подходят, в них нужно подставлять что-то ещё: order_ready (ru)');
    await choice.selectOption('answered_you (ru)');
    await panel.page
      .getByRole('region', { name: 'Что прочтёт клиент' })
      .filter({ hasText: /Мы ответили на ваш вопрос: слова менеджера\s+Ваш «Полдень»/ })
      .waitFor(patience);
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'template');
    await panel.presses('Сохранить');
    await panel.reads('Сохранено');
    await panel.presses('К списку');
    await panel.reads('После 24 часов: шаблон answered_you (ru)');
    await panel.picture(pictures, 'channels-template');
  }, 60_000);

  it('carries a manager’s words when 24 hours are over, and the manager is told so', async () => {
    const { customer, shop, closeWindow } = cloud;
    await timePasses(shop, 25 * 60);
    closeWindow();
    shop.timur.writes(topic, 'Ваш заказ готов');
    await customer.sees('Мы ответили на ваш вопрос: Ваш заказ готов\nВаш «Полдень»');
    await topic.sees(/answered_you/);
  }, 60_000);

  it('asks which one stands when somebody chose another meanwhile', async () => {
    await opensTemplate();
    await panel.field('Одобренный шаблон').selectOption('in_short (ru)');
    const other = await panel.another();
    await other.field('Одобренный шаблон').selectOption('');
    await other.presses('Сохранить');
    await other.reads('Сохранено');
    await other.page.close();
    await panel.presses('Сохранить');
    await panel.page.getByRole('alert').filter({ hasText: 'in_short (ru)' }).waitFor(patience);
    await panel.picture(pictures, 'template-stale');
    await panel.presses('Сохранить моё');
    await panel.reads('Сохранено');
    await panel.presses('К списку');
    await panel.reads('После 24 часов: шаблон in_short (ru)');
  }, 60_000);

  it('is read on a phone and in the dark, without a fault', async () => {
    await panel.page.setViewportSize({ width: 390, height: 844 });
    await panel.page.emulateMedia({ colorScheme: 'dark' });
    await opensTemplate();
    await panel.field('Одобренный шаблон').waitFor(patience);
    expect(await panel.isTooWide()).toBe(false);
    expect(await panel.faults()).toEqual([]);
    await panel.picture(pictures, 'template-phone-dark');
  }, 60_000);
});
