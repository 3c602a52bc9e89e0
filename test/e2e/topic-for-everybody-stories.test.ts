import { startInstallation } from './support/installation.js';

const installation = await startInstallation({ roles: ['bots', 'workers'] });

describe('a client that wants a topic for everybody', () => {
  it('sees a customer from the first message on, and the card of a later request in the same topic', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer } = shop;
    customer.writes('вы сегодня работаете?');
    const topic = await shop.topicOf();
    await topic.sees(/вы сегодня работаете\?/);
    await topic.sees(/🤖[^]*Мы открыты с 9 до 19\./);
    expect(shop.topicNames()).toEqual([expect.stringContaining('Анна')]);
    expect(await shop.handovers()).toEqual([]);
    customer.writes('Позовите человека');
    await customer.sees('Зову коллегу, ответ придёт сюда же.');
    await topic.card(/Новый запрос/);
    expect(shop.topicNames()).toHaveLength(1);
    expect(await shop.posts('recap')).toEqual([]);
    expect(topic.messages().filter(({ text }) => text.includes('вы сегодня работаете?'))).toHaveLength(1);
  });

  it('can write to a customer first: a note, then [Беру и отправить]', async () => {
    const shop = await installation.newClient({ settings: { topic_mode: 'always' } });
    const { customer, timur } = shop;
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    const topic = await shop.topicOf();
    timur.writes(topic, 'У нас новый десерт');
    await timur.presses(topic, 'Беру и отправить');
    await customer.sees('У нас новый десерт');
    await topic.card(/Отвечает Тимур/);
    expect(await shop.handovers()).toMatchObject([{ status: 'active', reason: 'manual' }]);
  });
});
