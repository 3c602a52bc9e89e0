import { createLocalGraph } from '../../playground/graph-api/local-graph.js';
import { recorded } from '../support/cloud-fixtures.js';
import { eventually } from '../support/eventually.js';
import { waitToSee } from './support/chats.js';
import type { Seen } from './support/chats.js';
import { openCloudShop } from './support/cloud.js';
import type { CloudShop } from './support/cloud.js';
import { startInstallation } from './support/installation.js';
import type { Topic } from './support/shop.js';
import { applyAgain, timePasses } from './support/time.js';

const graph = await createLocalGraph({ webhookRetryMs: 100 });
const installation = await startInstallation({ env: { WHATSAPP_CLOUD_API_ROOT: await graph.listen() } });
afterAll(() => graph.close());

/** Files make their way through two messengers, and a busy machine is slow. */
const busyMachineMs = 60_000;
const template = { name: 'we_answered', language: 'ru' };

type Options = Parameters<typeof openCloudShop>[2];

/** Anna has asked for a person on WhatsApp, and Timur has taken the request. */
async function takenRequest(options?: Options): Promise<CloudShop & { topic: Topic }> {
  const opened = await openCloudShop(installation, graph, options);
  const { shop, customer } = opened;
  customer.writes('Позовите человека');
  await customer.sees('Зову коллегу, ответ придёт сюда же.');
  const topic = await shop.topicOf(customer);
  await topic.card(/Новый запрос[^]*WhatsApp Business/);
  await shop.timur.presses(topic, 'Беру');
  await topic.card(/Отвечает Тимур/);
  return { ...opened, topic };
}

/** A manager's message has got this reaction. */
async function isMarked({ shop }: CloudShop, message: number, emoji: string): Promise<void> {
  await eventually(() => expect(shop.timur.reactionsOn(message)).toEqual([emoji]));
}

// The longest story comes first: the others go on beside it.
describe('a token whose time is over', () => {
  it('the owner is told, and what waited goes out once there is a new one', async () => {
    const { shop, customer, topic, phone_number_id, state, renewToken } = await takenRequest();
    const { telegram, chats } = shop.ground;
    const owner = telegram.createPerson({ first_name: 'Марат', language_code: 'ru' }).id;
    await applyAgain(shop, { settings: { owner_telegram_id: String(owner) } });
    telegram.personStartsBot({ person: owner, bot: shop.managersBot.username });
    graph.expireToken(phone_number_id);
    const said = shop.timur.writes(topic, 'Ваш заказ готов');
    const hears = (): Seen[] => chats.in(`p${shop.managersBot.id}_${owner}`);
    await waitToSee(hears, /«official»: WhatsApp больше не принимает токен доступа/);
    expect(await state()).toMatchObject({ status: 'error' });
    // What customers write still comes.
    customer.writes('Ну что там?');
    await topic.sees(/Ну что там\?/);
    expect(customer.told()).not.toContain('Ваш заказ готов');
    await renewToken();
    await customer.sees('Ваш заказ готов');
    await eventually(() => expect(shop.timur.reactionsOn(said)).toEqual(['👌']));
    await eventually(async () => expect(await state()).toMatchObject({ status: 'connected' }));
    await waitToSee(hears, /^✅/);
  });
});

