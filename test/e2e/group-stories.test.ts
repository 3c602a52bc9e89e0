import { waitToSee } from './support/chats.js';
import type { Seen } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import { managerOf } from './support/people.js';
import { calledPerson, takenRequest } from './support/steps.js';

const installation = await startInstallation();
const { telegram, chats } = installation;

describe('the managers’ group', () => {
  it('gets a deleted topic anew, with a recap and the card', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    telegram.deleteTopic({ group: shop.group, thread: topic.thread });
    customer.writes('Вы ещё здесь, ау?');
    const lines = (): Seen[] => shop.groupMessages().filter(({ thread_id }) => thread_id !== topic.thread);
    await waitToSee(lines, /Что было до этого[^]*Позовите человека/);
    const again = await shop.topicOf();
    expect(again.thread).not.toBe(topic.thread);
    await again.card(/Отвечает Тимур/);
    await again.sees(/Вы ещё здесь, ау\?/);
    timur.writes(again, 'Да, я вас слушаю');
    await customer.sees('Да, я вас слушаю');
  });

  it('has a topic opened again that somebody closed by hand, when the customer writes', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    telegram.closeTopic({ group: shop.group, thread: topic.thread, by: timur.id });
    customer.writes('Забыл спросить про доставку');
    await topic.sees(/Забыл спросить про доставку/);
    expect((await shop.topicOf()).thread).toBe(topic.thread);
  });

  it('may become another group, and work goes on there', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    await takenRequest(shop);
    const { id: group } = telegram.migrateGroup({ group: shop.group, is_forum: true });
    customer.writes('Переехали? А я всё пишу');
    const line = await waitToSee(() => chats.in(String(group)), /Переехали\? А я всё пишу/);
    const thread = line.thread_id ?? 0;
    const there = managerOf(installation, { ...timur, group });
    there.writes({ thread }, 'Переехали, но вас не забыли');
    await customer.sees('Переехали, но вас не забыли');
  });

  it('without topics gets the card itself, and a reply to it or to a line goes to that customer', async () => {
    const shop = await installation.newClient({ forum: false });
    const { customer, timur } = shop;
    const boris = shop.newCustomer('Борис');
    for (const one of [customer, boris]) one.writes('Позовите человека');
    const cardOf = (name: string): Promise<Seen> =>
      waitToSee(shop.groupMessages, new RegExp(`Новый запрос\nКлиент: ${name}`));
    const [annas] = await Promise.all([cardOf('Анна'), cardOf('Борис')]);
    timur.writes(null, '/take', { replyTo: annas.message_id });
    await waitToSee(
      shop.groupMessages,
      ({ text }) => text.includes('Клиент: Анна') && text.includes('Отвечает Тимур'),
    );
    timur.writes(null, 'Это просто разговор в группе');
    timur.writes(null, 'Анна, здравствуйте!', { replyTo: annas.message_id });
    await customer.sees('Анна, здравствуйте!');
    customer.writes('Мне бы латте с собой');
    const line = await waitToSee(shop.groupMessages, /Мне бы латте с собой/);
    timur.writes(null, 'Латте будет через пять минут', { replyTo: line.message_id });
    await customer.sees('Латте будет через пять минут');
    expect(customer.told().slice(1)).toEqual(['Анна, здравствуйте!', 'Латте будет через пять минут']);
    expect(boris.told()).toHaveLength(1);
  });

  it('is told that an anonymous administrator can’t be matched, and keeps the text inside', async () => {
    const shop = await installation.newClient();
    const { customer, olga } = shop;
    const topic = await calledPerson(shop);
    telegram.promoteMember({ group: shop.group, member: olga.id, is_anonymous: true });
    olga.writes(topic, 'Отвечу от имени группы');
    await topic.sees(/не видно, кто вы\. Отключите «Анонимность»/);
    telegram.promoteMember({ group: shop.group, member: olga.id });
    await olga.presses(topic, 'Беру');
    olga.writes(topic, 'Отвечу от своего имени');
    await customer.sees('Отвечу от своего имени');
    expect(customer.told().slice(1)).toEqual(['Отвечу от своего имени']);
  });

  it('has each customer in a topic of their own, however many call at once', async () => {
    const shop = await installation.newClient();
    const names = ['Борис', 'Вера', 'Глеб', 'Дина', 'Егор'];
    const customers = names.map((name) => shop.newCustomer(name));
    for (const customer of customers) customer.writes(`Позовите человека, я ${customer.name}`);
    for (const customer of customers) {
      const topic = await shop.topicOf(customer);
      await topic.card(new RegExp(`Клиент: ${customer.name}`));
      await topic.sees(new RegExp(`Позовите человека, я ${customer.name}`));
    }
    expect(shop.topicNames().toSorted()).toEqual(names.map((name) => `${name} · Telegram`));
  });

  it('speaks English where the client does', async () => {
    const shop = await installation.newClient({ language: 'en' });
    const { timur } = shop;
    const customer = shop.newCustomer('Anna');
    customer.writes('I want to talk to a human, please');
    const topic = await shop.topicOf(customer);
    const card = await topic.card();
    expect(card.keyboard.flat().map(({ text }) => text)).toEqual(['Take', 'Resolved', 'Back to bot']);
    expect((await timur.presses(topic, 'Take')).text).toMatch(/^[\x20-\x7e’“”—]+$/);
    timur.writes(topic, 'Hello, how can I help?');
    await customer.sees('Hello, how can I help?');
    expect([...customer.told(), card.text].join('\n')).not.toMatch(/[а-я]{3}/i);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
