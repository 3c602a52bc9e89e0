import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { calledPerson, takenRequest } from './support/steps.js';

const installation = await startInstallation();
const { telegram } = installation;

const hours = 'Мы открыты с 9 до 19.';

describe('a customer edits', () => {
  it('before the answer: the bot answers what is written now', async () => {
    const shop = await installation.newClient({ settings: { debounce_ms: 1_500, debounce_max_ms: 6_000 } });
    const { customer } = shop;
    const wrong = customer.writes('Во сколько вы закрываетесь завтра вечером?');
    await eventually(async () => expect(await shop.messages()).toHaveLength(1));
    customer.edits(wrong, 'Во сколько вы открываетесь?');
    await customer.sees(hours);
    expect(customer.told()).toEqual([hours]);
    expect(await shop.messages()).toMatchObject([
      { content: 'Во сколько вы открываетесь?' },
      { content: hours },
    ]);
    expect(await shop.edits()).toMatchObject([
      { previous_content: 'Во сколько вы закрываетесь завтра вечером?' },
    ]);
  });

  it('while the model thinks: it thinks again, and the old question is not answered', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const thinking = shop.model.hold('classify');
    const asked = customer.writes('Какой кофе вы варите?');
    await thinking.arrived;
    customer.edits(asked, 'Во сколько вы открываетесь?');
    await eventually(async () => expect(await shop.edits()).toHaveLength(1));
    thinking.release();
    await customer.sees(hours);
    expect(customer.told()).toEqual([hours]);
  });

  it('after the answer: no second answer, delivered twice it is one edit', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer } = shop;
    const asked = customer.writes('Во сколько вы открываетесь?');
    await customer.sees(hours);
    const topic = await shop.topicOf();
    await topic.sees('Во сколько вы открываетесь?');
    customer.edits(asked, 'Во сколько вы открываетесь завтра?');
    telegram.repeatLastUpdate({ bot: shop.shopBot.username, times: 2 });
    const line = await topic.sees(/Во сколько вы открываетесь завтра\?/);
    expect(line.text).toBe(
      'Во сколько вы открываетесь завтра? ✏️ изменено\nбыло: Во сколько вы открываетесь?',
    );
    expect(topic.messages().filter(({ text }) => text.includes('Во сколько'))).toHaveLength(1);
    customer.writes('спасибо');
    await topic.sees('спасибо');
    expect(customer.told()).toEqual([hours]);
    expect(await shop.edits()).toHaveLength(1);
  });

  it('after the answer, into a call for a person: a person is called', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const asked = customer.writes('Во сколько вы открываетесь?');
    await customer.sees(hours);
    customer.edits(asked, 'Позовите человека');
    await customer.sees('Зову коллегу, ответ придёт сюда же.');
    await (await shop.topicOf()).card(/Новый запрос/);
  });

  it('before Take and after: the line in the topic shows it, and nobody waits anew', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    const address = customer.writes('Мой адрес Абая 10');
    await topic.sees('Мой адрес Абая 10');
    customer.edits(address, 'Мой адрес Абая 12');
    await topic.sees('Мой адрес Абая 12 ✏️ изменено\nбыло: Мой адрес Абая 10');
    await timur.presses(topic, 'Беру');
    const answered = timur.writes(topic, 'Записал, Абая 12');
    await customer.sees('Записал, Абая 12');
    await eventually(async () => expect((await shop.handovers())[0]?.waiting_since).toBeNull());
    customer.edits(address, 'Мой адрес Абая 14');
    await topic.sees('Мой адрес Абая 14 ✏️ изменено\nбыло: Мой адрес Абая 12');
    expect((await shop.handovers())[0]?.waiting_since).toBeNull();
    await eventually(() => expect(timur.reactionsOn(answered)).toEqual(['👌']));
    expect(await shop.edits()).toHaveLength(2);
  });

  it('a text that is too long for one message: a new line answers the old one', async () => {
    const shop = await installation.newClient();
    const topic = await takenRequest(shop);
    const long = shop.customer.writes(`Начало. ${'слово '.repeat(600)}`);
    const first = await topic.sees(/^Начало/);
    shop.customer.edits(long, 'Короче: где мой заказ?');
    const second = await topic.sees(/^Короче: где мой заказ\?/);
    expect(second.reply_to?.message_id).toBe(first.message_id);
    expect(second.text).toMatch(/✏️ изменено\nбыло: Начало\./);
  });
});