describe('a customer on the official WhatsApp', () => {
  it('is answered, and sees that the question was read', async () => {
    const { customer } = await openCloudShop(installation, graph);
    const asked = customer.writes('во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    await eventually(() =>
      expect(customer.chat().find(({ id }) => id === asked)).toMatchObject({ isReadByBusiness: true }),
    );
    expect(customer.told()).toEqual(['Мы открыты с 9 до 19.']);
  });

  it(
    'gets a manager’s text, photo and voice, and the manager sees that they were read',
    async () => {
      const opened = await takenRequest();
      const { shop, customer, topic } = opened;
      const { timur } = shop;
      const text = timur.writes(topic, 'Здравствуйте, слушаю вас');
      await customer.sees('Здравствуйте, слушаю вас');
      await isMarked(opened, text, '👌');
      const photo = Buffer.from('фото витрины');
      timur.sends(topic, { photo: { content: photo, mime_type: 'image/jpeg' }, text: 'Вот что есть' });
      const shown = await customer.sees('Вот что есть');
      expect([shown.type, customer.fileOf(shown)]).toEqual(['image', photo]);
      const voice = Buffer.from('голос Тимура');
      const said = timur.sends(topic, { voice: { content: voice } });
      const heard = await customer.sees(({ file }) => file?.mime_type.startsWith('audio/ogg') ?? false);
      expect(customer.fileOf(heard)).toEqual(voice);
      await isMarked(opened, said, '👌');
      customer.reads();
      for (const message of [text, said]) await isMarked(opened, message, '👀');
    },
    busyMachineMs,
  );

  it(
    'is heard in the topic: a voice note, a place, an answer, an edit, what is taken back',
    async () => {
      const opened = await takenRequest();
      const { shop, customer, topic } = opened;
      const voice = Buffer.from('голос Анны');
      customer.sends({ voice: { content: voice } });
      const heard = await topic.sees(({ media }) => media?.kind === 'voice');
      const url = `${shop.ground.telegram.app.listeningOrigin}${heard.media?.url}`;
      expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(voice);
      customer.sends({ location: { latitude: 43.25, longitude: 76.95, name: 'Абая 10' } });
      await topic.sees(({ media }) => media?.latitude === 43.25);
      const asked = shop.timur.writes(topic, 'Доставить туда?');
      const question = await customer.sees('Доставить туда?');
      await isMarked(opened, asked, '👌');
      const said = customer.sends({ text: 'Да, к трём часам', reply_to: question.id });
      const answer = await topic.sees('Да, к трём часам');
      expect(answer.reply_to?.message_id).toBe(asked);
      customer.edits(said, 'Да, к четырём часам');
      await topic.sees(/Да, к четырём часам/);
      customer.deletes(said);
      await topic.sees(/Да, к четырём часам[^]*🗑 удалено/);
    },
    busyMachineMs,
  );
});

describe('a customer of an official number', () => {
  it('may hide the number, and is answered all the same', async () => {
    const { shop, customer, topic } = await takenRequest({ user_id: 'KZ.13491208655302741918' });
    shop.timur.writes(topic, 'Здравствуйте, слушаю вас');
    await customer.sees('Здравствуйте, слушаю вас');
  });

  it('sends more than may be fetched: the manager is told what, and that it is too big', async () => {
    const { customer, topic } = await takenRequest();
    customer.sends({ document: { filename: 'видео со двора.mp4', pretend_size: 3 * 1024 ** 3 } });
    await topic.sees(/видео со двора[^]*слишком большой/);
  });

  it('rates by a list, and the card tells', async () => {
    const { shop, customer, topic } = await takenRequest();
    shop.timur.writes(topic, 'Всё исправили');
    await customer.sees('Всё исправили');
    await shop.timur.presses(topic, 'Решено');
    const asked = await customer.sees(/Оцените, пожалуйста, от 1 до 5/);
    expect(asked.choices.map(({ kind, title }) => [kind, title])).toEqual(
      [1, 2, 3, 4, 5].map((n) => ['list_reply', `⭐ ${n}`]),
    );
    await customer.presses('⭐ 5');
    await topic.card(/Решено: Тимур[^]*⭐ Оценка клиента: 5 из 5/);
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
  });
});

