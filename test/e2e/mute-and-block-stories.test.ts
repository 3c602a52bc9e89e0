import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Shop, Topic } from './support/shop.js';
import { calledPerson } from './support/steps.js';
import { allRead, timePasses } from './support/time.js';

const installation = await startInstallation({ roles: ['bots', 'workers'] });

/** A customer whose request was resolved a while ago: the topic is there, and the bot answers again. */
async function helped(shop: Shop): Promise<Topic> {
  const topic = await calledPerson(shop);
  await shop.timur.presses(topic, 'Решено');
  await shop.customer.sees(/Рады были помочь/);
  await timePasses(shop, 5);
  return topic;
}

const answers = (shop: Shop): string[] =>
  shop.customer.told().filter((text) => text === 'Мы открыты с 9 до 19.');

describe('the bot that was silenced', () => {
  it('answers an unanswered question when the mute runs out', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await helped(shop);
    timur.writes(topic, '/mute 30м');
    await topic.sees(/🔇 Бот молчит\. Снова ответит/);
    customer.writes('вы сегодня работаете?');
    await topic.sees(/вы сегодня работаете\?/);
    await eventually(() => allRead(shop));
    expect(answers(shop)).toEqual([]);
    await timePasses(shop, 31);
    await customer.sees('Мы открыты с 9 до 19.');
    await topic.sees(/Мы открыты с 9 до 19\./);
  });

  it('answers it at once when a manager lets it speak again', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await helped(shop);
    timur.writes(topic, '/mute 1д');
    await topic.sees(/Бот молчит/);
    customer.writes('вы сегодня работаете?');
    await topic.sees(/вы сегодня работаете\?/);
    timur.writes(topic, '/unmute');
    await topic.sees(/🔊 Бот снова отвечает/);
    await customer.sees('Мы открыты с 9 до 19.');
  });

  it('says nothing more once it was silenced while it was thinking', async () => {
    const shop = await installation.newClient();
    const { customer, timur, model } = shop;
    const topic = await helped(shop);
    const thinking = model.hold('classify');
    customer.writes('вы сегодня работаете?');
    await thinking.arrived;
    timur.writes(topic, '/mute 2ч');
    await topic.sees(/Бот молчит/);
    thinking.release();
    await eventually(() => allRead(shop));
    expect(answers(shop)).toEqual([]);
  });
});

describe('a customer who is blocked', () => {
  it('is heard and not answered, calls nobody, and is answered again after /unblock', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    timur.writes(topic, '/block');
    await topic.sees(/⛔ Клиент заблокирован/);
    await topic.card(/⛔ Заблокирован/);
    const told = customer.told();
    customer.writes('вы сегодня работаете?');
    customer.writes('/human');
    await topic.sees(/\/human/);
    await eventually(() => allRead(shop));
    await timePasses(shop, 200);
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved', waiting_since: expect.anything() }]);
    expect(customer.told()).toEqual(told);
    timur.writes(topic, '/unblock');
    await topic.sees(/✅ Клиент разблокирован/);
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    expect(customer.told().filter((text) => text === 'Мы открыты с 9 до 19.')).toHaveLength(1);
  });
});