describe('a file is changed', () => {
  const picture = (bytes: string) => ({ photo: { content: Buffer.from(bytes) } });

  it('by a customer: its caption in place, another photo by a line that answers the first', async () => {
    const shop = await installation.newClient();
    const topic = await takenRequest(shop);
    const sent = shop.customer.sends({ ...picture('first'), text: 'Вот такой торт' });
    const first = await topic.sees(/^Вот такой торт/);
    shop.customer.edits(sent, 'Вот такой торт, с ягодами');
    await topic.sees('Вот такой торт, с ягодами ✏️ изменено\nбыло: Вот такой торт');
    shop.customer.edits(sent, 'Вот такой торт, с ягодами', picture('second'));
    const second = await topic.sees(
      ({ message_id, text }) => message_id > first.message_id && text.startsWith('Вот такой'),
    );
    expect(second.media?.kind).toBe('photo');
    expect(second.reply_to?.message_id).toBe(first.message_id);
  });

  it('by a manager: the customer’s photo and caption are exchanged', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const sent = timur.sends(topic, { ...picture('old price list'), text: 'Наш прайс' });
    const { message_id, media } = await customer.sees('Наш прайс');
    timur.edits(sent, 'Наш новый прайс');
    await customer.sees('Наш новый прайс');
    timur.edits(sent, 'Наш новый прайс', picture('new price list'));
    await eventually(() => {
      const now = customer.chat().find((message) => message.message_id === message_id);
      expect(now?.media).toMatchObject({ kind: 'photo' });
      expect(now?.media?.url).not.toBe(media?.url);
    });
    expect(customer.told().filter((text) => text.startsWith('Наш'))).toEqual(['Наш новый прайс']);
  });
});

