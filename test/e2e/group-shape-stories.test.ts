import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { waitToSee } from './support/chats.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import { managerOf } from './support/people.js';
import type { Shop } from './support/shop.js';
import { takenRequest } from './support/steps.js';
import { timePasses } from './support/time.js';

const installation = await startInstallation();
const { telegram, chats } = installation;

/** Cards that stand in the group itself. */
const cardsOf = (shop: Shop, name: string): Seen[] =>
  shop
    .groupMessages()
    .filter(({ text, thread_id }) => thread_id === null && text.includes(`Клиент: ${name}`));

describe('a group without topics', () => {
  it('the whole handover by replies', async () => {
    const shop = await installation.newClient({ forum: false });
    const { customer, timur, olga } = shop;
    const boris = shop.newCustomer('Борис');
    customer.writes('Кофе пролился на мой ноутбук');
    for (const one of [customer, boris]) one.writes('Позовите человека');
    const cardOf = (name: string, look = ''): Promise<Seen> =>
      waitToSee(shop.groupMessages, ({ text }) => text.includes(`Клиент: ${name}`) && text.includes(look));
    const [annas, boriss] = await Promise.all([cardOf('Анна'), cardOf('Борис')]);
    const recap = await waitToSee(shop.groupMessages, /Что было до этого[^]*Кофе пролился/);
    expect(recap.reply_to?.message_id).toBe(annas.message_id);

    // Before Take a reply is a note with an offer; what replies to nothing is talk among managers.
    timur.writes(null, 'Кто возьмёт Анну?');
    const note = timur.writes(null, 'Извинимся и подарим сертификат', { replyTo: annas.message_id });
    const offer = await waitToSee(shop.groupMessages, /Заметка, клиенту не отправлено/);
    expect(offer.reply_to?.message_id).toBe(note);
    const taken = await timur.presses(null, 'Беру и отправить');
    expect(taken.show_alert).not.toBe(true);
    await customer.sees('Извинимся и подарим сертификат');
    await eventually(() => expect(timur.reactionsOn(note)).toEqual(['👌']));
    await cardOf('Анна', 'Отвечает Тимур');

    // Lines name their customer and hang under their card; a reply answers that very message.
    customer.writes('Спасибо, а когда его можно забрать?');
    boris.writes('Долго ещё ждать?');
    const line = await waitToSee(shop.groupMessages, 'Анна: Спасибо, а когда его можно забрать?');
    expect(line.reply_to?.message_id).toBe(annas.message_id);
    const other = await waitToSee(shop.groupMessages, 'Борис: Долго ещё ждать?');
    expect(other.reply_to?.message_id).toBe(boriss.message_id);
    timur.writes(null, 'Сертификат уже на кассе', { replyTo: line.message_id });
    const answer = await customer.sees('Сертификат уже на кассе');
    expect(answer.reply_to?.text).toBe('Спасибо, а когда его можно забрать?');
    const first = timur.writes(null, 'И кофе за наш счёт', { replyTo: note });
    await customer.sees('И кофе за наш счёт');
    await eventually(() => expect(timur.reactionsOn(first)).toEqual(['👌']));

    // Commands by reply, and a reminder under the card of whoever waits.
    olga.writes(null, '/take', { replyTo: other.message_id });
    await cardOf('Борис', 'Отвечает Ольга');
    customer.writes('Тогда я зайду за ним сегодня');
    await waitToSee(shop.groupMessages, /зайду за ним сегодня/);
    await timePasses(shop, 31);
    const reminder = await waitToSee(shop.groupMessages, /^⏰ Тимур.*вас ждёт Анна/);
    expect(reminder.reply_to?.message_id).toBe(annas.message_id);
    timur.writes(null, '/resolve', { replyTo: annas.message_id });
    await cardOf('Анна', 'Решено');
    olga.writes(null, '/resolve@wrong_bot', { replyTo: boriss.message_id });
    olga.writes(null, 'Борис, здравствуйте!', { replyTo: boriss.message_id });
    await boris.sees('Борис, здравствуйте!');
    olga.writes(null, '/bot', { replyTo: boriss.message_id });
    await cardOf('Борис', 'Вернули боту');
    expect(boris.told().join('\n')).not.toMatch(/Сертификат|сертификат|кофе за наш/);
    expect([...customer.told(), ...boris.told()].join('\n')).not.toContain('Кто возьмёт Анну?');
  });

  it('takes a reply to any part of a long text', async () => {
    const shop = await installation.newClient({ forum: false });
    const { customer, timur } = shop;
    customer.writes('Позовите человека');
    await waitToSee(shop.groupMessages, /Новый запрос/);
    timur.writes(null, '/take', { replyTo: cardsOf(shop, 'Анна')[0]?.message_id ?? 0 });
    await waitToSee(() => cardsOf(shop, 'Анна'), /Отвечает Тимур/);
    customer.writes(`${'Очень длинная история о кофе. '.repeat(145)}Вот и вся история!`);
    const end = await waitToSee(
      shop.groupMessages,
      ({ text }) => text.includes('вся история!') && !text.startsWith('Анна: '),
    );
    timur.writes(null, 'Прочитал до самого конца', { replyTo: end.message_id });
    await customer.sees('Прочитал до самого конца');
  });

  it('gets topics, and loses them again: what is open moves along', async () => {
    const shop = await installation.newClient({ forum: false });
    const { customer, timur, group } = shop;
    customer.writes('Позовите человека');
    await waitToSee(() => cardsOf(shop, 'Анна'), /Новый запрос/);
    telegram.switchTopics({ group, is_forum: true });
    timur.writes(null, 'Ура, теперь у нас темы');
    const topic = await shop.topicOf();
    await topic.card(/Клиент: Анна/);
    await topic.sees(/Что было до этого[^]*Позовите человека/);
    await eventually(() => expect(cardsOf(shop, 'Анна')).toEqual([]));
    await timur.presses(topic, 'Беру');
    timur.writes(topic, 'Здравствуйте, я в теме');
    await customer.sees('Здравствуйте, я в теме');

    telegram.switchTopics({ group, is_forum: false });
    customer.writes('А я всё ещё здесь');
    const line = await waitToSee(shop.groupMessages, 'Анна: А я всё ещё здесь');
    const card = await waitToSee(() => cardsOf(shop, 'Анна'), /Отвечает Тимур/);
    expect(line.thread_id).toBeNull();
    timur.writes(null, 'И мы здесь', { replyTo: card.message_id });
    await customer.sees('И мы здесь');
    timur.writes(null, 'Вам удобно сегодня?', { replyTo: line.message_id });
    await customer.sees('Вам удобно сегодня?');
  });
});