describe('24 hours after a customer wrote last', () => {
  const shopOptions = { settings: { auto_close_timeout: 0 } };
  /** More than a day passes, here and at Meta. */
  async function aDayPasses({ shop, closeWindow }: CloudShop): Promise<void> {
    await timePasses(shop, 25 * 60);
    closeWindow();
  }

  it('a manager’s words go as the client’s template, and the manager is told', async () => {
    const opened = await takenRequest({ template, shop: shopOptions });
    const { shop, customer, topic } = opened;
    await aDayPasses(opened);
    const said = shop.timur.writes(topic, 'Ваш заказ готов');
    const seen = await customer.sees('Мы ответили вам: Ваш заказ готов');
    expect(seen).toMatchObject({ type: 'template', template });
    await isMarked(opened, said, '👌');
    await topic.sees(/больше 24 часов назад, поэтому отправлено шаблоном «we_answered»/);
    shop.timur.sends(topic, { photo: {} });
    await topic.sees(
      /Не доставлено: клиент писал больше 24 часов назад: сейчас можно отправить только текст/,
    );
    customer.writes('Спасибо, еду');
    await topic.sees(/Спасибо, еду/);
    shop.timur.writes(topic, 'Ждём вас');
    await customer.sees(({ type, text }) => type === 'text' && text === 'Ждём вас');
  });

  it('without a template nothing goes out, and the manager is told why', async () => {
    const opened = await takenRequest({ shop: shopOptions });
    const { shop, customer, topic } = opened;
    await aDayPasses(opened);
    const said = shop.timur.writes(topic, 'Ваш заказ готов');
    await topic.sees(/Не доставлено: клиент писал больше 24 часов назад[^]*шаблон/);
    await isMarked(opened, said, '💔');
    expect(customer.told()).not.toContain('Ваш заказ готов');
  });

  it('what Meta took and could not deliver is told all the same', async () => {
    const opened = await takenRequest({ shop: shopOptions });
    const { shop, topic, closeWindow } = opened;
    closeWindow();
    const said = shop.timur.writes(topic, 'Ваш заказ готов');
    await topic.sees(/Не доставлено: клиент писал больше 24 часов назад/);
    await isMarked(opened, said, '💔');
  });
});

describe('what Meta brings', () => {
  it('is let in by its signature alone, and the address proves itself by its token', async () => {
    const { shop, phone_number_id, customer } = await openCloudShop(installation, graph);
    const payload = recorded('message/text');
    for (const signature of [null, 'sha256=', `sha256=${'0'.repeat(64)}`, 'nonsense']) {
      expect((await graph.bring(phone_number_id, payload, signature)).status).toBe(401);
    }
    expect(await shop.messages()).toEqual([]);
    expect(await graph.verifyCallback(phone_number_id)).toBe(true);
    customer.writes('во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
  });

  it('may come twice: stored and answered once', async () => {
    const { shop, phone_number_id, customer } = await openCloudShop(installation, graph);
    graph.holdWebhooks(phone_number_id);
    customer.writes('во сколько вы открываетесь?');
    graph.repeatLastWebhook(phone_number_id, 2);
    graph.releaseWebhooks(phone_number_id);
    await customer.sees('Мы открыты с 9 до 19.');
    expect((await shop.messages()).map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('may tell how far a message has come in any order', async () => {
    const opened = await takenRequest();
    const { shop, customer, topic, phone_number_id } = opened;
    graph.holdWebhooks(phone_number_id);
    const said = shop.timur.writes(topic, 'Уже везём');
    const { id: message_id } = await customer.sees('Уже везём');
    for (const status of ['sent', 'delivered', 'read'] as const) {
      graph.setStatus({ phone_number_id, message_id, status });
    }
    graph.releaseWebhooks(phone_number_id, 'reversed');
    await isMarked(opened, said, '👀');
    graph.setStatus({ phone_number_id, message_id, status: 'sent' });
    graph.setStatus({ phone_number_id, message_id, status: 'failed', error: { code: 131026 } });
    customer.writes('Вижу курьера');
    await topic.sees(/Вижу курьера/);
    await isMarked(opened, said, '👀');
    expect((await shop.messages()).at(-2)).toMatchObject({ delivery_status: 'read' });
  });
});

it('sent only what Meta’s description allows, and wrote no text and no secret into its log', () => {
  expect(graph.journal.list({ code: 100 })).toEqual([]);
  expect(graph.journal.list({ operation: 'sendMessage', code: 131009 })).toEqual([]);
  expect(installation.leaks()).toEqual([]);
});