describe('a manager edits', () => {
  it('what the customer has: it changes in their chat, and the receipt says so', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const said = timur.writes(topic, 'Привезём в 18:00');
    const { message_id } = await customer.sees('Привезём в 18:00');
    await eventually(() => expect(timur.reactionsOn(said)).toEqual(['👌']));
    timur.edits(said, 'Привезём в 19:00');
    await eventually(() =>
      expect(customer.chat().find((message) => message.message_id === message_id)).toMatchObject({
        text: 'Привезём в 19:00',
        edited: true,
      }),
    );
    await eventually(() => expect(timur.reactionsOn(said)).toEqual(['✍']));
    expect(customer.told().filter((text) => text.startsWith('Привезём'))).toHaveLength(1);
  });

  it('what still waits to be sent: it goes out as it reads now', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const { username } = shop.shopBot;
    const busy = { code: 429, description: 'Too Many Requests: retry after 2', retry_after: 2 };
    telegram.faults.add({ kind: 'error', error: busy, method: 'sendMessage', botUsername: username });
    const said = timur.writes(topic, 'Скидка 50 %');
    await telegram.journal.waitFor({ botUsername: username, method: 'sendMessage', ok: false }, 30_000);
    timur.edits(said, 'Скидка 5 %');
    await customer.sees('Скидка 5 %');
    expect(customer.told().filter((text) => text.startsWith('Скидка'))).toEqual(['Скидка 5 %']);
  });

  it('while it is being sent: it is changed after it has arrived', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const { username } = shop.shopBot;
    telegram.faults.add({ kind: 'delay', delayMs: 1_500, method: 'sendMessage', botUsername: username });
    const said = timur.writes(topic, 'Заказ готов вчера');
    await eventually(async () =>
      expect((await shop.messages()).some(({ delivery_status }) => delivery_status === 'sending')).toBe(true),
    );
    timur.edits(said, 'Заказ готов сегодня');
    await customer.sees('Заказ готов сегодня');
    expect(customer.told().filter((text) => text.startsWith('Заказ'))).toHaveLength(1);
  });

  it('a note, then [Беру и отправить]: the customer gets it as it reads now', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    const note = timur.writes(topic, 'Сейчас посморю');
    await topic.sees(/Отправить последнее сообщение клиенту\?/);
    timur.edits(note, 'Сейчас посмотрю');
    await eventually(async () => expect(await shop.notes()).toEqual(['Сейчас посмотрю']));
    await timur.presses(topic, 'Беру и отправить');
    await customer.sees('Сейчас посмотрю');
    timur.edits(note, 'Сейчас посмотрю заказ');
    await customer.sees('Сейчас посмотрю заказ');
  });

  it('a note into an internal one: it is offered no more, and never sent', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    const note = timur.writes(topic, 'Странный клиент');
    await topic.sees(/Отправить последнее сообщение клиенту\?/);
    timur.edits(note, '// Странный клиент');
    await eventually(() =>
      expect(
        topic.messages().filter(({ keyboard }) => JSON.stringify(keyboard).includes('отправить')),
      ).toEqual([]),
    );
    expect(customer.told()).not.toContain('// Странный клиент');
  });

  it('a sent message into a note: it stays with the customer, and they are told how to take it back', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const said = timur.writes(topic, 'Это не для клиента');
    await customer.sees('Это не для клиента');
    timur.edits(said, '// Это не для клиента');
    await topic.sees(/уже у клиента и осталось там как было.*\/del/s);
    expect(customer.told()).toContain('Это не для клиента');
  });

  it('what cannot be changed any more: they are told why, and the conversation keeps what the customer has', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const said = timur.writes(topic, 'Доставка бесплатно');
    const { message_id } = await customer.sees('Доставка бесплатно');
    telegram.personDeletes({ person: customer.id, chat: shop.shopBot.username, messageId: message_id });
    timur.edits(said, 'Доставка 500 ₸');
    await topic.sees('✏️ У клиента осталось как было: у клиента этого сообщения больше нет');
    await eventually(() => expect(timur.reactionsOn(said)).toEqual(['💔']));
    expect((await shop.messages()).map(({ content }) => content)).toContain('Доставка бесплатно');
  });
});