describe('a topic', () => {
  it('that was deleted is made again, and shows each line once', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    telegram.deleteTopic({ group: shop.group, thread: topic.thread });
    customer.writes('Вы ещё здесь, ау?');
    await waitToSee(
      () => shop.groupMessages().filter(({ thread_id }) => thread_id !== topic.thread),
      /Что было до этого[^]*ау\?/,
    );
    const again = await shop.topicOf();
    await again.card(/Отвечает Тимур/);
    timur.writes(again, 'Да, я вас слушаю');
    await customer.sees('Да, я вас слушаю');
    customer.writes('Где мой заказ?');
    await again.sees('Где мой заказ?');
    const shown = again.messages().filter(({ text }) => text.includes('ау?'));
    expect(shown).toHaveLength(1);

    // A second time too, also when the first to notice is a press on a card that is gone with it.
    telegram.deleteTopic({ group: shop.group, thread: again.thread });
    customer.writes('И ещё вопрос про доставку');
    await waitToSee(shop.groupMessages, /Что было до этого[^]*ещё вопрос про доставку/);
    const third = await shop.topicOf();
    expect(new Set([topic.thread, again.thread, third.thread]).size).toBe(3);
    await timur.presses(third, 'Решено');
    await third.card(/Решено: Тимур/);
  });

  it('that was closed where the bot may not open it goes on in the group itself', async () => {
    const shop = await installation.newClient();
    const { customer, timur, group } = shop;
    const topic = await takenRequest(shop);
    telegram.promoteMember({ group, member: shop.managersBot.username, can_manage_topics: false });
    telegram.closeTopic({ group, thread: topic.thread, by: timur.id });
    customer.writes('Забыл спросить про скидку');
    const line = await waitToSee(shop.groupMessages, 'Анна: Забыл спросить про скидку');
    expect(line.thread_id).toBeNull();
    timur.writes(null, 'Скидка десять процентов', { replyTo: line.message_id });
    await customer.sees('Скидка десять процентов');
    telegram.promoteMember({ group, member: shop.managersBot.username });
    customer.writes('Отлично, беру две');
    await topic.sees('Отлично, беру две');
  });
});

describe('a group that becomes a supergroup', () => {
  it('in the middle of a handover loses nothing', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    await timur.presses(topic, 'Вернуть боту');
    const old = telegram.createGroup({ title: 'Кофейня', type: 'group', creator: timur.id }).id;
    telegram.promoteMember({ group: old, member: shop.managersBot.username });
    const { database } = installation;
    await database.query(sql`
      UPDATE client_settings SET telegram_chat_id = ${String(old)}, group_is_forum = NULL
      WHERE client_id = ${shop.client_id}`);
    const inOld = (): Seen[] => chats.in(String(old)).filter(({ service }) => service === null);
    customer.writes('Позовите человека');
    const card = await waitToSee(inOld, /Новый запрос/);
    const before = managerOf(installation, { ...timur, group: old });
    await before.presses(null, 'Беру');
    before.writes(null, 'Слушаю вас внимательно', { replyTo: card.message_id });
    await customer.sees('Слушаю вас внимательно');

    // Telegram hands out nothing for a moment: posts are queued when the group moves.
    telegram.faults.add({
      botUsername: shop.managersBot.username,
      method: 'sendMessage',
      kind: 'error',
      error: { code: 429, description: 'Too Many Requests: retry after 1', retry_after: 1 },
    });
    customer.writes('Первое до переезда');
    customer.writes('Второе до переезда');
    const { id: group } = telegram.migrateGroup({ group: old });
    const inNew = (): Seen[] => chats.in(String(group)).filter(({ service }) => service === null);
    customer.writes('Третье после переезда');
    const again = await waitToSee(inNew, /Клиент: Анна[^]*Отвечает Тимур/);
    expect(again.keyboard.flat().map(({ text }) => text)).toContain('Решено');
    const everything = (): string => [...inOld(), ...inNew()].map(({ text }) => text).join('\n');
    await eventually(() => {
      for (const said of ['Первое до переезда', 'Второе до переезда', 'Третье после переезда'])
        expect(everything()).toContain(said);
    });
    const after = managerOf(installation, { ...timur, group });
    after.writes(null, 'Я и здесь вас слышу', { replyTo: again.message_id });
    await customer.sees('Я и здесь вас слышу');
    after.writes(null, '/resolve', { replyTo: again.message_id });
    await waitToSee(inNew, /Клиент: Анна[^]*Решено/);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