describe('/del', () => {
  it('takes back what a manager said: gone from the chat, kept in the conversation', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const said = timur.writes(topic, 'Пароль 1234');
    await customer.sees('Пароль 1234');
    await eventually(() => expect(timur.reactionsOn(said)).toEqual(['👌']));
    timur.writes(topic, '/del', { replyTo: said });
    const line = await topic.sees('🗑 Сообщение удалено у клиента.');
    expect(line.reply_to?.message_id).toBe(said);
    expect(customer.told()).not.toContain('Пароль 1234');
    await eventually(() => expect(timur.reactionsOn(said)).toEqual([]));
    expect(
      (await shop.messages()).find(({ content }) => content === 'Пароль 1234')?.deleted_at,
    ).not.toBeNull();
    timur.writes(topic, '/del', { replyTo: said });
    await topic.sees('Это сообщение уже удалено.');
  });

  it('takes back what the bot said, and its line in the topic says so', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer, timur } = shop;
    customer.writes('Во сколько вы открываетесь?');
    await customer.sees(hours);
    const topic = await shop.topicOf();
    const line = await topic.sees(/Мы открыты с 9 до 19/);
    timur.writes(topic, '/del', { replyTo: line.message_id });
    await topic.sees(/Мы открыты с 9 до 19\. 🗑 удалено/);
    await eventually(() => expect(customer.told()).toEqual([]));
  });

  it('drops what still waits to be sent', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const { username } = shop.shopBot;
    const busy = { code: 429, description: 'Too Many Requests: retry after 3', retry_after: 3 };
    telegram.faults.add({ kind: 'error', error: busy, method: 'sendMessage', botUsername: username });
    const said = timur.writes(topic, 'Не отправляйте это');
    await telegram.journal.waitFor({ botUsername: username, method: 'sendMessage', ok: false }, 30_000);
    timur.writes(topic, '/del', { replyTo: said });
    await topic.sees('🗑 Сообщение не отправлено: вы успели его забрать.');
    timur.writes(topic, 'А это можно');
    await customer.sees('А это можно');
    expect(customer.told()).not.toContain('Не отправляйте это');
  });

  it('says why it can do nothing', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    const topic = await takenRequest(shop);
    customer.writes('Где мой заказ?');
    const asked = await topic.sees('Где мой заказ?');
    timur.writes(topic, '/del', { replyTo: asked.message_id });
    await topic.sees(/Это написал клиент/);
    timur.writes(topic, '/del');
    await topic.sees(/Отправьте \/del ответом/);
    const said = timur.writes(topic, 'Едет к вам');
    await customer.sees('Едет к вам');
    olga.writes(topic, '/del', { replyTo: said });
    await topic.sees(/Это написано не вами: Тимур/);
    const tooLate = { code: 400, description: "Bad Request: message can't be deleted" };
    telegram.faults.add({
      kind: 'error',
      error: tooLate,
      method: 'deleteMessage',
      botUsername: shop.shopBot.username,
    });
    timur.writes(topic, '/del', { replyTo: said });
    await topic.sees(/Забрать не получилось: прошло слишком много времени/);
    expect(customer.told()).toContain('Едет к вам');
  });
});

describe('reactions', () => {
  it('a customer’s stands in the topic at what it is on, and asks for nothing', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const said = timur.writes(topic, 'Готово, заказ у двери');
    const { message_id } = await customer.sees('Готово, заказ у двери');
    await eventually(() => expect(timur.reactionsOn(said)).toEqual(['👌']));
    customer.reacts(message_id, '🔥');
    const line = await topic.sees('Реакция: 🔥');
    expect(line.reply_to?.message_id).toBe(said);
    customer.reacts(message_id, null);
    await topic.sees('Реакция снята');
    expect((await shop.handovers())[0]?.waiting_since).toBeNull();
  });

  it('a customer’s on what the bot said opens nothing and is not answered', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    customer.writes('Во сколько вы открываетесь?');
    const { message_id } = await customer.sees(hours);
    customer.reacts(message_id, '👎');
    await eventually(async () => {
      const [conversation] = await shop.conversations();
      expect(conversation?.turn_read_seq).toBe(3);
    });
    expect(customer.told()).toEqual([hours]);
    expect(await shop.handovers()).toEqual([]);
    expect((await shop.messages()).at(-1)).toMatchObject({
      kind: 'reaction',
      content: '👎',
      is_pleasantry: true,
    });
  });

  it('a manager’s reaches the customer after Take, from the taker alone', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    const topic = await calledPerson(shop);
    const wish = customer.writes('Хочу самый большой торт');
    const line = await topic.sees('Хочу самый большой торт');
    timur.reacts(line.message_id, '👍');
    await timur.presses(topic, 'Беру');
    await topic.card(/Отвечает Тимур/);
    expect(customer.reactionsOn(wish)).toEqual([]);
    olga.reacts(line.message_id, '👎');
    timur.reacts(line.message_id, '❤');
    await eventually(() => expect(customer.reactionsOn(wish)).toEqual(['❤']));
    timur.reacts(line.message_id, null);
    await eventually(() => expect(customer.reactionsOn(wish)).toEqual([]));
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
